"""Whether an address is that of an article's next page: the same address but for a page's number.

"Next" on a page may lead to the next article as well as to the article's next page. Where no site's rule tells, only
the address can: `/story` goes on at `/story/2`, `/story_2.html`, `/story?page=2`, and `/story-4712` does not go on at
`/story-4713`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit, urlunsplit

MOST_PARTS = 30
"""Pages that are joined to one article."""
_NUMBER = r"(?P<number>[1-9]\d?)"
_ENDING = r"(?P<ending>(?:\.[A-Za-z]{2,5})?/?)"
_WORD = r"(?:page|seite|pagina|part|teil|pg|p)"
_IN_PATH = (
    ("/word", re.compile(rf"(?P<base>/.+?)/{_WORD}[/_-]?{_NUMBER}{_ENDING}", re.IGNORECASE)),
    ("-word", re.compile(rf"(?P<base>/.*[^/])[-_.,]{_WORD}[_-]?{_NUMBER}{_ENDING}", re.IGNORECASE)),
    ("/", re.compile(rf"(?P<base>/.+?)/{_NUMBER}{_ENDING}")),
    ("-", re.compile(rf"(?P<base>/.*[^/\d])[-_,]{_NUMBER}{_ENDING}")),
    ("-", re.compile(rf"(?P<base>/.*\d)[-_,]{_NUMBER}{_ENDING}")),
)
_IN_QUERY = re.compile(rf"(?:page|p|pg|pagenum|pageno|page_no|paged|seite|pagina|part)={_NUMBER}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """One way to read an address: what it is without a number, how the number stands in it, and the number."""

    base: str
    form: str
    number: int


def follows(address: str, further: str) -> bool:
    """Whether an address can be that of the page after another one of the same article.

    Args:
        address: an article's page, its first or a later one.
        further: where "next" leads to.
    """
    try:
        own, others = urlsplit(address), list(_readings(urlsplit(further)))
        known = set(_readings(own))
    except ValueError:
        return False
    bare = _bare(own)
    for other in others:
        if other.base == bare and other.number == 2:  # noqa: PLR2004 - behind the first comes the second
            return True
        if _Numbered(other.base, other.form, other.number - 1) in known:
            return True
    return False


def is_first(address: str, further: str) -> bool:
    """Whether of two pages of which one `follows` the other the one is the first.

    Args:
        address: a page.
        further: the page behind it.
    """
    try:
        bare = _bare(urlsplit(address))
        second = [other for other in _readings(urlsplit(further)) if other.number == 2]  # noqa: PLR2004 - as above
        known = set(_readings(urlsplit(address)))
    except ValueError:
        return False
    return any(other.base == bare or _Numbered(other.base, other.form, 1) in known for other in second)


def may_begin(address: str, further: str) -> bool:
    """Whether a page whose "next" leads somewhere can be an article's first one.

    From `/post-7` to `/post-8` may lead the pages of a story or two stories; only the first page decides it. Where a
    site's rule has told the next page, its address need not look like one.

    Args:
        address: the page.
        further: where its "next" leads to.
    """
    return is_first(address, further) or not follows(address, further)


def _readings(parts: SplitResult) -> Iterator[_Numbered]:
    for form, pattern in _IN_PATH:
        if match := pattern.fullmatch(parts.path):
            base = parts._replace(path=match["base"] + match["ending"])
            yield _Numbered(_bare(base), form, int(match["number"]))
    fields = parts.query.split("&")
    for place, each in enumerate(fields):
        if match := _IN_QUERY.fullmatch(each):
            rest = "&".join(fields[:place] + fields[place + 1 :])
            form = each.partition("=")[0].lower()
            yield _Numbered(_bare(parts._replace(query=rest)), form, int(match["number"]))


def _bare(parts: SplitResult) -> str:
    """An address without what tells no pages apart: scheme, `www.`, fragment, and what stands behind the last name.

    So `/story/`, `/story.html` and `/story` are one.
    """
    path = re.sub(r"(?:/index)?(?:\.[A-Za-z]{2,5})?/?$", "", parts.path)
    return urlunsplit(("", parts.netloc.lower().removeprefix("www."), path, parts.query, ""))
