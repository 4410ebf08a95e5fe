"""Reading a body under caps on what comes over the line and on what it unpacks to."""

from __future__ import annotations

import zlib

from aiohttp import ClientResponse

_MEBIBYTE = 1024 * 1024
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class TooLarge(Exception):  # noqa: N818 - a verdict on the body
    """A body beyond a cap; its text is the reason."""


def _printed(size: int) -> str:
    return f"{size // _MEBIBYTE} MiB" if size and size % _MEBIBYTE == 0 else f"{size / 1000:.0f} kB"


class Body:
    """Collects a body, across tries when the server can go on where it broke off.

    Args:
        largest_wire: bytes over the line.
        largest_body: bytes once unpacked.
        allowance: bytes over the line for all tries together, or None.
        cuts: a body beyond the caps is cut there instead of refused.
    """

    def __init__(
        self, largest_wire: int, largest_body: int, allowance: int | None = None, *, cuts: bool = False
    ) -> None:
        self._cuts = cuts
        self._largest_wire = largest_wire
        self._allowance = allowance
        self._largest_body = largest_body
        self._raw = bytearray()
        self.wire_bytes = 0

    @property
    def received(self) -> int:
        """Bytes of the body that are here already."""
        return len(self._raw)

    def restart(self) -> None:
        """Begin anew; what has come is thrown away."""
        self._raw.clear()

    async def read(self, response: ClientResponse) -> None:
        """Read a response to its end.

        Raises:
            TooLarge: the body is beyond the cap on the line.
            aiohttp.ClientError, TimeoutError: the body broke off.
        """
        announced = response.headers.get("Content-Length", "")
        if announced.isdigit() and not self._cuts:
            self._check(self.received + int(announced), self.wire_bytes + int(announced))
        async for chunk in response.content.iter_any():
            self.wire_bytes += len(chunk)
            self._raw += chunk
            if self._cuts and len(self._raw) > self._largest_wire:
                del self._raw[self._largest_wire :]
                response.close()
                return
            self._check(len(self._raw), self.wire_bytes)

    def _check(self, body: int, wire: int) -> None:
        if body > self._largest_wire:
            raise TooLarge(f"is larger than {_printed(self._largest_wire)}")
        if self._allowance is not None and wire > self._allowance:
            raise TooLarge(f"takes more than the {_printed(self._allowance)} that were left")

    def unpack(self, encoding: str) -> bytes:
        """The whole body decoded.

        Args:
            encoding: the `Content-Encoding` field; we ask for `identity`, some servers send gzip all the same.

        Raises:
            TooLarge: it unpacks beyond the cap.
            ValueError: it is packed in a way nobody asked for, or broken.
        """
        encoding = encoding.strip().lower()
        if encoding in ("", "identity"):
            return bytes(self._raw)
        if encoding not in ("gzip", "x-gzip", "deflate"):
            raise ValueError(f"is packed as {encoding[:20]}")
        for bits in (_GZIP_OR_ZLIB, -zlib.MAX_WBITS):  # some servers send deflate without its zlib head
            try:
                return self._unpacked(bits)
            except zlib.error:
                continue
        raise ValueError("is packed and broken")

    def _unpacked(self, bits: int) -> bytes:
        """All members of a packed body one after the other (RFC 1952, 2.2)."""
        content, rest = b"", bytes(self._raw)
        while rest:
            unpacker = zlib.decompressobj(bits)
            try:
                content += unpacker.decompress(rest, self._largest_body - len(content) + 1)
            except zlib.error:
                if not content:
                    raise
                break  # padding behind the last member
            if self._cuts and len(content) > self._largest_body:
                return content[: self._largest_body]
            if len(content) > self._largest_body or unpacker.unconsumed_tail:
                raise TooLarge(f"unpacks to more than {_printed(self._largest_body)}")
            if not unpacker.eof:
                break  # cut off: what there is may be enough
            rest = unpacker.unused_data
        return content
