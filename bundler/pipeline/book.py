"""Making the books of a bundle: the stages one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bundler.addresses import shown
from bundler.characters import printable
from bundler.errors import BundlerError, NothingToBindError
from bundler.model import Chapter, EarlierBook, Entry, Skipped, Stage
from bundler.package import Bundle, Linking, Series, Style, Target, Volume, divide, identity, in_groups, split
from bundler.pipeline.articles import surveyed
from bundler.pipeline.binding import bind_in_thread
from bundler.pipeline.delta import Record, recording
from bundler.pipeline.network import Network, open_network
from bundler.pipeline.pictures import COVER, Illustration, Pictures, open_illustration, text_weight
from bundler.pipeline.tools import Tools
from bundler.report import BookMade, Made, Report
from bundler.settings import Settings

_SHOWN_SOURCES = 5
"""Sources that an error names; a list may have thousands."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What all volumes share: the name the user gave, the printed title, the language, the book to bring up to date."""

    name: str
    title: str
    language: str
    earlier: EarlierBook | None = None


async def build(settings: Settings, tools: Tools, target: Callable[[str, str], Target]) -> Report:
    """Make a book, or the volumes of one.

    Args:
        settings: the bundle's settings.
        tools: what to work with.
        target: takes the file name made from title and period and the volume's key (empty for a single book), gives
            where the book goes.

    Returns:
        the report; the books lie where `report.books` says.

    Raises:
        NothingToBindError: no article is left.
        TargetError, WriteError: a book cannot be put where it should go; what was there is unchanged.
        DefectError: a finished book failed the audit.
    """
    with recording(settings, tools) as record:
        async with (
            open_network(settings, tools.progress) as network,
            open_illustration(settings, tools, network) as illustration,
        ):
            report = await _build(settings, tools, network, illustration, target, record)
        return replace(report, interrupted=tuple(record.interrupted)) if record else report


async def _build(  # noqa: PLR0913, PLR0917 - what a run works with
    settings: Settings,
    tools: Tools,
    network: Network,
    illustration: Illustration,
    target: Callable[[str, str], Target],
    record: Record | None,
) -> Report:
    found = await surveyed(settings, tools, network, illustration.begin)
    entries, skipped = found.entries, found.skipped
    if found.is_nothing_new:
        return Report((), tuple(skipped), tuple(found.dropped), is_nothing_new=True)
    if not entries:
        raise _nothing(settings, skipped)
    names = _names(entries, settings, found.earlier)
    for volume in split([Chapter(entry, ()) for entry in entries], settings.split):
        target(_file_name(volume, names), volume.key).check()  # before the downloads
    pictures = await illustration.finish(entries)
    skipped += pictures.missing
    volumes = await _volumes(pictures, settings, tools)
    bundles = [_bundle(volume, names, settings, skipped, is_last=volume is volumes[-1]) for volume in volumes]
    places = [target(_file_name(volume, names), volume.key) for volume in volumes]
    for place in places:
        place.check()
    unchanged: list[bool] = []
    with tools.progress.step(Stage.PACKAGE, len(bundles)) as advance:
        for bundle, place in zip(bundles, places, strict=True):
            try:
                unchanged.append(await _bind(bundle, tools, place, record))
            except BundlerError as error:
                new = [done for done, is_unchanged in zip(places, unchanged, strict=False) if not is_unchanged]
                if not new:
                    raise
                raise _half_done(error, new) from error
            advance(1)
            tools.progress.tell(BookMade(place.path, unchanged[-1]))
    made = tuple(
        Made(place.path, volume.key, volume.chapters, is_unchanged)
        for place, volume, is_unchanged in zip(places, volumes, unchanged, strict=True)
    )
    return Report(made, tuple(skipped), tuple(found.dropped))


async def _bind(bundle: Bundle, tools: Tools, place: Target, record: Record | None) -> bool:
    """Write a book, unless it lies in its place already; gives whether it did."""
    if record is None:
        return await bind_in_thread(bundle, tools, place)
    entries = [chapter.entry for chapter in bundle.chapters]
    is_unchanged = await bind_in_thread(bundle, tools, place, record.before_naming(place.path, entries))
    record.named()
    return is_unchanged


