"""What can stop a whole run. What concerns one page or one picture is a `model.Skipped` value instead.

BundlerError            one line: the thing, the reason, the next step      exit 1
├── SourceError         a source that cannot be read at all                 exit 1
├── NothingToBindError  no article is left to make a book of                exit 1
├── TargetError         the place where the book should go                  exit 1
├── WriteError          the book could not be written; the old one is whole exit 1
├── ClusterError        no scheduler, no worker that fits, or none any more exit 1
├── DamagedError        a kept file has other bytes than it was kept with   exit 1
├── DefectError         the finished book failed our own check: our bug     exit 1
└── SettingsError       options that contradict each other                  exit 2
    └── BundlesError    all faults of a bundler.toml, a line each           exit 2
"""

from collections.abc import Sequence


class BundlerError(Exception):
    """A run that cannot go on; its text is one line for the user.

    Args:
        thing: what it is about: a path, an option, an address.
        reason: why it does not work.
        next_step: what the user can do about it.
    """

    exit_code = 1

    def __init__(self, thing: str, reason: str, next_step: str) -> None:
        super().__init__(f"{thing}: {reason}; {next_step}")
        self.thing = thing
        self.reason = reason
        self.next_step = next_step

    @property
    def lines(self) -> tuple[str, ...]:
        """What the user is told, line by line: one for most errors."""
        return (str(self),)


class SourceError(BundlerError):
    """A source that does not exist or cannot be opened."""


class NothingToBindError(BundlerError):
    """Every page was left out or is a gap, so there is no book to make."""


class TargetError(BundlerError):
    """The book's place is taken, missing or not writable; found before any work is done."""


class WriteError(BundlerError):
    """Writing the book failed half-way; whatever lay at the target before is untouched."""


class ClusterError(BundlerError):
    """The cluster that should do the work is not there, does not fit, or went away."""


class DamagedError(BundlerError):
    """A file of the store does not hold what was put there; a picture of it is a gap, for the book it is the end."""


class DefectError(BundlerError):
    """The finished book did not pass `bundler.check`, so it did not get its name. A fault of this program."""


class SettingsError(BundlerError):
    """Options that cannot be meant together."""

    exit_code = 2


class BundlesError(SettingsError):
    """A `bundler.toml` that does not hold.

    Args:
        file: its path.
        faults: a line for each, with the place in the file.
    """

    def __init__(self, file: str, faults: Sequence[str]) -> None:
        super().__init__(file, "; ".join(faults), "correct it; docs/reference.md lists every key")
        self.faults = tuple(faults)

    @property
    def lines(self) -> tuple[str, ...]:
        """The faults, and what to do."""
        return (*self.faults, f"{self.thing}: nothing was built; correct it, docs/reference.md lists every key")
