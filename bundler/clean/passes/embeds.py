"""Films, sounds and players of other sites: no book can hold them, so their title and address stand in their place."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from bs4 import Tag

from bundler.clean.inventory import Inventory
from bundler.clean.passes.context import Context
from bundler.clean.text import tidy
from bundler.clean.walk import attribute

EMBED = "embedded-work"
"""The element that the block writer knows: `href` and `title` say what stood here."""
_MEDIA = ("video", "audio")
_FRAMES = ("iframe", "object", "embed")
_PLAYERS = re.compile(
    r"(?:^|\.)(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|bilibili\.com|v\.qq\.com|youku\.com|"
    r"rumble\.com|odysee\.com|ganjing(?:world)?\.com|ted\.com|archive\.org|soundcloud\.com|spotify\.com|"
    r"podcasts\.apple\.com|mixcloud\.com|bandcamp\.com|twitter\.com|x\.com|facebook\.com|instagram\.com|tiktok\.com|"
    r"t\.me|reddit\.com|datawrapper\.(?:de|dwcdn\.net)|flourish\.studio|openstreetmap\.org|codepen\.io|"
    r"documentcloud\.org|scribd\.com|slideshare\.net|polldaddy\.com|bbc\.(?:com|co\.uk))$"
)
"""Hosts whose frames hold a work somebody wanted to show; frames of other hosts are mostly advertising and counters."""
_BUTTONS = re.compile(
    r"/(?:plugins/(?:like|share|follow|page)|widgets?/(?:follow|tweet)_button|subscribe_embed|connect/|xd_arbiter)"
)
_NO_TITLE = re.compile(
    r"(?:youtube )?(?:video|audio)(?: player)?|embed(?:ded)?(?: content)?|iframe|player", re.IGNORECASE
)


def note_embeds(inventory: Inventory, context: Context) -> None:  # noqa: ARG001 - every pass has the same signature
    """Put a note in the place of every embedded work whose address is known."""
    for tag in inventory.find(*_MEDIA, *_FRAMES):
        address = _address(tag)
        if not address:
            continue
        note = Tag(name=EMBED)
        note["href"] = address
        note["title"] = _title(tag) or _host(address) or _file_name(address)
        if tag.name == "embed":  # libxml2 puts what follows it inside
            tag.insert_before(note)
        else:
            tag.replace_with(note)
            tag.decompose()


def _address(tag: Tag) -> str:
    """Where the work is; empty for a frame that is no known player's, and for what has no address of its own."""
    for holder in (tag, *tag.find_all(("source", "embed"), limit=4)):
        for name in ("src", "data-src", "data"):
            address = attribute(holder, name).strip()
            if not address or address.startswith(("blob:", "data:", "about:", "javascript:")):
                continue
            if tag.name in _MEDIA or (_PLAYERS.search(_host(address)) and not _BUTTONS.search(address)):
                return f"https:{address}" if address.startswith("//") else address
    return ""


def _title(tag: Tag) -> str:
    for name in ("title", "aria-label"):
        title = tidy(attribute(tag, name))
        if title and not _NO_TITLE.fullmatch(title):
            return title
    return ""


def _file_name(address: str) -> str:
    """The file of an address beside the page; the address itself when it ends in none."""
    return tidy(unquote(re.split(r"[?#]", address, maxsplit=1)[0]).rstrip("/").rpartition("/")[2]) or address


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