def _names(entries: Sequence[Entry], settings: Settings, earlier: EarlierBook | None) -> _Names:
    """What the user gives now counts, then what the book says that is brought up to date."""
    language = settings.language or (earlier.language if earlier else "") or identity.main_language(entries)
    name = identity.filled_title(printable(settings.title), settings.delta.name, entries, language)
    title = name or (earlier.title if earlier else "") or identity.default_title(entries, language)
    return _Names(name, title, language, earlier)


async def _volumes(pictures: Pictures, settings: Settings, tools: Tools) -> list[Volume]:
    """The bundle divided as the user wants; a volume over the limit first gets smaller pictures, then is divided."""
    volumes = [
        replace(volume, chapters=in_groups(volume.chapters, settings.group))
        for volume in split(pictures.chapters, settings.split)
    ]
    if settings.max_size is None:
        return volumes
    fitted: list[Volume] = []
    for volume in volumes:
        texts = [text_weight(chapter.entry, tools) for chapter in volume.chapters]
        chapters = await pictures.fit_into(volume.chapters, settings.max_size - sum(texts) - COVER)
        if settings.delta.update:
            fitted.append(Volume(volume.key, tuple(chapters)))  # one book stays one book
            continue
        fitted.extend(divide(Volume(volume.key, tuple(chapters)), texts, settings.max_size - COVER))
    return fitted


def _bundle(volume: Volume, names: _Names, settings: Settings, skipped: Sequence[Skipped], *, is_last: bool) -> Bundle:
    """A volume with what it says of itself; a gap without an article, a page that could not be read, is in the last."""
    own = {chapter.entry.origin for chapter in volume.chapters}
    first = settings.first.isoformat() if settings.first else ""
    last = settings.last.isoformat() if settings.last else ""
    entries = [chapter.entry for chapter in volume.chapters]
    earlier = names.earlier
    series = earlier.series if earlier else None
    return Bundle(
        name=identity.known_by_articles(names.name, volume.key, entries)
        if settings.delta.is_partial
        else identity.known_by(names.name, first, last, volume.key),
        title=volume.title(names.title, names.language),
        author=printable(settings.author) or ", ".join(earlier.authors if earlier else ()),
        language=names.language,
        chapters=volume.chapters,
        gaps=tuple(
            item for item in skipped if item.kind.is_gap and (item.origin in own or (is_last and not item.subject))
        ),
        series=Series(names.title, volume.position) if volume.key else Series(*series) if series else None,
        subjects=settings.subjects or (earlier.subjects if earlier else ()),
        style=Style(settings.theme, settings.own_style),
        linking=Linking(settings.links),
        group=settings.group,
        identifier=earlier.identifier if earlier else "",
    )


def _half_done(error: BundlerError, done: Sequence[Target]) -> BundlerError:
    """The same error, telling which volumes are new although the run failed."""
    last = (
        f"{len(done)} volumes before it, up to {done[-1].path}, are new" if len(done) > 1 else f"{done[0].path} is new"
    )
    return type(error)(error.thing, f"{error.reason} ({last})", error.next_step)


def _file_name(volume: Volume, names: _Names) -> str:
    period = identity.period_of([chapter.entry for chapter in volume.chapters])
    return identity.file_name(names.title, period, volume.key)


def _nothing(settings: Settings, skipped: Sequence[Skipped]) -> NothingToBindError:
    given = [*settings.sources, *(f"-f {name}" for name in settings.lists)]
    what = ", ".join(map(shown, given[:_SHOWN_SOURCES])) + (", ..." if len(given) > _SHOWN_SOURCES else "")
    if not skipped:
        return NothingToBindError(what, "holds no pages", "give folders or files of .md or .html pages")
    gap = next((item for item in skipped if item.kind.is_gap), skipped[0])
    reason, told, next_step = gap.reason.partition("; ")
    if len(skipped) == 1 and gap.origin == what and told:  # an address that was typed: its own next step is the one
        return NothingToBindError(what, reason, next_step)
    return NothingToBindError(
        what,
        f"no article is left of {len(skipped)} pages (first: {gap.origin}: {gap.reason})",
        "run 'epub-bundler list' to see every reason",
    )
