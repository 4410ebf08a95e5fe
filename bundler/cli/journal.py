"""`--log-file`: what a run does, a line an event. The one place with a clock; nothing of it reaches a book."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from bundler import __version__
from bundler.addresses import shown
from bundler.characters import printable
from bundler.cli.counts import Counts
from bundler.errors import BundlerError, TargetError
from bundler.model import Skipped, Stage
from bundler.report import ArticleFound, BookMade, Event, PicturesHad, Received

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^\s'\"<>]+", re.IGNORECASE)


class Journal:
    """What a run has done so far: remembered where later lines need it, and written down where the user wishes so.

    Lines are `TIME<tab>STEP<tab>EVENT<tab>ABOUT<tab>DETAIL`; the time is UTC, addresses stand without user, password
    and keys to accounts.

    Args:
        file: where lines go; None for nowhere.

    Attributes:
        counts: what the run has come to so far.
    """

    def __init__(self, file: TextIO | None = None) -> None:
        self._file = file
        self.counts = Counts()

    @contextlib.contextmanager
    def step(self, stage: Stage, total: int | None) -> Iterator[Callable[[int], None]]:
        """See `bundler.report.Progress`."""
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count

        self.write(stage.value, "begins", "", "" if total is None else f"{total} to do")
        yield advance
        self.write(stage.value, "ends", "", f"{done} done")

    def tell(self, event: Event) -> None:
        """See `bundler.report.Progress`."""
        self.counts.count(event)
        match event:
            case ArticleFound():
                self.write(Stage.CLEAN.value, "article", event.origin, event.title)
            case Skipped():
                family = "missing" if event.kind.is_gap else "left out"
                about = f"{event.kind.value}: {event.subject + ': ' if event.subject else ''}{event.reason}"
                self.write(event.stage.value, family, event.origin, about)
            case PicturesHad():
                self.write(Stage.ILLUSTRATE.value, "pictures", event.origin, str(event.count))
            case Received():
                what = "in vain" if event.reason else "fetched"
                self.write(event.stage.value, what, event.address, event.reason or f"{event.wire_bytes} bytes")
            case BookMade():
                self.write(Stage.PACKAGE.value, "book", str(event.path), _size_of(event))

    def write(self, step: str, event: str, about: str = "", detail: str = "") -> None:
        """Write one line.

        Args:
            step: the pipeline's step, or `run`.
            event: what happened, in a word or two that do not change.
            about: the page, address or file.
            detail: the rest, for people.
        """
        if self._file is None:
            return
        now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        fields = (now, step, event, *(_harmless(text) for text in (about, detail)))
        self._file.write("\t".join(fields).rstrip("\t") + "\n")


@contextlib.contextmanager
def open_journal(path: Path | None, command: str) -> Iterator[Journal]:
    """A journal that is appended to, with the run's end as its last line whatever the end is.

    Args:
        path: the file; None for none.
        command: what is run.

    Raises:
        TargetError: the file cannot be opened.
    """
    if path is None:
        yield Journal()
        return
    try:
        path.touch(mode=0o600)  # what somebody reads is nobody else's business
        file = path.open("a", encoding="utf-8", errors="replace", buffering=1)  # a line is there when it is written
    except OSError as error:
        raise TargetError(f"--log-file {path}", f"cannot be opened ({error.strerror})", "name another file") from error
    with file:
        journal = Journal(file)
        journal.write("run", "begins", command, f"epub-bundler {__version__}")
        try:
            yield journal
        except BundlerError as error:
            journal.write("run", "failed", "", str(error))
            raise
        except BaseException as error:
            journal.write("run", "stopped", "", _end_of(error))
            raise
        journal.write("run", "ends")


def _size_of(book: BookMade) -> str:
    size = f"{book.path.stat().st_size} bytes"
    return f"{size}, unchanged and not written again" if book.is_unchanged else size


def _end_of(error: BaseException) -> str:
    """What ended a run that was not meant to end, a signal or a defect, without a traceback."""
    if isinstance(error, KeyboardInterrupt | SystemExit):
        return "interrupted"
    return f"{type(error).__name__}: {error}"


def _harmless(text: str) -> str:
    """A field of a line: no tabs and line ends, and of addresses only what is everybody's business."""
    return _ADDRESS.sub(lambda match: shown(match[0]), printable(text))
