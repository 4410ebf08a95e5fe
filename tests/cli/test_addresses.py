"""Addresses and lists on the command line, and the wrong turns of a new user: each answered by what to type."""

from __future__ import annotations

import asyncio
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web

from tests.books import article_pages
from tests.fetch.servers import Server, serving
from tests.pages import prose, saved_page
from tests.program import COMMAND, Command, environment, inside, one_line, run


async def _answer(request: web.Request) -> web.StreamResponse:
    name = request.path.strip("/")
    if name == "feed":
        items = "".join(
            f"<item><title>Story {n}</title><link>/{n}</link><description>Short.</description></item>" for n in range(5)
        )
        text = f'<rss version="2.0"><channel><title>The Post</title>{items}</channel></rss>'
        return web.Response(text=text, content_type="application/rss+xml")
    if name == "app":
        return web.Response(
            text="<!DOCTYPE html><html><script>1</script><body></body></html>", content_type="text/html"
        )
    if name.isdigit():
        page = saved_page(f"Story {name}", day="2024-03-01", paragraphs=prose(int(name)))
        return web.Response(text=page, content_type="text/html")
    return web.Response(status=404)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A newspaper with a feed, in a thread of its own."""
    started, stop, loop = threading.Event(), asyncio.Event(), asyncio.new_event_loop()
    found: list[Server] = []

    async def serve() -> None:
        async with serving(_answer) as server:
            found.append(server)
            started.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    started.wait(20)
    yield found[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join(20)
    loop.close()


def _allowed(server: Server) -> tuple[str, str]:
    return "--allow-private", f"127.0.0.1:{server.port}"


def test_a_feed_needs_no_option(tmp_path: Path, server: Server) -> None:
    """`build ADDRESS` alone makes a book of what the feed names (loopback has to be allowed)."""
    done = run("build", server.address("/feed"), *_allowed(server), folder=tmp_path)
    assert (done.code, done.out) == (0, "The-Post_2024-03-01.epub\n"), done.err
    assert len(article_pages(tmp_path / "The-Post_2024-03-01.epub")) == 5


def test_a_list_of_fifty_pages_needs_no_option(tmp_path: Path, server: Server) -> None:
    """Addresses and paths in one list, with a remark; the list may be a source, or named by `-f`."""
    addresses = [server.address(f"/{number}") for number in range(10, 60)]
    (tmp_path / "list.txt").write_text("# to read\n" + "\n".join(addresses) + "\n", encoding="utf-8")
    done = run("build", "list.txt", *_allowed(server), "-o", "a.epub", folder=tmp_path)
    assert (done.code, done.out) == (0, "a.epub\n"), done.err
    assert len(article_pages(tmp_path / "a.epub")) == 50
    (tmp_path / "own.html").write_text(saved_page("My own", paragraphs=prose(99)), encoding="utf-8")
    (tmp_path / "more.txt").write_text("own.html\n" + "\n".join(addresses[:3]) + "\ngone.html\n", encoding="utf-8")
    done = run("build", "-f", "more.txt", *_allowed(server), "-o", "b.epub", folder=tmp_path)
    assert done.code == 3
    assert "missing: gone.html: no such file or folder; check the spelling (in more.txt)" in done.err
    assert len(article_pages(tmp_path / "b.epub")) == 4


@pytest.mark.parametrize("typed", ["-", "-f -"])
@pytest.mark.parametrize("content", ["list", "feed"])
def test_standard_input_is_told_by_its_content(tmp_path: Path, server: Server, typed: str, content: str) -> None:
    """A list, or with `-` as SOURCE a feed or a page, too; `-f -` says that it is a list."""
    feed = f'<rss version="2.0"><channel><item><link>{server.address("/2")}</link></item></channel></rss>'
    given = f"{server.address('/1')}\n" if content == "list" else feed
    done = subprocess.run(
        [*COMMAND, "list", *typed.split(), *_allowed(server)],
        cwd=tmp_path,
        env=environment(),
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if (typed, content) == ("-f -", "feed"):
        assert done.returncode == 1
        assert "is no list, but a page or feed; give it as a source, without -f" in one_line(done.stderr)
    else:
        assert done.returncode == 0, done.stderr
        assert "Story" in done.stdout


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("example.org", "for the web type https://example.org"),
        ("www.example.org/news/today", "for the web type https://www.example.org/news/today"),
        ("localhost:8000/feed", "for the web type http://localhost:8000/feed"),
        ("192.168.1.5:8000/feed", "for the web type http://192.168.1.5:8000/feed"),
        ("htp://example.org/feed", "did you mean http://example.org/feed"),
        ("htps://example.org/feed", "did you mean https://example.org/feed"),
        ("https:/example.org/feed", "did you mean https://example.org/feed"),
        ("https://", "is no valid address; copy it whole from a browser"),
        ("ftp://example.org/a.html", "only http and https; save it as a file and give that"),
        ("file:///home/me/page.html", "type /home/me/page.html"),
        ("notes.md", "no such file or folder; check the spelling"),
        ("week.epub", "no such file or folder; check the spelling"),
    ],
)
def test_what_is_neither_file_nor_address_is_answered_with_what_to_type(
    command: Command, typed: str, answer: str
) -> None:
    """One line, before any work."""
    done = command("build", typed)
    assert done.code == 1
    assert answer in one_line(done.err)


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (None, "cannot be read (No such file or directory); give a text file, one source a line"),
        (b"", "names no source; write one address or path on each line"),
        (b"# nothing\n\n", "names no source"),
        (b"<!DOCTYPE html><html></html>", "is no list, but a page or feed; give it as a source, without -f"),
        (b"PK\x03\x04\x00\x00", "is no text file; give it as a source, without -f"),
        (b"A story\n\nOnce upon a time.\n", "is no list of sources (its first line: A story)"),
    ],
)
def test_what_is_no_list_is_told(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch, content: bytes | None, answer: str
) -> None:
    """One line that says what is wrong with the file behind `-f`, before any work."""
    monkeypatch.chdir(tmp_path)
    if content is not None:
        (tmp_path / "list.txt").write_bytes(content)
    done = command("build", "-f", "list.txt")
    assert done.code == 1
    assert answer in one_line(done.err)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (("https://example.org/feed",), "epub-bundler build https://example.org/feed"),
        (("example.org",), "epub-bundler build example.org"),
        (("tests",), "epub-bundler build tests"),
        (("bild", "x"), "Did you mean 'build'?"),
        (("build",), "Missing SOURCE"),
        (("build", "-f", "-", "-"), "Standard input can be read once"),
    ],
)
def test_a_command_that_is_none_is_answered_with_what_to_type(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...], answer: str
) -> None:
    """A source without its command names the line to type; so do a misspelt command and a missing source."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tests").mkdir()
    done = command(*typed)
    assert done.code == 2
    assert answer in done.err


