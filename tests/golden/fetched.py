"""The golden cases of fetching: a small site, what is typed, and what comes of it.

A case holds `site/`, the files of a server on loopback (`tests/site/news.py`), `typed.txt` with the sources and options
as they are typed, one a line (`{site}` is the site's address), and `why.txt`. `expected.json` says which articles come
in which order, what is told of the rest, and which paths the server was asked for.
`python -m tests.golden.fetched` regenerates every `expected.json`; read the diff before you commit.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bundler.cli.bundles import asked
from bundler.cli.extract_command import article_json
from bundler.cli.options import settings_of
from bundler.cli.program import program
from bundler.model import Skipped
from bundler.pipeline import extract_all
from bundler.settings import Settings
from tests.books import tools
from tests.fetch.servers import Server, serving
from tests.site.news import News

ROOT = Path(__file__).parent / "fetch"


@dataclass(frozen=True)
class FetchedCase:
    """One folder: a site, what is typed, what it guards against, and what it must become."""

    folder: Path

    def outcome(self) -> dict[str, Any]:
        """What comes of it."""
        return asyncio.run(self._outcome())

    async def _outcome(self) -> dict[str, Any]:
        async with serving(News(self.folder / "site")) as server:
            site = server.address("")
            found: dict[str, Any] = {"articles": [], "skipped": []}
            with tools() as kit:
                async for result in extract_all(self._settings(site, server), kit):
                    if isinstance(result, Skipped):
                        told = {"path": result.origin, "kind": result.kind.value, "reason": result.reason}
                        found["skipped"].append(told)
                        continue
                    fields = article_json(result, "")
                    text = fields.pop("html").replace(
                        site, "{site}"
                    )  # before it is cut: a port has four or five digits
                    found["articles"].append(fields | {"begins": text[:60], "ends": text[-60:]})
            found["asked"] = sorted(asked.path for asked in server.asked)
        text = (
            json.dumps(found, ensure_ascii=False)
            .replace(site, "{site}")
            .replace(site.removeprefix("http://"), "{host}")
        )
        outcome: dict[str, Any] = json.loads(text)
        return outcome

    def _settings(self, site: str, server: Server) -> Settings:
        typed = (self.folder / "typed.txt").read_text(encoding="utf-8").replace("{site}", site).split()
        command = program.get_command(click.Context(program), "list")
        assert command is not None
        context = command.make_context("list", ["--no-config", *typed])
        one = asked(context, command, context.params)[0]
        return dataclasses.replace(settings_of(one.options), allow_private=frozenset({server.place}))

    def expected(self) -> dict[str, Any]:
        """What expected.json says."""
        fields: dict[str, Any] = json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))
        return fields

    def regenerate(self) -> None:
        """Write the expected file anew."""
        text = json.dumps(self.outcome(), ensure_ascii=False, indent=1) + "\n"
        (self.folder / "expected.json").write_text(text, encoding="utf-8", newline="\n")


def all_fetched_cases() -> list[FetchedCase]:
    """Every case, in the order of names."""
    return [FetchedCase(folder) for folder in sorted(ROOT.iterdir()) if folder.is_dir()]


if __name__ == "__main__":
    for case in all_fetched_cases():
        case.regenerate()
