"""Links that a mirror has disarmed become links again.

Mirrors write `<ok href>` or `<span href>` so that nobody leaves by accident; and mail addresses that a script would
have shown become text.
"""

from __future__ import annotations

import re

from bundler.clean.inventory import Inventory
from bundler.clean.passes.context import Context
from bundler.clean.walk import attribute

_PROTECTED = re.compile(r"\[?email\s*protected\]?")


def restore_links(inventory: Inventory, context: Context) -> None:  # noqa: ARG001 - every pass has the same signature
    """Rename every `ok` and `span` that has an address to `a`."""
    for tag in inventory.find("ok", "span"):
        if "href" in tag.attrs:
            tag.name = "a"
    for tag in inventory.find(marked=("data-cfemail",)):
        shown = tag.find(string=_PROTECTED)
        if shown is not None and (address := _mail_address(attribute(tag, "data-cfemail"))):
            shown.replace_with(shown.replace(_PROTECTED.findall(shown)[0], address))


def _mail_address(coded: str) -> str:
    """Cloudflare's mail protection: hexadecimal bytes, each XORed with the first."""
    try:
        key, *rest = bytes.fromhex(coded)
    except ValueError:
        return ""
    return bytes(byte ^ key for byte in rest).decode("utf-8", errors="replace")
