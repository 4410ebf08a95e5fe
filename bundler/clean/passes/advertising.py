"""Advertising shells, told by the names that the advertising networks and the site's own rule give them."""

from __future__ import annotations

import re

from bs4 import Tag

from bundler.clean.passes.context import Context
from bundler.clean.walk import attribute, elements

# Names that the networks themselves prescribe; nothing that a page could call its own text by.
_NETWORKS = re.compile(r"div-gpt-ad|taboola-|adsbygoogle$|google_ads_|outbrain$|OUTBRAIN|dfp-ad|ezoic-|mgid_|sharethis")
_LONGEST = 400
"""Characters: a shell with more text than this is no advertisement, whatever its name."""


def drop_advertising(tree: Tag, context: Context) -> None:
    """Drop elements whose id or class is an advertising network's or stands in the site rule's `strip`."""
    strip = context.rule.strip

    def is_shell(tag: Tag) -> bool:
        if "class" not in tag.attrs and "id" not in tag.attrs:
            return False
        names = [*attribute(tag, "class").split(), *attribute(tag, "id").split()]
        return any(_NETWORKS.match(name) or (strip is not None and strip.match(name)) for name in names)

    shells = [tag for tag in elements(tree) if is_shell(tag) and len(tag.get_text(strip=True)) <= _LONGEST]
    context.drop("advertising", shells)
