"""Git repositories as sources: what comes over the line, what is kept, and what a repository cannot make us do."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web

from bundler.fetch import NotFetched, Policy, open_fetcher
from bundler.fetch.git import Shelf, repository
from bundler.git_program import Git, GitError
from bundler.repository_address import Repository, repository_at
from tests.fetch.repositories import commit, git, repositories
from tests.fetch.servers import QUICK, Server, serving

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="the program git is not here")

_NAMES = {
    "https://github.com/owner/name": Repository("https://github.com/owner/name"),
    "https://github.com/owner/name/": Repository("https://github.com/owner/name"),
    "https://GitHub.com/owner/name.git": Repository("https://GitHub.com/owner/name.git"),
    "https://git.example/a/b/c.git": Repository("https://git.example/a/b/c.git"),
    "git+https://git.example/a?x=1#y": Repository("https://git.example/a"),
    "https://me:secret@git.example/a.git": Repository("https://git.example/a.git"),
    "https://github.com/o/n/tree/master": Repository("https://github.com/o/n", "master"),
    "https://github.com/o/n/tree/v1.0/a/%E4%B8%AD": Repository("https://github.com/o/n", "v1.0", "a/中"),
    "https://git.example/g/s/n/-/tree/main/a/b/": Repository("https://git.example/g/s/n", "main", "a/b"),
    "https://codeberg.org/o/n/src/branch/main/a": Repository("https://codeberg.org/o/n", "main", "a"),
    "https://news.example/owner/name": None,
    "https://github.com/owner": None,
    "https://github.com/owner/name/issues": None,
    "https://github.com/topics/epub": None,
    "https://github.com/o/n/tree/-x/a": None,
    "https://github.com/o/n/tree/--upload-pack=x": None,
    "https://github.com/o/n/tree/main/../../x": None,
    "https://github.com/o/n/tree/a..b/x": None,
    "git+ssh://git.example/a": None,
    "git+file:///etc": None,
    "ext::sh -c id": None,
    "-oProxyCommand=id": None,
    "https://[::1/a.git": None,
}


@pytest.mark.parametrize("address", _NAMES)
def test_which_addresses_are_repositories(address: str) -> None:
    """By ending, by prefix, by the habits of known hosts; nothing else, nothing that git could take for an option."""
    assert repository_at(address) == _NAMES[address]


def _in(folder: Path) -> dict[str, bytes]:
    """The files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def _get(server: Server, place: Path, wanted: Repository, **more: object) -> Path | NotFetched:
    policy = Policy(allowed=frozenset({server.place}), **(QUICK | more))  # type: ignore[arg-type]
    async with open_fetcher(policy) as fetcher:
        return await repository(wanted, Shelf(place / "kept", place / "work"), fetcher)


def _served(root: Path, test: Callable[[Server], Awaitable[None]]) -> None:
    async def run() -> None:
        async with repositories(root) as server:
            await test(server)

    asyncio.run(run())


def _noise(size: int, seed: int) -> bytes:
    """Bytes that cannot be packed, as lines."""
    return random.Random(seed).randbytes(size).hex().encode()  # noqa: S311 - no secret


def test_the_second_time_only_the_change_comes(tmp_path: Path) -> None:
    """The first run brings all files of the last commit, the next one changed file of a hundred, and then nothing."""
    root = tmp_path / "served" / "mirror"
    commit(root, {"old.md": _noise(50_000, 0)})
    (root / "old.md").unlink()
    commit(root, {f"2020/{number}.md": _noise(2_000, number + 1) for number in range(100)})

    async def test(server: Server) -> None:
        wanted = Repository(server.address("/mirror/.git"))
        sent = []
        for turn in range(3):
            before = server.sent
            got = await _get(server, tmp_path / str(turn) / "..", wanted)
            assert isinstance(got, Path), got
            sent.append(server.sent - before)
            files = _in(got)
            assert len(files) == 100
            assert files["mirror/2020/7.md"] == (b"news" if turn else _noise(2_000, 8))
            if not turn:
                commit(root, {"2020/7.md": "news"})
        assert 200_000 < sent[0] < 280_000  # not the 50 kB of the commit before
        assert sent[1] < 10_000
        assert sent[2] < 1_000

    (tmp_path / "0").mkdir()
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    _served(tmp_path / "served", test)


