"""The `git` program on a short lead: no hooks, no filters, no prompts, nobody's settings, and of a tree plain files.

Nothing is ever checked out: a commit's files are listed and their bytes asked for (`ls-tree`, `cat-file`), so that no
attribute, link, submodule or odd name of a repository can make git do or write anything.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import re
import shutil
import signal
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

OLDEST = (2, 31)
"""The first release that takes settings from its environment; an older one would go past a proxy."""
LARGEST_FILE = 64 * 1024 * 1024
"""Bytes beyond which a file is left out."""
LARGEST_TREE = 8 * 1024 * 1024 * 1024
"""Bytes of all files of a commit together."""
_CHUNK = 1024 * 1024
_FILES = ("100644", "100755", "100664")
_NO_NAME = (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ, errno.ENOTDIR, errno.EISDIR, errno.EEXIST)
"""What systems say of a name that they cannot give, and of two files where there is one place."""
_ALWAYS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.askPass": "",
    "credential.helper": "",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "fetch.recurseSubmodules": "false",
    "http.followRedirects": "false",
    "http.lowSpeedLimit": "100",
    "http.lowSpeedTime": "60",
    "http.saveCookies": "false",
    "core.bigFileThreshold": "32m",
    "safe.directory": "*",  # a folder that the user has typed; nothing in it is run
    "transfer.bundleURI": "false",
}
_AGENT = "git/2.39.0"
"""What is said of our version, whatever it is."""


class GitError(Exception):
    """What git could not do; its text is the reason for one line, without an address or a path."""


@dataclass(frozen=True, slots=True)
class Git:
    """A repository and how the program is run for it.

    Attributes:
        folder: the bare repository.
        home: an empty folder that stands for the user's own.
        protocols: what may go over the line, `https` say, parted by `:`; empty for nothing at all.
        settings: git's settings for this repository, as (key, value).
    """

    folder: Path
    home: Path
    protocols: str = ""
    settings: tuple[tuple[str, str], ...] = ()

    async def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """Run a command to its end.

        Args:
            arguments: the command and what follows it; whatever comes from outside behind `--` or `--end-of-options`.
            given: what it reads on stdin.

        Returns:
            what it wrote on stdout.

        Raises:
            GitError: it failed, or is not here.
        """
        async with self._running(*arguments) as process:
            out, errors = await process.communicate(given)
        if process.returncode:
            raise GitError(_reason(errors))
        return out

    async def export(self, commit: str, path: str, into: Path, absent: Iterable[str] = ()) -> int:
        """Write the plain files of a commit into a folder; links and submodules are left out.

        Args:
            commit: a name that `rev-parse` knows.
            path: the folder or file of it that is wanted; empty for all.
            into: the folder; it is made.
            absent: blobs that are not here.

        Returns:
            how many files there are.

        Raises:
            GitError: there is no such commit or path, it is damaged, or has more than `LARGEST_TREE` bytes.
        """
        missing = set(absent)
        wanted = [(blob, name) for blob, name in await self.files(commit, path) if blob not in missing]
        left = LARGEST_TREE
        async with self._running("cat-file", "--batch", "--buffer") as process:
            asking = asyncio.create_task(_ask(process, [blob for blob, _ in wanted]))  # noqa: RUF006 - awaited below
            try:
                for _, name in wanted:
                    left -= await _receive(process, into / name)
                    if left < 0:
                        raise GitError(f"holds more than {LARGEST_TREE >> 30} GiB")
                await asking
            finally:
                asking.cancel()
                await asyncio.gather(asking, return_exceptions=True)
        return len(wanted)

    async def files(self, commit: str, path: str) -> list[tuple[str, Path]]:
        """The plain files of a commit, as blob and path in order of names; names that no folder may hold are left out.

        Args:
            commit: a name that `rev-parse` knows.
            path: the folder or file of it that is wanted; empty for all.

        Raises:
            GitError: there is no such commit or path.
        """
        listing = await self.run("ls-tree", "-r", "-z", "--full-tree", commit, "--", *((path,) if path else ()))
        found = []
        for line in listing.split(b"\0"):
            facts, _, name = line.partition(b"\t")
            mode, _, rest = facts.decode("ascii", "replace").partition(" ")
            if mode in _FILES and (plain := _plain(os.fsdecode(name))):
                found.append((rest.partition(" ")[2], plain))
        if not found:
            raise GitError(f"has no files in {path}" if path else "holds no files")
        return found

    @contextlib.asynccontextmanager
    async def _running(self, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """A process that does not outlive the block, nor do those that it has started."""
        program = shutil.which("git")
        if program is None:
            raise GitError(
                "the program git is needed for it; install it (apt install git, brew install git, git-scm.com)"
            )
        try:
            process = await asyncio.create_subprocess_exec(
                program,
                f"--git-dir={self.folder}",
                *arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                cwd=self.home,
                env=self._environment(),
                start_new_session=True,
                limit=_CHUNK,
            )
        except OSError as error:
            raise GitError(f"git cannot be started ({error.strerror})") from error
        try:
            yield process
        finally:
            _kill(process)
            await process.wait()

    def _environment(self) -> dict[str, str]:
        settings = [*_ALWAYS.items(), *self.settings]
        taken = {name: os.environ[name] for name in ("PATH", "TMPDIR", "SYSTEMROOT", "TEMP") if name in os.environ}
        numbered = {f"GIT_CONFIG_KEY_{number}": key for number, (key, _) in enumerate(settings)}
        numbered |= {f"GIT_CONFIG_VALUE_{number}": value for number, (_, value) in enumerate(settings)}
        return {
            **taken,
            **numbered,
            "GIT_CONFIG_COUNT": str(len(settings)),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ASKPASS": "",
            "SSH_ASKPASS": "",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_ALLOW_PROTOCOL": self.protocols,
            "GIT_PROTOCOL_FROM_USER": "0",
            "GIT_USER_AGENT": _AGENT,
            "GIT_NO_LAZY_FETCH": "1",
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home),
            "LC_ALL": "C",
        }


async def why_not(home: Path) -> str:
    """Why the program cannot be used, with what to do about it; empty when it can.

    Args:
        home: an empty folder.
    """
    try:
        said = (await Git(home, home).run("version")).decode("utf-8", "replace")
    except GitError as error:
        return str(error)
    numbers = re.search(r"(\d+)\.(\d+)", said)
    if numbers is None or (int(numbers[1]), int(numbers[2])) < OLDEST:
        return f"needs git {OLDEST[0]}.{OLDEST[1]} or newer, here is {said.strip()[:40]}; install a newer one"
    return ""


def is_bare_repository(folder: Path) -> bool:
    """Whether a folder is a repository without a checkout.

    Args:
        folder: a folder that exists.
    """
    return all((folder / name).is_dir() for name in ("objects", "refs")) and (folder / "HEAD").is_file()


async def _ask(process: asyncio.subprocess.Process, blobs: list[str]) -> None:
    assert process.stdin is not None  # noqa: S101 - it was asked for
    with contextlib.suppress(ConnectionError):  # git is gone; whoever reads its answers sees it
        for blob in blobs:
            process.stdin.write(f"{blob}\n".encode())
            await process.stdin.drain()
        process.stdin.close()


async def _receive(process: asyncio.subprocess.Process, place: Path) -> int:
    """Write one answer of `cat-file --batch`; gives its size. What is too large is read past."""
    assert process.stdout is not None  # noqa: S101 - it was asked for
    head = (await process.stdout.readline()).split()
    try:
        left = size = int(head[2])
    except (IndexError, ValueError):
        raise GitError("is damaged: git cannot read one of its files") from None
    with _opened(place, size) as file:
        while left:
            chunk = await process.stdout.read(min(left, _CHUNK))
            if not chunk:
                raise GitError("is damaged: git stops in one of its files")
            left -= len(chunk)
            file.write(chunk)
    await process.stdout.readexactly(1)
    return size


def _opened(place: Path, size: int) -> BinaryIO:
    """Where a file's bytes go: to nowhere when it is too large, or this disk has no such names."""
    if size <= LARGEST_FILE:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            return place.open("wb")
        except OSError as error:
            if error.errno not in _NO_NAME:
                raise
    return Path(os.devnull).open("wb")


def _plain(name: str) -> Path | None:
    """A path that stays in its folder; None for any other."""
    parts = name.split("/")
    if any(part in ("", ".", "..") or part.lower() == ".git" for part in parts):
        return None
    if os.name == "nt" and re.search(r'[\\:*?"<>|]', name):
        return None
    return Path(*parts)


def _kill(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _reason(errors: bytes) -> str:
    """The last thing that git calls an error, in one line without addresses and paths."""
    lines = [line.strip() for line in errors.decode("utf-8", "replace").splitlines() if line.strip()]
    told = (
        [line.partition(": ")[2] for line in lines if line.startswith(("fatal: ", "error: "))] or lines or ["nothing"]
    )
    bare = re.sub(r"'[^']*'|\S*[/\\]\S*", "it", told[-1])
    return "git says: " + "".join(char if char.isprintable() else " " for char in bare)[:120]
