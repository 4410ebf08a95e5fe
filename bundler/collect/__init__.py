"""Collecting: what the user typed becomes pages. One reader a kind of source; `registry` knows them all."""

from bundler.collect.printed import read_printed
from bundler.collect.registry import Collected, collect

__all__ = ["Collected", "collect", "read_printed"]
