"""Cookies, logins and headers: each goes where it is for, and nowhere else."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from bundler.access import Access, Cookie, Login
from bundler.errors import SettingsError
from bundler.fetch import Policy, open_fetcher
from bundler.fetch.keys import Keys
from bundler.fetch.secrets import read_cookies, read_netrc
from tests.fetch.servers import Answer, Server, serving

_SECRET = "T0PSECRET"  # noqa: S105 - what must not be found
_BASIC = "Basic " + base64.b64encode(f"ann:{_SECRET}".encode()).decode()


def _cookie(host: str, path: str = "/", *, below: bool = False, secure: bool = False, expires: int = 0) -> Cookie:
    return Cookie(host, below, path, secure, expires, "id", _SECRET)


def _sent(cookie: Cookie, address: str, page: str = "", asked: str = "") -> bool:
    """Whether a cookie goes along; with a page itself when no page is named."""
    fields = Keys(Access(cookies=(cookie,)), frozenset()).fields(urlsplit(address), asked or address, page or address)
    return fields == {"Cookie": f"id={_SECRET}"}


_GOES = {
    "host": (_cookie("a.example"), "http://a.example/x"),
    "port": (_cookie("a.example"), "http://a.example:8080/x"),
    "case": (_cookie("a.example"), "http://A.EXAMPLE./x"),
    "below": (_cookie("a.example", below=True), "https://www.a.example/x"),
    "path": (_cookie("a.example", "/x"), "https://a.example/x"),
    "path below": (_cookie("a.example", "/x"), "https://a.example/x/y?z"),
    "path with slash": (_cookie("a.example", "/x/"), "https://a.example/x/"),
    "no path": (_cookie("a.example"), "https://a.example"),
    "secure": (_cookie("a.example", secure=True), "https://a.example/x"),
    "in time": (_cookie("a.example", expires=2**40), "https://a.example/x"),
    "address": (_cookie("10.0.0.1"), "http://10.0.0.1/"),
}
_STAYS = {
    "another host": (_cookie("a.example"), "http://b.example/x"),
    "below without leave": (_cookie("a.example"), "http://www.a.example/x"),
    "only the ending": (_cookie("a.example", below=True), "http://bada.example/x"),
    "above": (_cookie("www.a.example", below=True), "http://a.example/x"),
    "a whole country": (_cookie("example", below=True), "http://a.example/x"),
    "parts of an address": (_cookie("0.0.1", below=True), "http://10.0.0.1/"),
    "another path": (_cookie("a.example", "/x"), "https://a.example/xy"),
    "path above": (_cookie("a.example", "/x/"), "https://a.example/x"),
    "an open line": (_cookie("a.example", secure=True), "http://a.example/x"),
    "too late": (_cookie("a.example", expires=1), "https://a.example/x"),
}


@pytest.mark.parametrize("name", _GOES)
def test_a_cookie_goes_where_it_is_for(name: str) -> None:
    """RFC 6265, 5.4: host, path, https and time fit."""
    assert _sent(*_GOES[name])


@pytest.mark.parametrize("name", _STAYS)
def test_a_cookie_goes_nowhere_else(name: str) -> None:
    """Whatever does not fit keeps it back."""
    assert not _sent(*_STAYS[name])


def test_a_picture_of_another_host_takes_no_cookie() -> None:
    """A page cannot make us tell a third host who we are, its own pictures are let in."""
    picture, page = "https://img.a.example/p.jpg", "https://www.a.example/a"
    wide = _cookie("a.example", below=True)
    assert _sent(wide, picture, page)
    assert not _sent(wide, picture, "https://b.example/a")
    assert not _sent(_cookie("img.a.example"), picture, page)
    assert not Keys(Access(cookies=(wide,)), frozenset()).fields(urlsplit(picture), picture, "")


def test_longer_paths_come_first() -> None:
    """The order of RFC 6265, 5.4."""
    cookies = tuple(replace(_cookie("a.example", path), name=path) for path in ("/", "/x"))
    address = "https://a.example/x/y"
    fields = Keys(Access(cookies=cookies), frozenset()).fields(urlsplit(address), address, address)
    assert fields == {"Cookie": f"/x={_SECRET}; /={_SECRET}"}


_ACCESS = Access(logins=(Login("a.example", "ann", _SECRET),), headers=(("A.example", "X-Key", _SECRET),))


def _private(address: str, asked: str = "", page: str = "") -> set[str]:
    keys = Keys(_ACCESS, frozenset({("a.example", 8080)}))
    fields = keys.fields(urlsplit(address), asked or address, page or asked or address)
    assert set(fields.values()) <= {_BASIC, _SECRET}
    return set(fields)


def test_a_login_is_for_exactly_its_host() -> None:
    """No host below or above it, no open line except to the user's own places, no way through a redirect."""
    assert _private("https://a.example/x") == {"Authorization", "X-Key"}
    assert _private("http://a.example:8080/x") == {"Authorization", "X-Key"}
    assert _private("http://a.example/x") == set()
    assert _private("https://www.a.example/x") == set()
    assert _private("https://example/x") == set()
    assert _private("https://b.example/x", asked="https://a.example/x") == set()
    assert _private("https://a.example/x", asked="https://b.example/x") == {"X-Key"}
    assert _private("https://a.example/p.jpg", asked="https://a.example/p.jpg", page="https://b.example/") == {"X-Key"}
    assert _private("https://a.example/p.jpg", asked="https://a.example/p.jpg", page="https://a.example/") == {
        "Authorization",
        "X-Key",
    }


