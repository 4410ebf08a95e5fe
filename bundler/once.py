"""Values that come again and again: what is asked of them is worked out once, and equal ones lie in memory once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

_Function = TypeVar("_Function", bound=Callable[..., str])
_Value = TypeVar("_Value")
_LONGEST = 500
"""Characters of all arguments together up to which an answer is remembered; longer ones hardly come twice."""


def remembering(most: int) -> Callable[[_Function], _Function]:
    """A decorator for functions of texts: the last answers to short ones are remembered.

    Args:
        most: answers that are kept.
    """

    def decorate(function: _Function) -> _Function:
        """The same function with a memory."""
        before = lru_cache(most)(function)

        @wraps(function)
        def answer(*texts: str) -> str:
            """What the function gives."""
            return before(*texts) if sum(map(len, texts)) <= _LONGEST else function(*texts)

        return cast("_Function", answer)

    return decorate


class Shared:
    """Gives for a value the one that is equal and was given first, so that both lie in memory once."""

    def __init__(self) -> None:
        self._values: dict[Any, Any] = {}

    def __call__(self, value: _Value) -> _Value:
        """The value to be kept instead of an equal one; both must be of one type."""
        return cast("_Value", self._values.setdefault(value, value))
