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
