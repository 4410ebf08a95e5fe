"""What EXIF and XMP tell of a picture's origin: the place, the person, the device (EXIF 2.32; XMP, part 2)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from bundler.check.findings import Code, Level

_MOST_ENTRIES = 500
_EXIF_DIRECTORY, _GPS_DIRECTORY, _THUMBNAIL = 0x8769, 0x8825, 0x0201
_ENTRY = 12
_HEADER = 8
_TELLING = {
    0x010E: "description",
    0x010F: "camera maker",
    0x0110: "camera model",
    0x013B: "artist",
    0x013C: "host computer",
    0x9003: "time it was taken",
    0x9004: "time it was taken",
    0x9286: "comment",
    0x927C: "camera maker's notes",
    0x9C9B: "title",
    0x9C9C: "comment",
    0x9C9D: "author",
    0x9C9E: "keywords",
    0xA420: "unique number",
    0xA430: "camera owner",
    0xA431: "camera serial number",
    0xA434: "lens model",
    0xA435: "lens serial number",
}
_XMP_PLACE = re.compile(rb"GPS(?:Latitude|Longitude|Position|Coordinates)|LocationCreated", re.IGNORECASE)
_XMP_TELLING = re.compile(
    rb"(creator>|creator=|Artist|Author|SerialNumber|OwnerName|CameraOwner|DocumentID|InstanceID|RawFileName|History"
    rb"|photoshop:City|photoshop:Country|CreatorContactInfo|DateTimeOriginal|PersonInImage|tiff:Model|tiff:Make"
    rb"|DerivedFrom)"
)

_IPTC_BLOCK = b"8BIM\x04\x04"
_IPTC_DATASET = re.compile(rb"\x1c\x02([\s\S])")
_IPTC = {
    5: "title",
    25: "keywords",
    55: "date",
    80: "author",
    85: "author's title",
    90: "city",
    92: "place",
    95: "state",
    101: "country",
    103: "job",
    110: "credit",
    115: "source",
    116: "copyright",
    118: "contact",
    120: "caption",
    122: "caption's writer",
}


@dataclass(frozen=True, slots=True)
class Tell:
    """One thing that a picture's metadata tells.

    Attributes:
        level: how bad that is.
        code: the kind of finding it makes.
        text: what it is, for one line.
    """

    level: Level
    code: Code
    text: str


def metadata(level: Level, text: str) -> Tell:
    """Metadata that is no place."""
    return Tell(level, Code.PICTURE, text)


def place(source: str) -> Tell:
    """The place where a picture was taken: the worst that metadata can tell."""
    return Tell(Level.ERROR, Code.LOCATION, f"{source} tells the place where the picture was taken")


def exif_tells(tiff: bytes) -> Iterator[Tell]:
    """What a block of EXIF tells.

    Args:
        tiff: the TIFF structure, beginning with its byte order. Anything else is only told to be there.
    """
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < _HEADER:
        yield metadata(Level.WARNING, "EXIF that cannot be read")
        return
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    main, following = _directory(tiff, order, start)
    inner, _ = _directory(tiff, order, main.get(_EXIF_DIRECTORY, 0))
    gps, _ = _directory(tiff, order, main.get(_GPS_DIRECTORY, 0))
    thumbnail, _ = _directory(tiff, order, following)
    if gps.keys() - {0}:  # tag 0 is the version alone
        yield place("EXIF")
    told = sorted({name for tag, name in _TELLING.items() if tag in main or tag in inner})
    if told:
        yield metadata(Level.WARNING, f"EXIF with {', '.join(told)}")
    if _THUMBNAIL in thumbnail:
        yield metadata(Level.WARNING, "EXIF with a small copy of the picture, which may show what was cut off")
    if not told:
        yield metadata(Level.NOTE, "EXIF")


def _directory(tiff: bytes, order: str, start: int) -> tuple[dict[int, int], int]:
    """The tags of one directory with their value fields, and where the next one lies; empty where there is none."""
    if not _HEADER <= start <= len(tiff) - 2:
        return {}, 0
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    tags: dict[int, int] = {}
    for number in range(min(count, _MOST_ENTRIES)):
        position = start + 2 + number * _ENTRY
        if position + _ENTRY > len(tiff):
            return tags, 0
        tag, _, _, value = struct.unpack_from(f"{order}HHII", tiff, position)
        tags[tag] = value
    end = start + 2 + count * _ENTRY
    following = struct.unpack_from(f"{order}I", tiff, end)[0] if end + 4 <= len(tiff) else 0
    return tags, following


def xmp_tells(packet: bytes) -> Iterator[Tell]:
    """What a packet of XMP tells; it is searched, not parsed."""
    if _XMP_PLACE.search(packet):
        yield place("XMP")
    told = sorted({match.decode().rstrip(">=") for match in _XMP_TELLING.findall(packet)})
    if told:
        yield metadata(Level.WARNING, f"XMP with {', '.join(told)}")
    else:
        yield metadata(Level.NOTE, "XMP")


def iptc_tells(resources: bytes) -> Iterator[Tell]:
    """What the resources of Photoshop tell: IPTC captions, people and places (IIM 4.2, record 2)."""
    block = resources[resources.find(_IPTC_BLOCK) :] if _IPTC_BLOCK in resources else b""
    told = sorted({_IPTC[match[1][0]] for match in _IPTC_DATASET.finditer(block) if match[1][0] in _IPTC})
    if told:
        yield metadata(Level.WARNING, f"IPTC with {', '.join(told)}")
    elif resources:
        yield metadata(Level.NOTE, "Photoshop's notes")
