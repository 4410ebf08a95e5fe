"""SVG drawings: drawn as they look, nothing of them but pixels, no file, no network, and no way to cost a machine."""

from __future__ import annotations

import asyncio
import base64
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from bundler.images import Fitted, Recipe, Task, Unusable, fit_picture
from bundler.workers import Limits, ProcessWorkers
from tests.fetch.servers import listener
from tests.images.measured import Measured, fit_measured
from tests.pictures import encoded, opened
from tests.worker_memory import IS_TOLD

_SCREEN = Recipe(600, 800)
_LIMITS = Limits(seconds=4, memory_bytes=1024 * 1024 * 1024)
_MOST = 250_000_000
_RED = '<rect x="10" y="10" width="50" height="50" fill="red"/>'
_CANARY = "CANARY-91bb"


def _svg(inner: str = _RED, attributes: str = 'viewBox="0 0 100 100"', before: str = "") -> bytes:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{before}<svg {names} {attributes}>{inner}</svg>".encode()


def _drawn(content: bytes) -> Image.Image:
    result = fit_picture(Task(content, _SCREEN))
    assert isinstance(result, Fitted), result
    assert _CANARY.encode() not in result.content
    assert b"<svg" not in result.content
    return opened(result.content).convert("RGB")


def _middle(content: bytes) -> tuple[int, ...]:
    image = _drawn(content)
    pixel = image.getpixel((image.width // 3, image.height // 3))
    assert isinstance(pixel, tuple)
    return pixel


def _is_blank(content: bytes) -> bool:
    return all(low == 255 for low, _ in _drawn(content).getextrema())  # type: ignore[misc]


@pytest.mark.parametrize("content", [_svg(), gzip.compress(_svg())], ids=["plain", "gzip"])
def test_a_drawing_fills_the_screen(content: bytes) -> None:
    """A drawing has no pixels of its own; it is drawn as wide as the screen, on white, whether it is packed or not."""
    image = _drawn(content)
    assert image.size == (600, 600)
    assert image.getpixel((5, 5)) == (255, 255, 255)
    assert image.getpixel((200, 200)) == (255, 0, 0)


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->\n' + _svg(),
        b"\xef\xbb\xbf" + _svg(),
        b"\n \n" + _svg(),
        _svg(attributes='width="100" height="100"'),
        _svg(attributes='width="100px" height="100px"'),
        _svg(attributes='width="75pt" height="75pt" viewBox="0 0 100 100"'),
        _svg(attributes='viewBox="0,0,100,100"'),
        _svg(attributes='width="100%" height="100%" viewBox="0 0 100 100"'),
        _svg(_RED + "<script>alert(1)</script>"),
        _svg('<style>.a { fill: red }</style><rect class="a" x="10" y="10" width="50" height="50"/>'),
        _svg('<defs><rect id="r" x="10" y="10" width="50" height="50" fill="red"/></defs><use href="#r"/>'),
        _svg(f'<g style="opacity:1">{_RED}</g>'),
        _svg(f'<g id="top"><a href="#top">{_RED}</a></g>'),
        _svg(f'<a href="#">{_RED}</a>'),
    ],
    ids=(
        "comment bom space pixels px points commas percent script style use inline link-to-a-part link-to-nowhere"
    ).split(),
)
def test_a_drawing_looks_as_it_should(content: bytes) -> None:
    """However its size and its colours are given, the red square is red."""
    assert _middle(content) == (255, 0, 0)


def test_the_words_of_a_drawing_are_drawn() -> None:
    """A chart without its labels says nothing: text is drawn on every machine, whatever fonts it names."""
    for family in (
        "",
        'font-family="sans-serif"',
        'font-family="Arial, Helvetica, sans-serif"',
        'font-family="Nobody"',
    ):
        assert not _is_blank(_svg(f'<text x="5" y="50" font-size="30" {family}>Words</text>')), family


def test_words_behind_a_comment_are_drawn() -> None:
    """A comment is taken out of a label, and nothing else with it."""
    whole, cut = (_svg(f'<text x="5" y="50" font-size="30">A{between}</text>') for between in ("<!-- x -->B", ""))
    assert _drawn(whole).tobytes() != _drawn(cut).tobytes()


def test_a_picture_within_a_drawing_is_drawn() -> None:
    """Many a drawing is a frame around a picture in its own bytes."""
    picture = encoded(Image.new("RGB", (20, 20), "red"), "PNG")
    data = base64.b64encode(picture).decode()
    assert _middle(_svg(f'<image width="80" height="80" href="data:image/png;base64,{data}"/>')) == (255, 0, 0)


