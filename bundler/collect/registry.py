"""Which reader takes which source. A new kind of source is one more line in `KINDS` or in `ZIPPED`.

A kind is told by content, never by a name alone; the first that takes a file reads it. What none of them takes is a
page when the user has typed it or its name says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bundler.addresses import shown
from bundler.collect import (
    address_lists,
    bookmarks,
    epub,
    feeds,
    mhtml,
    opml,
    packed,
    read_later,
    sitemaps,
    tables,
    tarred,
    wacz,
    warc,
    zipped,
)
from bundler.collect.document import Desk, Document, Found, Linked, Reader, gap
from bundler.collect.files import document_of_file, read_folder
from bundler.collect.sniff import PAGE_NAMES
from bundler.collect.spool import Spool
from bundler.collect.tree import LARGEST_PAGE, page_of, suffix_of
from bundler.collect.unreadable import UnreadableError
from bundler.errors import BundlerError, SourceError
from bundler.model import Kind, MediaType, Page, Skipped, Stage

Collected = Page | Skipped
DEEPEST = 1
"""An archive within an archive is opened; one within that is not."""


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A kind of source.

    Attributes:
        name: what people call it.
        takes: tells it by a file's first bytes (`document.HEAD`).
        read: reads it.
        is_archive: whether sources of any kind may lie in it.
    """

    name: str
    takes: Callable[[bytes], bool]
    read: Reader
    is_archive: bool = False


@dataclass(frozen=True, slots=True)
class ZippedKind:
    """A kind of source that is a ZIP archive; `takes` tells it by the files in it."""

    name: str
    takes: Callable[[zipped.ZipArchive], bool]
    read: Callable[[zipped.ZipArchive, Desk], Iterator[Found]]


def _read_zip(document: Document, desk: Desk) -> Iterator[Found]:
    archive = zipped.ZipArchive(document)
    kind = next(kind for kind in ZIPPED if kind.takes(archive))
    yield from kind.read(archive, desk)


KINDS: tuple[SourceKind, ...] = (
    SourceKind("ZIP archive", zipped.is_zip, _read_zip, is_archive=True),
    SourceKind("packed file", packed.is_packed, packed.read_packed, is_archive=True),
    SourceKind("TAR archive", tarred.is_tar, tarred.read_tar, is_archive=True),
    SourceKind("WARC", warc.is_warc, warc.read_warc),
    SourceKind("MHTML page", mhtml.is_mhtml, mhtml.read_mhtml_document),
    SourceKind("bookmarks", bookmarks.is_bookmarks, bookmarks.read_bookmarks),
    SourceKind("list of feeds (OPML)", opml.is_opml, opml.read_opml),
    SourceKind("sitemap", sitemaps.is_sitemap, sitemaps.read_sitemap),
    SourceKind("feed", feeds.is_feed, feeds.read_feed),
    SourceKind("JSON feed", feeds.is_json_feed, feeds.read_json_feed),
    SourceKind("Wallabag's export", read_later.is_wallabag, read_later.read_wallabag),
    SourceKind("Pocket's or Instapaper's export", tables.is_table_of_links, tables.read_table),
    SourceKind("list of addresses", address_lists.is_address_list, address_lists.read_address_list),
)
ZIPPED: tuple[ZippedKind, ...] = (
    ZippedKind("EPUB", epub.is_epub, epub.read_epub),
    ZippedKind("WACZ", wacz.is_wacz, wacz.read_wacz),
    ZippedKind("Omnivore's export", read_later.is_omnivore, read_later.read_omnivore),
    ZippedKind("archive of files", lambda _: True, zipped.read_zip),
)


def collect(sources: Iterable[str]) -> Iterator[Collected]:
    """Read every source, in the order typed; folders in the order of their names.

    Args:
        sources: paths of files and folders as the user typed them.

    Yields:
        a `Page`, or a `Skipped` for what is no article's page, cannot be read, or is not here but on the network.

    Raises:
        SourceError: a source that does not exist or whose kind nobody reads; raised before anything is yielded.
    """
    desk = Desk(Spool(), read)
    readers = [_reader_of(source) for source in sources]
    return (_told(item) for reader in readers for item in reader(desk))


def read(document: Document, desk: Desk) -> Iterator[Found]:
    """Read a document of any kind; the border at which one damaged source is told and does not stop the rest.

    Args:
        document: what is to be read.
        desk: what readers share.

    Yields:
        pages; what cannot be read; and articles of which only the address is there.

    Raises:
        BundlerError: this machine fails, not the source: its disk is full, say.
    """
    try:
        head = document.head()
        kind = next((kind for kind in KINDS if kind.takes(head)), None)
        if kind is None:
            yield from _page(document)
        elif kind.is_archive and document.depth > DEEPEST:
            yield gap(document.origin, f"is a {kind.name} three levels deep; unpack the outer ones first")
        else:
            yield from kind.read(document, desk)
    except (UnreadableError, BundlerError) as error:
        if isinstance(error, BundlerError):
            raise
        yield gap(document.origin, str(error))
    except Exception as error:  # noqa: BLE001 - the border of one source: parsers raise what they like at damaged bytes
        yield gap(document.origin, f"is damaged ({type(error).__name__}: {' '.join(str(error).split())[:120]})")


def _page(document: Document) -> Iterator[Found]:
    """A file that is no other kind; of what the user typed he says himself that it is a page."""
    said = PAGE_NAMES.get(suffix_of(document.origin)) or (MediaType.MARKDOWN if document.is_typed else None)
    if said is None and document.size > LARGEST_PAGE:
        return
    found = page_of(document.origin, document.content(LARGEST_PAGE), document.location, said)
    if found is not None:
        yield found


def _told(item: Found) -> Collected:
    """What the pipeline is given; whoever has a network fetches the linked ones before."""
    if isinstance(item, Linked):
        return Skipped(item.origin, Stage.COLLECT, Kind.NOT_FETCHED, f"{shown(item.address)}: {item.reason}")
    return item


def _reader_of(source: str) -> Callable[[Desk], Iterator[Found]]:
    """Who reads what the user typed; see `collect` for what is raised."""
    if not source.strip():
        raise SourceError("SOURCE", "is an empty text", "give a file or a folder, '.' for the current one")
    try:
        path = Path(source)
        if path.is_dir():
            return lambda desk: read_folder(source, desk)
        if path.exists():
            return lambda desk: _read_file(source, desk)
    except (OSError, ValueError) as error:  # a name too long, or with a NUL byte in it
        raise SourceError(source[:200], f"cannot be looked up ({error})", "check the spelling") from error
    if source.startswith(("http://", "https://")):
        raise SourceError(source, "addresses cannot be collected yet", "save the page and give its file")
    raise SourceError(source, "no such file or folder", "check the spelling")


def _read_file(source: str, desk: Desk) -> Iterator[Found]:
    document = document_of_file(source)
    if isinstance(document, Skipped):
        yield document
    else:
        yield from read(document, desk)
