"""Links that a mirror has disarmed become links again.

Mirrors write `<ok href>` or `<span href>` so that nobody leaves by accident; and mail addresses that a script would
have shown become text.
"""

from __future__ import annotations

import re

from bs4 import Tag

from bundler.clean.passes.context import Context
from bundler.clean.walk import attribute, elements

_PROTECTED = re.compile(r"\[?email\s*protected\]?")


def restore_links(tree: Tag, context: Context) -> None:  # noqa: ARG001 - every pass has the same signature
    """Rename every `ok` and `span` that has an address to `a`."""
    for tag in elements(tree):
        if tag.name in ("ok", "span") and "href" in tag.attrs:
            tag.name = "a"
        if "data-cfemail" not in tag.attrs:
            continue
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
