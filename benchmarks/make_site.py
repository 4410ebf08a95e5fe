"""A news site made of chance: articles as a mirror, a browser and a feed hold them, and pictures like photographs.

    python -m benchmarks.make_site FOLDER [--articles 200]

makes the pictures of so many articles in FOLDER (those that lie there already stay) and, beside them, the pages in all
three forms, with the pictures relative to them: a source that needs no network. The same numbers give the same bytes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.articles import article, pictures_of
from benchmarks.pages import HOST, feed, mirror_page, saved_page
from benchmarks.photographs import KINDS, Photograph, encoded


def _make(task: tuple[Path, Photograph]) -> None:
    folder, wanted = task
    unfinished = folder / f"{wanted.name}.{os.getpid()}"
    unfinished.write_bytes(encoded(wanted))
    unfinished.replace(folder / wanted.name)


def make_pictures(folder: Path, numbers: Iterable[int]) -> list[Path]:
    """Make the pictures of articles, on all cores; those that are there stay.

    Args:
        folder: where they lie; made when it is not there.
        numbers: of the articles.

    Returns:
        the files in the order of the articles.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [picture for number in numbers for picture in pictures_of(number)]
    there = {entry.name for entry in os.scandir(folder)}
    missing = [(folder, picture) for picture in wanted if picture.name not in there]
    if missing:
        with multiprocessing.get_context("spawn").Pool() as pool:
            for _ in pool.imap_unordered(_make, missing, chunksize=8):
                pass
    return [folder / picture.name for picture in wanted]


def lay_pages(folder: Path, numbers: Iterable[int], host: str = HOST, *, form: str = "mirror") -> None:
    """Write pages into a folder.

    Args:
        folder: where to; made when it is not there.
        numbers: of the articles.
        host: what picture addresses begin with; empty for pictures beside the page.
        form: `mirror`, `saved` or `feed`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    articles = map(article, numbers)
    if form == "feed":
        entries = list(articles)
        (folder / f"feed{entries[0].name}.xml").write_text(feed(entries, host), encoding="utf-8")
        return
    write, ending = (mirror_page, "md") if form == "mirror" else (saved_page, "html")
    for one in articles:
        (folder / f"{one.name}.{ending}").write_text(write(one, host), encoding="utf-8")


def lay_pictures(folder: Path, pictures: Sequence[Path]) -> None:
    """Put pictures beside pages, as further names of the same files where that is possible."""
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    for path in pictures:
        try:
            os.link(path, folder / "pictures" / path.name)
        except OSError:  # another disk
            (folder / "pictures" / path.name).write_bytes(path.read_bytes())


def main() -> None:
    """Make a site."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=200)
    wanted = parser.parse_args()
    pictures = make_pictures(wanted.folder / "all", range(wanted.articles))
    for form in ("mirror", "saved", "feed"):
        lay_pages(wanted.folder / form, range(wanted.articles), "", form=form)
        lay_pictures(wanted.folder / form, pictures)
    size = sum(path.stat().st_size for path in pictures)
    print(f"{wanted.articles} articles, {len(pictures)} pictures, {size / 1e6:.1f} MB")
    kinds = [picture.kind for number in range(wanted.articles) for picture in pictures_of(number)]
    for kind in KINDS:
        sizes = [path.stat().st_size for path, one in zip(pictures, kinds, strict=True) if one is kind]
        print(f"{len(sizes):>6} {kind.name:<6} of {sum(sizes) / max(1, len(sizes)) / 1000:6.0f} kB")


if __name__ == "__main__":
    main()
