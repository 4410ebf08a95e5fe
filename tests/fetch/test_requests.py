"""What a request says: the least a server needs, nothing of the reader, and secrets never."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from bundler.fetch import Fetched, NotFetched, Unchanged, Validators, open_fetcher
from bundler.fetch.referer import referer
from bundler.fetch.request import Outcome
from tests.fetch.servers import Answer, Server, response, says, serving, speaking

_PAGE = "http://reader:secret@news.example/a/b.html?x=1#part"


async def _good(_: web.Request) -> web.StreamResponse:
    return web.Response(body=b"body")


def _fetch(answer: Answer, path: str = "/p.jpg", *, page: str = "", known: Validators | None = None) -> Server:
    """The server after one fetch from it."""
    return _outcome(answer, path, page=page, known=known)[1]


def _outcome(
    answer: Answer, path: str = "/p.jpg", *, page: str = "", known: Validators | None = None
) -> tuple[Outcome, Server]:
    async def run() -> tuple[Outcome, Server]:
        async with serving(answer) as server, open_fetcher(server.policy()) as fetcher:
            return await fetcher.fetch(server.address(path), page=page, validators=known), server

    return asyncio.run(run())


def _refusing(count: int, status: int = 403) -> Answer:
    left = [count]

    async def answer(_: web.Request) -> web.StreamResponse:
        left[0] -= 1
        return web.Response(status=status) if left[0] >= 0 else web.Response(body=b"body")

    return answer


def test_a_request_tells_nothing_of_the_reader() -> None:
    """Four fields, every reader's the same: no language, no program, no version, no page."""
    server = _fetch(_good, page=_PAGE)
    assert dict(server.asked[0].fields) == {
        "host": f"127.0.0.1:{server.port}",
        "accept": "image/*,*/*;q=0.5",
        "accept-encoding": "identity",
        "user-agent": "Mozilla/5.0",
    }


@pytest.mark.parametrize("status", [401, 403])
def test_the_page_is_named_only_after_a_refusal(status: int) -> None:
    """`Referer` goes out with the second request; another server than the page's own hears its host only."""
    server = _fetch(_refusing(1, status), page=_PAGE)
    assert [asked.fields.get("referer") for asked in server.asked] == [None, "http://news.example/"]


_KEYS = "access_token=T0PSECRET&sig=T0PSECRET"
_NAMED = {
    ("https://news.example/a.html?x=1#b", "https://news.example/p.jpg"): "https://news.example/a.html?x=1",
    ("https://me:pass@news.example/a.html", "https://news.example:443/p.jpg"): "https://news.example/a.html",
    ("https://news.example/a.html?x=1", "https://img.example/p.jpg"): "https://news.example/",
    ("https://me:pass@news.example/a.html", "https://img.example/p.jpg"): "https://news.example/",
    ("https://news.example/a.html", "https://news.example:8443/p.jpg"): "https://news.example/",
    ("http://news.example/a.html", "https://news.example/p.jpg"): "http://news.example/",
    ("https://news.example/a.html", "http://news.example/p.jpg"): "",
    ("https://news.example/a.html", "http://img.example/p.jpg"): "",
    ("file:///home/somebody/a.html", "https://img.example/p.jpg"): "",
    ("/home/somebody/a.html", "https://img.example/p.jpg"): "",
    ("", "https://img.example/p.jpg"): "",
    ("https://[::1/a.html", "https://img.example/p.jpg"): "",
    ("https://news.example:port/a.html", "https://img.example/p.jpg"): "",
}


@pytest.mark.parametrize(("page", "target"), _NAMED)
def test_a_page_is_named_as_browsers_do_and_never_over_an_open_line(page: str, target: str) -> None:
    """Whole to its own server, its host to others, nothing from https to http; no user, password, fragment or path."""
    assert referer(page, urlsplit(target)) == _NAMED[page, target]


def test_a_page_is_named_without_keys_to_an_account() -> None:
    """A token in the page's address is not told to the servers of its pictures, not even to its own."""
    named = referer(f"https://news.example/a.html?id=7&{_KEYS}", urlsplit("https://news.example/p.jpg"))
    assert "T0PSECRET" not in named
    assert named.startswith("https://news.example/a.html?id=7")


def test_an_encrypted_page_is_not_named_over_an_open_line() -> None:
    """A refusal over http of a picture of an https page is final: there is nothing that may be told."""
    outcome, server = _outcome(_refusing(9), page="https://news.example/a.html")
    assert outcome == NotFetched("the server answers 403")
    assert len(server.asked) == 1


def test_a_refusal_without_a_page_is_final() -> None:
    """There is nothing to try again with."""
    outcome, server = _outcome(_refusing(9))
    assert outcome == NotFetched("the server answers 403")
    assert len(server.asked) == 1


def test_a_refusal_of_the_page_too_is_final() -> None:
    """A server that refuses with `Referer` as well is asked twice, no more."""
    outcome, server = _outcome(_refusing(9), page=_PAGE)
    assert outcome == NotFetched("the server answers 403")
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", [404, 429, 500])
def test_other_refusals_do_not_name_the_page(status: int) -> None:
    """Only 401 and 403 are about who asks."""

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={"Retry-After": "0"})

    server = _fetch(answer, page=_PAGE)
    assert all("referer" not in asked.fields for asked in server.asked)


