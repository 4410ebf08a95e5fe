"""Alternative texts: only such as tell something, and the claim about them is what the pages have."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bundler import tokens
from bundler.model import Chapter, Picture
from bundler.package.alternatives import are_complete, honest
from bundler.package.pages import article_page
from tests.entries import article, book, entry


def _figure(alt: str, caption: str = "", *, linked: bool = False) -> str:
    image = f'<img src="pic:0" alt="{alt}"/>'
    image = f'<a href="link:0">{image}</a>' if linked else image
    return f"<figure>{image}{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>"


def _alternatives(block: str) -> list[str]:
    return re.findall(r'alt="([^"]*)"', honest(tokens.unlink_pictures(block)))


@pytest.mark.parametrize(
    "alt",
    [
        "https://example.org/a.jpg",
        "lake.jpg",
        "LAKE.JPEG",
        "a-b_c.webp",
        "DSC_0042",
        "IMG-20200901",
        "image12",
        "photo_7",
        " pic3 ",
    ],
)
def test_a_files_name_is_no_description(alt: str) -> None:
    """What a camera or an address gave is nothing to read out."""
    assert _alternatives(_figure(alt)) == [""]
    assert not are_complete(article(blocks=(_figure(alt),)))


@pytest.mark.parametrize("alt", ["A lake.", "The file a.jpg as it was sent", "Image of a lake", "图", "2020"])
def test_a_description_stays(alt: str) -> None:
    """Words that only resemble a file's name are words."""
    assert _alternatives(_figure(alt)) == [alt]
    assert are_complete(article(blocks=(_figure(alt),)))


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize(
    ("alt", "caption", "kept"),
    [
        ("A lake", "A lake", False),
        ("A lake", "A lake in the morning", False),
        ("A lake", "<b>A lake</b> in the morning", False),
        ("A lake", "<i>A</i> lake", False),
        ("A lake &amp; a boat", "A lake &amp; a boat", False),
        ("A lake", "The lake of Ann", True),
        ("A lake", "<b>Ann</b>: A lake", True),
    ],
)
def test_a_caption_is_not_read_out_twice(alt: str, caption: str, *, kept: bool, linked: bool) -> None:
    """A text that the caption begins with goes, whatever the caption's letters look like."""
    block = _figure(alt, caption, linked=linked)
    assert _alternatives(block) == [alt if kept else ""]
    assert are_complete(article(blocks=(block,))) is kept
    assert f"<figcaption>{caption}</figcaption>" in honest(block)


_TEXTS = st.sampled_from(["", "A lake", "lake.jpg", "A boat &amp; a lake", "A lake in the morning"])
_FIGURES = st.builds(
    lambda alt, caption, linked, bold: _figure(
        alt, f"<b>{caption}</b>" if bold and caption else caption, linked=linked
    ),
    _TEXTS,
    _TEXTS,
    st.booleans(),
    st.booleans(),
)


@settings(deadline=None, derandomize=True)
@given(blocks=st.lists(_FIGURES, max_size=3))
def test_what_is_claimed_of_pictures_is_what_the_pages_have(blocks: list[str]) -> None:
    """Pictures count as described exactly when no image of the finished page has an empty alternative text."""
    made = article(blocks=tuple(blocks))
    page = article_page(book(), made, Chapter(entry(0), (Picture("ab" * 32, "image/jpeg", 9, 9, 9),))).decode()
    alternatives = re.findall(r'<img src="[^"]*" alt="([^"]*)"/>', page)
    assert len(alternatives) == len(blocks)
    assert are_complete(made) is all(alternatives)
