"""Archives of every kind, made small in a test."""

from __future__ import annotations

import gzip
import io
import tarfile
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bundler.collect import collect
from bundler.images.local import find
from bundler.model import Candidate, Page, Skipped


def collected(*sources: Path) -> tuple[list[Page], list[Skipped]]:
    """What comes of sources."""
    items = list(collect([str(source) for source in sources]))
    return [item for item in items if isinstance(item, Page)], [item for item in items if isinstance(item, Skipped)]


def shown(page: Page, reference: str, address: str = "") -> bytes | str | None:
    """What is found for a picture that a page shows."""
    return find(Candidate(reference, address or reference), page.location)


def zip_of(files: Mapping[str, bytes | str], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tar_of(files: Mapping[str, bytes | str], packing: str = "") -> bytes:
    """A TAR archive; `packing` is `gz`, `bz2`, `xz` or empty."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=f"w:{packing}") as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def warc_of(
    answers: Sequence[tuple[str, str, bytes]], *, packed: bool, headers: Sequence[tuple[str, str]] = ()
) -> bytes:
    """A WARC file of servers' answers.

    Args:
        answers: (address, content type, body).
        packed: whether each record is packed by gzip.
        headers: more headers of every answer.
    """
    content = [_record("warcinfo", "", "application/warc-fields", b"software: a test\r\n", packed=packed)]
    for address, kind, body in answers:
        request = f"GET {address} HTTP/1.1\r\n\r\n".encode()
        content.append(_record("request", address, "application/http; msgtype=request", request, packed=packed))
        lines = "".join(f"{name}: {value}\r\n" for name, value in (("Content-Type", kind), *headers))
        answer = f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode() + body
        content.append(_record("response", address, "application/http; msgtype=response", answer, packed=packed))
    return b"".join(content)


def _record(kind: str, address: str, media_type: str, block: bytes, *, packed: bool) -> bytes:
    """A record as ISO 28500:2017, 4 to 6, has it."""
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\n"
        + (f"WARC-Target-URI: {address}\r\n" if address else "")
        + f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, kind + address)}>\r\n"
        f"WARC-Date: 2024-01-02T03:04:05Z\r\nContent-Type: {media_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    whole = head.encode() + block + b"\r\n\r\n"
    return gzip.compress(whole, mtime=0) if packed else whole
