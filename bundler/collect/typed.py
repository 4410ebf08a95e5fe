"""What the user typed: files, folders, addresses, lists of them, standard input; and what to type instead."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from bundler.addresses import shown
from bundler.collect.document import LARGEST_DOCUMENT, Desk, Document, Expects, Found, Linked, gap
from bundler.collect.files import document_of_file, read_folder, read_inside
from bundler.collect.following import links_of
from bundler.collect.links import web_address
from bundler.collect.sniff import NOT_PAGES, PAGE_NAMES
from bundler.collect.tree import role_of, suffix_of
from bundler.errors import SourceError
from bundler.model import Page, Skipped
from bundler.repository_address import repository_at

FromDesk = Callable[[Desk], Iterator[Found]]
STANDARD_INPUT = "-"
_WEB = re.compile(r"https?://", re.IGNORECASE)
_FEED_SCHEME = re.compile(r"feed:(?://)?(?=https?:)|feed:(?=//)", re.IGNORECASE)
"""What feed readers are sometimes called by: `feed:https://host/f`, `feed://host/f`."""
_SCHEME = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9+.-]*):/+")
_NUMBERED = r"\d{1,3}(?:\.\d{1,3}){3}"
_HOST = re.compile(
    r"(?:(?:[\w-]{1,63}\.){1,20}(?:[^\W\d_]{2,24}|xn--[\w-]{2,59})|localhost|"
    + _NUMBERED
    + r")(?::\d{1,5})?(?:[/?#].*)?"
)
_OWN = re.compile(rf"localhost|{_NUMBERED}")
"""Hosts of one's own network, which hardly ever speak https."""
_SOURCES = frozenset((".txt", ".mht", ".mhtml", ".warc", ".rss", ".atom", ".opml", ".rdf", ".tgz", ".bz2", ".xz"))
_REMARK = "#"


def reader_of(source: str) -> FromDesk:
    """Who reads what the user typed.

    Args:
        source: a path, an address, or `-`.

    Returns:
        the reader, to be called with what readers share.

    Raises:
        SourceError: there is no such file, and it is no address either; with what to type instead.
    """
    if not source.strip():
        raise SourceError("SOURCE", "is an empty text", "give a file or a folder, '.' for the current one")
    if source == STANDARD_INPUT:
        return _read_standard_input
    try:
        path = Path(source)
        if path.is_dir():
            return partial(read_folder, source)
        if path.exists():
            return partial(_read_file, source)
    except (OSError, ValueError) as error:  # a name too long, or with a NUL byte in it
        raise SourceError(source[:200], f"cannot be looked up ({error})", "check the spelling") from error
    address = _FEED_SCHEME.sub(
        lambda match: "" if match[0].endswith("//") or "http" in source[:16] else "http:", source
    )
    if repository_at(address):
        return partial(_linked, address)
    if _WEB.match(address):
        found = web_address(address)
        if not found:
            raise SourceError(source, "is no valid address", "copy it whole from a browser")
        return partial(_linked, found)
    raise _neither(source)


def reader_of_list(name: str) -> FromDesk:
    """Who reads a list of sources.

    Args:
        name: the list's path, or `-`.

    Raises:
        SourceError: it cannot be read, or is no list.
    """
    lines = _lines(name)
    return lambda desk: (item for line in lines for item in _line(name, line, desk))


