"""Articles on several pages: where a page goes on, and the pages made one article."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bundler.clean.finish import finish
from bundler.clean.rules import PageRules
from bundler.clean.text import plain
from bundler.model import Article, Draft, Link, PictureRef

WORDS = frozenset(
    "next,next page,next »,next page »,next ›,›,»,下一页,下一頁,下页,次へ,次のページ,다음,다음 페이지,weiter,"
    "nächste seite,page suivante,suivant,página siguiente,siguiente,próxima página,próxima,pagina successiva,volgende,"
    "volgende pagina,следующая,далее,следующая страница,trang sau,sonraki sayfa".split(",")
)
"""What links to the next page are called, in small letters."""
_IN_BYTES = sorted({word.encode(name, "ignore") for word in WORDS for name in ("utf-8", "gb18030", "big5")} - {b""})
_MAY_GO_ON = re.compile(
    rb"rel\s*=\s*[\"']?[^\"'>]{0,40}\bnext\b|>\s*(?:" + b"|".join(map(re.escape, _IN_BYTES)) + rb")\s*<", re.IGNORECASE
)
_TOKEN = re.compile(r'((?:<img src="pic:|<a href="link:))(\d+)(")')
_ANCHOR = re.compile(r'(<span id="n)(\d+)("></span>)')
_HEAD = 6
"""Blocks at a part's beginning that may be those of the first part once more."""


@dataclass(frozen=True, slots=True)
class Further:
    """What a page says of its article's other pages.

    Attributes:
        next_part: the address of its next page, or an empty string.
        whole: the address of one page that has all of it, or an empty string.
    """

    next_part: str = ""
    whole: str = ""


def may_go_on(content: bytes, rules: PageRules) -> bool:
    """Whether it is worth while to look for further pages; a glance at the bytes.

    Args:
        content: the page.
        rules: the user's rules that may matter for it.
    """
    ruled = any("next_page" in file.text or "single_page" in file.text for file in rules.files)
    return ruled or _MAY_GO_ON.search(content) is not None


def look_further(task: tuple[bytes, str, PageRules]) -> Further:
    """What a page says of its article's other pages; a pure function for a worker.

    Args:
        task: the page, its address, and the rules that may matter for it.
    """
    from bundler.clean.further import further_of  # noqa: PLC0415 - the parsers are loaded where a page is parsed only

    return further_of(*task)


def join(parts: Sequence[Article]) -> Article:
    """The pages of an article as one.

    Lines and pictures at the beginning of a later page that stand at that of the first one, a lead picture and a byline
    say, are taken once. Numbers of pictures, links and places are moved behind those of the pages before.

    Args:
        parts: its pages in their order, the first of them names the article; at least one.
    """
    first = parts[0]
    opening = {_known_by(block, first) for block in first.blocks[:_HEAD]}
    blocks: list[str] = []
    pictures: list[PictureRef] = []
    links: list[Link] = []
    places = 0
    for number, part in enumerate(parts):
        own = list(part.blocks)
        while number and own and len(part.blocks) - len(own) < _HEAD and _known_by(own[0], part) in opening:
            own.pop(0)
        blocks += [_moved(block, len(pictures), len(links), places) for block in own]
        pictures += part.pictures
        links += [_moved_link(link, places) for link in part.links]
        places += max((int(match[2]) for block in part.blocks for match in _ANCHOR.finditer(block)), default=0)
    values = {each.name: getattr(first, each.name) for each in dataclasses.fields(Draft)}
    whole = Draft(
        **values
        | {
            "date": next((part.date for part in parts if part.date), None),
            "byline": next((part.byline for part in parts if part.byline), ""),
            "blocks": tuple(blocks),
            "pictures": tuple(pictures),
            "links": tuple(links),
            "dropped": tuple(item for part in parts for item in part.dropped),
            "how": f"{first.how}; {len(parts)} pages joined",
            "next_part": "",
        }
    )
    return finish(whole)


def _moved_link(link: Link, places: int) -> Link:
    return dataclasses.replace(link, anchor=f"n{int(link.anchor[1:]) + places}") if link.anchor else link


def _moved(block: str, pictures: int, links: int, places: int) -> str:
    if places:
        block = _ANCHOR.sub(lambda match: f"{match[1]}{int(match[2]) + places}{match[3]}", block)
    return _TOKEN.sub(
        lambda match: f"{match[1]}{int(match[2]) + (pictures if 'pic:' in match[1] else links)}{match[3]}", block
    )


def _known_by(block: str, part: Article) -> str:
    """What a block is compared by: its text, or the addresses of its pictures."""
    shown = [part.pictures[int(match[2])].address for match in _TOKEN.finditer(block) if "pic:" in match[1]]
    return "\n".join((plain(block), *shown))
