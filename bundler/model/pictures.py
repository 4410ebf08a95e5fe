"""What illustrate gives: fitted pictures, and an article with its pictures."""

from __future__ import annotations

from dataclasses import dataclass

from bundler.model.articles import Entry


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture fitted for the book.

    Attributes:
        key: SHA-256 (hexadecimal) of its bytes, the store's key and the file's name in the book.
        media_type: `image/jpeg` or `image/png`.
        width: pixels.
        height: pixels.
        size: bytes.
    """

    key: str
    media_type: str
    width: int
    height: int
    size: int


@dataclass(frozen=True, slots=True)
class Original:
    """A picture as it was fetched.

    Attributes:
        digest: the store's key of its bytes.
        etag: for asking again, may be empty.
        last_modified: for asking again, may be empty.
        age: seconds since the server last said that it is so.
    """

    digest: str
    etag: str
    last_modified: str
    age: float


@dataclass(frozen=True, slots=True)
class Made:
    """What became of an original under a recipe: a picture in the store, or the reason why there is none.

    Attributes:
        key: the store's key, empty when there is a reason instead.
        media_type: of the picture.
        width: pixels.
        height: pixels.
        size: bytes.
        natural_width: pixels before fitting.
        is_drawn: whether it is a drawing.
        reason: why there is none.
        is_spacer: whether nobody misses it.
    """

    key: str = ""
    media_type: str = ""
    width: int = 0
    height: int = 0
    size: int = 0
    natural_width: int = 0
    is_drawn: bool = False
    reason: str = ""
    is_spacer: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article and what became of its pictures.

    Attributes:
        entry: the article.
        pictures: one for every picture reference, in order; None where the picture is not in the book.
    """

    entry: Entry
    pictures: tuple[Picture | None, ...]
