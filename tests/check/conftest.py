"""Books of every maker to plant things in: our own, calibre's and pandoc's, in EPUB 2 and 3."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.check.anatomy import Anatomy, dissected, made_by_calibre, made_by_pandoc
from tests.pictures import encoded, gradient

MAKERS: dict[str, tuple[str, Callable[[Path, bytes, int], Path], int]] = {
    "calibre-2": ("ebook-convert", made_by_calibre, 2),
    "calibre-3": ("ebook-convert", made_by_calibre, 3),
    "pandoc-2": ("pandoc", made_by_pandoc, 2),
    "pandoc-3": ("pandoc", made_by_pandoc, 3),
}


@pytest.fixture(scope="session", params=["ours", *MAKERS])
def anatomy(request: pytest.FixtureRequest, good_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Anatomy:
    """A clean book of each maker; those whose program is not installed are skipped, and it is told which."""
    if request.param == "ours":
        return dissected(good_book)
    program, make, version = MAKERS[request.param]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed, so there is no book of {request.param}")
    return dissected(make(tmp_path_factory.mktemp("foreign"), encoded(gradient(60, 40), "PNG"), version))
