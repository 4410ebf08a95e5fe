"""Language tags (BCP 47, RFC 5646) as books may carry them."""

from __future__ import annotations

import re

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:[-_](?P<script>[a-z]{4}))?(?:[-_](?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:[-_](?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)$",
    re.IGNORECASE,
)


def canonical(tag: str) -> str:
    """A tag in the letters that RFC 5646, section 2.1.1 recommends: `zh_hans_cn` becomes `zh-Hans-CN`.

    Args:
        tag: what a page or a user wrote.

    Returns:
        language, script, region and variants; an empty string for what is no tag.
    """
    match = _TAG.match(tag.strip())
    if match is None:
        return ""
    parts = [match["language"].lower(), (match["script"] or "").title(), (match["region"] or "").upper()]
    variants = match["variants"].replace("_", "-").lower().split("-")
    return "-".join(part for part in (*parts, *variants) if part)


_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks lrc nqo pnb ps sd syr ug ur yi".split())
_RIGHT_TO_LEFT_SCRIPTS = frozenset(("Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"))
"""Of the scripts in ISO 15924 those in use today that run from right to left (Unicode, UAX 9)."""


def is_right_to_left(tag: str) -> bool:
    """Whether a language is written from right to left; a script in the tag decides, else the language's own.

    Args:
        tag: a BCP 47 tag.
    """
    parts = canonical(tag).split("-")
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]  # noqa: PLR2004 - ISO 15924
    return scripts[0] in _RIGHT_TO_LEFT_SCRIPTS if scripts else parts[0] in _RIGHT_TO_LEFT
