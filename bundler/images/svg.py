"""SVG drawings become pixels, so that nothing of them but their looks reaches a book; runs in a worker.

resvg runs no script and opens no network connection by itself. It would read files and unpack entities, so the drawing
is rebuilt first: no document type, no reference to anything outside of it.
"""

from __future__ import annotations

import gzip
import io
import zlib

import resvg_py
from lxml import etree
from PIL import Image

_MOST_BYTES = 4 * 1024 * 1024
_MOST_ELEMENTS = 20_000
_LARGEST_UNIT = 1e6
_GZIP = b"\x1f\x8b"
_DROPPED = frozenset("script foreignobject iframe audio video handler listener style".split())
_REFERENCES = ("href", "{http://www.w3.org/1999/xlink}href")


class BadDrawing(Exception):  # noqa: N818 - a verdict on the drawing
    """A drawing that cannot be shown; its text is the reason."""


def is_svg(content: bytes) -> bool:
    """Whether bytes look like an SVG drawing, packed or not."""
    head = content[:4096]
    return head.startswith(_GZIP) or (b"<svg" in head and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"))


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
    try:
        png = bytes(
            resvg_py.svg_to_bytes(
                svg_string=etree.tostring(root, encoding="unicode"),
                background="#ffffff",
                width=max(1, round(drawn_width * scale)),
                resources_dir=None,
            )
        )
    except ValueError as error:
        raise BadDrawing(f"is an SVG drawing that cannot be drawn ({str(error)[:80]})") from error
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        return image.convert("RGB")


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
    """The drawing without document type, scripts, and references to anything but itself."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    root = etree.fromstring(content, parser)
    if root is None or etree.QName(root).localname != "svg":
        raise BadDrawing("is no SVG drawing")
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    if len(elements) > _MOST_ELEMENTS:
        raise BadDrawing(f"is an SVG drawing of {len(elements)} elements")
    uses = sum(etree.QName(element).localname == "use" for element in elements)
    if uses * uses > _MOST_ELEMENTS:
        raise BadDrawing("is an SVG drawing that repeats itself too often")
    for element in elements:
        if etree.QName(element).localname.lower() in _DROPPED and element.getparent() is not None:
            element.getparent().remove(element)
            continue
        for name in _REFERENCES:
            if not element.get(name, "#").strip().startswith("#"):
                del element.attrib[name]
    for node in root.xpath("//processing-instruction()|//comment()"):
        if node.getparent() is not None:
            node.getparent().remove(node)
    return root


def _size(root: etree._Element) -> tuple[float, float]:
    """Width and height of the drawing in its own units: of its viewBox, else as declared, else 300 x 150 (CSS 2.2)."""
    box = root.get("viewBox", "").replace(",", " ").split()
    try:
        width, height = (
            (float(value) for value in box[2:]) if box else (_length(root, "width"), _length(root, "height"))
        )
    except ValueError:
        width = height = 0
    return (width, height) if 0 < width < _LARGEST_UNIT and 0 < height < _LARGEST_UNIT else (300, 150)


def _length(root: etree._Element, name: str) -> float:
    return float(root.get(name, "0").strip().rstrip("ptxcmin%"))
