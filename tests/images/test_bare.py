"""Pictures out of books of ours stay as they are, when they are nothing but pictures and fit."""

from __future__ import annotations

import dataclasses
import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bundler.images import Fitted, Recipe, Task, fit_picture
from bundler.images.bare import is_bare
from tests.pictures import encoded, photograph

SCREEN = Recipe(600, 800, as_it_is=True)


def finished(recipe: Recipe = SCREEN) -> bytes:
    """A photograph as this program fits it."""
    made = fit_picture(Task(encoded(photograph(500, 300), "JPEG"), dataclasses.replace(recipe, as_it_is=False)))
    assert isinstance(made, Fitted)
    return made.content


def drawing() -> bytes:
    """A drawing as this program fits it."""
    buffer = io.BytesIO()
    picture = Image.new("RGB", (300, 200), "white")
    picture.paste((200, 0, 0), (20, 20, 120, 120))
    picture.save(buffer, "PNG")
    made = fit_picture(Task(buffer.getvalue(), Recipe(600, 800)))
    assert isinstance(made, Fitted)
    assert made.media_type == "image/png"
    return made.content


@pytest.mark.parametrize("content", [finished(), drawing()], ids=["photograph", "drawing"])
def test_a_finished_picture_stays_as_it_is(content: bytes) -> None:
    """Byte for byte, with the size that it has."""
    made = fit_picture(Task(content, SCREEN))
    assert isinstance(made, Fitted)
    assert made.content == content
    assert (made.width, made.height) == Image.open(io.BytesIO(content)).size


@pytest.mark.parametrize("recipe", [Recipe(400, 400, as_it_is=True), Recipe(600, 800, grey=True, as_it_is=True)])
def test_a_picture_that_does_not_fit_is_fitted(recipe: Recipe) -> None:
    """For a smaller screen, or one without colours."""
    made = fit_picture(Task(finished(), recipe))
    assert isinstance(made, Fitted)
    assert made.content != finished()
    assert made.width <= recipe.width


def _with_segment(kind: int, content: bytes) -> bytes:
    whole = finished()
    return whole[:2] + bytes((0xFF, kind)) + struct.pack(">H", len(content) + 2) + content + whole[2:]


def _with_chunk(kind: bytes, content: bytes) -> bytes:
    chunk = struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return drawing()[:33] + chunk + drawing()[33:]


@pytest.mark.parametrize(
    "content",
    [
        _with_segment(0xE1, b"Exif\0\0secret"),
        _with_segment(0xFE, b"secret"),
        _with_segment(0xED, b"Photoshop secret"),
        finished() + b"secret",
        _with_chunk(b"tEXt", b"Author\0secret"),
        drawing() + b"secret",
    ],
    ids="exif comment iptc behind-jpeg text behind-png".split(),
)
def test_nothing_hidden_comes_along(content: bytes) -> None:
    """Whoever made such a book: what is more than a picture is encoded anew, without it."""
    assert not is_bare(content)
    made = fit_picture(Task(content, SCREEN))
    assert isinstance(made, Fitted)
    assert b"secret" not in made.content


@given(
    st.binary(max_size=60), st.sampled_from([b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", finished()[:200], drawing()[:60]])
)
def test_any_bytes_are_looked_at_without_an_error(content: bytes, begin: bytes) -> None:
    """What is cut off or made up is no finished picture."""
    assert not is_bare(begin + content) or (begin + content).endswith((b"\xff\xd9", b"\xaeB`\x82"))


def test_a_broken_picture_is_not_taken_as_it_is() -> None:
    """Whole by its build and broken inside: it goes the usual way."""
    content = finished()
    middle = len(content) // 2
    broken = content[:middle] + bytes(40) + content[middle + 40 :]
    assert fit_picture(Task(broken, SCREEN)) is not None