async def _good(_: web.Request) -> web.StreamResponse:
    return web.Response(text="page", headers={"Set-Cookie": "server=1; Path=/"})


def _asked(access: Access, answer: Answer = _good, paths: tuple[str, ...] = ("/a", "/b")) -> Server:
    async def run() -> Server:
        async with serving(answer) as server, open_fetcher(server.policy(), access=access) as fetcher:
            for path in paths:
                await fetcher.fetch_page(server.address(path))
            return server

    return asyncio.run(run())


def test_what_a_page_carries() -> None:
    """Cookie, login and header go with each page, not with robots.txt; what the server sets is not kept."""
    access = Access(
        (_cookie("127.0.0.1"),), (Login("127.0.0.1", "ann", _SECRET),), (("127.0.0.1", "user-agent", "Own/1"),)
    )
    server = _asked(access)
    robots, *pages = (dict(asked.fields) for asked in server.asked)
    assert not {"cookie", "authorization"} & set(robots)
    assert robots["user-agent"] == "Mozilla/5.0"
    for page in pages:
        assert (page["cookie"], page["authorization"], page["user-agent"]) == (f"id={_SECRET}", _BASIC, "Own/1")


def test_a_page_without_keys_tells_nothing() -> None:
    """The fields are every browser's; what a server sets is not sent back."""
    server = _asked(Access())
    assert dict(server.asked[2].fields) == {
        "host": f"127.0.0.1:{server.port}",
        "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "accept-encoding": "identity",
        "user-agent": "Mozilla/5.0",
    }


