"""Keys to accounts that stand in addresses, and paths of this machine: in no book, no report, and not in the store."""

from __future__ import annotations

import asyncio
import json
import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from bundler.addresses import shown, without_secrets
from tests.fetch.servers import Server, serving
from tests.pages import mirror_page, plain_page, prose, saved_page
from tests.pictures import jpeg
from tests.program import COMMAND, environment

_SECRET = "T0PSECRET"  # noqa: S105 - what must not be found
_NAME = "readername"
_PARAMETERS = (
    "token access_token auth_token id_token api_key apikey api-key key_secret client_secret password passwd pwd auth "
    "authorization signature sig jwt session sessionid PHPSESSID JSESSIONID X-Amz-Signature X-Amz-Credential "
    "X-Amz-Security-Token X-Goog-Signature credentials AccessToken Token"
).split()


@pytest.mark.parametrize("name", _PARAMETERS)
def test_a_parameter_that_is_a_key_is_taken_out(name: str) -> None:
    """The parameters around it stay as they are."""
    address = f"https://a.example/p.jpg?w=600&{name}={_SECRET}&h=400#top"
    assert without_secrets(address) == "https://a.example/p.jpg?w=600&h=400#top"
    assert without_secrets(f"https://a.example/p.jpg?{name}={_SECRET}") == "https://a.example/p.jpg"


@pytest.mark.parametrize(
    "address",
    [
        f"https://{_NAME}:{_SECRET}@a.example/p.jpg",
        f"https://{_SECRET}@a.example/p.jpg",
        f"https://{_NAME}:{_SECRET}@[::1]:8080/p.jpg",
        f"https://{_NAME}:a@b:{_SECRET}@a.example/p.jpg",
        f"ftp://{_NAME}:{_SECRET}@a.example/p.jpg",
        f"//{_NAME}:{_SECRET}@a.example/p.jpg",
        f"https://a.example/p.jpg;jsessionid={_SECRET}?x=1",
        f"https://a.example/p.jpg#access_token={_SECRET}",
        f"https://a.example/p.jpg#state=1&id_token={_SECRET}&x=2",
        f"https://a.example/p.jpg?a=1;token={_SECRET}",
        f"https://a.example/p.jpg?TOKEN={_SECRET}",
        f"https://a.example/p.jpg?a=1&amp;token={_SECRET}",
        f"https://[{_NAME}:{_SECRET}@a.example/p.jpg",
        f"https://a.example/go?to=https%3A%2F%2Fb.example%2Fp.jpg%3Ftoken%3D{_SECRET}",
        f"https://a.example/go?to=https://b.example/?token={_SECRET}",
        f"data:image/png;name={_NAME};base64,{_SECRET}",
    ],
)
def test_a_secret_in_any_spelling_is_not_shown(address: str) -> None:
    """User and password, session in the path, keys in the fragment, in other separators and in nested addresses."""
    told = shown(address)
    assert _SECRET not in told
    assert f"{_NAME}:" not in told


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/",
        "https://a.example/a/b.html?id=7&lang=zh#part-2",
        "https://a.example/wp-content/uploads/2020/09/p.jpg?w=600&ssl=1",
        "https://a.example/p?monkey=1&design=2&sessions=3&tokens=4&author=ann&keyword=tea&pass=no",
        "mailto:ann@a.example",
        "/relative/p.jpg",
        "",
    ],
)
def test_an_address_without_secrets_is_shown_as_it_is(address: str) -> None:
    """Nothing is taken from ordinary addresses: links must still lead where they led."""
    assert without_secrets(address) == shown(address) == address


