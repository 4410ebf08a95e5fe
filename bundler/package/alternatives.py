"""Alternative texts of pictures: only such as tell something that does not stand beside the picture already."""

from __future__ import annotations

import re

from bundler import tokens
from bundler.model import Article

_PICTURE = re.compile(r'(<img [^>]*?alt=")([^"]*)(")')
_CAPTIONED = re.compile(r'(<img [^>]*?alt=")([^"]+)("/><figcaption>)((?:(?!</figcaption>).)*)', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_FILE_OR_ADDRESS = re.compile(
    r"\s*(?:https?://\S+|[^<>]{0,120}\.(?:jpe?g|png|gif|webp|avif|svg|bmp)|(?:dsc|img|image|photo|pic)[_-]?\d+)\s*$",
    re.IGNORECASE,
)
_REPEATED = 40
"""Characters: an alternative text that the caption begins with is read out twice (Ace: image-redundant-alt)."""


def honest(block: str) -> str:
    """A block without alternative texts that repeat the caption, or are a file's name or an address.

    Args:
        block: a block of an article, before or after its tokens were replaced.
    """

    def of_a_picture(match: re.Match[str]) -> str:
        return f"{match[1]}{'' if _FILE_OR_ADDRESS.match(match[2]) else match[2]}{match[3]}"

    def repeated(match: re.Match[str]) -> str:
        alt, caption = match[2].strip(), _TAG.sub("", match[4].replace("<br/>", " ")).strip()
        return f"{match[1]}{'' if caption.startswith(alt[:_REPEATED]) else match[2]}{match[3]}{match[4]}"

    return _CAPTIONED.sub(repeated, _PICTURE.sub(of_a_picture, block))


def are_complete(article: Article) -> bool:
    """Whether every picture has an alternative text of its own (EPUB Accessibility 1.1, `alternativeText`)."""
    blocks = (honest(tokens.unlink_pictures(block)) for block in article.blocks)  # as the page has them
    return all(match[2].strip() for block in blocks for match in _PICTURE.finditer(block))