@pytest.mark.parametrize(
    ("path", "options", "answer"),
    [
        ("/gone", (), "the server answers 404; look it up in a browser, it may have moved"),
        ("/app", (), "is empty without JavaScript; open it in a browser, save it there and give the file"),
        ("/feed", ("--offline", "--no-store"), "is on the network, which is switched off; leave out --offline"),
    ],
)
def test_an_address_that_gives_nothing_is_one_line_with_the_next_step(
    tmp_path: Path, server: Server, path: str, options: tuple[str, ...], answer: str
) -> None:
    """Exit code 1, and no book."""
    done = run("build", server.address(path), *options, *_allowed(server), folder=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert one_line(done.err) == f"epub-bundler: {server.address(path)}: {answer}"
    assert inside(tmp_path) == []


def test_a_private_address_says_how_to_allow_it(tmp_path: Path, server: Server) -> None:
    """The option to type stands in the line."""
    done = run("build", server.address("/feed"), "--no-store", folder=tmp_path)
    assert done.code == 1
    assert one_line(done.err).endswith(f"if the place is your own, add --allow-private 127.0.0.1:{server.port}")


def test_which_feed_stands_for_a_site_is_told(tmp_path: Path) -> None:
    """`build` says which feed it has taken instead of a front page."""

    async def front(request: web.Request) -> web.StreamResponse:
        if request.path == "/":
            head = '<link rel="alternate" type="application/rss+xml" href="/feed">'
            return web.Response(text=f"<!DOCTYPE html><html><head>{head}</head></html>", content_type="text/html")
        return await _answer(request)

    async def whole() -> None:
        async with serving(front) as server:
            done = await asyncio.to_thread(
                run, "build", server.address("/"), *_allowed(server), "-o", "a.epub", folder=tmp_path
            )
            assert done.code == 0, done.err
            assert f"{server.address('/')}: a list of articles; its feed {server.address('/feed')} is read" in done.err

    asyncio.run(whole())
