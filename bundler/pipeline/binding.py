"""From chapters to a book in its place: bound in a thread that an interrupt can stop, audited before it is named.

What writes and what audits is loaded only where there is a book to write.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bundler.errors import DefectError
from bundler.heap import give_back_heap
from bundler.images import recipe_key
from bundler.model import Made
from bundler.package import Bundle, Target, cover_of, cover_version, draw
from bundler.pipeline.pictures import PICTURE_LIMITS
from bundler.pipeline.same_book import book_task
from bundler.pipeline.side_by_side import in_thread
from bundler.pipeline.tools import Tools
from bundler.store import digest_of, is_file_of, unpack
from bundler.workers import Failed

_PATIENCE = 0.5
"""Seconds in which the thread should see that it is not wanted any more; reading a large book over takes longer."""


def _nothing(_: str) -> None:
    """For a book of which nothing has to be noted."""


async def bind_in_thread(
    bundle: Bundle, tools: Tools, place: Target, before_naming: Callable[[str], None] = _nothing
) -> bool:
    """Bind in a thread, so that an interrupt is heard meanwhile, and obeyed until the book gets its name.

    Args:
        bundle: what goes into the book.
        tools: what to work with.
        place: where it goes.
        before_naming: called with the SHA-256 (hexadecimal) of the finished book, in the thread, as the last thing
            before it gets its name.

    Returns:
        whether the book lay in its place already, byte for byte: then it was left as it is.
    """
    cover = await _cover(bundle, tools)
    task = book_task(bundle, cover, tools)
    known = tools.cleaned.find(task)
    if known is not None and await in_thread(lambda: is_file_of(place.path, known.hex())):
        before_naming(known.hex())
        return True
    digest = await _write(bundle, cover, tools, place, before_naming)
    tools.cleaned.keep(task, digest)
    return False


async def _write(
    bundle: Bundle, cover: bytes, tools: Tools, place: Target, before_naming: Callable[[str], None]
) -> bytes:
    """Write, audit and name a book; gives the SHA-256 of its bytes."""
    from bundler.package.bind import bind  # noqa: PLC0415 - ebooklib, which a book that stays as it is does not need

    give_back_heap()  # what pictures on their way have used: binding has use for small pieces only
    stopped = threading.Event()
    unfinished: list[Path] = []
    digests: list[str] = []

    def still_wanted(content: bytes) -> bytes:
        if stopped.is_set():
            raise _StoppedError
        return content

    def verify(path: Path) -> None:
        """Audit the finished file, and note its hash before it gets its name."""
        unfinished.append(path)
        give_back_heap()  # what planning and writing have used
        _verify(path)
        digests.append(digest_of(path))
        still_wanted(b"")
        before_naming(digests[0])

    binding = in_thread(
        lambda: bind(
            bundle,
            cover,
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
        await asyncio.wait((binding,), timeout=_PATIENCE)
        if not binding.done() and unfinished and _is_taken_away(unfinished[0]):
            # The thread is still reading the book, whose file can get no name any more; what it raises is of no use.
            binding.add_done_callback(asyncio.Future.exception)
            raise
        try:
            await binding
        except _StoppedError:
            raise asyncio.CancelledError from None
        # Too late: the book has its name already. The run ends as if nobody had interrupted it.
    return bytes.fromhex(digests[0])


async def _cover(bundle: Bundle, tools: Tools) -> bytes:
    """The cover's bytes: drawn in a worker, or out of the store when the same one was drawn before."""
    cover, lead = cover_of(bundle)
    digest, recipe = lead.key if lead else "", recipe_key((cover, cover_version()))
    made = tools.pictures.made(digest, recipe)
    if made is not None:
        return tools.pictures.get(made.key)
    task = replace(cover, lead=tools.pictures.get(lead.key) if lead else None)
    drawn = await tools.workers.run(draw, task, PICTURE_LIMITS)
    if isinstance(drawn, Failed):
        drawn = draw(task)  # what is drawn is ours, so it was the worker's fault: killed, say, where memory is short
    tools.pictures.keep_made(digest, recipe, Made(tools.pictures.put(drawn), "image/jpeg", size=len(drawn)))
    return drawn


def _is_taken_away(path: Path) -> bool:
    """Delete an unfinished book; False when it is none any more, or when the system deletes no open file."""
    try:
        path.unlink()
    except OSError:
        return False
    return True


class _StoppedError(Exception):
    """The run was interrupted while the book was written."""


def _verify(path: Path) -> None:
    from bundler.check import Level, audit  # noqa: PLC0415 - as above

    findings = [finding for finding in audit(path) if finding.level is Level.ERROR]
    if findings:
        first = findings[0]
        raise DefectError(
            f"{len(findings)} errors in the finished book",
            f"first: {first.file}: {first.code.value}, {first.detail}",
            "this is a fault of epub-bundler, please report it; no book was written",
        )
