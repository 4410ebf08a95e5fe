"""Any bundler.toml gives bundles, or an error that names every fault."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bundler.cli.build_command import command
from bundler.cli.bundles import Bundles, read_bundles
from bundler.cli.bundles.lines import lines_of_keys
from bundler.cli.bundles.values import options_of
from bundler.errors import BundlesError

KEYS = [*options_of(command), "sources", "limits", "", "a b", "Ä"]
TEXTS = st.one_of(st.text(max_size=8), st.sampled_from(["7d", "2020-09", "45MB", "year", "source", "zh", "x.css", "~"]))
SCALARS = st.one_of(st.booleans(), st.integers(), st.floats(), TEXTS, st.dates())
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=3), st.dictionaries(TEXTS, SCALARS, max_size=2))
TABLES = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "defaults": TABLES,
        "bundles": st.dictionaries(TEXTS, st.one_of(TABLES, SCALARS), max_size=3),
        "hosts": st.dictionaries(
            st.one_of(TEXTS, st.just("example.org")),
            st.dictionaries(st.sampled_from(["headers", "delay", "x"]), VALUES, max_size=3),
            max_size=2,
        ),
        "bundle": VALUES,
    },
)


def _toml(value: object) -> str:
    """A value as TOML writes it, tables inline."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value).replace("\x7f", "\\u007f")
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case dict():
            return f"{{ {', '.join(f'{_toml(key)} = {_toml(inner)}' for key, inner in value.items())} }}"
    return str(value)


def _document(data: Mapping[str, object]) -> str:
    lines = []
    for name, table in data.items():
        if name in ("bundles", "hosts") and isinstance(table, dict):
            for inner, values in table.items():
                if isinstance(values, dict):
                    lines.append(f"[{name}.{_toml(inner)}]")
                    lines += [f"{_toml(key)} = {_toml(value)}" for key, value in values.items()]
        elif name == "defaults" and isinstance(table, dict):
            lines.append("[defaults]")
            lines += [f"{_toml(key)} = {_toml(value)}" for key, value in table.items()]
        else:
            lines.insert(0, f"{name} = {_toml(table)}")
    return "\n".join(lines)


def _read(content: bytes) -> Bundles | BundlesError:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundler.toml"
        path.write_bytes(content)
        try:
            return read_bundles(path, click.Context(command), command)
        except BundlesError as error:
            return error


@given(DOCUMENTS)
@settings(max_examples=300, deadline=None)
def test_any_document_gives_bundles_or_all_its_faults(data: dict[str, object]) -> None:
    """Whatever stands at a key, the outcome is one of the two; a fault is one line that names the file."""
    found = _read(_document(data).encode("utf-8", errors="surrogatepass"))
    if isinstance(found, BundlesError):
        assert found.faults
        assert all("bundler.toml" in fault and "\n" not in fault for fault in found.faults)
    else:
        assert "bundle" not in data


@given(st.binary(max_size=200))
def test_any_bytes_give_bundles_or_a_fault(content: bytes) -> None:
    """Damage is told, and nothing else is raised."""
    assert isinstance(_read(content), Bundles | BundlesError)


@pytest.mark.parametrize("names", [("devise", "limits", "Titel"), ("from", "to_", "lasst", "x" * 30)])
def test_each_wrong_key_is_told(names: tuple[str, ...]) -> None:
    """As many faults as wrong keys, in the file's order."""
    found = _read("\n".join(["[defaults]", *(f'{name} = ""' for name in names)]).encode())
    assert isinstance(found, BundlesError)
    told = [fault.split(": ")[1].removeprefix("defaults.") for fault in found.faults]
    assert told == list(names)


@given(st.text(max_size=200))
def test_lines_are_found_in_any_text(text: str) -> None:
    """Looking for lines raises nothing, whether the text is TOML or not."""
    assert all(1 <= line <= len(text.splitlines()) for line in lines_of_keys(text).values())


def test_lines_of_quoted_dotted_and_commented_keys() -> None:
    """Every way to write a key; what stands within a text over several lines is passed over as far as can be seen."""
    text = '# [x]\na = 1\n[t."q.r"]  # y\n"k=l" = 2\nm.n = 3\n[[u]]\nv = """\nno key here\n"""\nw = [\n  1,\n]\n'
    found = lines_of_keys(text)
    assert found == {
        ("a",): 2,
        ("t",): 3,
        ("t", "q.r"): 3,
        ("t", "q.r", "k=l"): 4,
        ("t", "q.r", "m", "n"): 5,
        ("u",): 6,
        ("u", "v"): 7,
        ("u", "w"): 10,
    }
