"""Ways out of a source's folder, in every spelling and wherever a page can name a file: none leads out."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pytest
from PIL import Image

from bundler.check import audit
from bundler.model import Kind
from bundler.report import Report
from tests.books import bundle, contents
from tests.pages import plain_page, prose, saved_page
from tests.pictures import encoded, jpeg

_COLOUR = (255, 0, 255)
"""Of the picture that nobody may see; no other picture of the tests comes near it."""
_WORD = "canary-7f3a9c"
_SPELLINGS = (
    "{secret}", "/{secret}", "//{secret}", "///{secret}", "file://{secret}", "file:{secret}", "file:///{secret}",
    "FILE://{secret}", "fIlE:{secret}", "file://localhost{secret}", "file://127.0.0.1{secret}", "file:\\\\{secret}",
    "file:%2f%2f{secret}", "\tfile://{secret}", "fi\nle://{secret}", "&#102;ile://{secret}", "file&colon;//{secret}",
    "file://{secret}?x=1", "file://{secret}#x", "jar:file://{secret}!/x.jpg", "view-source:file://{secret}",
    "blob:file://{secret}", "url:file://{secret}", "local:{secret}", "../secret.jpg", "./../secret.jpg",
    "img/../../secret.jpg",
    "..//secret.jpg", ".././secret.jpg", "../../{folder}/secret.jpg", "..\\secret.jpg", "%2e%2e/secret.jpg",
    "%2E%2E/secret.jpg", ".%2e/secret.jpg", "..%2fsecret.jpg", "%2e%2e%2fsecret.jpg", "..%5csecret.jpg",
    "%252e%252e/secret.jpg", "%252e%252e%252fsecret.jpg", "%c0%ae%c0%ae/secret.jpg", "%u002e%u002e/secret.jpg",
    "..;/secret.jpg", "..%00/secret.jpg", "../secret.jpg%00.png", "../secret.jpg?x=1", "../secret.jpg#x",
    "../secret%2ejpg",
    " ../secret.jpg ", "..\t/secret.jpg", "..&sol;secret.jpg", "&period;&period;/secret.jpg", "\u2024\u2024/secret.jpg",
    "\uff0e\uff0e\uff0fsecret.jpg", "link.jpg", "LINK.jpg/../link.jpg", "chain.jpg", "deep.jpg", "linked/secret.jpg",
    "linked/./secret.jpg", "linked%2fsecret.jpg", "up/secret.jpg", "img/up/secret.jpg", "up/../secret.jpg",
    "/proc/self/root{secret}", "/proc/self/cwd/../secret.jpg", "/dev/../{secret}", "~/secret.jpg", "$HOME/secret.jpg",
    "\\\\127.0.0.1\\share\\secret.jpg", "//127.0.0.1/share/secret.jpg", "\\\\?\\{secret}", "C:{secret}",
    "C:\\secret.jpg",
    "http://../secret.jpg", "http:../secret.jpg", "https:///{secret}", "http:{secret}",
)  # fmt: skip


@dataclass(frozen=True)
class Built:
    """The book of all spellings.

    Attributes:
        book: where it lies.
        opened: paths outside the source that were opened while it was made.
        report: what the run tells.
    """

    book: Path
    opened: list[str]
    report: Report


def _carriers(spelling: str) -> str:
    """HTML that names a file in every way a page can."""
    name = spelling if "&" in spelling else escape(spelling)
    return (
        f'<p><img src="{name}" alt=""></p><p><img srcset="{name} 2x, {name} 900w"></p><p><img data-src="{name}"></p>'
        f'<p><img src="spacer.gif" data-original="{name}" data-srcset="{name} 1x"></p>'
        f'<picture><source srcset="{name}"><img src="{name}"></picture>'
        f'<p><a href="{name}"><img src="small.jpg" alt=""></a></p><p><a href="{name}">a link</a></p>'
        f'<p style="background:url({name})">css</p><style>p{{background:url({name})}} @import "{name}";</style>'
        f'<object data="{name}"></object><embed src="{name}"><iframe src="{name}"></iframe>'
        f'<video poster="{name}"></video><svg><image href="{name}" xlink:href="{name}"/></svg>'
        f'<noscript><img src="{name}"></noscript>'
    )


def _drawing(name: str) -> bytes:
    """An SVG file beside the page that shows another file."""
    return (
        '<!DOCTYPE svg [<!ENTITY out SYSTEM "file:///etc/passwd">]>'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="200" height="100">'
        f'<image href="{escape(name)}" width="200" height="100"/>'
        f'<image xlink:href="{escape(name)}" width="90" height="90"/>'
        f'<style>@import url("{escape(name)}"); rect{{fill:url({escape(name)})}}</style><rect width="9" height="9"/>'
        "<text>&out;</text></svg>"
    ).encode()


def _lay(root: Path) -> Path:
    """A source with links and pages of every spelling; beside it what must not be read. Gives the source."""
    source = root / "source"
    (source / "img").mkdir(parents=True)
    (root / "private").mkdir()
    secret = Image.new("RGB", (640, 480), _COLOUR)
    for place in (root / "secret.jpg", root / "private" / "secret.jpg"):
        place.write_bytes(encoded(secret, "JPEG", quality=95))
    page = plain_page(_WORD, day="2020-09-01", paragraphs=[_WORD, *prose(99)])
    for place in (root / "secret.md", root / "private" / "secret.md", root / "private" / "secret.html"):
        place.write_text(page, encoding="utf-8")
    for name, target in (
        ("link.jpg", "../secret.jpg"), ("chain.jpg", "link.jpg"), ("deep.jpg", "img/../../secret.jpg"),
        ("linked", "../private"), ("up", ".."), ("img/up", "../.."), ("page.md", "../secret.md"),
        ("chained.md", "page.md"), ("passwd.md", "/etc/passwd"), ("cwd", "/proc/self/cwd"), ("root", "/"),
        ("absolute.html", str(root / "private" / "secret.html")),
    ):  # fmt: skip
        (source / name).symlink_to(target)
    (source / "small.jpg").write_bytes(jpeg(200, 100))
    for number, pattern in enumerate(_SPELLINGS):
        spelling = pattern.format(secret=root / "secret.jpg", folder=root.name)
        html = saved_page(f"Page {number}", day="2020-09-02", paragraphs=[*prose(number), _carriers(spelling)])
        head = (
            f'<head><base href="{escape(spelling)}"><link rel="image_src" href="{escape(spelling)}">'
            if number % 3
            else "<head>"
        )
        meta = (
            f'<meta property="og:image" content="{escape(spelling)}"><link rel="canonical" href="{escape(spelling)}">'
        )
        (source / f"{number:03}.html").write_text(html.replace("<head>", head + meta), encoding="utf-8")
        (source / f"{number:03}.svg").write_bytes(_drawing(spelling))
        one_line = " ".join(spelling.split())
        (source / f"{number:03}.md").write_text(
            plain_page(
                f"Text {number}",
                address=one_line if number % 2 else "",
                paragraphs=[
                    *prose(number + 200), f"![]({one_line})", f"![](<{one_line}>)", f"![x][r]\n\n[r]: {one_line}",
                    f"[![](small.jpg)]({one_line})", f"![](<{number:03}.svg>)", _carriers(spelling),
                ],
            ),
            encoding="utf-8",
        )  # fmt: skip
    return source


_watched: dict[str, list[str]] = {}


def _watch(event: str, given: tuple[object, ...]) -> None:
    """An audit hook: notes what is opened below the folders that are watched. Hooks stay for ever, so there is one."""
    if event == "open" and _watched and isinstance(given[0], (str, bytes)):
        path = os.fsdecode(given[0])
        for folder, opened in _watched.items():
            if path.startswith((f"{folder}/secret", f"{folder}/private", "/etc/passwd")):
                opened.append(path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A book of pages that try every spelling in every place."""
    root = tmp_path_factory.mktemp("local")
    source = _lay(root)
    opened = _watched[str(root)] = []
    sys.addaudithook(_watch)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(root))
        patch.chdir(source)
        report = bundle([source], root / "book.epub")
    del _watched[str(root)]
    return Built(root / "book.epub", opened, report)


