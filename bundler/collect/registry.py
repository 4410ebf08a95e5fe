"""Which reader takes which source. A new kind of source is one more reader in `READERS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bundler.collect.files import read_file, read_folder
from bundler.errors import SourceError
from bundler.model import Page, Skipped

Collected = Page | Skipped

Reader = Callable[[str], Iterator[Collected]]
READERS: tuple[tuple[Callable[[str], bool], Reader], ...] = (
    (lambda source: Path(source).is_dir(), read_folder),
    (lambda source: Path(source).exists(), read_file),
)


def collect(sources: Iterable[str]) -> Iterator[Collected]:
    """Read every source, in the order typed; folders in the order of their names.

    Args:
        sources: paths of files and folders as the user typed them.

    Yields:
        a `Page`, or a `Skipped` for what is no article's page or cannot be read.

    Raises:
        SourceError: a source that does not exist or whose kind nobody reads; raised before anything is yielded.
    """
    readers = [(source, _reader_of(source)) for source in sources]
    return (item for source, reader in readers for item in reader(source))


def _reader_of(source: str) -> Reader:
    if not source.strip():
        raise SourceError("SOURCE", "is an empty text", "give a file or a folder, '.' for the current one")
    for takes, reader in READERS:
        try:
            if takes(source):
                return reader
        except (OSError, ValueError) as error:  # a name too long, or with a NUL byte in it
            raise SourceError(source[:200], f"cannot be looked up ({error})", "check the spelling") from error
    if source.startswith(("http://", "https://")):
        raise SourceError(source, "addresses cannot be collected yet", "save the page and give its file")
    raise SourceError(source, "no such file or folder", "check the spelling")
