"""While modules are loaded nobody looks for garbage; what is dead already does not stay for it."""

from __future__ import annotations

import gc
import importlib
import sys
import weakref
from pathlib import Path

import pytest

from bundler.cli.loading import loading


class _Circle:
    """Something that refers to itself."""

    def __init__(self) -> None:
        self.itself = self


def _dead() -> weakref.ref[_Circle]:
    return weakref.ref(_Circle())


def test_what_is_dead_goes_when_nothing_is_loaded() -> None:
    """Bundles that are made one after the other do not keep what the one before has left."""
    left = _dead()
    with loading():
        pass
    gc.collect()
    assert left() is None
    assert gc.isenabled()


def test_what_is_loaded_is_not_looked_through_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It lies in the collector's permanent generation."""
    (tmp_path / "loaded_here.py").write_text("things = [[number] for number in range(1000)]\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    before = gc.get_freeze_count()
    with loading():
        assert not gc.isenabled()
        importlib.import_module("loaded_here")
    try:
        assert gc.get_freeze_count() >= before + 1000
        assert gc.isenabled()
    finally:
        del sys.modules["loaded_here"]
        gc.unfreeze()
