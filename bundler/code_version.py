"""The versions that count for what is kept between runs: the hash of a part of this program, those of its libraries.

A number that somebody has to count up is forgotten once; a changed rule or line of code would then give old results.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_ENDINGS = (".py", ".toml")


@cache
def code_version(*places: str) -> str:
    """SHA-256 (hexadecimal) of the code and the rules in some places of this package.

    Args:
        places: folders and files below `bundler`, `clean` say; a folder counts with everything in it.
    """
    digest = hashlib.sha256()
    root = files("bundler")
    for place in places:
        for name, file in _below(place, root.joinpath(place)):
            content = file.read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _below(name: str, place: Traversable) -> Iterator[tuple[str, Traversable]]:
    if place.is_dir():
        for inner in sorted(place.iterdir(), key=lambda item: item.name):
            yield from _below(f"{name}/{inner.name}", inner)
    elif name.endswith(_ENDINGS):
        yield name, place


@cache
def library_versions(*names: str) -> tuple[str, ...]:
    """The versions of installed libraries, told without loading any of them; empty for one that is not there.

    A library's folder is named after it and its version (PyPA specifications, "Recording installed projects"), which
    takes a millisecond for all; what does not keep to that is asked for in the usual way, which takes fifty.

    Args:
        names: as package registries write them.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        with contextlib.suppress(OSError):  # an entry that is a ZIP, or not there
            for item in os.listdir(folder or "."):  # noqa: PTH208 - names alone are wanted
                name, ending, _ = item.rpartition(".dist-info")
                project, _, version = name.partition("-")
                if ending:
                    found.setdefault(_normal(project), version)
    return tuple(found.get(_normal(name)) or _asked(name) for name in names)


def _normal(name: str) -> str:
    """A project's name as it is compared (PyPA specifications, "Names and normalization")."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _asked(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - hardly ever needed, and slow

    try:
        return version(name)
    except PackageNotFoundError:
        return ""
