"""How close the program comes to what the machine can do, and how far ahead of others it is.

    python -m benchmarks.run [--articles 200] [--rounds 5] [--delay 0.05] [--only cold,again,local,text] [--text 2000]
                             [--peers] [--growth 200,800,3200] [--json FILE] [--compare FILE] [--small]

Every round runs everything once, one after the other, and ratios are taken within a round: whatever else the machine
does slows both sides. What is printed are medians over the rounds. docs/benchmarks.md tells how to read it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import platformdirs

from benchmarks.builds import Place, Shape, again, cold, local, place, text
from benchmarks.peers import PEERS, peers
from benchmarks.results import Round, keep, medians, much_worse, print_figures, print_ratios, record

_RECORDED = Path(__file__).with_name("recorded.json")
_GROUPS = ("cold", "again", "local", "text")


def _round(here: Place, wanted: argparse.Namespace, groups: list[str]) -> Round:
    here.round = {}
    if "cold" in groups or "again" in groups:
        cold(here)
    if "again" in groups:
        again(here)
    if "local" in groups:
        local(here)
    if "text" in groups:
        text(here, wanted.text)
    return here.round


def rounds_of(wanted: argparse.Namespace) -> list[Round]:
    """All rounds of a site."""
    found: list[Round] = []
    told: dict[str, str] = {}
    groups = wanted.only.split(",")
    with tempfile.TemporaryDirectory() as folder:
        shape = Shape(wanted.articles, wanted.delay, wanted.hosts, wanted.form)
        with place(Path(folder), wanted.site, shape) as here:
            for number in range(wanted.rounds):
                begin = time.monotonic()
                found.append(_round(here, wanted, groups))
                if wanted.peers:
                    told = peers(here)
                print(f"round {number + 1} of {wanted.rounds}: {time.monotonic() - begin:.0f} s", file=sys.stderr)
    print(f"\n{wanted.articles} articles, {len(here.files)} pictures, {wanted.delay * 1000:.0f} ms a request")
    print_figures(found)
    if wanted.peers:
        _tell_peers(found, told)
    return found


def _tell_peers(rounds: list[Round], told: dict[str, str]) -> None:
    print("\nothers, as multiples of our cold build in the same round")
    for name in PEERS:
        if name in told:
            print(f"{name:<20} {told[name]}")
            continue
        wall, cpu = (median(one[name][key] / one["cold"][key] for one in rounds) for key in ("wall", "cpu"))
        last = rounds[-1][name]
        peak = max(last["main"], last["worker"]) / 1e6
        print(
            f"{name:<20} wall {wall:5.1f}  CPU {cpu:5.1f}  peak {peak:5.0f} MB  {last['pictures']:.0f} pictures"
            f"  {last['bytes'] / 1e6:.0f} MB  {last['at once']:.0f} requests at once"
        )


def growth(wanted: argparse.Namespace) -> list[Round]:
    """Cold builds of several sizes, the largest last; figures have the size behind their names."""
    found: list[Round] = []
    for _ in range(wanted.rounds):
        one: Round = {}
        for size in _sizes(wanted):
            shape = Shape(size, wanted.delay, wanted.hosts, wanted.form)
            with tempfile.TemporaryDirectory() as folder, place(Path(folder), wanted.site, shape) as here:
                cold(here)
            one |= {f"{name}, {size}": here.round[name] for name in ("cold", "bare pictures", "imports")}
        found.append(one)
    return found


def _sizes(wanted: argparse.Namespace) -> list[int]:
    return sorted(int(size) for size in wanted.growth.split(","))


def _print_growth(rounds: list[Round], sizes: list[int]) -> None:
    """Time, CPU and memory an article; each size against the smallest."""
    middle, few = medians(rounds), sizes[0]
    widths = {"ms each": 9, "x": 6, "CPU ms": 8, "x ": 6, "/ limit": 9, "MB main": 9, "worker": 8, "kB more each": 14}
    print(f"\n{'articles':>9}" + "".join(f"{head.strip():>{width}}" for head, width in widths.items()))
    for size in sizes:
        one, first = middle[f"cold, {size}"], middle[f"cold, {few}"]
        bare = middle[f"bare pictures, {size}"]["wall"] + middle[f"imports, {size}"]["wall"]
        wall, cpu = one["wall"] / size, one["cpu"] / size
        times = wall / first["wall"] * few, cpu / first["cpu"] * few
        more = (one["main"] - first["main"]) / max(1, size - few) / 1000
        print(
            f"{size:>9}{wall * 1000:>9.1f}{times[0]:>6.2f}{cpu * 1000:>8.1f}{times[1]:>6.2f}"
            f"{one['wall'] / bare:>9.2f}{one['main'] / 1e6:>9.0f}{one['worker'] / 1e6:>8.0f}{more:>14.2f}"
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--delay", type=float, default=0.05, help="seconds that the server waits before every answer")
    parser.add_argument("--hosts", type=int, default=1, help="servers that the pictures are spread over (Linux)")
    parser.add_argument("--form", choices=("mirror", "saved", "feed"), default="mirror", help="of the pages")
    parser.add_argument("--only", default=",".join(_GROUPS), help="groups, with commas between; again needs cold")
    parser.add_argument("--text", type=int, default=2000, help="pages of the group text")
    parser.add_argument("--peers", action="store_true", help="let other programs make the same book, too")
    parser.add_argument("--growth", default="", help="sizes, with commas between; nothing else is measured then")
    parser.add_argument("--json", type=Path, help="where everything is written for a later --compare")
    parser.add_argument("--compare", type=Path, help="what a former --json has written")
    parser.add_argument(
        "--small", action="store_true", help="16 articles against what is recorded; exit code 1 when 2x worse"
    )
    parser.add_argument("--record", action="store_true", help="with --small: write the record anew")
    default = platformdirs.user_cache_path("epub-bundler-benchmarks", appauthor=False) / "pictures-1"
    parser.add_argument("--site", type=Path, default=default, help="where pictures are kept from one time to the next")
    wanted = parser.parse_args()
    if wanted.small:
        wanted.articles, wanted.rounds, wanted.text = 16, 5 if wanted.record else 1, 200
    return wanted


def _small(wanted: argparse.Namespace, rounds: list[Round]) -> None:
    """Compare with the record; what seems worse is measured twice more before it is called so, with exit code 1."""
    if wanted.record:
        record(_RECORDED, {"articles": wanted.articles, "text": wanted.text}, rounds)
        return
    recorded = json.loads(_RECORDED.read_text(encoding="utf-8"))["ratios"]
    worse = much_worse(rounds, recorded)
    if worse:
        wanted.rounds = 2
        worse = much_worse([*rounds, *rounds_of(wanted)], recorded)
    for line in worse:
        print(f"more than twice what is recorded: {line}")
    sys.exit(bool(worse))


def main() -> None:
    """Measure what is asked for and print it."""
    wanted = _options()
    if wanted.growth:
        rounds = growth(wanted)
        _print_growth(rounds, _sizes(wanted))
    else:
        rounds = rounds_of(wanted)
        former = json.loads(wanted.compare.read_text(encoding="utf-8"))["ratios"] if wanted.compare else {}
        print_ratios(rounds, former)
    if wanted.json:
        told = {name: str(value) for name, value in vars(wanted).items() if name not in ("json", "compare", "site")}
        keep(wanted.json, told, rounds)
    if wanted.small:
        _small(wanted, rounds)


if __name__ == "__main__":
    main()
