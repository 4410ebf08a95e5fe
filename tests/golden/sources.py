"""The golden cases of collecting: a source as a real program or its public specification has it, and what comes of it.

A case holds `in.*`, or a folder `in` that is read as it is, or packed into the archive that its program makes of it
where the case's name says so. `python -m tests.golden.sources` regenerates every `expected.json`; read the diff before
you commit.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bundler.clean import finish
from bundler.clean.extract import extract
from bundler.cli.extract_command import article_json
from bundler.collect import collect
from bundler.model import Draft, Page, Skipped

ROOT = Path(__file__).parent / "collect"
_PACKED = {"omnivore": "omnivore.zip", "epub-foreign": "book.epub", "zip-of-a-mirror": "mirror.zip"}


@dataclass(frozen=True)
class SourceCase:
    """One folder: a source, what it guards against, and what it must become."""

    folder: Path

    def source(self, work: Path) -> Path:
        """The source; an archive is made in `work`."""
        if (inside := self.folder / "in").is_dir():
            packed = _PACKED.get(self.folder.name)
            return pack(inside, work / packed) if packed else inside
        return next(self.folder.glob("in.*"))

    def collected(self, work: Path) -> dict[str, Any]:
        """What comes of the source: articles, and what is none."""
        source = self.source(work)
        return outcome([source])

    def expected(self) -> dict[str, Any]:
        """What expected.json says."""
        fields: dict[str, Any] = json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))
        return fields

    def regenerate(self) -> None:
        """Write the expected file anew."""
        with tempfile.TemporaryDirectory() as work:
            text = json.dumps(self.collected(Path(work)), ensure_ascii=False, indent=1) + "\n"
        (self.folder / "expected.json").write_text(text, encoding="utf-8", newline="\n")


def pack(folder: Path, archive: Path) -> Path:
    """Make a ZIP archive of a folder, with paths that begin within it; EPUB's `mimetype` first and stored."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(names, key=lambda name: name != "mimetype"):
            file.write(folder / name, name, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return archive


def outcome(sources: Sequence[Path]) -> dict[str, Any]:
    """What comes of sources: articles without their long texts, and what is none.

    Args:
        sources: paths.
    """
    articles, skipped = [], []
    for item in collect([str(source) for source in sources]):
        result = extract(item) if isinstance(item, Page) else item
        if isinstance(result, Draft):
            fields = article_json(finish(result), "")
            text = fields.pop("html")
            articles.append(fields | {"begins": text[:60], "ends": text[-120:]})
        else:
            assert isinstance(result, Skipped)
            skipped.append({"path": _short(result.origin), "kind": result.kind.value, "reason": result.reason})
    return {"articles": [fields | {"path": _short(fields["path"])} for fields in articles], "skipped": skipped}


def _short(origin: str) -> str:
    """An origin without the folders of this machine."""
    return origin.rpartition("/in.")[2] and f"in.{origin.rpartition('/in.')[2]}" if "/in." in origin else origin


def all_source_cases() -> list[SourceCase]:
    """Every case, in the order of names."""
    return [SourceCase(folder) for folder in sorted(ROOT.iterdir()) if folder.is_dir()]


if __name__ == "__main__":
    for case in all_source_cases():
        case.regenerate()