def test_of_a_folder_only_its_files_come(tmp_path: Path) -> None:
    """The trees and the folder's own files; the next time its changed ones."""
    root = tmp_path / "served" / "m"
    commit(root, {"a/1.md": "one", "a/b/2.md": "two", "c/3.md": _noise(100_000, 3), "aa.md": "no"})

    async def test(server: Server) -> None:
        wanted = Repository(server.address("/m/.git"), "main", "a")
        got = await _get(server, tmp_path, wanted)
        assert isinstance(got, Path), got
        assert _in(got / "m") == {"a/1.md": b"one", "a/b/2.md": b"two"}
        assert server.sent < 20_000
        commit(root, {"a/1.md": "new"})
        got = await _get(server, tmp_path, wanted)
        assert isinstance(got, Path), got
        assert _in(got / "m") == {"a/1.md": b"new", "a/b/2.md": b"two"}

    _served(tmp_path / "served", test)


def test_branches_and_tags(tmp_path: Path) -> None:
    """Either is taken by its name; one that is not there is told."""
    root = tmp_path / "served" / "m"
    commit(root, {"a.md": "main"})
    git(root, "tag", "v1")
    git(root, "checkout", "-q", "-b", "other")
    commit(root, {"a.md": "other"})
    git(root, "checkout", "-q", "main")

    async def test(server: Server) -> None:
        said: dict[str, bytes | str] = {}
        for branch in ("", "other", "v1", "none"):
            got = await _get(server, tmp_path, Repository(server.address("/m/.git"), branch))
            said[branch] = got.reason if isinstance(got, NotFetched) else _in(got)["m/a.md"]
        assert said == {"": b"main", "other": b"other", "v1": b"main", "none": "has no branch none"}
        got = await _get(server, tmp_path, Repository(server.address("/m/.git"), "main", "no/where"))
        assert got == NotFetched("has no files in no/where")

    _served(tmp_path / "served", test)


def test_a_server_that_only_has_files(tmp_path: Path) -> None:
    """The dumb protocol of a folder on a plain web server brings the repository, too."""
    root = tmp_path / "m"
    commit(root, {"a.md": "text"})
    git(root, "update-server-info")

    async def answer(request: web.Request) -> web.StreamResponse:
        path = tmp_path / request.path.lstrip("/")
        return web.Response(body=path.read_bytes()) if path.is_file() else web.Response(status=404)

    async def run() -> None:
        async with serving(answer) as server:
            got = await _get(server, tmp_path / "x", Repository(server.address("/m/.git")))
            assert isinstance(got, Path), got
            assert _in(got) == {"m/a.md": b"text"}

    asyncio.run(run())


def test_without_a_network_the_kept_copy_counts(tmp_path: Path) -> None:
    """What was never here is told."""
    root = tmp_path / "served" / "m"
    commit(root, {"a.md": "text"})

    async def test(server: Server) -> None:
        wanted, shelf = Repository(server.address("/m/.git")), Shelf(tmp_path / "kept", tmp_path / "work")
        missing = await repository(wanted, shelf, None)
        assert isinstance(missing, NotFetched)
        assert "the network is off; build without --offline" in missing.reason
        assert isinstance(await _get(server, tmp_path, wanted), Path)
        count = len(server.asked)
        got = await repository(wanted, shelf, None)
        assert isinstance(got, Path)
        assert (_in(got), len(server.asked)) == ({"m/a.md": b"text"}, count)

    _served(tmp_path / "served", test)


def test_nothing_kept_tells_where_it_came_from(tmp_path: Path) -> None:
    """No address stands in the store, only the files' owner can read it, and no hook or sample lies there."""
    commit(tmp_path / "served" / "m", {"a.md": "text"})

    async def test(server: Server) -> None:
        assert isinstance(await _get(server, tmp_path, Repository(server.address("/m/.git"))), Path)
        for name, content in _in(tmp_path / "kept").items():
            assert str(server.port).encode() not in content, name
            assert "hook" not in name
        assert (tmp_path / "kept").stat().st_mode & 0o077 == 0

    _served(tmp_path / "served", test)


