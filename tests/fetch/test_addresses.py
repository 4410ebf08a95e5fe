"""Private addresses in every spelling: none is ever connected to, neither as a page has it nor behind a redirect."""

from __future__ import annotations

import asyncio
import ipaddress

import pytest

from bundler.fetch import Fetched, NotFetched, Policy, open_fetcher
from bundler.fetch.addresses import is_public, literal
from tests.fetch.servers import both_loopbacks, listener, response, says, speaking
from tests.fetch.traffic import watched

# {} stands for a port where a server listens on 127.0.0.1 and ::1 and counts who comes.
SPELLINGS = [
    # this machine, the way inet_aton and URL parsers read numbers
    "http://127.0.0.1:{}/",
    "http://127.1:{}/",
    "http://127.0.1:{}/",
    "http://127.255.255.254:{}/",
    "http://2130706433:{}/",
    "http://0x7f000001:{}/",
    "http://0x7f.1:{}/",
    "http://0X7F.0X0.0X0.0X1:{}/",
    "http://0177.0.0.1:{}/",
    "http://0177.0x0.0.1:{}/",
    "http://017700000001:{}/",
    "http://127.00.00.01:{}/",
    "http://0:{}/",
    "http://0.0.0.0:{}/",
    "http://0x0:{}/",
    "http://127.0.0.1.:{}/",
    "http://127.0.0.1..:{}/",
    # other digits and dots, which URL parsers fold to ASCII
    "http://１２７.０.０.１:{}/",
    "http://１２７.１:{}/",
    "http://①②⑦.⓪.⓪.①:{}/",
    "http://𝟏𝟐𝟕.𝟎.𝟎.𝟏:{}/",
    "http://127。0。0。1:{}/",
    "http://127．0．0．1:{}/",
    "http://127｡0｡0｡1:{}/",
    "http://127.0.0.\u00ad1:{}/",
    "http://127.0.0.1\u200b:{}/",
    # IPv6, and IPv4 within it
    "http://[::1]:{}/",
    "http://[0:0:0:0:0:0:0:1]:{}/",
    "http://[0000:0000::0001]:{}/",
    "http://[::]:{}/",
    "http://[::ffff:127.0.0.1]:{}/",
    "http://[::FFFF:7F00:1]:{}/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]:{}/",
    "http://[::ffff:10.0.0.1]:{}/",
    "http://[::127.0.0.1]:{}/",
    "http://[::ffff:0:127.0.0.1]:{}/",
    "http://[64:ff9b::127.0.0.1]:{}/",
    "http://[64:ff9b::7f00:1]:{}/",
    "http://[64:ff9b::a9fe:a9fe]:{}/",
    "http://[64:ff9b:1::7f00:1]:{}/",
    "http://[2002:7f00:1::]:{}/",
    "http://[2002:c0a8:101::1]:{}/",
    "http://[2001:0:7f00:1::]:{}/",
    "http://[2001:0:53aa:64c:0:fbff:80ff:fffe]:{}/",
    "http://[fec0::1]:{}/",
    "http://[fc00::1]:{}/",
    "http://[fd12:3456:789a::1]:{}/",
    "http://[fe80::1]:{}/",
    "http://[fe80::1%25lo]:{}/",
    "http://[fe80::1%lo]:{}/",
    "http://[::1%25lo]:{}/",
    "http://[ff02::1]:{}/",
    "http://[ff0e::1]:{}/",
    "http://[100::1]:{}/",
    "http://[2001:db8::1]:{}/",
    "http://[2001:2::1]:{}/",
    "http://[3fff::1]:{}/",
    "http://[5f00::1]:{}/",
    # the other ranges that are not the internet's
    "http://10.0.0.1:{}/",
    "http://172.16.0.1:{}/",
    "http://172.31.255.255:{}/",
    "http://192.168.0.1:{}/",
    "http://192.168.257:{}/",
    "http://3232235777:{}/",
    "http://169.254.169.254:{}/",
    "http://0xa9fea9fe:{}/",
    "http://100.64.0.1:{}/",
    "http://192.0.0.1:{}/",
    "http://192.0.2.1:{}/",
    "http://192.88.99.1:{}/",
    "http://198.18.0.1:{}/",
    "http://198.51.100.1:{}/",
    "http://203.0.113.1:{}/",
    "http://224.0.0.1:{}/",
    "http://239.255.255.250:{}/",
    "http://240.0.0.1:{}/",
    "http://255.255.255.255:{}/",
    # names, which the resolver of these tests finds on this machine
    "http://localhost:{}/",
    "http://LocalHost:{}/",
    "http://localhost.:{}/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{}/",
    "http://localhost。:{}/",
    "http://loc%61lhost:{}/",
    "http://localhost.localdomain:{}/",
    "http://ip6-localhost:{}/",
    "http://a.localhost:{}/",
    "http://printer.local:{}/",
    "http://printer.LOCAL.:{}/",
    "http://router.lan:{}/",
    "http://nas.home.arpa:{}/",
    "http://metadata.google.internal:{}/",
    "http://router:{}/",
    "http://127.0.0.1.nip.io:{}/",
    # what stands around the host
    "http://public.example@127.0.0.1:{}/",
    "http://public.example:80@127.0.0.1:{}/",
    "http://public.example%2f@127.0.0.1:{}/",
    "http://public.example\\@127.0.0.1:{}/",
    "http://a@b@127.0.0.1:{}/",
    "http://127.0.0.1:{}#@public.example/",
    "http://127.0.0.1:{}?@public.example/",
    "http://127.0.0.1:{}\\@public.example/",
    "http:\\\\127.0.0.1:{}/",
    "HTTP://127.0.0.1:{}/",
    "https://127.0.0.1:{}/",
    "http://\t127.0.0.1:{}/",
    "http://127.0.0.1\n:{}/",
    "http:// 127.0.0.1:{}/",
    "http://127.0.0.1 :{}/",
    "http://%31%32%37.0.0.1:{}/",
    "http://127%2e0%2e0%2e1:{}/",
    "http://[127.0.0.1]:{}/",
    "http://[::1]]:{}/",
    # without a port, an empty one, the schemes' own, one beyond all
    "http://127.0.0.1/",
    "http://127.0.0.1:/",
    "http://127.0.0.1:80/",
    "https://127.0.0.1:443/",
    "http://127.0.0.1:0/",
    "http://[::1]/",
    "http://127.0.0.1:65616/",
]
_LOOPBACK = ["127.0.0.1", "::1"]


