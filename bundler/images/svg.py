"""SVG drawings become pixels, so that nothing of them but their looks reaches a book; runs in a worker.

resvg runs no script and opens no network connection by itself. It would read files and unpack entities, so the drawing
is rebuilt first: no document type, no reference to anything outside of it.
"""

from __future__ import annotations

import gzip
import io
import re
import tempfile
import zlib
from pathlib import Path
from typing import Any

import resvg_py
from lxml import etree
from PIL import Image, ImageFont

_MOST_BYTES = 4 * 1024 * 1024
_MOST_DRAWN = 20_000
"""Elements, each counted as often as `use` repeats it."""
_DEEPEST = 100
"""Levels; the drawing library walks them on the stack and dies at some thousand."""
_LARGEST_UNIT = 1e6
_LONGEST_PATH = 500_000
"""Characters of one path."""
_GZIP = b"\x1f\x8b"
# Scripts and foreign content; and filters, which only soften edges and can take hours (feTurbulence, feMorphology).
_DROPPED = frozenset(
    "script foreignobject iframe audio video handler listener filter animate set animatetransform".split()
)
_REFERENCES = ("href", "{http://www.w3.org/1999/xlink}href")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp)[;,]")
_LOADING_STYLE = re.compile(r"@import[^;]*;?|url\(\s*[\"']?(?!\s*#)[^)]*\)|filter\s*:[^;}]*", re.IGNORECASE)
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "em": 16.0,
    "ex": 8.0,
}
"""CSS pixels in a unit (CSS Values 4, 5.2)."""
_LENGTH = re.compile(r"\s*([0-9.]+(?:e[0-9]+)?)\s*([a-z]*)\s*$", re.IGNORECASE)


class BadDrawing(Exception):  # noqa: N818 - a verdict on the drawing
    """A drawing that cannot be shown; its text is the reason."""


def rasterise(content: bytes, width: int, height: int) -> Image.Image:
    """Draw an SVG as large as fits into a screen.

    Args:
        content: the drawing.
        width: pixels.
        height: pixels.

    Returns:
        an RGB picture on white.

    Raises:
        BadDrawing: it is none, too large, or refers to itself without end.
    """
    root = _rebuilt(_unpacked(content))
    drawn_width, drawn_height = _size(root)
    scale = min(width / drawn_width, height / drawn_height)
    if not root.get("viewBox"):
        root.set("viewBox", f"0 0 {drawn_width:g} {drawn_height:g}")
    root.set("width", str(max(1, round(drawn_width * scale))))
    root.set("height", str(max(1, round(drawn_height * scale))))
    try:
        png = _drawn(etree.tostring(root, encoding="unicode"))
    except ValueError as error:
        raise BadDrawing(f"is an SVG drawing that cannot be drawn ({str(error)[:80]})") from error
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        return image.convert("RGB")


def _drawn(markup: str) -> bytes:
    """PNG bytes; text in Pillow's own font where a drawing's fonts are not there, so that labels show everywhere."""
    font = ImageFont.load_default(16)
    # A folder, not a temporary file: Windows opens no file twice.
    with tempfile.TemporaryDirectory() as folder:
        families: dict[str, Any] = {}
        if isinstance(font, ImageFont.FreeTypeFont) and (content := getattr(font, "font_bytes", b"")):
            file = Path(folder, "font.ttf")
            file.write_bytes(content)
            name = font.getname()[0]
            kinds = ("font", "serif", "sans_serif", "cursive", "fantasy", "monospace")
            families = {"font_files": [str(file)], **{f"{kind}_family": name for kind in kinds}}
        return bytes(resvg_py.svg_to_bytes(svg_string=markup, background="#ffffff", **families))