def test_a_broken_copy_is_made_anew(tmp_path: Path) -> None:
    """Damage in the store costs the transfer, not the run; what a killed run left beside it is cleared."""
    commit(tmp_path / "served" / "m", {"a.md": "text"})

    async def test(server: Server) -> None:
        wanted = Repository(server.address("/m/.git"))
        assert isinstance(await _get(server, tmp_path, wanted), Path)
        (kept,) = (path for path in (tmp_path / "kept").iterdir() if path.is_dir())
        shutil.rmtree(kept / "objects")
        (kept.with_suffix(".part") / "objects").mkdir(parents=True)
        got = await _get(server, tmp_path, wanted)
        assert isinstance(got, Path), got
        assert _in(got) == {"m/a.md": b"text"}
        assert sorted(path.suffix for path in (tmp_path / "kept").iterdir()) == ["", ".lock"]

    _served(tmp_path / "served", test)


_ANSWERS = {
    "404": "the server answers 404",
    "401": "the server answers 401",
    "page": "is no git repository; give the address of one page",
    "cut": "git says: ",
}


@pytest.mark.parametrize("kind", _ANSWERS)
def test_what_is_no_repository_is_told_in_one_line(tmp_path: Path, kind: str) -> None:
    """Absent, locked, a page, and one that breaks off; nothing of it stays."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if kind == "page":
            return web.Response(text="<p>hello", content_type="text/html")
        if kind == "cut" and request.method == "GET":
            smart = "application/x-git-upload-pack-advertisement"
            return web.Response(body=b"001e# service=git-upload-pack\n0000", content_type=smart)
        return web.Response(status=int(kind) if kind.isdigit() else 500)

    async def run() -> None:
        async with serving(answer) as server:
            got = await _get(server, tmp_path, Repository(server.address("/m.git")))
            assert isinstance(got, NotFetched)
            assert _ANSWERS[kind] in got.reason
            assert "\n" not in got.reason
            assert str(server.port) not in got.reason
            assert not [path for path in (tmp_path / "kept").iterdir() if path.is_dir()]

    asyncio.run(run())


def test_redirects_pass_the_gate(tmp_path: Path) -> None:
    """A repository that moved is found; one that leads to a private place is refused before git starts."""
    commit(tmp_path / "served" / "m", {"a.md": "text"})

    async def test(server: Server) -> None:
        async def moved(request: web.Request) -> web.StreamResponse:
            return web.Response(status=302, headers={"Location": server.address("/m/.git/" + request.path_qs[5:])})

        async with serving(moved) as first:
            both = frozenset({first.place, server.place})
            for allowed, path in ((both, tmp_path / "a"), (frozenset({first.place}), tmp_path / "b")):
                async with open_fetcher(Policy(allowed=allowed, **QUICK)) as fetcher:  # type: ignore[arg-type]
                    shelf = Shelf(path / "kept", path / "work")
                    got = await repository(Repository(first.address("/old")), shelf, fetcher)
                    if allowed == both:
                        assert isinstance(got, Path), got
                        assert _in(got) == {"old/a.md": b"text"}
                        count = len(server.asked)
                    else:
                        assert got == NotFetched("leads to a private network, or is no web address")
            assert len(server.asked) == count

    _served(tmp_path / "served", test)


def test_a_redirect_in_the_middle_is_not_followed(tmp_path: Path) -> None:
    """Git itself goes nowhere else: not when the first answer was orderly and the next leads away."""
    commit(tmp_path / "served" / "m", {"a.md": "text"})

    async def test(server: Server) -> None:
        async def turning(request: web.Request) -> web.StreamResponse:
            if (request.headers.get("User-Agent") or "").startswith("git/"):
                return web.Response(status=307, headers={"Location": server.address(request.path_qs)})
            smart = "application/x-git-upload-pack-advertisement"
            return web.Response(body=b"001e# service=git-upload-pack\n0000", content_type=smart)

        async with serving(turning) as first:
            got = await _get(first, tmp_path, Repository(first.address("/m/.git")))
            assert isinstance(got, NotFetched)
        assert server.asked == []

    _served(tmp_path / "served", test)


def test_what_a_request_tells(tmp_path: Path) -> None:
    """No version of ours, no language, no cookie, no login, whatever the machine's own settings say."""
    commit(tmp_path / "served" / "m", {"a.md": "text"})
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text('[http]\n\textraHeader = "X-Who: ann"\n\tuserAgent = ann\n[user]\n\tname = Ann\n')
    (home / ".netrc").write_text("machine 127.0.0.1 login ann password x\n")

    async def test(server: Server) -> None:
        assert isinstance(await _get(server, tmp_path, Repository(server.address("/m/.git"))), Path)
        for asked in server.asked[1:]:
            assert asked.fields["user-agent"] == "git/2.39.0"
            assert not {"x-who", "authorization", "cookie", "accept-language", "referer"} & set(asked.fields)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("LANG", "de_DE.UTF-8")
        patch.setenv("http_proxy", "http://127.0.0.1:9")
        patch.setenv("GIT_SSL_NO_VERIFY", "1")
        _served(tmp_path / "served", test)