@pytest.mark.parametrize("part", ["a", "a-", "token", "&token", "%26", "%3Ftoken%3D", ";", "token=", "?", "sig."])
def test_a_long_address_is_looked_through_at_once(part: str) -> None:
    """Addresses are a page's text and may be of any length: the time they take grows with it, not with its square."""
    begin = time.process_time()
    without_secrets("https://a.example/p?x=" + part * (6000 // len(part)))
    assert time.process_time() - begin < 0.5


@dataclass(frozen=True, slots=True)
class Traces:
    """All that two runs leave behind.

    Attributes:
        folder: with `json.epub`, `table.epub` and `cache`.
        out: stdout of the run with `--json`.
        said: what both said on stderr, and the other's stdout.
        asked: what the server was asked for, paths and fields.
    """

    folder: Path
    out: str
    said: str
    asked: str


@pytest.fixture(scope="module")
def traces(tmp_path_factory: pytest.TempPathFactory) -> Traces:
    """The real command over pages full of secrets, some pictures there and some missing, once as JSON and once not."""
    return asyncio.run(_run(tmp_path_factory.mktemp(f"home-{_SECRET}")))


async def _run(folder: Path) -> Traces:
    async def answer(request: web.Request) -> web.StreamResponse:
        if "refused" in request.path and "Referer" not in request.headers:
            return web.Response(status=403)
        return web.Response(status=404) if "gone" in request.path else web.Response(body=jpeg(400, 300))

    async with serving(answer) as server:
        _write(folder / "pages", server)
        outputs: list[tuple[str, str]] = []
        for book, option in (("json.epub", "--json"), ("table.epub", "--title=Two")):
            process = await asyncio.create_subprocess_exec(
                *COMMAND,
                *("build", str(folder / "pages"), str(folder / "broken.html"), "-o", book, option),
                *("--allow-private", f"{server.host}:{server.port}"),
                cwd=folder,
                env=environment(EPUB_BUNDLER_CACHE=str(folder / "cache")),
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            stdout, stderr = await process.communicate()
            assert process.returncode == 3, stderr.decode()
            outputs.append((stdout.decode(), stderr.decode()))
        told = "\n".join(f"{asked.path} {dict(asked.fields)}" for asked in server.asked)
    (out, err), (more_out, more_err) = outputs
    return Traces(folder, out, f"{err}\n{more_out}\n{more_err}", told)


def _write(folder: Path, server: Server) -> None:
    folder.mkdir()
    (folder.parent / "broken.html").write_bytes(b"\x00\x01\x02 not a page")
    own = f"http://{_NAME}:{_SECRET}@{server.host}:{server.port}"
    pictures = [f"{own}/{name}.jpg?access_token={_SECRET}&w=1" for name in ("good", "gone", "refused")]
    links = [
        f'<a href="https://{_NAME}:{_SECRET}@a.example/">one</a>',
        f'<a href="https://a.example/?id=1&amp;token={_SECRET}">two</a>',
        f'<a href="https://a.example/#access_token={_SECRET}">three</a>',
        f'<a href="ftp://{_NAME}:{_SECRET}@a.example/">four</a>',
    ]
    pages = {
        "mirror.md": mirror_page(
            "One", day="2020-09-01", address=f"{own}/1.html", paragraphs=[*prose(1), *links], pictures=pictures
        ),
        "saved.html": saved_page(
            "Two",
            day="2020-09-02",
            address=f"{own}/2.html?sig={_SECRET}",
            paragraphs=[*prose(2), *links],
            pictures=[*pictures, f"file://{folder}/canary.jpg"],
        ),
        "plain.md": plain_page(
            "Three", day="2020-09-03", address=f"{own}/3.html?jwt={_SECRET}", paragraphs=[*prose(3), *links]
        ),
    }
    for name, page in pages.items():
        (folder / name).write_text(page, encoding="utf-8")


def _entries(book: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(book) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def test_no_secret_is_in_a_book(traces: Traces) -> None:
    """Neither in links, nor at the end of an article, nor on the last page; and the links still lead to their hosts."""
    for book in ("json.epub", "table.epub"):
        content = dict(_entries(traces.folder / book))
        assert [name for name, body in content.items() if _SECRET.encode() in body or _NAME.encode() in body] == []
        assert b"/gone.jpg?w=1" in content["EPUB/text/gaps.xhtml"]
        links = re.findall(
            rb'href="(https://a\.example/[^"]*)"',
            content[next(name for name in content if "/undated-" in name or "/20" in name)],
        )
        assert links[:2] == [b"https://a.example/", b"https://a.example/?id=1"]


def test_no_secret_is_in_a_report(traces: Traces) -> None:
    """The report as JSON names articles and gaps without them; the book's own path is what the user typed."""
    report = json.loads(traces.out)
    assert [article["source_url"].rpartition("/")[2] for article in report["articles"]] == [
        "1.html",
        "2.html",
        "3.html",
    ]
    assert len([gap for gap in report["gaps"] if "/gone.jpg" in gap.get("picture", "")]) >= 2
    told = json.dumps([report["articles"], [gap for gap in report["gaps"] if "picture" in gap]])
    assert _SECRET not in told.replace(str(traces.folder), "")
    assert _NAME not in told


def test_no_secret_is_on_the_screen(traces: Traces) -> None:
    """What is said on the way and at the end holds no key, only what the user typed."""
    said = traces.said.replace(str(traces.folder), "")
    assert "gone.jpg" in said
    assert _SECRET not in said
    assert _NAME not in said


def test_no_secret_is_in_the_store(traces: Traces) -> None:
    """The index of the pictures that are kept can be read by whoever finds the disk."""
    files = [path for path in (traces.folder / "cache").rglob("*") if path.is_file()]
    assert len(files) > 2
    found = [
        path.name for path in files if _SECRET.encode() in path.read_bytes() or _NAME.encode() in path.read_bytes()
    ]
    assert found == []


def test_user_and_password_are_not_even_sent(traces: Traces) -> None:
    """A token is part of a picture's address, which its server is asked for; who reads is nobody's business."""
    assert f"access_token={_SECRET}" in traces.asked
    assert _NAME not in traces.asked
    assert "authorization" not in traces.asked
    referers = re.findall(r"'referer': '([^']*)'", traces.asked)
    assert referers
    assert not any(_SECRET in referer for referer in referers)


def test_no_path_of_this_machine_is_in_a_book(traces: Traces) -> None:
    """Neither of the source, nor of the store, nor of the page that could not be read, typed in full as it was."""
    for book in ("json.epub", "table.epub"):
        for name, body in _entries(traces.folder / book):
            for path in (str(traces.folder), str(Path.home()) + "/", "/tmp/"):  # noqa: S108 - looked for, not used
                assert path.encode() not in body, name
