"""Git repositories known by their address: fetched shallow, kept between runs, so that next time only the change comes.

Our own request finds out where the repository is, redirects looked at hop by hop, before git connects at all. Git then
may follow none, and is told the addresses that the gate has let through (`http.curloptResolve`, git 2.37) or the proxy.
With an older git the name is looked up once more, so there a name server that changes its mind in between could lead
git to a private place.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import re
import shutil
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from bundler import atomic_file
from bundler.fetch.addresses import literal
from bundler.fetch.client import Fetcher
from bundler.fetch.gate import Refused
from bundler.fetch.values import Fetched, NotFetched
from bundler.git_program import LARGEST_FILE, Git, GitError, why_not
from bundler.repository_address import Repository

LARGEST = 4 * 1024 * 1024 * 1024
"""Bytes that a repository may bring at once."""
_LONGEST = 2 * 3600
"""Seconds that git may take; a line that stands still is given up after a minute."""
_LOOK = 1.0
_SERVICE = "/info/refs?service=git-upload-pack"
_SMART = "application/x-git-upload-pack-advertisement"
_DUMB = re.compile(rb"[0-9a-f]{40,64}\t|\Z")
_TIP = "refs/kept/tip"
_MANY_PACKS = 20
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where repositories lie.

    Attributes:
        kept: between runs; only its owner can read it.
        work: of this run; the files that are read.
        most: bytes that a request may bring.
    """

    kept: Path
    work: Path
    most: int = LARGEST


async def repository(wanted: Repository, shelf: Shelf, fetcher: Fetcher | None) -> Path | NotFetched:
    """The plain files of a repository.

    Args:
        wanted: the repository.
        shelf: where it is kept and where its files are put.
        fetcher: the way out, whose policy and gate hold for git, too; None when the network is off: then the copy of
            the last time counts.

    Returns:
        a folder that holds one folder of the repository's name, so that what lies in it is known as `name/path`; or why
        there is none.

    Raises:
        OSError: this machine fails: its disk is full, say.
    """
    home = shelf.work / "home"
    for folder in (shelf.kept, home):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if reason := await why_not(home):
        return NotFetched(reason)
    key = hashlib.sha256(f"{wanted.address}\n{wanted.branch}".encode(errors="replace")).hexdigest()[:32]
    into = shelf.work / hashlib.sha256(f"{key}\n{wanted.path}".encode(errors="replace")).hexdigest()[:16]
    kept = Git(shelf.kept / key, home)
    async with _locked(shelf.kept / f"{key}.lock"):
        try:
            if fetcher is not None:
                kept = await _brought(kept, wanted, fetcher, shelf.most)
            elif not kept.folder.is_dir():
                return NotFetched("is not kept from an earlier run, and the network is off; build without --offline")
            await _exported(kept, wanted, into / wanted.name, shelf.most)
        except GitError as error:
            return NotFetched(str(error))
    return into


async def _exported(kept: Git, wanted: Repository, into: Path, most: int) -> None:
    shutil.rmtree(into, ignore_errors=True)  # asked for twice in a run
    absent = await _absent(kept)
    if wanted.path and absent:
        needed = [blob for blob, _ in await kept.files(_TIP, wanted.path) if blob in absent]
        if needed and kept.protocols:
            given = "\n".join([*needed, ""]).encode()
            # Without "have": a server takes it for granted that who has a commit has its files.
            plain = replace(kept, settings=(*kept.settings, ("fetch.negotiationAlgorithm", "noop")))
            await _bounded(plain, _fetching("--filter=blob:none", "--stdin"), most, given)
            absent -= set(needed)
    await replace(kept, protocols="").export(_TIP, wanted.path, into, absent)


async def _absent(kept: Git) -> set[str]:
    """The blobs that the server was asked to leave out."""
    told = await kept.run("rev-list", "--objects", "--missing=print", "--no-walk", _TIP)
    return {line[1:].decode() for line in told.splitlines() if line.startswith(b"?")}


async def _brought(kept: Git, wanted: Repository, fetcher: Fetcher, most: int) -> Git:
    """The kept copy made what the server has now; where it is none or broken, made anew beside and then renamed."""
    way = await _way(wanted, fetcher)
    kept = replace(kept, protocols=urlsplit(way["remote.origin.url"]).scheme, settings=tuple(way.items()))
    if kept.folder.is_dir():
        with contextlib.suppress(GitError):
            await _update(kept, wanted, most)
            return kept
    part = replace(kept, folder=kept.folder.with_suffix(".part"))
    shutil.rmtree(part.folder, ignore_errors=True)  # of a run that was killed: we have the lock
    try:
        await part.run("init", "--quiet", "--bare", "--template=", "--initial-branch=none")
        (part.folder / "config").write_text(
            "[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tpartialClone = origin\n"
        )
        await _update(part, wanted, most)
        shutil.rmtree(kept.folder, ignore_errors=True)
        part.folder.rename(kept.folder)
    finally:
        shutil.rmtree(part.folder, ignore_errors=True)
    return kept


