"""What other programs take for a book of the same articles, where they are installed.

They get the saved pages from the server, as their users would; none of them cleans as much or fits pictures as we do:
`calibre, resizing` comes nearest.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks.builds import Place, figures, pictures_in
from benchmarks.measuring import run

_RECIPE = """
from calibre.web.feeds.news import BasicNewsRecipe

class Site(BasicNewsRecipe):
    title = 'The paper'
    no_stylesheets = True
    max_articles_per_feed = 100000
    {options}

    def parse_index(self):
        return [('All', [{{'title': 'Article %d' % n, 'url': '{origin}/pages/%d.html' % n}} for n in range({count})])]
"""


def _pages(here: Place) -> list[str]:
    return [f"{here.site.origin}/pages/{number}.html" for number in range(here.count)]


def _percollate(here: Place, book: Path) -> list[str]:
    return ["percollate", "epub", "--no-cover", "-t", "The paper", "-o", str(book), *_pages(here)]


def _pandoc(here: Place, book: Path) -> list[str]:
    return ["pandoc", "-f", "html", "-t", "epub3", "--toc", "-o", str(book), *_pages(here)]


def _calibre(here: Place, book: Path, options: str = "") -> list[str]:
    recipe = book.with_suffix(".recipe")
    recipe.write_text(_RECIPE.format(options=options, origin=here.site.origin, count=here.count), encoding="utf-8")
    return ["ebook-convert", str(recipe), str(book)]


def _calibre_resizing(here: Place, book: Path) -> list[str]:
    return _calibre(here, book, "compress_news_images = True\n    scale_news_images = (1072, 1448)")


PEERS: dict[str, Callable[[Place, Path], list[str]]] = {
    "percollate": _percollate,
    "calibre": _calibre,
    "calibre, resizing": _calibre_resizing,
    "pandoc": _pandoc,
}
_COMMANDS = {"percollate": "percollate", "pandoc": "pandoc"}


def peers(here: Place) -> dict[str, str]:
    """Let each program make its book; gives what is to be told of those that could not."""
    told: dict[str, str] = {}
    for name, command in PEERS.items():
        if shutil.which(_COMMANDS.get(name, "ebook-convert")) is None:
            told[name] = "not installed"
            continue
        book = here.folder / f"{name.replace(', ', '-')}.epub"
        book.unlink(missing_ok=True)
        here.site.counts()
        done = run(command(here, book), cwd=here.folder)
        if done.code or not book.exists():
            told[name] = f"exit code {done.code}: {done.err.strip()[-200:]}"
            continue
        here.round[name] = {
            **figures(done),
            "at once": here.site.counts().get("at once", 0),
            "pictures": pictures_in(book),
            "bytes": book.stat().st_size,
        }
    return told
