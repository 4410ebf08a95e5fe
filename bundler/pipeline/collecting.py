"""From what the user typed to pages: what lies on the disk is read, what is known by address only is fetched."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bundler.collect import Collected, collect
from bundler.pipeline.network import Network
from bundler.settings import Settings


async def collected(settings: Settings, network: Network) -> AsyncIterator[Collected]:  # noqa: ARG001 - nothing is fetched yet
    """Every page of every source, in the order of the sources.

    Args:
        settings: the sources.
        network: the way out.

    Raises:
        SourceError: a source does not exist.
    """
    for item in collect(settings.sources):
        yield item