async def _update(kept: Git, wanted: Repository, most: int) -> None:
    """Bring the newest commit; of a folder only the trees, its files are asked for later."""
    part = "--filter=blob:none" if wanted.path else f"--filter=blob:limit={LARGEST_FILE}"
    names = [f"refs/heads/{wanted.branch}", f"refs/tags/{wanted.branch}"] if wanted.branch else ["HEAD"]
    for number, name in enumerate(names, start=1):
        try:
            await _fetch_shallow(kept, part, f"+{name}:{_TIP}", most)
            break
        except GitError as error:
            if "couldn't find remote ref" not in str(error):
                raise
            if number == len(names):
                raise GitError(f"has no branch {wanted.branch}" if wanted.branch else "holds nothing yet") from None
    if len(list(kept.folder.glob("objects/pack/*.pack"))) > _MANY_PACKS:
        await kept.run("gc", "--quiet", "--prune=now")


async def _fetch_shallow(kept: Git, part: str, name: str, most: int) -> None:
    try:
        await _bounded(kept, _fetching("--depth=1", part, "--force", "origin", name), most)
    except GitError as error:
        if "dumb http" not in str(error):
            raise
        await _bounded(kept, _fetching("--force", "origin", name), most)  # a folder on a plain server: it cannot choose


def _fetching(*arguments: str) -> tuple[str, ...]:
    options = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules")
    return ("fetch", *options, *arguments, *(("origin",) if "--stdin" in arguments else ()))


async def _bounded(kept: Git, arguments: tuple[str, ...], most: int, given: bytes = b"") -> None:
    """Run a fetch that may bring no more than so many bytes and take no longer than `_LONGEST`."""
    begin = _size(kept.folder)
    fetching = asyncio.ensure_future(kept.run(*arguments, given=given))
    try:
        async with asyncio.timeout(_LONGEST):
            while not fetching.done():
                await asyncio.wait((fetching,), timeout=_LOOK)
                if _size(kept.folder) - begin > most:
                    raise GitError(f"brings more than {most / 1e6:.0f} MB")
    except TimeoutError:
        raise GitError(f"takes longer than {_LONGEST // 3600} hours") from None
    finally:
        fetching.cancel()
        await asyncio.gather(fetching, return_exceptions=True)
    fetching.result()


def _size(folder: Path) -> int:
    total = 0
    for path in folder.glob("objects/pack/*"):
        with contextlib.suppress(FileNotFoundError):  # renamed since
            total += path.stat().st_size
    return total


async def _way(wanted: Repository, fetcher: Fetcher) -> dict[str, str]:
    """The settings under which git may connect to a repository, and to nothing else.

    Raises:
        GitError: it is not there, or must not be connected to.
    """
    answer = await fetcher.discover(wanted.address + _SERVICE, {"Git-Protocol": "version=2"})
    if not isinstance(answer, Fetched):
        raise GitError(answer.reason if isinstance(answer, NotFetched) else "is no git repository")
    is_git = answer.content_type.startswith(_SMART) or _DUMB.match(answer.content) is not None
    base, service, _ = answer.address.partition("/info/refs")
    if not is_git or not service:
        raise GitError("is no git repository; give the address of one page, or one that ends with .git")
    way = {
        "remote.origin.url": base,
        "remote.origin.promisor": "true",
        "http.proxy": fetcher.policy.proxy,
    }
    parts = urlsplit(base)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    if not fetcher.policy.proxy and literal(host) is None:
        try:
            found = await fetcher.gate.resolve(host, port, socket.AF_UNSPEC)
        except Refused as error:
            raise GitError(str(error)) from None
        except OSError:
            raise GitError("the host name is not known") from None
        places = (f"[{item['host']}]" if ":" in item["host"] else item["host"] for item in found)
        way["http.curloptResolve"] = f"{host}:{port}:{','.join(places)}"
    return way


@contextlib.asynccontextmanager
async def _locked(path: Path) -> AsyncIterator[None]:
    """One run at a time works on a kept repository; the kernel frees a dead one's lock."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        while atomic_file.lock(descriptor) is False:  # noqa: ASYNC110 - another process frees it
            await asyncio.sleep(_LOOK / 10)
        yield
    finally:
        os.close(descriptor)
