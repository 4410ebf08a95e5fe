"""Git repositories as sources of a book: by address, without a network, bare on the disk; what is told of bad ones."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fetch.repositories import commit, git, repositories
from tests.fetch.servers import Server
from tests.pages import plain_page, prose
from tests.pictures import jpeg
from tests.program import Outcome, environment, run

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="the program git is not here")

Build = Callable[..., Outcome]


def _pages(*numbers: int) -> dict[str, str | bytes]:
    pages = {f"2020/{number}.md": plain_page(f"Story {number}", paragraphs=prose(number)) for number in numbers}
    return {**pages, "2020/p.jpg": jpeg(400, 300)}


def _with(root: Path, test: Callable[[Server, Build], None]) -> None:
    """Run a test beside a server of the repositories below a folder."""

    async def both() -> None:
        async with repositories(root) as server:

            def build(*arguments: str, offline: bool = False) -> Outcome:
                options = ("--offline",) if offline else ("--allow-private", f"127.0.0.1:{server.port}")
                env = environment(EPUB_BUNDLER_CACHE=str(root / "cache"))
                return run(*arguments, *options, "--json", folder=root, env=env)

            await asyncio.to_thread(test, server, build)

    asyncio.run(both())


def test_a_repository_becomes_a_book_and_then_only_its_change_is_fetched(tmp_path: Path) -> None:
    """Its pages are known as name and path, their pictures lie beside them; without a network the kept copy counts."""
    shown = plain_page("One", paragraphs=(*prose(9), "![](p.jpg)"))
    commit(tmp_path / "mirror", _pages(1, 2) | {"2020/1.md": shown})

    def test(server: Server, build: Build) -> None:
        address = server.address("/mirror/.git")
        done = build("build", f"git+{address}", "-o", "a.epub")
        assert done.code == 0, done.err
        assert json.loads(done.out)["pictures"] == 1
        first = server.sent
        commit(tmp_path / "mirror", _pages(3))
        listed = json.loads(build("list", address).out)
        assert {item["path"] for item in listed["articles"]} == {f"mirror/2020/{number}.md" for number in (1, 2, 3)}
        assert server.sent - first < first
        count = len(server.asked)
        listed = json.loads(build("list", address, offline=True).out)
        assert (len(listed["articles"]), len(server.asked)) == (3, count)

    _with(tmp_path, test)


def test_a_bad_repository_does_not_stop_the_rest(tmp_path: Path) -> None:
    """It is one gap with its reason, and the book has what the others hold."""
    commit(tmp_path / "mirror", _pages(1))

    def test(server: Server, build: Build) -> None:
        done = build("build", server.address("/none.git"), server.address("/mirror/.git"), "-o", "a.epub")
        assert done.code == 3, done.err
        (gap,) = json.loads(done.out)["gaps"]
        assert gap["path"] == server.address("/none.git")
        assert gap["reason"].startswith("the server answers 404")

    _with(tmp_path, test)


def test_the_store_is_cleared(tmp_path: Path) -> None:
    """`cache clear` deletes repositories, too; with `--no-store` none is kept."""
    commit(tmp_path / "mirror", _pages(1))

    def test(server: Server, build: Build) -> None:
        kept = tmp_path / "cache" / "repositories"
        assert build("list", server.address("/mirror/.git"), "--no-store").code == 0
        assert not kept.exists()
        assert build("list", server.address("/mirror/.git")).code == 0
        assert kept.is_dir()
        run("cache", "clear", folder=tmp_path, env=environment(EPUB_BUNDLER_CACHE=str(tmp_path / "cache")))
        assert not kept.exists()

    _with(tmp_path, test)


def test_a_bare_repository_on_the_disk_is_a_folder(tmp_path: Path) -> None:
    """So is the `.git` of a checkout; a damaged one is a gap beside what can be read."""
    commit(tmp_path / "mirror", _pages(1, 2))
    git(tmp_path, "clone", "--quiet", "--bare", "mirror", "bare.git")
    for source, name in (("bare.git", "bare"), ("mirror/.git", "mirror")):
        listed = json.loads(run("list", source, "--json", "--offline", folder=tmp_path).out)
        assert {item["path"] for item in listed["articles"]} == {f"{name}/2020/1.md", f"{name}/2020/2.md"}
    (tmp_path / "bare.git" / "packed-refs").unlink()
    listed = json.loads(run("list", "bare.git", "mirror", "--json", "--offline", folder=tmp_path).out)
    assert len(listed["articles"]) == 2
    assert [gap["path"] for gap in listed["gaps"]] == ["bare.git"]
