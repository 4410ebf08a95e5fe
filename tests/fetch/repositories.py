"""Real git repositories on loopback: made by the program itself, and served by its own `http-backend`."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from tests.fetch.servers import Server, serving

_WHO = {
    "GIT_AUTHOR_NAME": "Ann",
    "GIT_AUTHOR_EMAIL": "ann@a.example",
    "GIT_AUTHOR_DATE": "2020-09-01T00:00:00Z",
    "GIT_COMMITTER_NAME": "Ann",
    "GIT_COMMITTER_EMAIL": "ann@a.example",
    "GIT_COMMITTER_DATE": "2020-09-01T00:00:00Z",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(folder: Path, *arguments: str, given: str | None = None) -> str:
    """What git says in a folder."""
    done = subprocess.run(
        ["git", *arguments],  # noqa: S607 - the program of this machine
        cwd=folder,
        env={**os.environ, **_WHO},
        check=True,
        capture_output=True,
        encoding="utf-8",
        input=given,
    )
    return done.stdout.strip()


def commit(folder: Path, files: dict[str, str | bytes]) -> str:
    """A repository with these files changed; it is made where there is none. Gives the commit."""
    if not (folder / ".git").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        git(folder, "init", "--quiet", "--initial-branch=main")
        git(folder, "config", "uploadpack.allowFilter", "true")
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=change")
    return git(folder, "rev-parse", "HEAD")


@contextlib.asynccontextmanager
async def repositories(root: Path) -> AsyncIterator[Server]:
    """A server of the repositories below a folder; `sent` counts the bytes of its answers."""
    backend = Path(git(root, "--exec-path")) / "git-http-backend"

    async def answer(request: web.Request) -> web.StreamResponse:
        body = await request.read()  # unpacked
        process = await asyncio.create_subprocess_exec(
            backend,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={
                **os.environ,
                **_WHO,
                "GIT_PROJECT_ROOT": str(root),
                "GIT_HTTP_EXPORT_ALL": "1",
                "PATH_INFO": request.path,
                "QUERY_STRING": request.query_string,
                "REQUEST_METHOD": request.method,
                "CONTENT_TYPE": request.headers.get("Content-Type", ""),
                "GIT_PROTOCOL": request.headers.get("Git-Protocol", ""),
            },
        )
        out, _ = await process.communicate(body)
        head, _, content = out.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line)
        server.sent += len(content)
        status = int(fields.pop("Status", "200").split()[0])
        return web.Response(status=status, headers=fields, body=content)

    async with serving(answer) as server:
        yield server
