"""What devices and shops take, as data: a book over a limit may be refused or shown badly, and is no worse for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bundler.check.findings import Code, Finding, note

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit.

    Attributes:
        most: the largest value that is taken.
        unit: of the value, as it is printed.
        per: how many of the counted things make one unit.
        what: what happens above it.
        source: where the number is from.
    """

    most: int
    unit: str
    per: int
    what: str
    source: str

    def findings(self, file: str, value: int) -> Iterator[Finding]:
        """A note when the value is above the limit."""
        if value > self.most:
            shown = f"{value / self.per:.3g} {self.unit}, over {self.most / self.per:.3g}"
            yield note(Code.LIMIT, file, f"{shown}: {self.what} ({self.source})")


PAGE_BYTES = Limit(
    300_000,
    "kB",
    1000,
    "old e-ink readers turn its pages slowly or refuse it",
    "260 to 300 kB, calibre's default split",
)
PAGE_ELEMENTS = Limit(20_000, "elements", 1, "e-ink readers lay it out slowly", "koreader#3459")
PICTURE_PIXELS = Limit(5_600_000, "megapixels", 1_000_000, "Apple Books refuses the picture", "Asset Guide 5.3")
PICTURE_BYTES = Limit(5 * _MB, "MB", _MB, "Kobo may not show the picture", "kobolabs/epub-spec")
STYLE_BYTES = Limit(100_000, "kB", 1000, "KOReader opens the book slowly", "koreader#3725")
MAIL_BYTES = Limit(45 * _MB, "MB", _MB, "too heavy for Send to Kindle by mail", "50 MB with the mail's own weight")
UPLOAD_BYTES = Limit(200 * _MB, "MB", _MB, "too heavy for Send to Kindle on the web", "Amazon help 201974220")
BOOK_BYTES = Limit(1000 * _MB, "MB", _MB, "Kobo refuses the book", "kobolabs/epub-spec")
PAGES = Limit(2000, "pages", 1, "KOReader lays out the whole book when it opens", "koreader#10069")

NOT_ON_KINDLE = {
    "image/webp": "Kindle and many older readers do not show WebP pictures (KDP, G75V4YX5X8GRGXWV)",
    "image/avif": "no shop takes AVIF pictures, few readers show them (EPUB 3.3, section 3.2)",
    "image/heic": "no reader shows HEIC pictures (EPUB 3.3, section 3.2)",
    "image/tiff": "no reader shows TIFF pictures (KDP, G75V4YX5X8GRGXWV)",
    "image/bmp": "BMP is no core type of EPUB (EPUB 3.3, section 3.2)",
}
"""What is wrong with a type of picture, by media type."""
SEVERAL_FRAMES = "a moving GIF: Kindle shows the first picture or none (KDP, G75V4YX5X8GRGXWV)"


def book_findings(size: int, pages: int) -> Iterator[Finding]:
    """Notes on the book as a whole.

    Args:
        size: of the file, in bytes.
        pages: documents in the spine.
    """
    for limit in (BOOK_BYTES, UPLOAD_BYTES, MAIL_BYTES):
        if size > limit.most:
            yield from limit.findings("", size)
            break
    yield from PAGES.findings("", pages)