def test_there_are_enough_spellings() -> None:
    """Forty at least, each once."""
    assert len(set(_SPELLINGS)) == len(_SPELLINGS) >= 40


def test_no_picture_from_outside_is_in_the_book(built: Built) -> None:
    """No picture of the book shows a single patch of the colour that only the hidden one has."""
    pictures = {name: content for name, content in contents(built.book).items() if name.endswith((".jpg", ".png"))}
    assert len(pictures) > 2  # the cover, the small one, the drawings
    for name, content in pictures.items():
        image = Image.open(io.BytesIO(content)).convert("RGB").resize((40, 40), Image.Resampling.NEAREST)
        near = [
            pixel
            for _, pixel in image.getcolors(1600) or []
            if isinstance(pixel, tuple)
            and all(abs(one - other) < 40 for one, other in zip(pixel, _COLOUR, strict=True))
        ]
        assert near == [], name


def test_no_text_from_outside_is_in_the_book(built: Built) -> None:
    """Neither of a linked page nor of the system's files."""
    for name, content in contents(built.book).items():
        assert _WORD.encode() not in content, name
        assert b"root:x:0:0" not in content, name


def test_no_link_leads_to_the_disk(built: Built) -> None:
    """No address of the book begins with `file:` or is a path of this machine."""
    for name, content in contents(built.book).items():
        if name.endswith(".xhtml"):
            for quoted in (b'href="file', b'href="/', b'src="/', b'src="file', b'src="..\\', b'="\\'):
                assert quoted not in content, name
    assert audit(built.book) == []


def test_nothing_outside_was_even_opened(built: Built) -> None:
    """The files beside the source are not read at all, not even to be thrown away."""
    assert built.opened == []


def test_every_page_of_the_source_is_told(built: Built) -> None:
    """What leads out costs its picture, never the page; links out of the source are named as what they are."""
    outside = sorted(item.origin for item in built.report.skipped if item.kind is Kind.OUTSIDE_SOURCE)
    assert outside == ["absolute.html", "chained.md", "page.md", "passwd.md"]
    # Some pages claim one address, "../secret.jpg" with and without a fragment, and count as one article.
    same = [item for item in built.report.skipped if item.kind is Kind.DUPLICATE]
    assert len(built.report.entries) + len(same) == 2 * len(_SPELLINGS)
    assert len(same) < 10
