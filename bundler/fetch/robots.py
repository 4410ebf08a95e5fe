"""What a host's robots.txt asks of programs (RFC 9309): which pages to leave alone, and how long to wait between two.

Our `User-Agent` is that of every browser and names no program, so the rules for everybody (`*`) are ours. A host is
asked once a run; one that failed, again after some minutes. A file that is not there forbids nothing; one that cannot
be had, because the server fails, forbids everything (RFC 9309, 2.3.1.3 and 2.3.1.4).
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlunsplit

from protego import Protego

from bundler.fetch.referer import without_user
from bundler.fetch.values import Fetched, NotFetched, Unchanged

LARGEST = 512 * 1024
"""Bytes that are read of the file; at least 500 KiB must be (RFC 9309, 2.5)."""
_TOO_MANY_REQUESTS, _SERVER_ERRORS = 429, 500
_PAUSE = 300
"""Seconds after which a host that gave no rules is asked for them once more: the reader's own line may be back."""
_EVERYBODY = "*"
_AGENT = re.compile(r"\s*user[- ]?agent\b[\s:]*(?P<who>[^#]*)", re.IGNORECASE)
_WAY_OUT = "save it in a browser and give the file, or use --ignore-robots"

Ask = Callable[[str], Awaitable[Fetched | Unchanged | NotFetched]]
"""Fetches a robots.txt, redirects followed, of which no more than `LARGEST` bytes count."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host asks of everybody.

    Attributes:
        parsed: its rules; None where it has none.
        refusal: why no page of it may be asked for at all; empty when some may.
    """

    parsed: Protego | None = None
    refusal: str = ""

    @property
    def delay(self) -> float:
        """Seconds between two requests for pages (`Crawl-delay`); 0 where it says nothing of it."""
        return (self.parsed.crawl_delay(_EVERYBODY) or 0) if self.parsed else 0

    def forbids(self, parts: SplitResult) -> str:
        """Why a page must not be asked for, with the next step; empty when it may be.

        Args:
            parts: the page's address.
        """
        if self.refusal or self.parsed is None:
            return self.refusal
        if self.parsed.can_fetch(without_user(parts), _EVERYBODY):
            return ""
        return f"the site's robots.txt asks programs to leave it alone; {_WAY_OUT}"


class Robots:
    """The rules of every host that a run asks for pages.

    Args:
        ask: fetches a robots.txt.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[str, tuple[Rules, float]] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def rules(self, parts: SplitResult) -> Rules:
        """The rules that hold for an address; who asks while they are under way waits for them.

        Args:
            parts: an http or https address.
        """
        address = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2].lower(), "/robots.txt", "", ""))
        async with self._asking[address]:
            rules, since = self._known.get(address, (None, 0.0))
            if rules is None or (rules.refusal and time.monotonic() - since > _PAUSE):
                rules = _rules_of(await self._ask(address))
                self._known[address] = rules, time.monotonic()
            return rules


def parse(text: str) -> Protego:
    """The rules of a robots.txt.

    The names of other programs are made one: only `*` counts, and the library's work grows with names times rules,
    which a few hundred kilobytes can make minutes of.

    Args:
        text: the file; anything at all.
    """
    lines = []
    for line in text.splitlines():
        named = _AGENT.match(line)
        is_other = named is not None and named["who"].strip() != _EVERYBODY
        lines.append("User-agent: another" if is_other else line)
    return Protego.parse("\n".join(lines))


def _rules_of(answer: Fetched | Unchanged | NotFetched) -> Rules:
    if isinstance(answer, Fetched):
        return Rules(parse(answer.content[:LARGEST].decode("utf-8-sig", "replace")))
    if isinstance(answer, Unchanged):  # nobody asks so; to be safe it is nothing
        return Rules()
    if not answer.status:
        return Rules(refusal=answer.reason)  # no word from the host: so it would be with each of its pages
    if answer.status == _TOO_MANY_REQUESTS or answer.status >= _SERVER_ERRORS:
        return Rules(refusal=f"the site's robots.txt cannot be had ({answer.reason}); try again later, or {_WAY_OUT}")
    return Rules()
