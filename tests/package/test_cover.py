"""The cover: any title makes one, type only where the font has it, small and the same every time."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bundler.package import cover
from bundler.package.cover import HEIGHT, WIDTH, draw_cover
from tests.pictures import encoded, gradient, jpeg, opened, photograph

_PERIOD = ("2020-09-01", "2020-10-18")
_WHERE_TYPE_IS = (0, 250, WIDTH, 1300)
_MARGIN = 130
few = settings(deadline=None, derandomize=True, max_examples=30)


def _type_box(content: bytes) -> tuple[int, int, int, int] | None:
    """Where the title's ink is on a cover; None where there is none."""
    field = opened(content).convert("L").crop(_WHERE_TYPE_IS)
    return field.point(lambda value: 255 if value < 128 else 0).getbbox()


def _is_set(title: str) -> bool:
    return _type_box(draw_cover(title, None, jpeg(600, 400))) is not None


@few
@given(title=st.text(max_size=60) | st.text(st.characters(categories=["Cs", "Cc", "Mn", "So", "Lo"]), max_size=20))
def test_any_text_makes_a_cover(title: str) -> None:
    """Whatever a title is made of, surrogates and control characters too, there is a picture of the right size."""
    image = opened(draw_cover(title, None))
    assert image.size == (WIDTH, HEIGHT)


@pytest.mark.parametrize("period", [None, _PERIOD, (_PERIOD[0], _PERIOD[0])])
@pytest.mark.parametrize("lead", [None, jpeg(600, 400), jpeg(400, 600), encoded(gradient(500, 400), "PNG")])
def test_a_cover_is_what_kindle_asks_for(period: tuple[str, str] | None, lead: bytes | None) -> None:
    """1600 x 2560 pixels, RGB, baseline JPEG without metadata."""
    image = Image.open(io.BytesIO(draw_cover("Autumn 秋", period, lead)))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1600, 2560))
    assert "progressive" not in image.info
    assert not {"exif", "icc_profile", "comment", "xmp"} & image.info.keys()


@pytest.mark.parametrize("grain", ["gradient", "photograph", "noise"])
def test_a_cover_is_light_whatever_picture_it_shows(grain: str) -> None:
    """Less than 500 kB, with the noisiest photograph too."""
    size = (1072, 800)
    noise = random.Random(1).randbytes(size[0] * size[1] * 3)  # noqa: S311 - grain is no cryptography
    lead = {
        "gradient": gradient(*size),
        "photograph": photograph(*size),
        "noise": Image.frombytes("RGB", size, noise),
    }[grain]
    assert len(draw_cover("Autumn", _PERIOD, encoded(lead, "JPEG", quality=80))) < 500_000


def test_the_same_arguments_give_the_same_bytes() -> None:
    """A cover has no clock and no chance in it."""
    lead = jpeg(600, 400)
    assert draw_cover("Autumn", _PERIOD, lead) == draw_cover("Autumn", _PERIOD, lead)
    assert draw_cover("Autumn", _PERIOD) == draw_cover("Autumn", _PERIOD)


def test_books_without_a_picture_can_be_told_apart() -> None:
    """The bands are drawn from the title, so that two books on a shelf do not look alike."""
    assert draw_cover("شتاء", None) != draw_cover("ربيع", None)


@pytest.mark.parametrize(
    "title",
    [
        "Autumn",
        "Der Öresund, l’été",
        "Việt Nam",
        "Осень",
        "Αυγο",
        "秋天的书",
        "秋天的書",
        "あきのほん",
        "가을의 책",
        "a—b…“c”",
    ],
)
def test_titles_in_the_fonts_scripts_are_set(title: str) -> None:
    """Titles in Latin, Greek, Cyrillic, Chinese, Japanese and Korean letters stand on the cover."""
    assert _is_set(title)


@pytest.mark.parametrize(
    "title",
    ["الخريف", "סתיו", "😀", "Autumn 😀", "शरद", "ฤดู", "e\u0301", "a\u0378", "\ue000", "\udc80", "", "  ", "\n"],
)
def test_a_title_that_cannot_be_set_leaves_its_place_empty(title: str) -> None:
    """One letter that the font lacks, or that would have to be joined, and no type is set: no empty boxes."""
    assert not _is_set(title)


@pytest.mark.parametrize(
    "title",
    [
        "x" * 300,
        "W" * 3000,
        "a long title " * 60,
        "秋" * 300,
        "！" * 300,
        "（" * 300,
        "https://example.org/" + "a/" * 100,
        "Donaudampfschifffahrtsgesellschaftskapitänswitwe",
        "i",
    ],
)
def test_a_title_stays_within_its_field(title: str) -> None:
    """However long it is, no letter is over the margin, and none touches the picture."""
    box = _type_box(draw_cover(title, None, jpeg(600, 400)))
    assert box is not None
    assert box[0] >= _MARGIN - 20
    assert box[2] <= WIDTH - _MARGIN + 20
    assert box[3] <= 1200 - _WHERE_TYPE_IS[1]


def test_a_title_that_is_cut_says_so() -> None:
    """The last line ends in an ellipsis; a title that fits has all of its words and none."""
    font = cover._font(84)
    lines = cover._cut(cover._wrap(cover._pieces("many words " * 60), font), 7, font)
    assert len(lines) == 7
    assert lines[-1].endswith("…")
    assert "".join(cover._cut(cover._wrap(cover._pieces("a few words"), font), 7, font)) == "a few words"


_WIDE_TEXT = st.text(st.sampled_from("山水风云灯桥abc 。，、！？）》」』（《「『“”…—"), max_size=60)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(title=_WIDE_TEXT)
def test_lines_break_where_chinese_breaks_them(title: str) -> None:
    """No line begins with a closing sign or ends with an opening one, and no letter is lost in breaking."""
    pieces = list(cover._pieces(title))
    assert "".join(pieces) == " ".join(title.split())
    assert [piece for piece in pieces[1:] if piece[0] in "。，、！？）》」』”…—"] == []
    assert [piece for piece in pieces[:-1] if piece[-1] in "（《「『“"] == []


def test_chinese_breaks_between_any_two_characters() -> None:
    """Words of spaced scripts stay whole; Chinese needs no space to go on in the next line."""
    assert list(cover._pieces("江上a few《灯》。")) == ["江", "上", "a", " few", "《灯》。"]