def test_cookies_are_not_sent_back() -> None:
    """Neither on the next request, nor after a redirect that set one."""

    async def answer(request: web.Request) -> web.StreamResponse:
        found = web.Response(body=b"body") if request.path == "/2" else web.Response(status=302)
        if request.path != "/2":
            found.headers["Location"] = "/2"
        found.set_cookie("id", "reader-17")
        return found

    async def run() -> Server:
        async with serving(answer) as server, open_fetcher(server.policy()) as fetcher:
            for path in ("/1", "/2", "/1"):
                assert isinstance(await fetcher.fetch(server.address(path)), Fetched)
            return server

    server = asyncio.run(run())
    assert len(server.asked) == 5
    assert all("cookie" not in asked.fields for asked in server.asked)


def test_user_and_password_of_an_address_are_never_sent() -> None:
    """Neither as a field, nor in the path, nor after a redirect to an address that has them."""
    plain = base64.b64encode(b"reader:secret").decode()

    async def run() -> None:
        async with serving(_good) as server:
            to = server.address("/2").replace("//", "//reader:secret@")
            async with speaking(says(response("302 Found", Location=to))) as first:
                policy = server.policy()
                allowed = type(policy)(allowed=frozenset({server.place, first.place}), silence=1, deadline=5)
                async with open_fetcher(allowed) as fetcher:
                    for address in (first.address("/1").replace("//", "//reader:secret@"), to):
                        assert isinstance(await fetcher.fetch(address), Fetched)
            for asked in (*server.asked, *first.asked):
                told = f"{asked.path} {dict(asked.fields)}"
                assert "authorization" not in asked.fields
                assert not any(word in told for word in ("reader", "secret", plain))
            assert [asked.path for asked in server.asked] == ["/2", "/2"]

    asyncio.run(run())


def test_a_fragment_is_never_sent() -> None:
    """What stands behind the number sign is the reader's own."""
    assert _fetch(_good, "/p.jpg?a=1#token").asked[0].path == "/p.jpg?a=1"


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/a b.jpg", "/a%20b.jpg"),
        ("/照片.jpg", "/%E7%85%A7%E7%89%87.jpg"),
        ("/a%20b.jpg", "/a%20b.jpg"),
        ("/a%2Fb.jpg", "/a%2Fb.jpg"),
        ("/a+b.jpg?x=1+2&y=%26", "/a+b.jpg?x=1+2&y=%26"),
        ("/100%.jpg", "/100%25.jpg"),
        ("/a.jpg?url=http://b.example/c.jpg", "/a.jpg?url=http://b.example/c.jpg"),
        ("", "/"),
    ],
)
def test_a_path_is_sent_as_it_stands(path: str, sent: str) -> None:
    """What is no URL character is percent-encoded; what is encoded already stays so."""
    assert _fetch(_good, path).asked[0].path == sent


@pytest.mark.parametrize(
    ("known", "fields"),
    [
        (Validators('"abc"', "Sun, 06 Nov 1994 08:49:37 GMT"), {"if-none-match": '"abc"'}),
        (Validators('W/"abc"'), {"if-none-match": 'W/"abc"'}),
        (Validators("", "Sun, 06 Nov 1994 08:49:37 GMT"), {"if-modified-since": "Sun, 06 Nov 1994 08:49:37 GMT"}),
        (Validators(), {}),
    ],
    ids=["both", "weak", "date", "none"],
)
def test_what_is_here_already_is_asked_for_conditionally(known: Validators, fields: dict[str, str]) -> None:
    """The validators of the last time are sent, the stronger one where there are two."""
    asked = _fetch(_good, known=known).asked[0]
    sent = {name: value for name, value in asked.fields.items() if name.startswith("if-")}
    assert sent == fields


def test_what_has_not_changed_is_told_as_that() -> None:
    """A 304 to a conditional request is no gap and no body."""

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=304)

    assert _outcome(answer, known=Validators('"abc"'))[0] == Unchanged()
    assert _outcome(answer)[0] == NotFetched("the server answers 304")


def test_what_has_changed_comes_with_its_new_validators() -> None:
    """The next run asks with what this body was sent with, and knows what it is and where it was found."""

    async def answer(_: web.Request) -> web.StreamResponse:
        found = {"ETag": '"new"', "Last-Modified": "Mon, 07 Nov 1994 08:49:37 GMT"}
        return web.Response(body=b"new", headers=found)

    outcome, _ = _outcome(answer, known=Validators('"old"'))
    assert isinstance(outcome, Fetched)
    assert outcome.content == b"new"
    assert outcome.validators == Validators('"new"', "Mon, 07 Nov 1994 08:49:37 GMT")
    assert outcome.wire_bytes == 3
    assert outcome.address.endswith("/p.jpg")
    assert outcome.content_type == "application/octet-stream"


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Proxies and passwords of the environment are not used: what `--proxy` says is all there is."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login reader password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))

    async def run() -> None:
        async with speaking(says(response(body=b"proxied"))) as proxy, serving(_good) as server:
            for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
                monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
            monkeypatch.setenv("no_proxy", "")
            async with open_fetcher(server.policy()) as fetcher:
                assert isinstance(await fetcher.fetch(server.address()), Fetched)
            assert proxy.connections == 0
            assert "authorization" not in server.asked[0].fields

    asyncio.run(run())
