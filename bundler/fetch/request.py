"""One fetch across its tries: what is asked, and what a try may come to."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from bundler.fetch.body import Body
from bundler.fetch.values import Fetched, NotFetched, Unchanged, Validators

Outcome = Fetched | Unchanged | NotFetched


class Unwanted(Exception):  # noqa: N818 - a verdict on the request
    """A request that is not made; its text is the reason."""


@dataclass(frozen=True, slots=True)
class Again:
    """A try that failed in a way that may pass."""

    reason: str
    wait: float
    status: int = 0


@dataclass(slots=True)
class Request:
    """The state of one fetch across its tries."""

    address: str
    page: str
    accept: str
    validators: Validators
    body: Body
    clock: asyncio.Timeout
    is_page: bool = False
    asks_robots: bool = True
    with_referer: bool = False
    unanswered: str = ""
    """The host that was asked and has said nothing yet."""
    partial: Validators = field(default_factory=Validators)
    more: Mapping[str, str] = field(default_factory=dict)
    """Further fields."""