def test_a_proxy_is_passed_on(tmp_path: Path) -> None:
    """Git asks the proxy for everything, by name; the name is never looked up here."""
    commit(tmp_path / "served" / "m", {"a.md": "text"})

    async def test(server: Server) -> None:
        seen: list[str] = []

        async def lookup(host: str, _: int) -> list[str]:
            seen.append(host)
            return ["127.0.0.1"]

        policy = Policy(proxy=server.address("").rstrip("/"), **QUICK)  # type: ignore[arg-type]
        async with open_fetcher(policy, lookup) as fetcher:
            wanted = Repository("http://git.example/m/.git")
            got = await repository(wanted, Shelf(tmp_path / "kept", tmp_path / "work"), fetcher)
        assert isinstance(got, Path), got
        assert _in(got) == {"m/a.md": b"text"}
        assert {asked.fields["host"] for asked in server.asked} == {"git.example"}
        assert seen == []

    _served(tmp_path / "served", test)


def test_links_submodules_and_filters_are_left_out(tmp_path: Path) -> None:
    """Only plain files are written, as they were committed: nothing outside of the folder, no program is run."""
    root = tmp_path / "served" / "m"
    canary = tmp_path / "canary"
    commit(root, {"a.md": "text\r\n", ".gitattributes": "* filter=evil eol=crlf export-ignore\n"})
    (root / "out.md").symlink_to("/etc/passwd")
    (root / "in.md").symlink_to("a.md")
    git(root, "config", "filter.evil.clean", f"touch {canary}")
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{git(root, 'rev-parse', 'HEAD')},sub")
    git(root, "add", "out.md", "in.md")
    git(root, "commit", "-q", "-m", "odd")
    canary.unlink(missing_ok=True)

    async def test(server: Server) -> None:
        got = await _get(server, tmp_path, Repository(server.address("/m/.git")))
        assert isinstance(got, Path), got
        files = _in(got / "m")
        assert set(files) == {"a.md", ".gitattributes"}
        assert files["a.md"] == b"text\n"  # as git keeps it, whatever the attributes say of a checkout
        assert not [path for path in got.rglob("*") if path.is_symlink()]

    _served(tmp_path / "served", test)
    assert not canary.exists()


def test_names_that_lead_out_are_left_out(tmp_path: Path) -> None:
    """A tree made by hand may name anything; what is not below the folder is not written."""
    root = tmp_path / "m"
    commit(root, {"a.md": "text"})
    blob = git(root, "hash-object", "-w", "a.md")
    entries = "".join(f"100644 blob {blob}\t{name}\n" for name in ("..", ".git", "good.md", "x" * 300))
    inner = git(root, "mktree", given=entries)
    tree = git(root, "mktree", given=f"040000 tree {inner}\t..\n040000 tree {inner}\tfolder\n")
    made = git(root, "commit-tree", "-m", "odd", tree)
    (tmp_path / "home").mkdir()
    asyncio.run(Git(root / ".git", tmp_path / "home").export(made, "", tmp_path / "out" / "deep"))
    assert _in(tmp_path / "out") == {"deep/folder/good.md": b"text"}


