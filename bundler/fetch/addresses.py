"""Which network addresses a page may make us connect to: public ones only.

A page is somebody else's text. A picture address in it may name the reader's own router, a service on this machine or a
cloud's metadata address, in any of the spellings that resolvers and URL parsers accept. So every name is resolved once,
every address it gives must be public, and the connection goes to one of exactly these addresses (`gate`).
"""

from __future__ import annotations

import ipaddress
import socket
import unicodedata
from urllib.parse import unquote

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# IANA IPv4 and IPv6 Special-Purpose Address Registries: what is not globally reachable, spelled out, because Python's
# `is_global` has changed between patch releases of the versions we run on.
_SPECIAL_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 "
        "192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
    ).split()
)
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_SPECIAL_6 = tuple(ipaddress.IPv6Network(network) for network in "2001::/23 2001:db8::/32 3fff::/20 5f00::/16".split())
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet.

    Addresses that carry an IPv4 address inside (v4-mapped, NAT64, 6to4) are as public as that one.

    Args:
        address: an IPv4 or IPv6 address.
    """
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _SPECIAL_4)
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    if address in _SIX_TO_FOUR:
        return is_public(ipaddress.IPv4Address((int(address) >> 80) & 0xFFFFFFFF))
    return address in _GLOBAL_6 and not any(address in network for network in _SPECIAL_6)


def normal_host(host: str) -> str:
    """A host as every URL parser in the end understands it: in ASCII and small letters, without a closing dot.

    Percent-encoding, full-width and circled characters and ideographic full stops are folded (URL Standard 3.5).

    Args:
        host: a host as it stands in a URL, without brackets.
    """
    folded = unicodedata.normalize("NFKC", unquote(host)).replace("\u3002", ".").lower().rstrip(".")
    try:
        return folded.encode("idna").decode("ascii")
    except UnicodeError:
        return folded


def literal(host: str) -> Address | None:
    """The address that a host spells out, in any spelling a resolver would take for one; None for a name.

    Besides the standard forms these are inet_aton's: `127.1`, `2130706433`, `0x7f.0.0.1`, `0177.0.0.1`.

    Args:
        host: a host as it stands in a URL, without brackets.
    """
    normal = normal_host(host)
    return _standard(normal.partition("%")[0]) or _of_inet_aton(normal)


def is_broken_number(host: str) -> bool:
    """Whether a host ends like an address and is none, `1.2.3.4.5` say; no name may (URL Standard 3.5).

    Args:
        host: a host as it stands in a URL, without brackets.
    """
    last = normal_host(host).rpartition(".")[2]
    return (last.isdigit() or last.startswith("0x")) and literal(host) is None


def _standard(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _of_inet_aton(text: str) -> Address | None:
    try:
        return ipaddress.IPv4Address(socket.inet_aton(text))
    except OSError:
        return None
