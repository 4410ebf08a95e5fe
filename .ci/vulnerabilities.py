"""Ask for known vulnerabilities of what the program is installed with, and of the lowest versions it allows.

    python .ci/vulnerabilities.py PIP_AUDIT PYTHON

PIP_AUDIT is the command pip-audit, PYTHON the interpreter of an environment with the program in it. A finding ends with
exit code 1. Where the advisories cannot be asked for, without a network say, it warns and ends with 0: a merge must not
wait for somebody else's server.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

_PATIENCE = 300
"""Seconds."""


def floors() -> list[str]:
    """The lowest version of each library that pyproject.toml allows, as pins."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = (re.fullmatch(r"([\w-]+)(?:\[[\w,-]+\])?>=([\w.]+).*", line) for line in project["dependencies"])
    pins = [f"{match[1]}=={match[2]}" for match in found if match]
    assert len(pins) == len(project["dependencies"]), "a dependency has no floor"
    return pins


def installed(python: str) -> list[str]:
    """What lies in an environment, as pins; not the program itself, nor what Python brings along."""
    others = [option for name in ("epub-bundler", "pip", "setuptools") for option in ("--exclude", name)]
    command = [python, "-m", "pip", "list", "--format", "json", *others]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return [f"{row['name']}=={row['version']}" for row in rows]


def audit(pip_audit: str, about: str, pins: list[str]) -> bool:
    """Ask about pins and say what came of it; whether there is a known vulnerability."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("\n".join(pins))
        file.flush()
        options = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json", "-r", file.name]
        try:
            done = subprocess.run([pip_audit, *options], capture_output=True, check=False, timeout=_PATIENCE)
            rows = json.loads(done.stdout)["dependencies"]
        except (subprocess.TimeoutExpired, ValueError, KeyError) as error:
            print(f"WARNING: {about}: the advisories could not be asked for ({type(error).__name__})")
            return False
    for row in rows:
        for found in row.get("vulns", ()):
            print(f"{about}: {row['name']} {row['version']}: {found['id']}, mended in {found['fix_versions']}")
    unknown = [row["name"] for row in rows if "skip_reason" in row]
    if unknown:
        print(f"WARNING: {about}: nothing could be learned of {len(unknown)} of {len(pins)}, {unknown[0]} say")
    else:
        print(f"{about}: {len(pins)} asked about")
    return any(row.get("vulns") for row in rows)


if __name__ == "__main__":
    results = [
        audit(sys.argv[1], "installed", installed(sys.argv[2])),
        audit(sys.argv[1], "lowest versions", floors()),
    ]
    sys.exit(any(results))
