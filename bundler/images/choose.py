"""Which of a picture's files to take: the smallest that covers the screen, not the largest there is."""

from __future__ import annotations

from bundler.model import Candidate, PictureRef

_TOO_SMALL = 0.5
"""Share of the screen's width below which a picture that links to a larger one is worth another request."""


def in_order(reference: PictureRef, screen_width: int) -> tuple[Candidate, ...]:
    """A picture's files in the order in which they are tried.

    The smallest that covers the screen, the larger ones by size, those of unknown width in the page's order, the
    smaller ones from the largest down.

    Args:
        reference: the picture.
        screen_width: pixels.
    """

    def rank(numbered: tuple[int, Candidate]) -> tuple[int, int, int]:
        """The smallest that fills the screen, those of unknown width, then the largest of the others."""
        number, candidate = numbered
        if candidate.width >= screen_width:
            return (0, candidate.width, number)
        if candidate.width == 0:
            return (1, 0, number)
        return (2, -candidate.width, number)

    return tuple(candidate for _, candidate in sorted(enumerate(reference.candidates), key=rank))


def is_too_small(natural_width: int, screen_width: int) -> bool:
    """Whether a picture is so small that the full-size one it links to should be had.

    Args:
        natural_width: pixels of the picture before fitting.
        screen_width: pixels.
    """
    return natural_width < _TOO_SMALL * screen_width