def test_keys_do_not_follow_a_redirect() -> None:
    """A page that moves to another host is asked for there without what the first host may know."""

    async def lookup(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    async def run() -> None:
        async def answer(request: web.Request) -> web.StreamResponse:
            if (request.host or "").startswith("first.example") and request.path != "/robots.txt":
                location = f"http://second.example:{server.port}/b"
                return web.Response(status=302, headers={"Location": location})
            return web.Response(text="page" if request.path == "/b" else "")

        async with serving(answer) as server:
            places = frozenset({("first.example", server.port), ("second.example", server.port)})
            access = Access(
                (_cookie("first.example"),), (Login("first.example", "a", "b"),), (("first.example", "X-Key", "k"),)
            )
            async with open_fetcher(Policy(allowed=places), lookup, access) as fetcher:
                await fetcher.fetch_page(f"http://first.example:{server.port}/a")
        first, second = (asked for asked in server.asked if asked.path != "/robots.txt")
        assert {"cookie", "authorization", "x-key"} <= set(first.fields)
        assert not {"cookie", "authorization", "x-key"} & set(second.fields)

    asyncio.run(run())


@pytest.mark.parametrize(("name", "value"), [("X Y", "1"), ("", "1"), ("X", "1\r\nY: 2"), ("Host", "b"), ("X:", "1")])
def test_a_header_that_cannot_be_sent_is_refused(name: str, value: str) -> None:
    """One line that does not tell the value."""
    with pytest.raises(SettingsError) as caught:
        Access(headers=(("a.example", name, value + _SECRET if "\r" in value else value),))
    assert _SECRET not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_secrets_are_not_printed() -> None:
    """Neither settings nor their parts show them."""
    access = Access((_cookie("a.example"),), _ACCESS.logins, _ACCESS.headers)
    assert _SECRET not in repr(access) + repr(access.cookies) + repr(access.logins)


_FILE = (
    "# Netscape HTTP Cookie File\n"
    "# a remark\n\n"
    "a.example\tFALSE\t/\tFALSE\t0\tone\t1\n"
    "#HttpOnly_.b.example\tTRUE\t/x\tTRUE\t1999999999.5\ttwo\ta=b c\r\n"
    "c.example\tFALSE\t/\tFALSE\t\tthree\n"
    ".d.example\tfalse\t/\tfalse\t-1\t\tvalue\n"
)


def test_a_cookie_file_is_read_as_browsers_write_it(tmp_path: Path) -> None:
    """HttpOnly lines are cookies, a point means hosts below, an empty value may lack its tab."""
    path = tmp_path / "cookies.txt"
    path.write_bytes(b"\xef\xbb\xbf" + _FILE.encode())
    assert read_cookies(path) == (
        Cookie("a.example", False, "/", False, 0, "one", "1"),  # noqa: FBT003
        Cookie("b.example", True, "/x", True, 1999999999, "two", "a=b c"),  # noqa: FBT003
        Cookie("c.example", False, "/", False, 0, "three", ""),  # noqa: FBT003
        Cookie("d.example", True, "/", False, 0, "", "value"),  # noqa: FBT003
    )


@pytest.mark.parametrize(
    "line",
    [
        f"a.example TRUE / FALSE 0 id {_SECRET}",
        f"a.example\tTRUE\t/\tFALSE\t0\tid\t{_SECRET}\tmore",
        f"a.example\tMAYBE\t/\tFALSE\t0\tid\t{_SECRET}",
        f"a.example\tTRUE\tx\tFALSE\t0\tid\t{_SECRET}",
        f"a.example\tTRUE\t/\tFALSE\tsoon\tid\t{_SECRET}",
        f"\tTRUE\t/\tFALSE\t0\tid\t{_SECRET}",
        f"a.example\tTRUE\t/\tFALSE\t0\tid\t{_SECRET}\x00",
        f"a.example\tTRUE\t/\tFALSE\t0\tid\t{_SECRET}; x=y",
        f"a.example\tTRUE\t/\tFALSE\t0\tid\t{_SECRET}\rSet: x",
        f'[{{"domain": "a.example", "value": "{_SECRET}"}}]',
        f"<html>{_SECRET}</html>",
    ],
)
def test_a_file_that_holds_no_cookies_is_told_by_its_line(tmp_path: Path, line: str) -> None:
    """The number of the line and what to do, and nothing that stands there."""
    path = tmp_path / "cookies.txt"
    path.write_text(f"# Netscape HTTP Cookie File\n\n{line}\n", newline="\n")
    with pytest.raises(SettingsError) as caught:
        read_cookies(path)
    assert "line 3 is no cookie in Netscape's format; export the cookies as cookies.txt" in str(caught.value)
    assert _SECRET not in str(caught.value)


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """A folder, nothing at all, and what is no text."""
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "loop").symlink_to("loop")
    for name, reason in {"": "no regular", "x": "cannot be read", "bytes": "no text", "loop": "cannot be read"}.items():
        for read in (read_cookies, read_netrc):
            with pytest.raises(SettingsError, match=reason):
                read(tmp_path / name)


def test_a_netrc_gives_logins_and_no_default(tmp_path: Path) -> None:
    """`default` would be told to every host; macros and entries without a password are none."""
    path = tmp_path / "netrc"
    path.write_text(
        "machine A.example login ann password one\nmachine b.example\n  login bob\n  password two\n"
        "machine c.example login none\nmacdef init\n  cd /\n\ndefault login everybody password all\n"
    )
    assert set(read_netrc(path)) == {Login("a.example", "ann", "one"), Login("b.example", "bob", "two")}


def test_a_damaged_netrc_is_told_by_its_line(tmp_path: Path) -> None:
    """The number of the line, and nothing that stands there."""
    path = tmp_path / "netrc"
    path.write_text(f"machine a.example login ann\n{_SECRET} password x\n")
    with pytest.raises(SettingsError) as caught:
        read_netrc(path)
    assert "line 2" in str(caught.value)
    assert _SECRET not in str(caught.value)


def test_answers_for_somebody_are_not_those_for_everybody() -> None:
    """The mark is that of the keys for this host: none without keys, another with others, and no key in it."""
    access = Access((_cookie("a.example", below=True),), (Login("b.example", "ann", _SECRET),))
    marks = [access.mark(host) for host in ("a.example", "www.A.example", "b.example", "c.example", "bada.example")]
    assert marks[0] == marks[1] != marks[2] != ""
    assert marks[3:] == ["", ""]
    assert access.mark("a.example") != Access((_cookie("a.example"),)).mark("a.example")
    assert not any(_SECRET in mark for mark in marks)
