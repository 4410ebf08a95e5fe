"""The house rules, read from the source of every module: who imports what, and how long things may get."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import bundler

ROOT = Path(bundler.__file__).parents[1]  # of a checkout or of an installed wheel
STAGES = frozenset(("collect", "clean", "images", "package", "check"))
FOR_STAGES = frozenset(("bundler.model", "bundler.errors"))
"""What a stage may import of bundler beside its own folder and the leaves; everything else is passed in."""
HOMES = {
    "bs4": ("bundler/clean/",),
    "PIL": ("bundler/images/", "bundler/package/cover.py"),
    "ebooklib": ("bundler/package/",),
    "click": ("bundler/cli/",),
    "rich": ("bundler/cli/",),
    "pebble": ("bundler/workers/",),
    "aiohttp": ("bundler/fetch/",),
    "dask": ("bundler/workers/",),
    "distributed": ("bundler/workers/",),
}
"""Where alone a library may be imported."""
LONGEST_MODULE, LONGEST_FUNCTION = 320, 55
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One module of the program, read and parsed."""

    path: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Its dotted name; a package's for its `__init__`."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def package(self) -> str:
        """Its folder of `bundler`, or its own name where it stands in no folder."""
        parts = self.path.removesuffix(".py").split("/")
        return parts[1] if len(parts) > 1 else parts[0]

    def imported(self) -> Iterator[str]:
        """The dotted name of every module that it imports, wherever the statement stands."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.path} imports relatively"
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    yield whole if whole in names() else str(node.module)

    def own_imports(self) -> set[str]:
        """The modules of bundler that it imports."""
        return {name for name in self.imported() if name.split(".")[0] == "bundler"}

    def functions(self) -> Iterator[Function]:
        """Every function and method."""
        yield from (node for node in ast.walk(self.tree) if isinstance(node, Function))


@cache
def names() -> frozenset[str]:
    """The dotted names of all modules."""
    paths = (path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "bundler").rglob("*.py")))
    return frozenset(path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in paths)


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the program."""
    found = []
    for path in sorted((ROOT / "bundler").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Module(path.relative_to(ROOT).as_posix(), text, ast.parse(text)))
    return tuple(found)


@cache
def leaves() -> frozenset[str]:
    """Modules that stand in no folder and import the standard library only: `tokens`, `local_file` and their like."""
    return frozenset(
        module.name
        for module in modules()
        if module.path.count("/") == 1
        and not module.path.endswith(("__init__.py", "__main__.py"))
        and all(name.split(".")[0] in sys.stdlib_module_names for name in module.imported())
    )


def package_of(name: str) -> str:
    """The folder of bundler that a dotted name stands in, or its own name."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else parts[0]


each_module = pytest.mark.parametrize("module", modules(), ids=lambda module: module.path)


def test_the_tests_see_the_program() -> None:
    """The rules are read from all of the program's modules, every stage among them."""
    assert {module.package for module in modules()} >= STAGES | {"cli", "pipeline", "model", "errors"}
    assert leaves() >= {"bundler.tokens", "bundler.local_file"}
    assert not leaves() & {"bundler.pipeline", "bundler.settings", "bundler.report"}


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_only_where_it_lives(library: str) -> None:
    """Each library that could hurt, or could spread, has one home in the house."""
    guests = [
        module.path
        for module in modules()
        if any(name.split(".")[0] == library for name in module.imported())
        and not module.path.startswith(HOMES[library])
    ]
    assert guests == []


@each_module
def test_a_stage_imports_of_bundler_only_what_every_stage_may(module: Module) -> None:
    """A stage knows the values that cross a border, the errors, the leaves and itself."""
    if module.package in STAGES:
        foreign = {name for name in module.own_imports() if package_of(name) != module.package}
        assert foreign <= FOR_STAGES | leaves()
    else:
        assert module.package not in STAGES


@each_module
def test_only_the_start_imports_the_command_line(module: Module) -> None:
    """Nothing below the roof knows of the roof."""
    if module.package not in ("cli", "__main__"):
        assert "cli" not in {package_of(name) for name in module.own_imports()}
    assert "bundler.__main__" not in module.own_imports()


@each_module
def test_only_the_pipeline_joins_stages(module: Module) -> None:
    """Beside it no module, the command line aside, imports more than one stage."""
    stages = {package_of(name) for name in module.own_imports()} & STAGES
    if module.package not in ("pipeline", "cli"):
        assert len(stages) <= 1
    else:
        assert stages <= STAGES


def test_no_packages_import_each_other_in_a_circle() -> None:
    """The arrows between the folders lead down, and never back."""
    arrows = {module.package: set[str]() for module in modules()}
    for module in modules():
        arrows[module.package] |= {package_of(name) for name in module.own_imports()} - {module.package, "bundler"}
    while ends := {package for package, targets in arrows.items() if not targets}:
        arrows = {package: targets - ends for package, targets in arrows.items() if package not in ends}
    assert arrows == {}


@each_module
def test_modules_and_functions_stay_short(module: Module) -> None:
    """A module can be read in one sitting, a function on one screen."""
    long = [function.name for function in module.functions() if _lines(function) > LONGEST_FUNCTION]
    assert len(module.text.splitlines()) <= LONGEST_MODULE
    assert long == []


def _lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@each_module
def test_what_is_public_is_explained(module: Module) -> None:
    """Every module, public class and public function or method has a docstring."""
    silent = [node.name for node in _public(module.tree) if not ast.get_docstring(node)]
    assert ast.get_docstring(module.tree), module.path
    assert silent == []


def _public(parent: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    for node in parent.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_") and not _is_overload(node):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


def _is_overload(node: Function | ast.ClassDef) -> bool:
    return any(isinstance(decorator, ast.Name) and decorator.id == "overload" for decorator in node.decorator_list)


@each_module
def test_no_error_is_swallowed(module: Module) -> None:
    """No handler catches everything, and none does nothing."""
    handlers = [node for node in ast.walk(module.tree) if isinstance(node, ast.ExceptHandler)]
    bare = [handler.lineno for handler in handlers if handler.type is None]
    idle = [handler.lineno for handler in handlers if all(_does_nothing(statement) for statement in handler.body)]
    assert (bare, idle) == ([], [])


def _does_nothing(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )
