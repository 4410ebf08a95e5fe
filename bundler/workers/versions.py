"""What a book's bytes depend on beside its pages: the program, Python and the libraries that parse and decode.

A machine where any of it differs could make another book, so its workers are refused.
"""

from __future__ import annotations

import hashlib
import platform
from importlib import metadata
from pathlib import Path

from lxml import etree

import bundler

PROGRAM = "epub-bundler"
LIBRARIES = (
    "beautifulsoup4",
    "chardet",
    "charset-normalizer",
    "courlan",
    "cssselect",
    "dateparser",
    "htmldate",
    "justext",
    "lxml",
    "lxml-html-clean",
    "markdown-it-py",
    "mdurl",
    "pillow",
    "pyyaml",
    "readability-lxml",
    "resvg-py",
    "soupsieve",
    "trafilatura",
    "tzlocal",
)
"""Distributions whose code meets a page or a picture in a worker, those that such code brings among them."""

Versions = tuple[tuple[str, str], ...]
"""Names and versions, in a fixed order."""


def versions(_: None = None) -> Versions:
    """The versions of this process.

    Of Python the minor version counts, of the program its source, too: a checkout keeps its number for months.
    """
    libraries = ((name, _installed(name)) for name in LIBRARIES)
    parser = ".".join(map(str, etree.LIBXML_VERSION))
    return (("Python", python()), (PROGRAM, f"{bundler.__version__} ({source()})"), *libraries, ("libxml2", parser))


def python() -> str:
    """Python's minor version, `3.12` say."""
    return ".".join(platform.python_version_tuple()[:2])


def source() -> str:
    """A short name for the program's source and rules, the same for a wheel and the checkout it was built from."""
    package = Path(bundler.__file__).parent
    digest = hashlib.sha256()
    names = sorted((path.relative_to(package).as_posix(), path) for path in package.rglob("*.[pt][yo]*"))
    for name, path in names:
        if name.endswith((".py", ".toml")):
            content = path.read_bytes().replace(b"\r\n", b"\n")  # Git on Windows
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:12]


def difference(theirs: Versions, ours: Versions) -> str:
    """In words what differs; empty when nothing does.

    Args:
        theirs: of the other machine.
        ours: of this one.
    """
    other = dict(theirs)
    differing = [
        f"{name} {other.get(name) or 'none'} (here {own or 'none'})" for name, own in ours if other.get(name, "") != own
    ]
    return ", ".join(differing)


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""  # optional for those who bring it