@pytest.mark.parametrize(
    "inner",
    [
        f"<script>{_CANARY}</script>",
        f'<script href="data:text/javascript,{_CANARY}"/>',
        f'<foreignObject width="90" height="90"><p xmlns="http://www.w3.org/1999/xhtml">{_CANARY}</p></foreignObject>',
        f"<title>{_CANARY}</title><desc>{_CANARY}</desc><metadata>{_CANARY}</metadata>",
        f'<a href="javascript:{_CANARY}"><g onclick="{_CANARY}"/></a>',
        f"<!-- {_CANARY} --><?php {_CANARY} ?>",
        f'<handler type="text/javascript">{_CANARY}</handler>',
        f'<set attributeName="href" to="javascript:{_CANARY}"/>',
    ],
)
def test_nothing_active_and_no_words_come_through(inner: str) -> None:
    """Scripts, foreign markup, comments and descriptions leave no trace; the drawing around them is drawn."""
    assert _middle(_svg(_RED + inner)) == (255, 0, 0)


def test_no_file_is_read_and_nobody_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """References to files and addresses, in every attribute that can hold one, are not followed."""
    (tmp_path / "canary.png").write_bytes(encoded(Image.new("RGB", (100, 100), "blue"), "PNG"))
    (tmp_path / "canary.css").write_text("rect { fill: blue }", encoding="utf-8")
    (tmp_path / "canary.svg").write_bytes(_svg('<rect id="r" width="100" height="100" fill="blue"/>'))
    monkeypatch.chdir(tmp_path)
    server = listener("127.0.0.1")
    there = f"http://127.0.0.1:{server.getsockname()[1]}"
    for place in (f"file://{tmp_path}", str(tmp_path), ".", "..", f"file://localhost{tmp_path}", there, there[5:]):
        for inner in _references(place):
            assert not _is_blue(_svg(inner)), inner
        assert not _is_blue(_svg(before=f'<?xml-stylesheet href="{place}/canary.css"?>'))
        assert not _is_blue(_svg(before=f'<!DOCTYPE svg SYSTEM "{place}/canary.dtd">'))
    assert _is_blue(_svg('<rect width="9" height="9" fill="blue"/>')), "what is looked for can be seen"
    server.setblocking(False)  # noqa: FBT003 - the standard library takes it so
    with pytest.raises(BlockingIOError):
        server.accept()
    server.close()


def _references(place: str) -> Iterator[str]:
    """Drawings that are blue when anything below a place is read."""
    area = '<rect width="100" height="100" '
    for name in ("href", "xlink:href"):
        for file in ("canary.png", "canary.svg"):
            yield f'<image width="100" height="100" {name}="{place}/{file}"/>'
        yield f'<image width="100" height="100" {name}=" {place}/canary.png"/>'
        yield f'<use {name}="{place}/canary.svg#r"/>'
        yield f'<filter id="f"><feImage {name}="{place}/canary.png"/></filter>{area} filter="url(#f)"/>'
        image = f'<image width="9" height="9" {name}="{place}/canary.png"/>'
        yield f'<pattern id="p" width="1" height="1">{image}</pattern>{area} fill="url(#p)"/>'
    yield f'{area} fill="url({place}/canary.svg#r)"/>'
    yield f'{area} style="fill: url({place}/canary.svg#r)"/>'
    yield f"<style>@import url({place}/canary.css); rect {{ fill: url({place}/canary.svg#r) }}</style>{area}/>"
    yield f"<style>@font-face {{ font-family: x; src: url({place}/canary.ttf) }}</style><text font-family='x'>x</text>"


def _is_blue(content: bytes) -> bool:
    result = fit_picture(Task(content, Recipe(60, 80)))
    if isinstance(result, Unusable):
        return False
    red, _, blue = opened(result.content).convert("RGB").split()
    return ImageChops.subtract(blue, red).getbbox() is not None


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file://{path}">]>',
        '<!DOCTYPE svg [<!ENTITY % p SYSTEM "file://{path}"> %p;]>',
        '<!DOCTYPE svg SYSTEM "file://{path}" [<!ENTITY x SYSTEM "{path}">]>',
    ],
)
def test_no_entity_reads_a_file(tmp_path: Path, document: str) -> None:
    """An entity that stands for a file is not filled in: its words are neither drawn nor in the reason."""
    (tmp_path / "secret").write_text(_CANARY, encoding="utf-8")
    before = document.format(path=tmp_path / "secret")
    for inner in (f"{_RED}<text>&x;</text>", f'{_RED}<rect id="&x;"/>'):
        result = fit_picture(Task(_svg(inner, before=before), _SCREEN))
        told = result.reason.encode() if isinstance(result, Unusable) else result.content
        assert _CANARY.encode() not in told


def _nested_uses(levels: int, each: int) -> str:
    groups = [f'<g id="g0">{_RED}</g>']
    groups += [f'<g id="g{n}">' + f'<use xlink:href="#g{n - 1}"/>' * each + "</g>" for n in range(1, levels)]
    return f'<defs>{"".join(groups)}</defs><use xlink:href="#g{levels - 1}"/>'


def _laughs(levels: int, each: int) -> str:
    names = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * each}">' for n in range(1, levels))
    return f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a0 "ha">{names}]>'


