"""Behind a proxy everything goes through it, names are looked up there, and nothing goes past it when it fails."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bundler.errors import SettingsError
from bundler.fetch import Fetched, NotFetched, Policy, open_fetcher, parse_proxy
from tests.books import article_pages, bundle, text
from tests.fetch.proxies import Connected, Proxy, http_proxy, proxying, socks_proxy
from tests.fetch.servers import QUICK, listener, response, says, speaking
from tests.fetch.traffic import watched
from tests.pages import mirror_page, prose

_KINDS = pytest.mark.parametrize(
    ("scheme", "kind"), [("http", http_proxy), ("socks5h", socks_proxy)], ids=["http", "socks5h"]
)


async def _never(host: str, _: int) -> list[str]:
    raise AssertionError(f"{host} was looked up here")


def _policy(scheme: str, proxy: Proxy, **more: float) -> Policy:
    return Policy(proxy=parse_proxy(f"{scheme}://127.0.0.1:{proxy.port}"), **(QUICK | {"tries": 2} | more))  # type: ignore[arg-type]


@_KINDS
def test_every_connection_and_every_name_arrives_at_the_proxy(scheme: str, kind: Connected) -> None:
    """The target is reached through the proxy alone; no name is looked up on this machine, not even of a redirect."""

    async def run() -> None:
        answers = (response(body=b"body"), response("302 Found", Location="http://cdn.example/c"), response(body=b"c"))
        async with speaking(says(*answers)) as target, proxying(kind, target.port) as proxy:
            with watched() as traffic:
                async with open_fetcher(_policy(scheme, proxy), _never) as fetcher:
                    found = [
                        await fetcher.fetch("http://news.example/a?x=1"),
                        await fetcher.fetch("http://pictures.example:8080/b"),
                    ]
            assert [outcome.content for outcome in found if isinstance(outcome, Fetched)] == [b"body", b"c"]
            assert proxy.hosts == ["news.example", "pictures.example", "cdn.example"]
            assert target.connections == proxy.forwarded == 3
            assert [asked.path for asked in target.asked] == ["/a?x=1", "/b", "/c"]
            # This process made the test's three connections through the proxy and the proxy's own three to the target.
            assert sorted(set(traffic.connects)) == sorted({("127.0.0.1", proxy.port), target.place})
            assert traffic.connects.count(target.place) == proxy.forwarded
            assert traffic.lookups == []

    asyncio.run(run())


@_KINDS
def test_many_pictures_at_once_go_through_the_proxy_too(scheme: str, kind: Connected) -> None:
    """Twenty fetches of five hosts side by side leave no trace beside the proxy."""

    async def run() -> None:
        async with speaking(says(response(body=b"body"))) as target, proxying(kind, target.port) as proxy:
            async with open_fetcher(_policy(scheme, proxy), _never) as fetcher:
                places = [f"http://host{n % 5}.example/{n}" for n in range(20)]
                found = await asyncio.gather(*map(fetcher.fetch, places))
            assert all(isinstance(outcome, Fetched) for outcome in found)
            assert sorted(set(proxy.hosts)) == [f"host{n}.example" for n in range(5)]
            assert target.connections == proxy.forwarded == 20

    asyncio.run(run())


@_KINDS
def test_a_dead_proxy_lets_nothing_out(scheme: str, kind: Connected) -> None:
    """A proxy that is killed leaves reasons; nothing is connected to but the place where it was."""

    async def run() -> None:
        async with speaking(says(response(body=b"body"))) as target:
            async with proxying(kind, target.port) as proxy:
                policy = _policy(scheme, proxy)
                async with open_fetcher(policy, _never) as fetcher:
                    assert isinstance(await fetcher.fetch("http://news.example/"), Fetched)
            seen = target.connections
            with watched() as traffic:
                async with open_fetcher(policy, _never) as fetcher:
                    for address in ("http://news.example/", f"http://news.example:{target.port}/"):
                        outcome = await fetcher.fetch(address)
                        assert isinstance(outcome, NotFetched)
                        assert "proxy" in outcome.reason
            assert target.connections == seen
            assert set(traffic.connects) == {("127.0.0.1", proxy.port)}
            assert traffic.lookups == []

    asyncio.run(run())


@pytest.mark.parametrize("reply", [1, 2, 3, 4, 5, 6, 8, 99])
def test_what_a_socks_proxy_refuses_is_a_reason(reply: int) -> None:
    """A host that the proxy cannot reach, or may not, costs that picture only, and is not tried past the proxy."""

    async def run() -> None:
        async with speaking(says(response(body=b"body"))) as target, proxying(socks_proxy, target.port) as proxy:
            proxy.refusal = reply
            with watched() as traffic:
                async with open_fetcher(_policy("socks5h", proxy, tries=1), _never) as fetcher:
                    assert isinstance(await fetcher.fetch("http://news.example/"), NotFetched)
            assert target.connections == 0
            assert set(traffic.connects) == {("127.0.0.1", proxy.port)}

    asyncio.run(run())


@pytest.mark.parametrize("said", [b"", b"\x00", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x05\xff", b"\xff" * 40])
@pytest.mark.parametrize("scheme", ["http", "https", "socks5h"])
def test_a_proxy_that_speaks_nonsense_is_a_reason(scheme: str, said: bytes) -> None:
    """Something else behind the proxy's port is told, for plain and for secure addresses."""

    async def nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _: Proxy) -> None:
        await reader.read(1)
        writer.write(said)
        await writer.drain()

    async def run() -> None:
        async with proxying(nonsense, 9) as proxy, open_fetcher(_policy(scheme, proxy, tries=1), _never) as fetcher:
            for address in ("http://news.example/", "https://news.example/"):
                assert isinstance(await fetcher.fetch(address), NotFetched)

    asyncio.run(run())


