"""How much memory the main process needs for each article: build two sizes of the made site without pictures, compare.

    python -m benchmarks.memory [--few 500] [--many 4000]

Prints the main process's peak (resident set, MiB; Linux only) for both sizes and the bytes for each further article.
The goal is at most 6 kB an article.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.make_site import lay_pages
from benchmarks.measuring import run


def peak(folder: Path, count: int) -> int:
    """Peak resident set of the main process in bytes when it builds so many articles."""
    lay_pages(folder / str(count), range(count))
    command = [sys.executable, "-m", "bundler", "build", str(folder / str(count)), "--offline", "--quiet"]
    done = run(
        [*command, "-o", str(folder / f"{count}.epub")], env={"EPUB_BUNDLER_CACHE": str(folder / f"cache{count}")}
    )
    assert done.code == 0, done.err
    return done.main.peak


def main() -> None:
    """Build both sizes and print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--few", type=int, default=500)
    parser.add_argument("--many", type=int, default=4000)
    sizes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        few, many = (peak(Path(folder), count) for count in (sizes.few, sizes.many))
    print(f"{sizes.few:>7} articles: {few / 2**20:7.1f} MiB")
    print(f"{sizes.many:>7} articles: {many / 2**20:7.1f} MiB")
    print(f"each further article: {(many - few) / (sizes.many - sizes.few) / 1000:.2f} kB")


if __name__ == "__main__":
    main()