def test_a_bare_repository_on_the_disk_can_run_nothing(tmp_path: Path) -> None:
    """Settings and hooks of a folder that somebody gave us are not followed when its files are read."""
    root, canary = tmp_path / "m", tmp_path / "canary"
    commit(root, {"a.md": "text"})
    for key in ("core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "alias.ls-tree", "core.askPass"):
        git(root, "config", key, f"touch {canary}")
    git(root, "config", "core.hooksPath", str(tmp_path))
    (tmp_path / "home").mkdir()
    count = asyncio.run(Git(root / ".git", tmp_path / "home").export("HEAD", "", tmp_path / "out"))
    assert (count, _in(tmp_path / "out")) == (1, {"a.md": b"text"})
    assert not canary.exists()


def test_without_the_program_there_is_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install; one that is too old is named."""
    monkeypatch.setenv("PATH", str(tmp_path))
    shelf = Shelf(tmp_path / "kept", tmp_path / "work")
    got = asyncio.run(repository(Repository("https://a.example/m.git"), shelf, None))
    assert isinstance(got, NotFetched)
    assert "the program git is needed for it; install it" in got.reason
    (tmp_path / "git").write_text(f"#!{sys.executable}\nprint('git version 2.20.1')\n")
    (tmp_path / "git").chmod(0o755)
    got = asyncio.run(repository(Repository("https://a.example/m.git"), shelf, None))
    assert got == NotFetched("needs git 2.31 or newer, here is git version 2.20.1; install a newer one")


def test_a_run_that_is_stopped_leaves_no_process_and_no_half_copy(tmp_path: Path) -> None:
    """Ctrl-C in the middle of a transfer ends git and what it has started; the next run has a clean place."""
    commit(tmp_path / "served" / "m", {"a.md": "text"})

    async def test(server: Server) -> None:
        stopped = asyncio.Event()

        async def hanging(request: web.Request) -> web.StreamResponse:
            if request.method == "GET" and not (request.headers.get("User-Agent") or "").startswith("git/"):
                smart = "application/x-git-upload-pack-advertisement"
                return web.Response(body=b"001e# service=git-upload-pack\n0000", content_type=smart)
            stopped.set()
            await asyncio.sleep(60)
            return web.Response(status=500)

        async with serving(hanging) as slow:
            task = asyncio.create_task(_get(slow, tmp_path, Repository(slow.address("/m/.git"))))
            await stopped.wait()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert task.cancelled()
        assert not [path for path in (tmp_path / "kept").iterdir() if path.is_dir()]

    _served(tmp_path / "served", test)
    kept = os.fsencode(tmp_path / "kept")
    assert not [path for path in Path("/proc").glob("[0-9]*/cmdline") if kept in _content(path)]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has just ended
        return b""


def test_two_runs_share_one_copy(tmp_path: Path) -> None:
    """The second waits for the first; both have all files."""
    commit(tmp_path / "served" / "m", {"a.md": "text"})

    async def test(server: Server) -> None:
        wanted = Repository(server.address("/m/.git"))
        async with open_fetcher(server.policy()) as fetcher:
            shelves = (Shelf(tmp_path / "kept", tmp_path / name) for name in "abc")
            got = await asyncio.gather(*(repository(wanted, shelf, fetcher) for shelf in shelves))
        assert [_in(path) for path in got if isinstance(path, Path)] == [{"m/a.md": b"text"}] * 3

    _served(tmp_path / "served", test)


def test_a_damaged_repository_on_the_disk_is_told(tmp_path: Path) -> None:
    """One line, without its path."""
    root = tmp_path / "m"
    commit(root, {"a.md": "text"})
    blob = git(root, "rev-parse", "HEAD:a.md")
    (root / ".git" / "objects" / blob[:2] / blob[2:]).chmod(0o644)
    (root / ".git" / "objects" / blob[:2] / blob[2:]).write_bytes(b"nothing")
    (tmp_path / "home").mkdir()
    with pytest.raises(GitError) as caught:
        asyncio.run(Git(root / ".git", tmp_path / "home").export("HEAD", "", tmp_path / "out"))
    assert "is damaged" in str(caught.value)
    assert os.fspath(tmp_path) not in str(caught.value)
