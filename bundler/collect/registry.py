"""Which reader takes which source. A new kind of source is one more line in `KINDS` or in `ZIPPED`.

A kind is told by content, never by a name alone; the first that takes a file reads it. What none of them takes is a
page when the user has typed it or its name says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

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
    typed,
    wacz,
    warc,
    zipped,
)
from bundler.collect.answers import page_of_answer
from bundler.collect.document import Desk, Document, Expects, Found, FullText, Linked, Reader, gap
from bundler.collect.sniff import PAGE_NAMES
from bundler.collect.spool import Spool
from bundler.collect.tree import LARGEST_PAGE, page_of, suffix_of
from bundler.collect.unreadable import UnreadableError
from bundler.errors import BundlerError
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
        fits: what an answer of this kind may have been expected to be, beside anything.
    """

    name: str
    takes: Callable[[bytes], bool]
    read: Reader
    is_archive: bool = False
    fits: Expects | None = None


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
    SourceKind("packed file", packed.is_packed, packed.read_packed, is_archive=True, fits=Expects.LIST),
    SourceKind("TAR archive", tarred.is_tar, tarred.read_tar, is_archive=True),
    SourceKind("WARC", warc.is_warc, warc.read_warc),
    SourceKind("MHTML page", mhtml.is_mhtml, mhtml.read_mhtml_document, fits=Expects.PAGE),
    SourceKind("bookmarks", bookmarks.is_bookmarks, bookmarks.read_bookmarks),
    SourceKind("list of feeds (OPML)", opml.is_opml, opml.read_opml),
    SourceKind("sitemap", sitemaps.is_sitemap, sitemaps.read_sitemap, fits=Expects.LIST),
    SourceKind("feed", feeds.is_feed, feeds.read_feed, fits=Expects.LIST),
    SourceKind("JSON feed", feeds.is_json_feed, feeds.read_json_feed, fits=Expects.LIST),
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
    """Read every source without a network; see `found`.

    Args:
        sources: what the user typed.

    Yields:
        a `Page`, or a `Skipped` for what is no article's page, cannot be read, or is not here but on the network.
    """
    return map(told, found(sources))


def found(sources: Iterable[str], lists: Iterable[str] = (), desk: Desk | None = None) -> Iterator[Found]:
    """Read every source, in the order typed; folders in the order of their names.

    Args:
        sources: paths of files and folders and addresses as the user typed them; `-` for standard input.
        lists: paths of lists of such; `-` for standard input.
        desk: what readers share; a new one when left out.

    Yields:
        as `collect`, but what is known by its address as a `Linked`, for somebody with a network.

    Raises:
        SourceError: a source that does not exist or whose kind nobody reads, or a list that cannot be read; raised
            before anything is yielded.
    """
    shared = desk or new_desk()
    readers = [*map(typed.reader_of, sources), *map(typed.reader_of_list, lists)]
    return (item for reader in readers for item in reader(shared))


def new_desk(full_text: FullText = FullText.AUTO, *, follow: bool = False) -> Desk:
    """What the readers of a run share.

    Args:
        full_text: where the texts of feeds' entries come from.
        follow: whether a page that the user typed brings the pages that it links to.
    """
    return Desk(Spool(), read, full_text, follow)


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
        kind = kind_of(document)
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


def read_answer(document: Document, expects: Expects, desk: Desk) -> Iterator[Found]:
    """Read what a server answered.

    Args:
        document: the answer.
        expects: what it was expected to be; what it names in turn is expected to be less, so that every way ends.
        desk: what readers share.

    Yields:
        as `read`; one gap when the answer is of another kind than expected.
    """
    kind = kind_of(document)
    fits = Expects.PAGE if kind is None else kind.fits
    if expects is not Expects.ANYTHING and fits is not expects:
        what, wanted = kind.name if kind else "page", "page" if expects is Expects.PAGE else "feed or sitemap"
        yield gap(document.origin, f"answers with a {what} where a {wanted} should be; open it in a browser and look")
        return
    for item in read(document, desk):
        if not isinstance(item, Linked) or item.expects > expects:
            yield item
        elif expects is Expects.ANYTHING:
            yield replace(item, expects=Expects.PAGE)  # of a list of pages
        else:
            yield gap(
                item.origin, f"{shown(item.address)} is a list in a list of lists; give it as a source of its own"
            )


def kind_of(document: Document) -> SourceKind | None:
    """The kind of a document; None for a page, and for what nobody reads."""
    head = document.head()
    return next((kind for kind in KINDS if kind.takes(head)), None)


def _page(document: Document) -> Iterator[Found]:
    """A document that is no other kind; of what the user typed he says himself that it is a page."""
    if document.address:
        yield page_of_answer(document)
        return
    said = PAGE_NAMES.get(suffix_of(document.origin)) or (MediaType.MARKDOWN if document.is_typed else None)
    if said is None and document.size > LARGEST_PAGE:
        return
    page = page_of(document.origin, document.content(LARGEST_PAGE), document.location, said)
    if page is not None:
        yield page


def told(item: Found) -> Collected:
    """What becomes of something found where there is no network."""
    if isinstance(item, Linked):
        return Skipped(item.origin, Stage.COLLECT, Kind.NOT_FETCHED, f"{shown(item.address)}: {item.reason}")
    return item