def _filtered(primitive: str) -> str:
    area = 'x="-1000%" y="-1000%" width="3000%" height="3000%"'
    return f'<filter id="f" {area}>{primitive}</filter><g filter="url(#f)">{_RED}</g>'


_BOMBS = {
    "entities in text": _svg(f"{_RED}<text>&a9;</text>", before=_laughs(10, 10)),
    "entities in an attribute": _svg(f'<rect fill="&a9;"/>{_RED}', before=_laughs(10, 10)),
    "a long entity many times": _svg(
        "<text>" + "&a;" * 30_000 + "</text>", before=f'<!DOCTYPE svg [<!ENTITY a "{"a" * 100_000}">]>'
    ),
    "uses itself": _svg('<g id="a"><use href="#a"/></g>'),
    "two that use each other": _svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g><use href="#a"/>'),
    "uses of uses, 5 of 5": _svg(_nested_uses(5, 5)),
    "uses of uses, 7 of 7": _svg(_nested_uses(7, 7)),
    "uses of uses, 7 of 20": _svg(_nested_uses(7, 20)),
    "a mask of itself": _svg('<mask id="m"><rect width="9" height="9" mask="url(#m)"/></mask>'
                             '<rect width="100" height="100" mask="url(#m)"/>'),
    "patterns of patterns": _svg("<defs>" + "".join(
        f'<pattern id="p{n}" width="0.001" height="0.001"><rect width="1" height="1" fill="url(#p{n + 1})"/></pattern>'
        for n in range(10)) + '</defs><rect width="100" height="100" fill="url(#p0)"/>'),
    "nested 500 deep with opacity": _svg('<g opacity="0.9">' * 500 + _RED + "</g>" * 500),
    "nested 5,000 deep": _svg("<g>" * 5000 + _RED + "</g>" * 5000),
    "a blur of a million": _svg(_filtered('<feGaussianBlur stdDeviation="1e6"/>')),
    "a morphology of a million": _svg(_filtered('<feMorphology operator="dilate" radius="1e6"/>')),
    "noise of 100,000 octaves": _svg(_filtered('<feTurbulence baseFrequency="0.5" numOctaves="100000"/>')),
    "dashes without end": _svg('<path d="M0 0 L1e6 1e6" stroke="red" stroke-dasharray="0.00001"/>'),
    "a path of a million points": _svg(f'<path stroke="red" d="M0 0 {"L1 1" * 1_000_000}"/>'),
    "30,000 elements": _svg(_RED * 30_000),
    "packed, 300 MB": gzip.compress(b"<svg>" + b" " * 300_000_000, 1),
    "packed and cut off": gzip.compress(_svg())[:-20],
    "no size": _svg(attributes=""),
    "no width": _svg(attributes='width="0" height="0" viewBox="0 0 0 0"'),
    "negative": _svg(attributes='viewBox="0 0 -5 -5"'),
    "not a number": _svg(attributes='viewBox="0 0 nan inf"'),
    "huge": _svg(attributes='viewBox="0 0 1e9 1e9"'),
    "huge pixels": _svg(attributes='width="999999" height="999999"'),
    "tiny": _svg(attributes='viewBox="0 0 1e-9 1e-9"'),
    "tall box": _svg(attributes='viewBox="0 0 1 900000"'),
    "wide box": _svg(attributes='viewBox="0 0 900000 1"'),
    "taller than its box": _svg(attributes='viewBox="0 0 100 100" width="100" height="1000"'),
    "much taller than its box": _svg(attributes='viewBox="0 0 100 100" width="100" height="100000"'),
    "endlessly taller than its box": _svg(attributes='viewBox="0 0 100 100" width="1" height="1000000000"'),
    "wider than its box": _svg(attributes='viewBox="0 0 100 100" width="100000" height="1"'),
    "only the beginning": b"<svg",
    "in another namespace": b"<svg width='10' height='10'><rect width='5' height='5'/></svg>",
    "within a web page": b"<html><body>" + _svg() + b"</body></html>",
}  # fmt: skip


@pytest.fixture(scope="module")
def worker() -> Iterator[ProcessWorkers]:
    """A worker, so that a drawing that crashes it ends a task and not the tests."""
    workers = ProcessWorkers(1)
    yield workers
    workers.close()


@pytest.mark.skipif(not IS_TOLD, reason="this system does not tell how much memory a process used")
@pytest.mark.parametrize("name", _BOMBS)
def test_an_odd_drawing_is_pixels_or_a_reason(worker: ProcessWorkers, name: str) -> None:
    """Soon, in little memory, within the screen; and the worker that drew it lives."""
    found = asyncio.run(worker.run(fit_measured, Task(_BOMBS[name], _SCREEN), _LIMITS))
    assert isinstance(found, Measured), found
    assert found.peak <= _MOST
    if isinstance(found.result, Fitted):
        assert found.result.width <= _SCREEN.width
        assert found.result.height <= _SCREEN.height
        assert opened(found.result.content).size == (found.result.width, found.result.height)
    else:
        assert found.result.reason
        assert not found.result.is_spacer
