"""The only way out to the network: polite, bounded, and unable to reach what is private."""

from typing import TYPE_CHECKING

from bundler.fetch.policy import Policy, parse_allowed, parse_proxy
from bundler.fetch.values import Fetched, NotFetched, Unchanged, Validators

if TYPE_CHECKING:
    from bundler.fetch.client import Fetcher
    from bundler.fetch.session import open_fetcher

__all__ = [
    "Fetched",
    "Fetcher",
    "NotFetched",
    "Policy",
    "Unchanged",
    "Validators",
    "open_fetcher",
    "parse_allowed",
    "parse_proxy",
]


def __getattr__(name: str) -> object:
    """Load what makes requests with the first use of it: aiohttp takes 0.2 s, and checking an option needs none of it.

    Raises:
        AttributeError: there is no such name here.
    """
    if name in {"Fetcher", "open_fetcher"}:
        from bundler.fetch import session  # noqa: PLC0415 - see above

        return getattr(session, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
