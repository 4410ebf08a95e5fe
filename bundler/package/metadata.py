"""The book's metadata for readers, shops and libraries (EPUB 3.3, section 5.5; EPUB Accessibility 1.1, section 2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bundler.package.labels import Labels

if TYPE_CHECKING:
    from ebooklib import epub

_ARTICLE = re.compile(r"(?P<article>The|An?)\s+(?P<rest>\S.*)$", re.IGNORECASE)
_FEATURES = ("displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents")


@dataclass(frozen=True, slots=True)
class Series:
    """The series that a volume belongs to.

    Attributes:
        name: the bundle's title.
        position: the volume's place in it, `2020` or `202009.002` say.
    """

    name: str
    position: str


@dataclass(frozen=True, slots=True)
class Access:
    """What a reader who cannot see needs to know, as far as it is true.

    Attributes:
        has_pictures: whether the book shows pictures besides its cover.
        has_alternatives: whether each of them has an alternative text of its own.
        has_math: whether it holds MathML.
    """

    has_pictures: bool
    has_alternatives: bool
    has_math: bool


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a book says of itself.

    Attributes:
        identifier: `urn:uuid:...`.
        title: with the volume, where it is one.
        language: BCP 47 tag.
        authors: in order.
        publishers: the articles' sites.
        day: `YYYY-MM-DD`, the newest article's.
        description: one sentence.
        subjects: the user's own.
        series: where it is a volume.
        access: for accessibility.
    """

    identifier: str
    title: str
    language: str
    authors: Sequence[str]
    publishers: Sequence[str]
    day: str
    description: str
    subjects: Sequence[str]
    series: Series | None
    access: Access


def describe(package: epub.EpubBook, metadata: Metadata, labels: Labels) -> None:
    """Write the metadata into ebooklib's book.

    Args:
        package: changed in place.
        metadata: what the book says of itself.
        labels: in the book's language.
    """
    package.set_identifier(metadata.identifier)
    package.add_metadata("DC", "title", metadata.title, {"id": "title"})
    _refine(package, "title", "title-type", "main")
    _refine(package, "title", "file-as", file_as(metadata.title, metadata.language))
    package.set_language(metadata.language)
    for number, name in enumerate(metadata.authors, 1):
        package.add_metadata("DC", "creator", name, {"id": f"creator{number}"})
        _refine(package, f"creator{number}", "role", "aut", scheme="marc:relators")
        _refine(package, f"creator{number}", "file-as", file_as(name, metadata.language))
    package.add_metadata("DC", "date", metadata.day)
    for name in metadata.publishers:
        package.add_metadata("DC", "publisher", name)
    if metadata.description:
        package.add_metadata("DC", "description", metadata.description)
    for subject in metadata.subjects:
        package.add_metadata("DC", "subject", subject)
    package.add_metadata(None, "meta", "", {"name": "cover", "content": "cover-image"})
    if metadata.series is not None:
        _belong(package, metadata.series)
    _accessibility(package, metadata.access, labels)


def file_as(name: str, language: str) -> str:
    """A name as a shelf sorts it: in an English book an English article goes behind, `Evening Post, The`.

    Args:
        name: a title, or the name of an author or a site.
        language: the book's BCP 47 tag; `An der Elbe` and `A Coruña` begin with no article.
    """
    match = _ARTICLE.match(name) if language.split("-", maxsplit=1)[0].lower() == "en" else None
    return f"{match['rest']}, {match['article']}" if match else name


def _belong(package: epub.EpubBook, series: Series) -> None:
    """The series in EPUB's notation and in calibre's, which KOReader and most shelves read."""
    package.add_metadata(None, "meta", series.name, {"property": "belongs-to-collection", "id": "series"})
    _refine(package, "series", "collection-type", "series")
    _refine(package, "series", "group-position", series.position)
    package.add_metadata(None, "meta", "", {"name": "calibre:series", "content": series.name})
    package.add_metadata(None, "meta", "", {"name": "calibre:series_index", "content": series.position})


def _accessibility(package: epub.EpubBook, access: Access, labels: Labels) -> None:
    def say(term: str, value: str) -> None:
        package.add_metadata(None, "meta", value, {"property": f"schema:{term}"})

    describes_all = access.has_alternatives or not access.has_pictures
    say("accessMode", "textual")
    if access.has_pictures:
        say("accessMode", "visual")
    if describes_all:
        say("accessModeSufficient", "textual")
    if access.has_pictures:
        say("accessModeSufficient", "textual,visual")
    for feature in (
        *(("alternativeText",) if access.has_pictures and access.has_alternatives else ()),
        *(("MathML",) if access.has_math else ()),
        *_FEATURES,
    ):
        say("accessibilityFeature", feature)
    say("accessibilityHazard", "none")  # still pictures and text: nothing flashes, moves or sounds
    say("accessibilitySummary", labels.accessible if describes_all else labels.accessible_text)


def _refine(package: epub.EpubBook, identifier: str, term: str, value: str, **also: str) -> None:
    package.add_metadata(None, "meta", value, {"refines": f"#{identifier}", "property": term, **also})
