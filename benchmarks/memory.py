"""How much memory the main process needs for each article: build two sizes of the same synthetic mirror, compare.

    python -m benchmarks.memory [--few 500] [--many 4000]

Prints the main process's peak (resident set, MiB) for both sizes and the bytes for each further article. The goal is at
most 6 kB an article.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from pathlib import Path

_BUILD = """
import resource, sys
from bundler.cli import main
try:
    main(["build", sys.argv[1], "--offline", "--quiet", "-o", sys.argv[2]])
except SystemExit as stop:
    assert stop.code == 0, stop.code
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
_SYLLABLES = "ba de fi go lu mar ner ost pel quin ral sim tor ulm ven wyr yst zel".split()


def page(number: int) -> str:
    """One mirror page with about 6,000 characters that no other page has."""
    chance = random.Random(number)  # noqa: S311 - the same pages every time, no secrets

    def sentence() -> str:
        words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 3))) for _ in range(chance.randint(8, 20))]
        return " ".join(words).capitalize() + "."

    paragraphs = "\n".join(
        f" <p>\n  {' '.join(sentence() for _ in range(5))} <ok href='/tag/{number}'>{sentence()}</ok>\n </p>"
        for _ in range(10)
    )
    day = f"20{chance.randint(10, 25):02}/{chance.randint(1, 12):02}/{chance.randint(1, 28):02}"
    return (
        f"### {sentence()}\n------------------------\n\n#### [Home](https://mirror.example.net/README.md)\n\n"
        f"<div>\n <img src='https://img.example.org/{number}.jpg'/>\n{paragraphs}\n</div>\n\n<hr/>\n"
        f"手机上长按并复制下列链接或二维码分享本文章：<br/>\n原文地址（需翻墙访问）：https://news.example.org/{day}/{number}.html\n"
    )


def peak(folder: Path, count: int) -> int:
    """Peak resident set of the main process in bytes when it builds so many articles."""
    source = folder / str(count)
    source.mkdir()
    for number in range(count):
        (source / f"{number:06}.md").write_text(page(number), encoding="utf-8")
    command = [sys.executable, "-c", _BUILD, str(source), str(folder / f"{count}.epub")]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]) * 1024


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
