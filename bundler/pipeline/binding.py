"""From chapters to a book in its place: bound in a thread that an interrupt can stop, audited before it is named."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from bundler.check import Level, audit
from bundler.errors import DefectError
from bundler.package import Bundle, Target, bind
from bundler.pipeline.tools import Tools
from bundler.store import unpack


async def bind_in_thread(bundle: Bundle, tools: Tools, place: Target) -> None:
    """Bind in a thread, so that an interrupt is heard meanwhile, and obeyed until the book gets its name."""
    stopped = threading.Event()

    def still_wanted(content: bytes) -> bytes:
        if stopped.is_set():
            raise _StoppedError
        return content

    def verify(path: Path) -> None:
        _verify(path)
        still_wanted(b"")

    binding = asyncio.ensure_future(
        asyncio.to_thread(
            bind,
            bundle,
            lambda key: unpack(still_wanted(tools.store.get(key))),
            lambda key: still_wanted(tools.pictures.get(key)),
            place,
            verify,
        )
    )
    try:
        await asyncio.shield(binding)
    except asyncio.CancelledError:
        stopped.set()
        try:
            await binding
        except _StoppedError:
            raise asyncio.CancelledError from None
        # Too late: the book has its name already. The run ends as if nobody had interrupted it.


class _StoppedError(Exception):
    """The run was interrupted while the book was written."""


def _verify(path: Path) -> None:
    findings = [finding for finding in audit(path) if finding.level is Level.ERROR]
    if findings:
        first = findings[0]
        raise DefectError(
            f"{len(findings)} errors in the finished book",
            f"first: {first.file}: {first.code.value}, {first.detail}",
            "this is a fault of epub-bundler, please report it; no book was written",
        )
