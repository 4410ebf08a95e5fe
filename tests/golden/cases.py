"""The golden cases of the cleaner: reading them, running them, and writing their expected files anew.

`python -m tests.golden.cases` regenerates every `expected.xhtml` and `expected.json`; read the diff before you commit.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bundler.clean import finish
from bundler.clean.extract import extract
from bundler.cli.extract_command import article_json
from bundler.collect import collect
from bundler.model import Draft, Page

ROOT = Path(__file__).parent / "clean"


@dataclass(frozen=True)
class Case:
    """One folder: a page as it was found, what it guards against, and what it must become."""

    folder: Path

    @property
    def page(self) -> Path:
        """The page, `in.md` or `in.html`."""
        return next(self.folder.glob("in.*"))

    def clean(self) -> dict[str, Any]:
        """The page as `epub-bundler extract` gives it."""
        (page,) = collect([str(self.page)])
        assert isinstance(page, Page)
        draft = extract(page)
        assert isinstance(draft, Draft), draft
        return article_json(finish(draft), "") | {"path": self.page.name}

    def expected(self) -> dict[str, Any]:
        """What the expected files say."""
        fields: dict[str, Any] = json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))
        return fields | {"html": (self.folder / "expected.xhtml").read_text(encoding="utf-8").removesuffix("\n")}

    def must(self) -> dict[str, Any]:
        """What a person said the page must and must not become, before there was a program."""
        fields: dict[str, Any] = json.loads((self.folder / "must.json").read_text(encoding="utf-8"))
        return fields

    def regenerate(self) -> None:
        """Write the expected files anew."""
        fields = self.clean()
        (self.folder / "expected.xhtml").write_text(fields.pop("html") + "\n", encoding="utf-8", newline="\n")
        text = json.dumps(fields, ensure_ascii=False, indent=1) + "\n"
        (self.folder / "expected.json").write_text(text, encoding="utf-8", newline="\n")


def all_cases() -> list[Case]:
    """Every case, in the order of names."""
    return [Case(folder) for folder in sorted(ROOT.iterdir()) if folder.is_dir()]


if __name__ == "__main__":
    for case in all_cases():
        case.regenerate()
