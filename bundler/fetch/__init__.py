"""The only way out to the network: polite, bounded, and unable to reach what is private."""

from bundler.fetch.client import Fetcher
from bundler.fetch.policy import Policy, parse_allowed, parse_proxy
from bundler.fetch.session import open_fetcher
from bundler.fetch.values import Fetched, NotFetched, Unchanged, Validators

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
