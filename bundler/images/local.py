"""Pictures that need no network: in the page itself (`data:`) or beside it on the disk."""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urljoin

from bundler.local_file import read_regular
from bundler.model import Candidate, Files, Location

LARGEST_PICTURE = 64 * 1024 * 1024
"""Bytes of a picture's file; a 60-megapixel JPEG has about 30 MB."""

_OUTSIDE = "lies outside the source"
_NETWORK = ("http://", "https://")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def find(candidate: Candidate, location: Location) -> bytes | str | None:
    """A picture's bytes where they need no network; see `locate`."""
    found = locate(candidate, location)
    return read_at(found) if isinstance(found, Path) else found


def locate(candidate: Candidate, location: Location) -> Path | bytes | str | None:
    """Where a picture that needs no network lies.

    Args:
        candidate: the file it may be taken from.
        location: where its page lies.

    Returns:
        its file; or its bytes where it lies in no file of its own; or the reason in words why it cannot be had; or None
        when it is on the network.
    """
    if candidate.reference.startswith("data:"):
        content = _data(candidate.reference)
        return content if content is not None else "a data: address that cannot be read"
    on_network = candidate.address.lower().startswith(_NETWORK)
    if location.files is not None:
        return _in_archive(candidate, location.files, location.base, on_network=on_network)
    if not _SCHEME.match(candidate.reference):
        for name in _file_names(candidate.reference):
            found = _beside(location, name)
            if found is not None and not (found == _OUTSIDE and on_network):
                return found
    return None if on_network else "no such file beside the page"


def _in_archive(candidate: Candidate, files: Files, base: str, *, on_network: bool) -> bytes | str | None:
    """A picture that came with its page: under its address, or where the page's own place leads to."""
    names = [candidate.address, candidate.reference]
    if not _SCHEME.match(candidate.reference):
        beside = [_within(base, name) for name in _file_names(candidate.reference)]
        if None in beside and not on_network:
            return _OUTSIDE
        names = [*filter(None, beside), *names]
    for name in dict.fromkeys(names):
        found = files.read(name, LARGEST_PICTURE)
        if found is not None:
            return found
    return None if on_network else "no such file in the archive"


def _within(base: str, name: str) -> str | None:
    """A relative reference resolved within an archive; None when it leads out of it."""
    if base.startswith(_NETWORK):
        try:
            return urljoin(base, name)
        except ValueError:
            return ""
    parts = [] if name.startswith("/") else base.split("/")[:-1]
    for part in name.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _file_names(reference: str) -> list[str]:
    """What a relative reference may be called on the disk: as it is, decoded, without query and fragment."""
    bare = re.split(r"[?#]", reference)[0]
    return list(dict.fromkeys((reference, unquote(reference), unquote(bare))))


def _beside(location: Location, name: str) -> Path | str | None:
    """A file of the source; None when there is none, a reason when it must not be read."""
    try:
        base = location.root if name.startswith("/") else location.folder
        path = (base / name.lstrip("/")).resolve()
        if not path.is_relative_to(location.root):
            return _OUTSIDE
        return path if path.exists() else None
    except (OSError, RuntimeError, ValueError) as error:  # a name too long, a NUL byte, a link that leads to itself
        return f"cannot be read ({getattr(error, 'strerror', None) or error})"


def read_at(path: Path) -> bytes | str:
    """A picture's bytes, or why they cannot be had.

    Args:
        path: what `locate` gave.
    """
    return read_regular(path, LARGEST_PICTURE)


def _data(reference: str) -> bytes | None:
    """The bytes of a `data:` address (RFC 2397), or None when it cannot be read."""
    head, comma, body = reference.partition(",")
    if not comma:
        return None
    raw = unquote_to_bytes(body)
    if not head.lower().endswith(";base64"):
        return raw
    try:
        return base64.b64decode(re.sub(rb"\s+", b"", raw), validate=True)
    except binascii.Error:
        return None
