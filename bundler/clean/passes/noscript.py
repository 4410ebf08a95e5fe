"""What stands in `noscript`: in a mirror's page the real content, elsewhere the picture that a lazy one stands for."""

from __future__ import annotations

from bs4 import Tag

from bundler.clean.inventory import Inventory
from bundler.clean.passes.context import Context
from bundler.clean.walk import attribute


def open_noscript(inventory: Inventory, context: Context) -> None:
    """Unwrap `noscript` in a known container; elsewhere only where it holds a picture that is not shown before it."""
    for tag in inventory.find("noscript"):
        if context.contained:
            _unwrap(tag)
            continue
        picture = tag.find("img")
        before = tag.find_previous("img")
        if picture is None or tag.get_text(strip=True):
            continue
        if before is not None and _is_placeholder(before):
            before.decompose()
            _unwrap(tag)
        elif before is None:
            _unwrap(tag)


def _unwrap(tag: Tag) -> None:
    tag.unwrap()
    tag.decompose()


def _is_placeholder(picture: Tag) -> bool:
    """Whether a picture shows nothing of its own and has no lazy source that we would find ourselves."""
    if attribute(picture, "src").strip()[:5].lower() not in ("", "data:") or "srcset" in picture.attrs:
        return False
    return not any(name.startswith("data-") and name.endswith(("src", "original")) for name in picture.attrs)
