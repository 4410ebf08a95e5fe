"""The ebooklib side of a book: lazy items, and a writer whose every byte is ours.

ebooklib 0.20 would parse each page three times, drop text before the first element, write CSS links that lead nowhere,
take any element with epub:type and id for a print page, stamp local time as UTC, name itself as generator and hide a
full disk (research notes, reproduced in tests/package/test_ebooklib_traps.py). Here its items return finished bytes,
and the writer's hooks replace the generated navigation and correct the package document. The hooks are private names:
tests assert that they exist and are called, and the version range in pyproject.toml ends before 0.22.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from ebooklib import epub
from lxml import etree

from bundler.package.archive import DeterministicZip

_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LISTED = "listed"
"""Stands for the items of a list while the package document is a tree."""
_INDENT = b"    <"
"""How the lines of a list's items begin."""
_TOGETHER = 100
"""Items of a list that are a tree at the same time."""


class LazyItem(epub.EpubItem):  # type: ignore[misc]
    """An item whose content is fetched when it is written, so that a book never lies in memory.

    Args:
        name: the file's name below `EPUB/`.
        media_type: its media type.
        content: gives its bytes.
        properties: manifest properties, `mathml` say (EPUB 3.3, section 5.6.2.1).
    """

    def __init__(
        self, name: str, media_type: str, content: Callable[[], bytes], properties: tuple[str, ...] = ()
    ) -> None:
        super().__init__(uid=_identifier(name), file_name=name, media_type=media_type)
        self._fetch = content
        self.properties = properties

    def get_content(self, default: bytes | None = None) -> bytes:  # noqa: ARG002 - ebooklib's signature
        """The item's bytes, never kept."""
        return self._fetch()


class CoverItem(epub.EpubCover):  # type: ignore[misc]
    """The cover picture; its class makes ebooklib mark it as `cover-image`."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(uid="cover-image", file_name=name)
        self.media_type = "image/jpeg"
        self.content = content


class Anew:
    """Items that are made anew each time somebody goes through them, so that they never lie in memory together.

    Args:
        make: gives them, the same ones each time.
    """

    def __init__(self, make: Callable[[], Iterator[epub.EpubItem]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[epub.EpubItem]:
        """The items, made anew."""
        return self._make()


class BookWriter(epub.EpubWriter):  # type: ignore[misc]
    """Writes a book to a path.

    Args:
        path: the file to write; it is not yet the book's own name.
        book: the book with its items.
        nav: the finished navigation document.
        ncx: the finished NCX.
        modified: `YYYY-MM-DDThh:mm:ssZ`.
    """

    def __init__(self, path: Path, book: epub.EpubBook, nav: bytes, ncx: bytes, modified: str) -> None:
        super().__init__(str(path), book, {"epub3_pages": False, "epub3_landmark": False, "raise_exceptions": True})
        self._nav = nav
        self._ncx = ncx
        self._modified = modified
        self._lists: dict[str, bytes] = {}

    def write(self) -> None:
        """Write the whole file; every error is raised."""
        with DeterministicZip(self.file_name, "w") as self.out:
            self.out.writestr("mimetype", b"application/epub+zip")
            self._write_container()
            self._write_opf()
            self._write_items()

    def _get_nav(self, item: epub.EpubNav) -> bytes:  # noqa: ARG002 - ebooklib's signature
        return self._nav

    def _get_ncx(self) -> bytes:
        return self._ncx

    def _write_opf_manifest(self, root: etree._Element) -> str | None:
        found: list[str | None] = [None]

        def build(parent: etree._Element) -> None:
            found.append(super(BookWriter, self)._write_opf_manifest(parent))

        self._lists["manifest"] = b"".join(_in_pieces(self.book, "items", build))
        etree.SubElement(etree.SubElement(root, "manifest"), _LISTED)
        return next(filter(None, found), None)

    def _write_opf_spine(self, root: etree._Element, ncx_id: str | None) -> None:
        def build(parent: etree._Element) -> None:
            super(BookWriter, self)._write_opf_spine(parent, ncx_id)

        self._lists["spine"] = b"".join(_in_pieces(self.book, "spine", build))
        items, self.book.spine = self.book.spine, ()
        super()._write_opf_spine(root, ncx_id)
        self.book.spine = items
        etree.SubElement(root.find("spine"), _LISTED)

    def _write_opf_file(self, root: etree._Element) -> None:
        correct_package(root, self.book.language, self._modified)
        frame = etree.tostring(root, pretty_print=True, encoding="utf-8", xml_declaration=True)
        before, between, behind = frame.split(f"    <{_LISTED}/>\n".encode())
        content = b"".join((before, self._lists.pop("manifest"), between, self._lists.pop("spine"), behind))
        self.out.writestr(f"{self.book.FOLDER_NAME}/content.opf", content)


def _in_pieces(book: epub.EpubBook, name: str, build: Callable[[etree._Element], None]) -> Iterator[bytes]:
    """The lines of a list of the package document, as one tree of all of them would give them.

    A tree takes eight times the bytes of its document, 4 kB an article (measured).

    Args:
        book: the book.
        name: the attribute of the book with the list's items.
        build: makes the list's element of those that are there, below a parent.
    """
    items = getattr(book, name)
    try:
        for piece in _batched(items):
            setattr(book, name, piece)
            parent = etree.Element("package")
            build(parent)
            lines = etree.tostring(parent, pretty_print=True, encoding="utf-8").splitlines(keepends=True)
            yield b"".join(line for line in lines if line.startswith(_INDENT))
    finally:
        setattr(book, name, items)


def _batched(items: Iterable[epub.EpubItem]) -> Iterator[list[epub.EpubItem]]:
    rest = iter(items)
    while piece := list(islice(rest, _TOGETHER)):
        yield piece


def correct_package(root: etree._Element, language: str, modified: str) -> None:
    """Correct the package document that ebooklib has built (EPUB 3.3, section 5).

    Args:
        root: the `package` element; changed in place.
        language: the book's language, for `xml:lang`.
        modified: `dcterms:modified`.
    """
    root.attrib.pop("prefix", None)  # declares a vocabulary that no book of ours uses
    root.set(_XML_LANG, language)
    metadata = next(child for child in root if etree.QName(child).localname == "metadata")
    for meta in list(metadata):
        if meta.get("name") == "generator":
            metadata.remove(meta)
        elif meta.get("property") == "dcterms:modified":
            meta.text = modified
    order = ("identifier", "title", "creator", "language", "date", "publisher", "description", "subject")
    rank = {name: number for number, name in enumerate(order)}
    children = sorted(metadata, key=lambda child: rank.get(etree.QName(child).localname, len(order)))
    for child in children:
        metadata.remove(child)
    metadata.extend(children)


def _identifier(name: str) -> str:
    """A manifest id out of a file name: letters, digits and hyphens, beginning with a letter."""
    return "i-" + name.replace("/", "-").replace(".", "-")
