"""What a worker is asked for with a picture, and what it gives. Loads no decoder before there is a picture."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """How pictures are made.

    Attributes:
        width: pixels of the screen.
        height: pixels of the screen.
        grey: without colour.
        quality: of JPEG, 1 to 95.
        shades: of drawings in grey, 0 for as many as they have.
        as_it_is: whether bytes that are a finished picture already stay as they are; encoding a photograph again and
            again would wear it out.
    """

    width: int
    height: int
    grey: bool = False
    quality: int = 80
    shades: int = 0
    as_it_is: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A picture to make.

    Attributes:
        content: the picture's bytes as they were found.
        recipe: how.
    """

    content: bytes
    recipe: Recipe


@dataclass(frozen=True, slots=True)
class Fitted:
    """A finished picture without any metadata.

    Attributes:
        content: its bytes.
        media_type: `image/jpeg` or `image/png`.
        width: pixels.
        height: pixels.
        natural_width: pixels it had before it was fitted, upright.
        is_drawn: whether it is a drawing, chart or screenshot.
    """

    content: bytes
    media_type: str
    width: int
    height: int
    natural_width: int
    is_drawn: bool


@dataclass(frozen=True, slots=True)
class Unusable:
    """Bytes that are no picture for a book.

    Attributes:
        reason: in words, for one line.
        is_spacer: whether nobody misses it: a pixel, a spacer, an icon.
    """

    reason: str
    is_spacer: bool = False


def fit_picture(task: Task) -> Fitted | Unusable:
    """Decode, turn, scale and encode one picture. Made to run in a worker.

    A picture is never enlarged (an SVG drawing has no size and fills the screen); transparency goes onto white, colours
    of other profiles to sRGB, of an animation the first frame counts. A truncated picture is kept when at least half of
    it decodes.

    Args:
        task: the picture's bytes and the recipe.

    Returns:
        the finished picture, or why there is none.
    """
    from bundler.images.fit import fit  # noqa: PLC0415 - the decoders are loaded where a picture is decoded only

    return fit(task)