def test_a_proxys_password_goes_to_the_proxy_only() -> None:
    """User and password of `--proxy` are given to a SOCKS or HTTP proxy and to nobody else."""

    async def run() -> None:
        async with speaking(says(response(body=b"body"))) as target:
            for scheme, kind in (("http", http_proxy), ("socks5h", socks_proxy)):
                async with proxying(kind, target.port) as proxy:
                    proxy.login = ("reader", "p:ss@w")
                    address = f"{scheme}://reader:p%3Ass%40w@127.0.0.1:{proxy.port}"
                    policy = Policy(proxy=parse_proxy(address), silence=1, deadline=5)
                    async with open_fetcher(policy, _never) as fetcher:
                        assert isinstance(await fetcher.fetch("http://news.example/"), Fetched)
                    told = b"".join(proxy.heads)
                    assert proxy.offered == proxy.login or b"Proxy-Authorization: Basic " in told
            assert all("authorization" not in asked.fields for asked in target.asked)

    asyncio.run(run())


@_KINDS
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "0x7f000001",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "192.168.0.1",
        "169.254.169.254",
        "１２７.０.０.１",
        "127。0。0。1",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "ｌｏｃａｌｈｏｓｔ",
        "localhost。",
        "loc%61lhost",
        "%31%32%37.0.0.1",
        "127%2e0%2e0%2e1",
        "printer.local",
        "printer.ｌocal",
        "nas.home.arpa",
        "router.lan",
        "metadata.google.internal",
    ],
)
def test_a_private_address_is_refused_behind_a_proxy_too(scheme: str, kind: Connected, host: str) -> None:
    """What spells out a private place is not asked of the proxy either: the proxy may stand in that very network."""

    async def run() -> None:
        async with speaking(says(response(body=b"private"))) as target, proxying(kind, target.port) as proxy:
            async with open_fetcher(_policy(scheme, proxy, tries=1), _never) as fetcher:
                assert isinstance(await fetcher.fetch(f"http://{host}/"), NotFetched)
            assert (proxy.hosts, proxy.connections, target.connections) == ([], 0, 0)

    asyncio.run(run())


def test_a_book_is_made_without_a_proxy_that_answers(tmp_path: Path) -> None:
    """The text is there, the picture is a gap, and the run ends as any other."""
    sock = listener("127.0.0.1")
    dead = sock.getsockname()[1]
    sock.close()
    (tmp_path / "pages").mkdir()
    page = mirror_page("A story", day="2020-09-01", paragraphs=prose(1), pictures=["http://pictures.example/p.jpg"])
    (tmp_path / "pages" / "1.md").write_text(page, encoding="utf-8")
    proxy = f"socks5h://127.0.0.1:{dead}"
    with watched() as traffic:
        report = bundle([tmp_path / "pages"], tmp_path / "a.epub", offline=False, proxy=proxy)
    assert [gap.subject for gap in report.gaps] == ["http://pictures.example/p.jpg"]
    assert prose(1)[0] in text(tmp_path / "a.epub", article_pages(tmp_path / "a.epub")[0])
    assert set(traffic.connects) == {("127.0.0.1", dead)}
    assert traffic.lookups == []


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8080",
        "https://proxy.example:443",
        "socks5h://127.0.0.1:9050",
        "socks5h://user:pass@[::1]:1080",
        "HTTP://127.0.0.1:8080",
    ],
)
def test_what_is_a_proxy_is_taken(address: str) -> None:
    """Three schemes, each with host and port."""
    assert parse_proxy(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "socks5://127.0.0.1:9050",
        "socks4://127.0.0.1:9050",
        "socks4a://127.0.0.1:9050",
        "socks://127.0.0.1:9050",
        "socks5h://127.0.0.1",
        "http://127.0.0.1",
        "http://",
        "127.0.0.1:8080",
        "ftp://127.0.0.1:21",
        "file:///etc/passwd",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:port",
        "http://[::1:80",
        "direct",
        " ",
    ],
)
def test_what_is_no_proxy_is_a_usage_error(address: str) -> None:
    """`socks5` is none: it would look names up here. The message names what can be given."""
    with pytest.raises(SettingsError, match="socks5h://HOST:PORT"):
        parse_proxy(address)


def test_the_error_about_a_proxy_tells_no_password() -> None:
    """User and password of a wrong `--proxy` are not printed."""
    with pytest.raises(SettingsError) as caught:
        parse_proxy("socks5://reader:secret@127.0.0.1:9050")
    assert "secret" not in str(caught.value)
    assert "reader" not in str(caught.value)
