"""The same book on two machines: other home, user, host name, clock and time zone; and nothing of them in it."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from tests.books import contents
from tests.pages import mirror_page, prose
from tests.pictures import encoded, gradient
from tests.program import COMMAND, environment

_CANARY = "Erika-Mustermann-4711"
"""The name of somebody whom the pictures' metadata tell of."""
_WORDS = ("Canon EOS", "iPhone", "GPSLatitude", "thumbnail-of", "Adobe Photoshop", "/home/erika")


@dataclass(frozen=True)
class Machine:
    """Where a book is made.

    Attributes:
        host: its host name.
        user: the user's name.
        number: the user's number.
        clock: when it is, for `faketime`.
        zone: the time zone.
    """

    host: str
    user: str
    number: int
    clock: str
    zone: str


_MACHINES = (
    Machine("lighthouse-one", "marguerite", 4711, "@1970-01-02 03:04:05", "Asia/Shanghai"),
    Machine("workshop-two", "bartholomew", 4712, "@2099-11-12 13:14:15", "America/Lima"),
)


def _exif() -> Image.Exif:
    """Camera, owner, place and words, as phones write them, with a thumbnail's worth of bytes."""
    exif = Image.Exif()
    for tag, value in ((0x010E, _CANARY), (0x010F, "Canon EOS"), (0x0110, "iPhone"), (0x0131, "Adobe Photoshop"),
                       (0x013B, _CANARY), (0x8298, _CANARY), (0x0132, "2020:09:01 10:00:00")):  # fmt: skip
        exif[tag] = value
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 27.0), 3: "E", 4: (116.0, 23.0, 17.0), 29: "2020:09:01"})
    exif.get_ifd(0x8769).update({0x9286: b"ASCII\0\0\0" + _CANARY.encode(), 0xA430: _CANARY, 0xA431: "SN-" + _CANARY})
    return exif


def _pictures() -> dict[str, bytes]:
    """A picture of each format with all the metadata that the format can carry."""
    image = gradient(300, 200)
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf>{_CANARY} GPSLatitude /home/erika</rdf></x:xmpmeta>".encode()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    comment = f"comment of {_CANARY}".encode()
    words = PngImagePlugin.PngInfo()
    for name in ("Author", "Comment", "Software", "XML:com.adobe.xmp"):
        words.add_text(name, f"{_CANARY} /home/erika")
        words.add_itxt(f"i{name}", _CANARY, zip=True)
    exif = _exif()
    photo = encoded(image, "JPEG", quality=90, exif=exif, comment=comment, xmp=xmp, icc_profile=profile)
    thumbnail = encoded(image.resize((60, 40)), "JPEG", comment=b"thumbnail-of " + _CANARY.encode())
    return {
        "photo.jpg": photo + b"thumbnail-of " + thumbnail,
        "drawing.png": encoded(image.quantize(16), "PNG", exif=exif, pnginfo=words, icc_profile=profile),
        "saved.webp": encoded(image, "WEBP", exif=exif.tobytes(), xmp=xmp, icc_profile=profile),
        "moving.gif": encoded(image.quantize(64), "GIF", comment=comment),
        "scan.tiff": encoded(image, "TIFF", description=_CANARY, artist=_CANARY, software="Adobe Photoshop"),
        "chart.svg": (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><!-- {_CANARY} /home/erika -->'
            f"<metadata>{_CANARY}</metadata><title>{_CANARY}</title><rect width='90' height='50' fill='#336699'/></svg>"
        ).encode(),
    }


def _lay(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, content in _pictures().items():
        (folder / name).write_bytes(content)
    for number in range(3):
        page = mirror_page(
            f"Story {number}",
            day=f"2020-09-0{number + 1}",
            paragraphs=prose(number),
            pictures=[*_pictures(), "gone.jpg"],
        )
        (folder / f"{number}.md").write_text(page, encoding="utf-8")
    (folder / "empty.md").touch()


def _on(machine: Machine, folder: Path) -> Path:
    """The book that a machine makes of the pages, laid in a home of its own."""
    tools = {name: shutil.which(name) for name in ("faketime", "unshare", "hostname")}
    if missing := [name for name, path in tools.items() if path is None]:
        pytest.skip(f"{', '.join(missing)} not installed here")
    user = (f"--map-user={machine.number}", f"--map-group={machine.number}")
    other = ("unshare", "--user", *user, "--uts", "--keep-caps")
    if subprocess.run([*other, "hostname", machine.host], capture_output=True, check=False).returncode:
        pytest.skip("this user may not give a machine another name")
    home = folder / machine.user
    _lay(home / "pages")
    (home / "tmp").mkdir()
    script = f'hostname {machine.host} && exec faketime -f "{machine.clock}" "$@"'
    done = subprocess.run(
        [*other, "sh", "-c", script, "sh", *COMMAND, "build", str(home / "pages"), "--offline", "-qo", "book.epub"],
        cwd=home,
        env=environment(
            HOME=str(home), USER=machine.user, LOGNAME=machine.user, TZ=machine.zone, TMPDIR=str(home / "tmp"),
            EPUB_BUNDLER_CACHE=str(home / "cache"), HOSTNAME=machine.host,
        ),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (3, "book.epub\n", "")
    return home / "book.epub"


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same pages made into a book on each machine."""
    folder = tmp_path_factory.mktemp("machines")
    return [_on(machine, folder) for machine in _MACHINES]


def test_two_machines_make_the_same_bytes(books: list[Path]) -> None:
    """Home, user, host name, time zone, and a clock in 1970 or 2099 change nothing."""
    one, other = (contents(book) for book in books)
    assert [name for name in one if one[name] != other.get(name)] == []
    assert len({hashlib.sha256(book.read_bytes()).hexdigest() for book in books}) == 1


def test_nothing_of_the_machines_is_in_the_book(books: list[Path]) -> None:
    """No host, user, home, year of the clock or time zone stands in any file, nor in the archive around them."""
    suspects = [
        word
        for one in _MACHINES
        for word in (one.host, one.user, str(one.number), one.zone, one.clock[1:5] + "-", one.clock[1:11])
    ]
    suspects += [str(book.parent) for book in books]
    files = {"": books[0].read_bytes()} | contents(books[0])
    assert [(name, word) for name, content in files.items() for word in suspects if word.encode() in content] == []


def test_no_metadata_of_the_pictures_is_in_the_book(books: list[Path]) -> None:
    """Camera, owner, place, comments, thumbnails, profiles and what hangs behind the last byte are gone."""
    pictures = {name: content for name, content in contents(books[0]).items() if "/images/" in name}
    assert len(pictures) == 1 + len(_pictures())
    for name, content in pictures.items():
        for word in (_CANARY, *_WORDS):
            assert word.encode() not in content, (name, word)
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            assert len(image.getexif()) == 0, name
            carried = set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "progressive",
                                         "progression", "interlace", "transparency", "gamma", "srgb"}  # fmt: skip
            assert carried == set(), name
