"""Taking a book of any maker apart to plant something in it, at the place where that maker would have left it."""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.books import contents, rewrite

Changes = Mapping[str, bytes | None]


@dataclass(frozen=True)
class Anatomy:
    """A book and its parts.

    Attributes:
        path: the book.
        opf: name of its package document.
        page: name of a page with an article.
        css: name of a style sheet.
        nav: name of its navigation document, or empty.
        ncx: name of its NCX, or empty.
    """

    path: Path
    opf: str
    page: str
    css: str
    nav: str
    ncx: str

    def text(self, name: str) -> str:
        """One of its parts."""
        return contents(self.path)[name].decode()

    def replaced(self, name: str, old: str, new: str, count: int = 1) -> Changes:
        """A part with something exchanged; fails when it is not there."""
        text = self.text(name)
        assert old in text, f"{old} is not in {name}"
        return {name: text.replace(old, new, count).encode()}

    def opf_replaced(self, old: str, new: str) -> Changes:
        """The package document with something exchanged."""
        return self.replaced(self.opf, old, new)

    def body(self, markup: str) -> Changes:
        """Markup at the end of the page."""
        return self.replaced(self.page, "</body>", f"{markup}</body>")

    def head(self, markup: str) -> Changes:
        """Markup at the end of the page's head."""
        return self.replaced(self.page, "</head>", f"{markup}</head>")

    def prolog(self, markup: str) -> Changes:
        """Markup before the page's root element."""
        return self.replaced(self.page, "<html", f"{markup}<html")

    def style(self, css: str) -> Changes:
        """CSS at the end of the style sheet."""
        return {self.css: (self.text(self.css) + css).encode()}

    def metadata(self, markup: str) -> Changes:
        """Markup at the end of the book's metadata."""
        return self.replaced(self.opf, "</metadata>", f"{markup}</metadata>")

    def file(self, name: str, media_type: str, content: bytes, *, shown: bool = True) -> Changes:
        """One more file in the manifest, and a picture or link in the page that leads to it."""
        item = f'<item id="planted" href="{name}" media-type="{media_type}"/></manifest>'
        entry = posixpath.join(posixpath.dirname(self.opf), name)
        changes = {entry: content, **self.replaced(self.opf, "</manifest>", item)}
        if shown:
            href = posixpath.relpath(entry, posixpath.dirname(self.page))
            kind = "img" if media_type.startswith("image/") else "a"
            changes |= self.body(
                f'<p><img src="{href}" alt="A lake"/></p>' if kind == "img" else f'<a href="{href}">x</a>'
            )
        return changes


def dissected(path: Path) -> Anatomy:
    """Find a book's parts by the endings and words that calibre, pandoc and we use."""
    names = list(contents(path))
    pages = [name for name in names if re.search(r"(/\d{4}-\d\d-\d\d-\w+|ch0\d+)\.xhtml$|split_\d+\.html$", name)]
    return Anatomy(
        path=path,
        opf=next(name for name in names if name.endswith(".opf")),
        page=min(pages),
        css=min(name for name in names if name.endswith(".css") and "page_styles" not in name),
        nav=next((name for name in names if name.endswith("nav.xhtml")), ""),
        ncx=next((name for name in names if name.endswith(".ncx")), ""),
    )


def planted(anatomy: Anatomy, changes: Changes, target: Path) -> Path:
    """The book with something planted."""
    return rewrite(anatomy.path, target, changes)


_SOURCE = """<html lang="en"><head><title>Notes from a lake</title></head><body>
<h1>First part</h1><p>Words about a <a href="https://example.org/lake">lake</a>.</p>
<p><img src="lake.png" alt="A lake"></p><h1>Second part</h1><p>More <b>words</b>.</p></body></html>"""


def made_by_calibre(folder: Path, picture: bytes, version: int) -> Path:
    """A book that calibre makes of a small page."""
    source = _source(folder, picture)
    book = folder / "calibre.epub"
    contents_of = ["--level1-toc", "//h:h1", "--authors", "A. Writer"]
    _run("ebook-convert", source, book, "--epub-version", str(version), *contents_of)
    return book


def made_by_pandoc(folder: Path, picture: bytes, version: int) -> Path:
    """A book that pandoc makes of a small page."""
    source = _source(folder, picture)
    book = folder / "pandoc.epub"
    _run("pandoc", source, "-t", f"epub{version}", "-o", book, "--metadata", "author=A. Writer")
    return book


def _source(folder: Path, picture: bytes) -> Path:
    (folder / "lake.png").write_bytes(picture)
    (folder / "in.html").write_text(_SOURCE, encoding="utf-8")
    return folder / "in.html"


def _run(*command: str | Path) -> None:
    folder = next(part for part in command if isinstance(part, Path)).parent
    # calibre keeps its settings in the user's home and draws covers with Qt, unless it is told otherwise.
    settings = {"CALIBRE_CONFIG_DIRECTORY": str(folder / "settings"), "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, **settings},
        capture_output=True,
        timeout=120,
        check=True,
    )


def raw_entries(path: Path) -> list[tuple[zipfile.ZipInfo, bytes]]:
    """Every entry of a book with a header of its own, for writing it anew."""
    found = []
    for name, content in contents(path).items():
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
        found.append((info, content))
    return found
