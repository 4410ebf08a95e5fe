"""What a book claims about its accessibility, against what it holds (EPUB Accessibility 1.1; Schema.org properties).

Only claims that the files themselves refute are findings. That a claim is true, no program can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bundler.check.findings import Code, Finding, warning
from bundler.check.package_document import NCX, Package
from bundler.check.page import Document

_SMIL = "application/smil+xml"
_PLAYED = ("audio/", "video/")


def claim_findings(package: Package, documents: Iterable[Document]) -> Iterator[Finding]:
    """Claims that cannot be true.

    Args:
        package: the package document.
        documents: all content documents of the book.
    """
    pages = tuple(documents)
    features = _values(package, "accessibilityfeature")
    untold = sum(page.without_text for page in pages)
    held = frozenset().union(*(page.features for page in pages))
    types = frozenset(item.media_type for item in package.items)
    plays = any(kind.startswith(_PLAYED) for kind in types) or bool(held & {"audio", "video"})
    refuted = {
        "alternativetext": f"{untold} pictures have no text" if untold else "",
        "tableofcontents": "" if package.nav or NCX in types else "there is neither nav nor NCX",
        "structuralnavigation": "" if "heading" in held else "there is no heading",
        "synchronizedaudiotext": "" if _SMIL in types else "there is no media overlay",
        "mathml": "" if "math" in held else "there is no MathML",
        "captions": "" if plays else "there is nothing to hear or see",
        "audiodescription": "" if plays else "there is nothing to hear or see",
        "transcript": "" if plays else "there is nothing to hear or see",
        "pagenavigation": "" if "page-list" in held else "there is no list of pages",
        "printpagenumbers": "" if "pagebreak" in held else "there are no page breaks",
        "pagebreakmarkers": "" if "pagebreak" in held else "there are no page breaks",
        "displaytransformability": "the layout is fixed" if "pre-paginated" in _values(package, "layout") else "",
        "none": "other features are claimed" if len(features) > 1 else "",
    }
    for feature in features:
        if reason := refuted.get(feature, ""):
            yield _false(package, f"accessibilityFeature {feature}", reason)
    yield from _mode_findings(package, pages, untold, plays=plays)
    yield from _hazard_findings(package)
    yield from _conformance_findings(package, untold)


def _mode_findings(package: Package, pages: tuple[Document, ...], untold: int, *, plays: bool) -> Iterator[Finding]:
    if "textual" in _values(package, "accessmodesufficient") and untold:
        yield _false(package, "accessModeSufficient textual", f"{untold} pictures have no text")
    modes = _values(package, "accessmode")
    if "auditory" in modes and not plays:
        yield _false(package, "accessMode auditory", "there is nothing to hear")
    if "visual" in modes and not any(page.pictures for page in pages) and not plays:
        yield _false(package, "accessMode visual", "there is no picture")


def _hazard_findings(package: Package) -> Iterator[Finding]:
    hazards = _values(package, "accessibilityhazard")
    real = [hazard for hazard in hazards if not hazard.startswith(("no", "unknown"))]
    if "none" in hazards and real:
        yield _false(package, "accessibilityHazard none", f"{real[0]} is claimed beside it")
    for hazard in hazards:
        opposite = f"no{hazard}hazard"
        if opposite in hazards:
            yield _false(package, f"accessibilityHazard {opposite}", f"{hazard} is claimed beside it")


def _conformance_findings(package: Package, untold: int) -> Iterator[Finding]:
    claims = [value for value in _values(package, "conformsto") if "wcag" in value or "accessibility" in value]
    if not claims:
        return
    lacking = [
        name
        for name in ("accessMode", "accessibilityFeature", "accessibilityHazard")
        if not _values(package, name.lower())
    ]
    if lacking:
        yield _false(package, "conformsTo", f"{', '.join(lacking)} must be there and are not")
    if untold:
        yield _false(package, "conformsTo", f"{untold} pictures have no text")


def _false(package: Package, claim: str, reason: str) -> Finding:
    return warning(Code.CLAIM, package.name, f"{claim} is not true: {reason}")


def _values(package: Package, name: str) -> list[str]:
    """The distinct values of a property, in lower case, whatever its prefix: `schema:`, `dcterms:`, `rendition:`."""
    found = (value for key, value in package.metas if key.rpartition(":")[2].lower() == name)
    return list(dict.fromkeys(value.strip().lower() for value in found))
