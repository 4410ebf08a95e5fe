"""Advertising shells, told by the names that the advertising networks and the site's own rule give them."""

from __future__ import annotations

import re

from bs4 import Tag

from bundler.clean.inventory import Inventory
from bundler.clean.passes.context import Context
from bundler.clean.walk import attribute

# Names that the networks themselves prescribe; nothing that a page could call its own text by.
_NETWORKS = re.compile(r"div-gpt-ad|taboola-|adsbygoogle$|google_ads_|outbrain$|OUTBRAIN|dfp-ad|ezoic-|mgid_|sharethis")
_LONGEST = 400
"""Characters: a shell with more text than this is no advertisement, whatever its name."""


def drop_advertising(inventory: Inventory, context: Context) -> None:
    """Drop elements whose id or class is an advertising network's or stands in the site rule's `strip`."""
    strip = context.rule.strip

    def is_shell(tag: Tag) -> bool:
        names = [*attribute(tag, "class").split(), *attribute(tag, "id").split()]
        return any(_NETWORKS.match(name) or (strip is not None and strip.match(name)) for name in names)

    shells = [
        tag
        for tag in inventory.find(marked=("class", "id"))
        if is_shell(tag) and len(tag.get_text(strip=True)) <= _LONGEST
    ]
    context.drop("advertising", shells)
