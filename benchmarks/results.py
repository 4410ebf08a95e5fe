"""Figures of several rounds: medians, ratios within each round, goals, a table, and what a former run gave."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks.builds import Figures

Round = dict[str, Figures]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A number that means something on every machine.

    Attributes:
        name: what it says.
        of: computes it from a round; a KeyError says that the round holds it not.
        goal: what it should not exceed, or None.
        is_steady: whether other work on the machine hardly moves it, so that twice of it cannot be noise.
    """

    name: str
    of: Callable[[Round], float]
    goal: float | None = None
    is_steady: bool = False


def _picture_limit(one: Round, pictures: str, kind: str) -> float:
    return one[pictures][kind] + one["imports"][kind]


RATIOS = (
    Ratio(
        "cold: wall / (bare pictures + imports)",
        lambda r: r["cold"]["wall"] / _picture_limit(r, "bare pictures", "wall"),
        1.25,
    ),
    Ratio(
        "cold: CPU / (bare pictures + imports)",
        lambda r: r["cold"]["cpu"] / _picture_limit(r, "bare pictures", "cpu"),
        is_steady=True,
    ),
    Ratio(
        "cold: wall / (bare book + imports)",
        lambda r: r["cold"]["wall"] / (r["bare book"]["wall"] + r["imports"]["wall"]),
    ),
    Ratio(
        "cold: CPU / (bare book + imports)",
        lambda r: r["cold"]["cpu"] / (r["bare book"]["cpu"] + r["imports"]["cpu"]),
        is_steady=True,
    ),
    Ratio("cold: wall / bare download", lambda r: r["cold"]["wall"] / r["bare download"]["wall"]),
    Ratio("cold: share of the time that workers had nothing to do", lambda r: r["cold"]["workers idle"]),
    Ratio("cold: share of the time that the main process waited", lambda r: r["cold"]["main idle"]),
    Ratio("local unchanged / local cold: wall", lambda r: r["local unchanged"]["wall"] / r["local cold"]["wall"], 0.15),
    Ratio("local unchanged / local cold: CPU", lambda r: r["local unchanged"]["cpu"] / r["local cold"]["cpu"]),
    Ratio(
        "local, written anew / local cold: wall",
        lambda r: r["local, written anew"]["wall"] / r["local cold"]["wall"],
    ),
    Ratio(
        "local unchanged: CPU / imports", lambda r: r["local unchanged"]["cpu"] / r["imports"]["cpu"], is_steady=True
    ),
    Ratio(
        "local cold: wall / (bare pictures + imports)",
        lambda r: r["local cold"]["wall"] / _picture_limit(r, "bare pictures", "wall"),
    ),
    Ratio(
        "revalidated: wall / (1.3 bare 304s + local unchanged)",
        lambda r: r["revalidated"]["wall"] / (1.3 * r["bare 304s"]["wall"] + r["local unchanged"]["wall"]),
        1.0,
    ),
    Ratio(
        "revalidated: CPU / (bare 304s + imports)",
        lambda r: r["revalidated"]["cpu"] / (r["bare 304s"]["cpu"] + r["imports"]["cpu"]),
        is_steady=True,
    ),
    Ratio(
        "one added: (wall - written anew) / what that article costs alone",
        lambda r: (
            (r["one added"]["wall"] - r["written anew"]["wall"])
            / (r["one article"]["wall"] - r["one article, anew"]["wall"])
        ),
        1.5,
    ),
    Ratio(
        "one added: (CPU - written anew) / what that article costs alone",
        lambda r: (
            (r["one added"]["cpu"] - r["written anew"]["cpu"])
            / (r["one article"]["cpu"] - r["one article, anew"]["cpu"])
        ),
    ),
    Ratio("one added: CPU / imports", lambda r: r["one added"]["cpu"] / r["imports"]["cpu"], is_steady=True),
    Ratio(
        "other device: wall / (bare pictures + imports)",
        lambda r: r["other device"]["wall"] / _picture_limit(r, "bare pictures, other device", "wall"),
        1.15,
    ),
    Ratio(
        "other device: CPU / (bare pictures + imports)",
        lambda r: r["other device"]["cpu"] / _picture_limit(r, "bare pictures, other device", "cpu"),
        is_steady=True,
    ),
    Ratio("text: CPU / bare parse", lambda r: r["text"]["cpu"] / r["bare parse of texts"]["cpu"], 2.5, is_steady=True),
    Ratio("text: seconds for 250 pages", lambda r: r["text"]["wall"] * 250 / r["text"]["pages"], 1.0),
    Ratio("cold: main process, peak MB", lambda r: r["cold"]["main"] / 1e6, 160, is_steady=True),
    Ratio("cold: largest worker, peak MB", lambda r: r["cold"]["worker"] / 1e6, 250, is_steady=True),
)


