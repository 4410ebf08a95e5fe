"""Archives of every kind, made small in a test."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

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
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=packed)
    for address, kind, body in answers:
        head = StatusAndHeaders("200 OK", [("Content-Type", kind), *headers], protocol="HTTP/1.1")
        request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "example.org")], is_http_request=True)
        writer.write_record(writer.create_warc_record(address, "request", http_headers=request))
        writer.write_record(writer.create_warc_record(address, "response", io.BytesIO(body), http_headers=head))
    return buffer.getvalue()
