"""Finding the readers' style sheets, wherever the program runs from."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from bundler.errors import DefectError


def style_sheet(name: str) -> bytes:
    """A style sheet.

    A wheel carries `styles/` inside the package; an editable install and a plain checkout have it beside the package.

    Args:
        name: the theme's name, `default` say.

    Raises:
        DefectError: the installation is broken.
    """
    installed = files("bundler").joinpath("styles", f"{name}.css")
    if installed.is_file():
        return installed.read_bytes()
    beside = Path(__file__).resolve().parents[2] / "styles" / f"{name}.css"
    if beside.is_file():
        return beside.read_bytes()
    raise DefectError(f"style sheet {name}", "is not part of this installation", "install epub-bundler again")
