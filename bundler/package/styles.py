"""The readers' style sheets: the base for every page, what a script or a theme adds, and the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bundler.errors import DefectError, SettingsError

THEMES = {
    "default": "The reader's own font, size and line height; space between paragraphs.",
    "compact": "Less space: indented paragraphs without gaps, smaller headings and notes.",
    "large": "Larger letters and more space, for tired eyes and small screens.",
    "cjk": "Paragraphs indented by two characters on every page, not on Chinese and Japanese ones alone.",
}
"""The themes by name, with what each is for; `default` is the base that the others add to."""
_WIDE_SCRIPTS = ("zh", "ja")


@dataclass(frozen=True, slots=True)
class Style:
    """How a book looks.

    Attributes:
        theme: one of `THEMES`.
        own: the user's own style sheet, which comes last; empty for none.
    """

    theme: str = "default"
    own: bytes = b""

    def __post_init__(self) -> None:
        """Refuse a theme that does not exist.

        Raises:
            SettingsError: there is no such theme.
        """
        if self.theme not in THEMES:
            raise SettingsError(
                f"--style {self.theme}", "is no theme and no .css file", f"choose among {', '.join(THEMES)}"
            )

    def sheets(self, language: str) -> tuple[str, ...]:
        """Names of the style sheets that a page in a language wants, in order.

        Args:
            language: a BCP 47 tag.
        """
        wide = language.split("-", maxsplit=1)[0].lower() in _WIDE_SCRIPTS
        names = ["default", *(["cjk"] if wide or self.theme == "cjk" else [])]
        names.extend(name for name in (self.theme,) if name not in names)
        return (*names, *(("own",) if self.own else ()))

    def content(self, name: str) -> bytes:
        """A style sheet's bytes.

        Args:
            name: one that `sheets` gave.
        """
        return self.own if name == "own" else style_sheet(name)


def all_sheets(style: Style, languages: Sequence[str]) -> tuple[str, ...]:
    """The style sheets of a whole book, each once, in the order of their names."""
    return tuple(sorted({name for language in languages for name in style.sheets(language)}))


def style_sheet(name: str) -> bytes:
    """A style sheet of the program.

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
