"""Starting: what a command does not need it does not load, so that help and small commands answer at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.pages import mirror_page, prose
from tests.pictures import jpeg
from tests.program import environment

_HEAVY = {"ebooklib", "bs4", "lxml", "PIL", "aiohttp", "trafilatura", "readability", "pebble", "rich"}
_TELL = """
import sys
from bundler.cli import main
try:
    main(sys.argv[1:])
finally:
    print("LOADED", *{name.partition(".")[0] for name in sys.modules}, "PIL.Image" in sys.modules, file=sys.stderr)
"""


def _loaded(*arguments: str | Path, folder: Path) -> set[str]:
    """The libraries that are loaded when a command has done its work, "True" among them when Pillow can decode."""
    done = subprocess.run(
        [sys.executable, "-c", _TELL, *map(str, arguments)],
        cwd=folder,
        env=environment(EPUB_BUNDLER_CACHE=str(folder / "cache")),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    line = next(line for line in done.stderr.splitlines() if line.startswith("LOADED"))
    return set(line.split()[1:])


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("build", "--help"), ("list", "--help"), ("cache", "--help"), ("devices",), ("styles",)],
    ids=" ".join,
)
def test_help_and_lists_load_no_library_that_reads_or_writes_books(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """What is only told needs no parser, no decoder, no network, no worker."""
    assert _loaded(*arguments, folder=tmp_path) & _HEAVY == set()


def test_an_unchanged_build_loads_no_parser_no_decoder_and_no_network(tmp_path: Path) -> None:
    """It reads the index and the book, and writes nothing; Pillow's version is known without what decodes."""
    (tmp_path / "pages").mkdir()
    page = mirror_page("Story", day="2020-09-01", paragraphs=prose(1), pictures=["a.jpg"])
    (tmp_path / "pages" / "1.md").write_text(page, encoding="utf-8")
    (tmp_path / "pages" / "a.jpg").write_bytes(jpeg(640, 480))
    build = ("build", "pages", "--offline", "-q", "-o", "book.epub")
    _loaded(*build, folder=tmp_path)
    book = (tmp_path / "book.epub").read_bytes()
    loaded = _loaded(*build, folder=tmp_path)
    assert loaded & (_HEAVY | {"True", "multiprocessing", "email"}) == {"PIL"}
    assert (tmp_path / "book.epub").read_bytes() == book


def test_places_that_may_be_asked_load_no_network_while_nothing_is_asked(tmp_path: Path) -> None:
    """Options of the network are checked by what reads them; pages whose pictures lie beside them ask nobody."""
    (tmp_path / "pages").mkdir()
    page = mirror_page("Story", day="2020-09-01", paragraphs=prose(1), pictures=["a.jpg"])
    (tmp_path / "pages" / "1.md").write_text(page, encoding="utf-8")
    (tmp_path / "pages" / "a.jpg").write_bytes(jpeg(640, 480))
    options = ("--allow-private", "nas.lan:80", "--proxy", "http://proxy.lan:3128")
    assert "aiohttp" not in _loaded("build", "pages", "-q", "-o", "book.epub", *options, folder=tmp_path)
