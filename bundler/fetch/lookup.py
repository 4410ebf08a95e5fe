"""Asking the system's resolver for a name's addresses."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading


async def system_lookup(host: str, port: int) -> list[str]:
    """Ask the system's resolver.

    Each question has a thread of its own that nobody waits for: the resolver cannot be interrupted, and with a name
    server that says nothing it takes half a minute, for which Ctrl-C would have to wait.

    Args:
        host: a name or an address.
        port: a port.

    Returns:
        addresses as text.

    Raises:
        OSError: there are none; a `socket.gaierror` with the resolver's own reason.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(found: list[str] | OSError) -> None:
        """Hand over what was found, unless nobody waits any more."""
        if answer.done():
            return
        if isinstance(found, OSError):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    def ask() -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody wants to know any more
            loop.call_soon_threadsafe(settle, _addresses(host, port))

    threading.Thread(target=ask, daemon=True).start()
    return await answer


def _addresses(host: str, port: int) -> list[str] | OSError:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        return error
    except UnicodeError:  # a label that is empty or too long
        return OSError("no host name")
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
