"""Mirrors turn links into `<ok href>` or `<span href>` so that nobody leaves by accident; they become links again."""

from __future__ import annotations

from bs4 import Tag

from bundler.clean.passes.context import Context


def restore_links(tree: Tag, context: Context) -> None:  # noqa: ARG001 - every pass has the same signature
    """Rename every `ok` and `span` that has an address to `a`."""
    for tag in tree.find_all(("ok", "span")):
        if tag.has_attr("href"):
            tag.name = "a"