def _lines(name: str) -> list[str]:
    """The sources of a list: one a line, without empty lines and remarks."""
    if _WEB.match(name):
        raise SourceError(f"-f {name}", "is an address, and a list is a file", "give the address without -f")
    try:
        content = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"-f {name}", f"cannot be read ({reason})", "give a text file, one source a line") from error
    if b"\x00" in content[:1024] or len(content) > LARGEST_DOCUMENT:
        raise SourceError(f"-f {name}", "is no text file", "give it as a source, without -f")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{")):
        raise SourceError(f"-f {name}", "is no list, but a page or feed", "give it as a source, without -f")
    lines = [line.strip() for line in content.decode("utf-8-sig", errors="replace").splitlines()]
    lines = [line for line in dict.fromkeys(lines) if line and not line.startswith(_REMARK)]
    if not lines:
        raise SourceError(f"-f {name}", "names no source", "write one address or path on each line")
    if not any(_WEB.match(line) or _is_path(line) for line in lines):
        reason = f"is no list of sources (its first line: {lines[0][:60]})"
        raise SourceError(
            f"-f {name}", reason, "write one address or path on each line; a page or feed goes without -f"
        )
    return lines


def _line(name: str, line: str, desk: Desk) -> Iterator[Found]:
    """One line of a list; one that names nothing does not stop the others."""
    try:
        reader = reader_of(line) if line != STANDARD_INPUT else None
    except SourceError as error:
        yield gap(line, f"{error.reason}; {error.next_step} (in {Path(name).name})")
        return
    if reader is not None:
        yield from reader(desk)


def _linked(address: str, _: Desk) -> Iterator[Found]:
    yield Linked(shown(address), address, expects=Expects.ANYTHING)


def _read_standard_input(desk: Desk) -> Iterator[Found]:
    """A page or source of any kind on standard input, or a list of sources."""
    place = desk.spool.copy(sys.stdin.buffer)
    document = Document("stdin", partial(desk.spool.open, place), place[1], is_typed=True)
    lines = [line.strip() for line in document.head().decode("utf-8-sig", errors="replace").splitlines()]
    first = next((line for line in lines if line and not line.startswith(_REMARK)), "")
    if first and (_WEB.match(first) or _is_path(first)) and len(first.split()) == 1:
        text = document.content().decode("utf-8-sig", errors="replace")
        for line in dict.fromkeys(line.strip() for line in text.splitlines()):
            if line and not line.startswith(_REMARK):
                yield from _line("stdin", line, desk)
    else:
        yield from desk.read(document, desk)


def _is_path(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False


def _read_file(source: str, desk: Desk) -> Iterator[Found]:
    document = document_of_file(source)
    if isinstance(document, Skipped):
        yield document
    else:
        for item in desk.read(document, desk):
            yield item
            if desk.follow and isinstance(item, Page) and item.origin == document.origin:
                yield from _pages_linked(item, Path(source).name, desk)


def _pages_linked(page: Page, name: str, desk: Desk) -> Iterator[Found]:
    """The pages below its folder that a typed page links to."""
    root = page.location.root
    for link in links_of(page.content, name):
        path = root / link
        if path.resolve().is_relative_to(root) and path.is_file() and path.name != name:
            yield from read_inside(path, root, role_of(link), desk)


def _neither(source: str) -> SourceError:
    """What is neither a file nor an address: most likely a misspelt one of either."""
    if scheme := _SCHEME.match(source):
        rest = source[scheme.end() :]
        name = scheme["name"].lower()
        if name == "file":
            return SourceError(source, "is no path", f"type /{rest}")
        near = get_close_matches(name, ("https", "http"), 1, 0.6)
        if near:
            return SourceError(source, "is no web address, and no such file", f"did you mean {near[0]}://{rest} ?")
        return SourceError(source, f"{name}: is not fetched, only http and https", "save it as a file and give that")
    if _HOST.fullmatch(source) and not _is_file_name(source):
        web = f"{'http' if _OWN.match(source) else 'https'}://{source}"
        return SourceError(source, "no such file or folder", f"for the web type {web}")
    return SourceError(source, "no such file or folder", "check the spelling")


def _is_file_name(source: str) -> bool:
    """Whether a missing name is rather that of a file: `notes.md` is no host, though `.md` is a country."""
    suffix = suffix_of(source)
    return "/" not in source.rstrip("/") and (suffix in PAGE_NAMES or suffix in NOT_PAGES or suffix in _SOURCES)
