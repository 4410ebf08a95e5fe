"""The version of a part of this program that counts for what is kept between runs: the hash of its files.

A number that somebody has to count up is forgotten once; a changed rule or line of code would then give old results.
"""

from __future__ import annotations

import hashlib
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
