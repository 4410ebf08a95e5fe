"""Options that several commands share, a file a family, and what they become."""

from bundler.cli.options.cleaning import cleaning, cleaning_settings
from bundler.cli.options.looks import looks
from bundler.cli.options.network import network, network_settings
from bundler.cli.options.pictures import pictures
from bundler.cli.options.place import place, place_of
from bundler.cli.options.rules import given_rules, rules
from bundler.cli.options.selection import selection, settings_of
from bundler.cli.options.sources import source_settings, sources

__all__ = [
    "cleaning",
    "cleaning_settings",
    "given_rules",
    "looks",
    "network",
    "network_settings",
    "pictures",
    "place",
    "place_of",
    "rules",
    "selection",
    "settings_of",
    "source_settings",
    "sources",
]