def ratios(rounds: Sequence[Round]) -> dict[str, float]:
    """The median of each ratio over the rounds that hold it."""
    found: dict[str, float] = {}
    for ratio in RATIOS:
        values = []
        for one in rounds:
            try:
                values.append(ratio.of(one))
            except (KeyError, ZeroDivisionError):
                continue
        if values:
            found[ratio.name] = median(values)
    return found


def medians(rounds: Sequence[Round]) -> dict[str, Figures]:
    """The median of every figure."""
    names = dict.fromkeys(name for one in rounds for name in one)
    found: dict[str, Figures] = {}
    for name in names:
        runs = [one[name] for one in rounds if name in one]
        found[name] = {key: median(run[key] for run in runs) for key in runs[0]}
    return found


def machine() -> dict[str, str | float]:
    """What figures depend on besides the program."""
    return {
        "system": platform.system(),
        "python": platform.python_version(),
        "pillow": version("pillow"),
        "cores": os.cpu_count() or 1,
        "load before": round(os.getloadavg()[0], 1),
    }


def keep(path: Path, settings: Mapping[str, object], rounds: Sequence[Round]) -> None:
    """Write everything that was measured as JSON, for `--compare`."""
    whole = {
        "settings": settings,
        "machine": machine(),
        "ratios": ratios(rounds),
        "medians": medians(rounds),
        "rounds": list(rounds),
    }
    path.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def record(path: Path, settings: Mapping[str, object], rounds: Sequence[Round]) -> None:
    """Write the steady ratios alone, for `much_worse`."""
    now = ratios(rounds)
    kept = {ratio.name: round(now[ratio.name], 2) for ratio in RATIOS if ratio.is_steady}
    whole = {"settings": settings, "machine": machine(), "ratios": kept}
    path.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")


def print_figures(rounds: Sequence[Round]) -> None:
    """A line for each kind of run: medians."""
    heads = ("wall s", "CPU s", "main s", "MB main", "worker", "requests")
    print(f"{'median of ' + str(len(rounds)):<30}" + "".join(f"{head:>9}" for head in heads))
    for name, one in medians(rounds).items():
        seconds = "".join(f"{value:>9.2f}" for value in (one["wall"], one["cpu"], one.get("main cpu", one["cpu"])))
        memory = "".join(f"{value / 1e6:>9.0f}" for value in (one["main"], one.get("worker", 0)))
        print(f"{name:<30}{seconds}{memory}{one.get('requests', 0):>9.0f}")


def print_ratios(rounds: Sequence[Round], former: dict[str, float]) -> None:
    """A line for each ratio: its median, the goal, and what a former run gave."""
    print(f"\n{'ratio':<66}{'median':>8}{'goal':>7}{'before' if former else '':>9}")
    for ratio in RATIOS:
        value = ratios(rounds).get(ratio.name)
        if value is None:
            continue
        goal = "" if ratio.goal is None else f"{ratio.goal:g}"
        before = f"{former[ratio.name]:.2f}" if ratio.name in former else ""
        missed = "  <" if ratio.goal is not None and value > ratio.goal else ""
        print(f"{ratio.name:<66}{value:>8.2f}{goal:>7}{before:>9}{missed}")


def much_worse(rounds: Sequence[Round], recorded: dict[str, float], times: float = 2.0) -> list[str]:
    """What is so many times worse than recorded and cannot be noise, in words; only steady ratios count."""
    now = ratios(rounds)
    steady = [ratio.name for ratio in RATIOS if ratio.is_steady and ratio.name in recorded]
    return [
        f"{name}: {now[name]:.2f}, recorded {recorded[name]:.2f}" if name in now else f"{name}: not measured"
        for name in steady
        if name not in now or now[name] > times * recorded[name]
    ]