async def _finds_loopback(_: str, __: int) -> list[str]:
    """A resolver that knows every name, as one of this machine."""
    return _LOOPBACK


async def _connections(spelling: str, *, redirected: bool) -> tuple[object, int, set[tuple[str, int]]]:
    """What fetching an address gives, how often the counting server was reached, and whom else was tried."""
    async with speaking(says(response(body=b"private")), *both_loopbacks()) as private:
        address = spelling.replace("{}", str(private.port))
        # Line breaks cannot stand in a header field; everything else can.
        location = address.replace("\n", "").replace("\t", "").encode()
        async with speaking(says(response("302 Found", Location=location))) as public:
            policy = Policy(allowed=frozenset({public.place}), tries=1, silence=1, deadline=5)
            with watched() as traffic:
                async with open_fetcher(policy, _finds_loopback) as fetcher:
                    outcome = await fetcher.fetch(public.address() if redirected else address)
            assert bool(public.asked) == redirected
            return outcome, private.connections, set(traffic.connects) - {public.place}


@pytest.mark.parametrize("redirected", [False, True], ids=["first", "redirected"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_private_address_is_never_connected_to(spelling: str, *, redirected: bool) -> None:
    """Whoever spells it and wherever it stands, no connection is even tried, and the outcome is a reason."""
    outcome, connections, tried = asyncio.run(_connections(spelling, redirected=redirected))
    assert isinstance(outcome, NotFetched)
    assert outcome.reason
    assert (connections, tried) == (0, set())


def test_the_counting_server_counts() -> None:
    """The server of these tests is reached when its place is allowed, so a count of zero means something."""

    async def reach() -> list[int]:
        counts = []
        for host in _LOOPBACK:
            try:
                sockets = (listener(host),)
            except OSError:
                continue  # a machine without IPv6
            async with (
                speaking(says(response(body=b"x")), *sockets) as server,
                open_fetcher(server.policy()) as fetcher,
            ):
                with watched() as traffic:
                    assert isinstance(await fetcher.fetch(server.address()), Fetched)
                assert traffic.connects == [server.place]
                counts.append(server.connections)
        return counts

    counts = asyncio.run(reach())
    assert counts
    assert set(counts) == {1}


def test_there_are_enough_spellings() -> None:
    """The table stays as long as it was promised to be."""
    assert len(set(SPELLINGS)) == len(SPELLINGS) >= 60


@pytest.mark.parametrize(
    "network",
    # IANA IPv4 Special-Purpose Address Registry, multicast, and the class E
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 "
    "192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 "
    # IANA IPv6 Special-Purpose Address Registry, multicast, site-local, v4-compatible, mapped and translated
    "::/96 ::1/128 ::ffff:10.0.0.0/104 64:ff9b::10.0.0.0/104 64:ff9b:1::/48 100::/64 2001::/32 2001:2::/48 "
    "2001:db8::/32 2001:10::/28 2002:a00::/24 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8".split(),
)
def test_no_part_of_a_special_network_is_public(network: str) -> None:
    """First, last and middle address of every registered range are judged private."""
    found = ipaddress.ip_network(network)
    for place in (0, found.num_addresses // 2, found.num_addresses - 1):
        assert not is_public(found[place]), found[place]


@pytest.mark.parametrize(
    "address",
    "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 93.184.216.34 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 "
    "169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255 "
    "198.20.0.0 223.255.255.255 2606:4700:4700::1111 2a00:1450:4001::1 2001:4860:4860::8888 2003::1 2620:fe::fe "
    "::ffff:8.8.8.8 64:ff9b::8.8.8.8 2002:808:808::1".split(),
)
def test_the_internet_is_public(address: str) -> None:
    """Public addresses, also the neighbours of private ranges and those carried within IPv6, are judged public."""
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["example.org", "1.2.3.4.5", "256.1.1.1", "127.0.0.1.nip.io", "face", "0x.1x", ""])
def test_a_name_spells_no_address(host: str) -> None:
    """What no resolver takes for a number is a name, so that ordinary hosts are not refused."""
    assert literal(host) is None