def _unpacked(content: bytes) -> bytes:
    if content.startswith(_GZIP):
        try:
            with gzip.open(io.BytesIO(content)) as file:
                content = file.read(_MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise BadDrawing("is packed and broken") from error
    if len(content) > _MOST_BYTES:
        raise BadDrawing("is an SVG drawing of more than 4 MiB")
    return content


def _rebuilt(content: bytes) -> etree._Element:
    """The drawing without document type, scripts, filters, and references to anything but itself."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    root = etree.fromstring(content, parser)
    if root is None or etree.QName(root).localname != "svg":
        raise BadDrawing("is no SVG drawing")
    for node in [node for node in root.iter() if node is not root]:
        is_element = isinstance(node.tag, str)
        if not is_element or etree.QName(node).localname.lower() in _DROPPED:
            _take_out(node)
    for element in root.iter():
        _clean_attributes(element)
    _refuse_bombs(root)
    return root


def _take_out(node: etree._Element) -> None:
    """Remove a node; the text behind it, which lxml would remove as well, stays."""
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (node.tail or "")
    else:
        parent.text = (parent.text or "") + (node.tail or "")
    parent.remove(node)


def _clean_attributes(element: etree._Element) -> None:
    for name in list(element.attrib):
        value = element.get(name, "")
        if name in _REFERENCES:
            if not value.strip().startswith("#") and not _PICTURE.match(value.strip()):
                del element.attrib[name]
        elif name == "filter":
            del element.attrib[name]
        elif "(" in value or name == "style":
            element.set(name, _LOADING_STYLE.sub("", value))
    if etree.QName(element).localname == "style" and element.text:
        element.text = _LOADING_STYLE.sub("", element.text)


def _refuse_bombs(root: etree._Element) -> None:
    """Refuse what would take the drawing library for ever: depth, long paths, elements repeating repeated ones."""
    sizes: dict[etree._Element, int] = {}
    named: dict[str, etree._Element] = {}
    for element in root.iter():
        if sum(1 for _ in element.iterancestors()) > _DEEPEST:
            raise BadDrawing(f"is an SVG drawing nested more than {_DEEPEST} levels deep")
        if len(element.get("d", "")) > _LONGEST_PATH:
            raise BadDrawing("is an SVG drawing with a path too long to draw")
        named.setdefault(element.get("id", ""), element)
    if _drawn_elements(root, named, sizes, frozenset()) > _MOST_DRAWN:
        raise BadDrawing(f"is an SVG drawing of more than {_MOST_DRAWN} elements")


def _drawn_elements(
    element: etree._Element,
    named: dict[str, etree._Element],
    sizes: dict[etree._Element, int],
    above: frozenset[etree._Element],
) -> int:
    """How many elements drawing one takes, with all that it repeats; one that repeats itself counts as endless."""
    if element in above:
        return _MOST_DRAWN + 1
    if element not in sizes:
        total = 1
        for child in element:
            total += _drawn_elements(child, named, sizes, above | {element})
        for reference in _targets(element):
            if reference in named:
                total += _drawn_elements(named[reference], named, sizes, above | {element})
        sizes[element] = min(total, _MOST_DRAWN + 1)
    return sizes[element]


def _targets(element: etree._Element) -> list[str]:
    """Ids of what an element repeats or paints with: `use`, patterns, masks, markers."""
    found: list[str] = []
    if etree.QName(element).localname != "a":  # a link is followed by people only
        found += [value.strip()[1:] for name in _REFERENCES if (value := element.get(name, "")).strip().startswith("#")]
    for value in element.attrib.values():
        found += re.findall(r"url\(\s*[\"']?#([^\"')\s]+)", value)
    return found


def _size(root: etree._Element) -> tuple[float, float]:
    """Width and height of the drawing: as declared, else of its viewBox, else 300 x 150 (CSS 2.2, 10.3.2)."""
    declared = _length(root.get("width", "")), _length(root.get("height", ""))
    box = root.get("viewBox", "").replace(",", " ").split()
    try:
        boxed = (float(box[2]), float(box[3])) if len(box) > 3 else (0.0, 0.0)  # noqa: PLR2004 - x, y, width, height
    except ValueError:
        boxed = (0.0, 0.0)
    if box and not all(0 < side < _LARGEST_UNIT for side in boxed):
        raise BadDrawing("is an SVG drawing without a size")
    for width, height in (declared, boxed):
        if 0 < width < _LARGEST_UNIT and 0 < height < _LARGEST_UNIT:
            return width, height
    return (300.0, 150.0)


def _length(text: str) -> float:
    """A length in CSS pixels; 0 for what is none, percentages among it."""
    match = _LENGTH.match(text)
    if match is None or match[2].lower() not in _UNITS:
        return 0.0
    try:
        return float(match[1]) * _UNITS[match[2].lower()]
    except ValueError:
        return 0.0
