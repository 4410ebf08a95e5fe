"""Git repositories as sources: by address and kept between runs, or bare on the disk; read as the folders they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from bundler.collect import Desk, Found, Linked, folder_of, gap
from bundler.errors import WriteError
from bundler.git_program import Git, GitError, is_bare_repository, why_not
from bundler.model import Kind, Skipped, Stage
from bundler.pipeline.network import Network
from bundler.repository_address import Repository


class Repositories:
    """The repositories of a run. Their files lie in the run's folder until it ends, for the pictures beside pages.

    Args:
        network: the way out.
        folder: where they are kept between runs, or None to keep none after the run.
        most_bytes: bytes that may come over the line, or None.
    """

    def __init__(self, network: Network, folder: Path | None, most_bytes: int | None) -> None:
        self._network = network
        self._folder = folder
        self._most_bytes = most_bytes

    async def found(self, linked: Linked, wanted: Repository, desk: Desk) -> Iterable[Found]:
        """The pages of a repository that is known by its address.

        Args:
            linked: the address as it was given.
            wanted: what it means.
            desk: what readers share.
        """
        from bundler.fetch import NotFetched  # noqa: PLC0415 - only who uses the network
        from bundler.fetch.git import LARGEST, Shelf, repository  # noqa: PLC0415 - as above

        work = self._network.folder / "repositories"
        most = LARGEST if self._most_bytes is None else max(0, self._most_bytes - self._network.page_bytes)
        shelf = Shelf((self._folder or self._network.folder / "kept") / "repositories", work, most)
        try:
            got = await repository(wanted, shelf, None if self._network.is_off else await self._network.fetcher())
        except OSError as error:
            raise _full(linked.origin, error) from error
        if isinstance(got, NotFetched):
            kind = Kind.SWITCHED_OFF if self._network.is_off else Kind.NOT_FETCHED
            return [Skipped(linked.origin, Stage.COLLECT, kind, got.reason)]
        return folder_of(str(got), desk)

    async def on_disk(self, source: str) -> str | Skipped:
        """A source as a folder to be read.

        Args:
            source: what the user typed.

        Returns:
            the source itself, or for a bare repository a folder that holds its files; or a gap.
        """
        if not _is_bare(source):
            return source
        home = self._network.folder / "home"
        into = self._network.folder / "repositories" / hashlib.sha256(source.encode(errors="replace")).hexdigest()[:16]
        path, name = _named(source)
        try:
            home.mkdir(exist_ok=True)
            if reason := await why_not(home):
                return gap(source, reason)
            await Git(path, home).export("HEAD", "", into / name)
        except GitError as error:
            return gap(source, str(error))
        except OSError as error:
            raise _full(source, error) from error
        return str(into)


def _is_bare(source: str) -> bool:
    try:
        return is_bare_repository(Path(source))
    except (OSError, ValueError):  # a name too long, or with a NUL byte in it: told where it is read
        return False


def _named(source: str) -> tuple[Path, str]:
    """A repository's folder, and what reports call it."""
    path = Path(source).resolve()
    return path, path.parent.name if path.name == ".git" else path.name.removesuffix(".git")


def _full(source: str, error: OSError) -> WriteError:
    return WriteError(source, f"its files cannot be written ({error.strerror})", "free some disk space")
