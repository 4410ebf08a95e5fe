"""What an address in a document is: remote, running, local; and what a link to it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bundler.addresses import without_secrets
from bundler.check.findings import Code, Finding, warning
from bundler.check.traces import local_path
from bundler.check.trackers import counts_readers
from bundler.tracking import tracking_in

_REMOTE = re.compile(r"(?:https?|ftps?|wss?|file|smb|blob|filesystem|rtsp|mms):|[/\\]{2}", re.IGNORECASE)
RUNNING = re.compile(r"(?:javascript|vbscript|livescript|mocha|jscript):", re.IGNORECASE)
_DATA = re.compile(r"data:(?P<type>[^;,]*)", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20\x7f-\x9f\xa0\u200b\u2028\u2029\ufeff]+")
"""Browsers drop controls and spaces from addresses before they look at the scheme (URL Standard 4.4)."""
_HARMLESS = frozenset(
    "http https ftp ftps mailto tel sms geo urn doi isbn news nntp irc ircs xmpp sip gopher gemini magnet matrix "
    "bitcoin".split()
)
"""Schemes of links that open what their reader expects."""
_CANDIDATES = re.compile(r"[\s,]+")
_DESCRIPTOR = re.compile(r"[\d.]+[wxh]")
_SHOWN = 120


def bare(value: str) -> str:
    """An address as a browser reads it, without the characters that it drops."""
    return _IGNORED.sub("", value)


def shown(address: str) -> str:
    """The beginning of an address, for one line; passwords and keys are not repeated."""
    beginning = address[: _SHOWN * 4]
    return (without_secrets(beginning) or beginning)[:_SHOWN]


def is_remote(address: str) -> bool:
    """Whether loading it would leave the book."""
    return _REMOTE.match(address) is not None


def is_local(address: str) -> bool:
    """Whether it names a file of the book."""
    return bool(address) and not _SCHEME.match(address) and not address.startswith(("#", "//", "\\\\"))


def candidates(srcset: str) -> list[str]:
    """The addresses of a `srcset` (HTML 4.8.4.2), split at every comma as careless readers do."""
    return [part for part in _CANDIDATES.split(srcset) if part and not _DESCRIPTOR.fullmatch(part)]


def loading_findings(name: str, place: str, address: str, *, unseen: bool = False) -> Iterator[Finding]:
    """What is wrong with an address that is loaded when the page is shown.

    Args:
        name: the entry it stands in.
        place: attribute and element, for the finding.
        address: as `bare` gives it.
        unseen: whether what is loaded is too small to be seen.
    """
    if is_remote(address):
        code = Code.TRACKER if unseen or counts_readers(address) else Code.REMOTE
        yield Finding(code, name, f"{place}: {shown(address)}")
        if address.lower().startswith("file:"):
            yield warning(Code.TRACE, name, f"{place}: {address[:_SHOWN]}")
    elif RUNNING.match(address):
        yield Finding(Code.ACTIVE, name, f"{place}: {shown(address)}")
    elif match := _DATA.match(address):
        yield from _data_findings(name, place, match["type"])
    elif path := local_path(address):
        yield warning(Code.TRACE, name, f"{place}: the path {path}")


def _data_findings(name: str, place: str, media_type: str) -> Iterator[Finding]:
    kind = media_type.lower()
    if kind.startswith(("image/", "font/", "audio/", "video/", "application/font", "application/x-font")):
        yield warning(Code.TYPE, name, f"{place}: a file within an address ({kind}), which many readers do not show")
    else:
        yield Finding(Code.ACTIVE, name, f"{place}: a document within an address ({kind or 'text'})")


def link_findings(name: str, place: str, address: str) -> Iterator[Finding]:
    """What is wrong with an address that is opened when its reader asks for it.

    Args:
        name: the entry it stands in.
        place: attribute and element, for the finding.
        address: as `bare` gives it.
    """
    scheme = _SCHEME.match(address)
    if scheme is None:
        if path := local_path(address):
            yield warning(Code.TRACE, name, f"{place}: the path {path}")
    elif RUNNING.match(address) or scheme[1].lower() in ("data", "blob", "filesystem"):
        yield Finding(Code.ACTIVE, name, f"{place}: {shown(address)}")
    elif scheme[1].lower() == "file" or len(scheme[1]) == 1:
        yield Finding(Code.ACTIVE, name, f"{place}: opens a file of the reader's machine")
        yield warning(Code.TRACE, name, f"{place}: the path {address[:40]}")
    elif scheme[1].lower() not in _HARMLESS:
        yield warning(Code.ACTIVE, name, f"{place}: opens another program ({scheme[1][:20]}:)")
    if found := tracking_in(address):
        yield warning(Code.TRACKING, name, f"{place}: {', '.join(found)[:60]} in {shown(address)}")
