"""Any bytes in, no exception out: books come from anywhere."""

from __future__ import annotations

import functools
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bundler.check import Finding, Level, audit
from bundler.check.css import css_findings, css_references, decoded_css
from bundler.check.navigation import read_nav, read_ncx
from bundler.check.package_document import package_name, read_package
from bundler.check.page import read_document
from bundler.check.pictures import read_picture
from bundler.check.signature import told_by_bytes, type_findings
from tests.check import telling_pictures as telling

_KINDS = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/tiff")
_PICTURES = [
    telling.picture("JPEG", exif=telling.exif(place=True, person=True), xmp=telling.XMP_PLACE, comment=b"x"),
    telling.raw_profile(telling.exif(place=True).tobytes()),
    telling.picture("GIF", comment=b"x"),
    telling.picture("WEBP", xmp=telling.XMP_PLACE, exif=telling.exif(person=True)),
    telling.bare_exif(place=True),
]
_TAGS = st.sampled_from(
    '<a href=" "> </a> <p> </p> <script/> <img src=" &amp; &x; &#x0; <!-- --> <![CDATA[ ]]> <? ?> <!DOCTYPE [ ]> '
    'xmlns=" style="url( srcset=" http:// data: javascript: # " \\ ( ) /* */ @import url( ; } \x00 \ufeff 湖 '
    '<package> <manifest> <item <spine> <itemref <ncx> <navPoint> <nav> playOrder="'.split(" ")
)
_MARKUP = st.lists(_TAGS, max_size=25).map("".join)


@functools.cache
def _book(path: Path) -> bytes:
    return path.read_bytes()


def _can_be_told(findings: Iterable[Finding], name: str | None = None) -> bool:
    """Whether each says what it found, and in which file."""
    return all(one.detail and (name is None or one.file == name) for one in findings)


def _audited(content: bytes) -> list[Finding]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.epub"
        path.write_bytes(content)
        return list(audit(path, (("the user name", "writer"),)))


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda rest: b"PK\x05\x06" + rest)))
@example(b"PK\x05\x06" + b"\x00" * 18)
@example(b"PK\x05\x06" + b"\xff" * 18)
def test_any_bytes_are_no_exception(content: bytes) -> None:
    """What is no archive at all, and what only ends like one, is an error and no exception."""
    assert Level.ERROR in {finding.level for finding in _audited(content)}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_book_with_flipped_bytes_is_no_exception(good_book: Path, data: st.DataObject) -> None:
    """Anywhere in it, in its directory above all, where a ZIP is most easily made to lie."""
    content = bytearray(_book(good_book))
    start = data.draw(st.sampled_from([0, content.rfind(b"PK\x01\x02"), content.find(b"PK\x01\x02")]))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(start, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert _can_be_told(_audited(bytes(content)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(container=_MARKUP, opf=_MARKUP, page=_MARKUP)
def test_any_frame_is_no_exception(container: str, opf: str, page: str) -> None:
    """A container, a package document and a page of anything."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.epub"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/epub+zip")
            archive.writestr("META-INF/container.xml", container)
            archive.writestr("content.opf", opf)
            archive.writestr("META-INF/encryption.xml", page)
        assert Level.ERROR in {finding.level for finding in audit(path)}


@given(st.one_of(_MARKUP.map(str.encode), st.binary(max_size=200), _MARKUP.map(lambda text: text.encode("utf-16"))))
def test_any_document_is_no_exception(content: bytes) -> None:
    """As a page, a navigation document, an NCX, a package document, a container, a style sheet."""
    assert _can_be_told(read_document("a.xhtml", content).findings, "a.xhtml")
    read_nav("nav.xhtml", content)
    read_ncx("toc.ncx", content, "x")
    read_package("content.opf", content)
    package_name(content)
    css = decoded_css(content)
    assert _can_be_told(css_findings("a.css", css), "a.css")
    list(css_references(css))


@given(
    content=st.binary(max_size=300), kind=st.sampled_from(_KINDS), base=st.sampled_from(_PICTURES), cut=st.integers(0)
)
def test_any_picture_is_no_exception(content: bytes, kind: str, base: bytes, cut: int) -> None:
    """Bytes of anything, and pictures that break off and go on as something else, under every type."""
    cut %= len(base)
    for picture in (content, base[:cut] + content + base[cut:], base[:cut]):
        read_picture(kind, picture)
        read_picture(told_by_bytes(picture), picture)
        assert _can_be_told(type_findings("a.png", kind, picture), "a.png")


@pytest.mark.parametrize(
    "css",
    [
        "url(" * 200_000,
        "/*" * 300_000,
        '"' * 300_000,
        "image-set(" * 100_000,
        "@import " * 100_000,
        "@namespace " * 100_000,
        "\\" * 300_000,
        "expression" + " " * 300_000,
    ],
)
def test_css_that_repeats_itself_takes_no_longer(css: str) -> None:
    """No pattern looks at one place again and again: half a megabyte ends as fast as any."""
    assert _can_be_told(css_findings("a.css", css), "a.css")
    list(css_references(css))


@pytest.mark.parametrize(
    "value",
    [
        "utm_" * 100_000,
        "/home/" * 100_000,
        "\\\\" * 150_000,
        "a:" * 100_000,
        "http://href.li/?" * 20_000,
        "&" * 300_000,
    ],
)
def test_attributes_that_repeat_themselves_take_no_longer(value: str) -> None:
    """Nor does one in an address, a title or a comment."""
    text = value.replace("&", "&amp;")
    page = f'<p title="{text}"><a href="{text}">x</a><img src="{text}"/><!-- {value} --></p>'
    assert _can_be_told(read_document("a.xhtml", page.encode()).findings, "a.xhtml")


def test_depth_ends_with_a_finding() -> None:
    """Ten thousand elements within each other are told, not followed."""
    document = read_document("a.xhtml", b"<a>" * 10_000 + b"</a>" * 10_000)
    assert [finding.code.value for finding in document.findings] == ["broken"]
