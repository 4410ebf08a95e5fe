"""A site out of a folder of texts, for what is fetched: pages, feeds and lists as a server sends them."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from pathlib import Path

from aiohttp import web

from tests.pages import chinese_prose, prose

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".json": "application/feed+json",
    ".opml": "text/x-opml",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".pdf": "application/pdf",
    ".mhtml": "multipart/related",
}


class News:
    """Answers with the files of a folder; `/` is `index.html`, `NAME.gz` is `NAME` packed, `NAME.zip` a folder packed.

    In texts `{site}` stands for the site's own address, `{prose 3}` for paragraphs in HTML, `{text 3}` for paragraphs
    in Markdown. A file `moved.txt` names an address and where it leads on each line.

    Args:
        folder: the files.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        moved = folder / "moved.txt"
        lines = moved.read_text(encoding="utf-8").splitlines() if moved.exists() else []
        self._moved = dict(line.split() for line in lines)

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        site = f"http://{request.host}"
        if request.path in self._moved:
            return web.Response(status=302, headers={"Location": self._moved[request.path]})
        path = self._folder / (request.path.lstrip("/") or "index.html")
        if path.is_file():
            content = self._filled(path, site)
            return web.Response(body=content, headers={"Content-Type": TYPES.get(path.suffix, "text/html")})
        packed = path.with_suffix("")
        if path.suffix == ".gz" and packed.is_file():
            content = gzip.compress(self._filled(packed, site), mtime=0)
            return web.Response(body=content, headers={"Content-Type": "application/gzip"})
        if path.suffix == ".zip" and packed.is_dir():
            return web.Response(body=self._zip(packed, site), headers={"Content-Type": "application/zip"})
        return web.Response(status=404)

    def _filled(self, path: Path, site: str) -> bytes:
        text = path.read_text(encoding="utf-8").replace("{site}", site)
        text = re.sub(r"\{prose (\d+)\}", lambda found: _html(prose(int(found[1]), 5)), text)
        text = re.sub(r"\{chinese (\d+)\}", lambda found: _html(chinese_prose(int(found[1]), 5)), text)
        return re.sub(r"\{text (\d+)\}", lambda found: "\n\n".join(prose(int(found[1]), 5)), text).encode()

    def _zip(self, folder: Path, site: str) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    archive.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix()), self._filled(path, site))
        return file.getvalue()


def _html(paragraphs: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>\n" for text in paragraphs)
