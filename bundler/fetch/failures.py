"""Why no answer came, in words without an address."""

from __future__ import annotations

import socket

import aiohttp

from bundler.fetch.gate import Refused


def what_stays(error: BaseException) -> str:
    """Why no further try can help; empty when one may."""
    if refused := _refusal(error):
        return refused
    return "the host name is not known" if _is_unknown_name(error) else ""


def _refusal(error: BaseException) -> str:
    """The gate's verdict when it lies below another error; empty when it does not."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, Refused):
            return str(seen)
        inner = getattr(seen, "os_error", None)
        seen = inner if isinstance(inner, Refused) else seen.__cause__ or seen.__context__
    return ""


def _is_unknown_name(error: BaseException) -> bool:
    """Whether a name server has said that there is no such name; one that says nothing (EAI_AGAIN) may do so later."""
    return isinstance(error, aiohttp.ClientConnectorDNSError) and error.os_error.errno != socket.EAI_AGAIN


def what_broke(error: BaseException) -> str:
    """The error in words."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "the name server does not answer"
    if isinstance(error, aiohttp.ClientPayloadError):
        return "the body breaks off"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return "the server's certificate is not valid"
    if isinstance(error, aiohttp.ClientProxyConnectionError) or type(error).__name__.startswith("Proxy"):
        return "the proxy cannot be reached, or refuses"  # aiohttp_socks' errors have no common base
    if isinstance(error, aiohttp.ClientConnectorError):
        return "the server cannot be reached"
    return f"the connection broke ({type(error).__name__})"
