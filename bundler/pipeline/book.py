"""Making a book: the stages one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bundler.characters import printable
from bundler.errors import NothingToBindError
from bundler.model import Skipped, Stage
from bundler.package import Bundle, Target, identity
from bundler.pipeline.articles import survey
from bundler.pipeline.binding import bind_in_thread
from bundler.pipeline.pictures import illustrate
from bundler.pipeline.tools import Tools
from bundler.report import Report
from bundler.settings import Settings


async def build(settings: Settings, tools: Tools, target: Callable[[str], Target]) -> Report:
    """Make a book.

    Args:
        settings: the bundle's settings.
        tools: what to work with.
        target: takes the file name made from title and period, gives where the book goes.

    Returns:
        the report; the book lies at `report.book`.

    Raises:
        NothingToBindError: no article is left.
        TargetError, WriteError: the book cannot be put where it should go; what was there is unchanged.
        DefectError: the finished book failed the audit.
    """
    found = await survey(settings, tools)
    entries, skipped = found.entries, found.skipped
    if not entries:
        raise _nothing(settings, skipped)
    chapters, missing = await illustrate(entries, settings, tools)
    skipped += missing
    language = settings.language or identity.main_language(entries)
    name = printable(settings.title)
    title = name or identity.default_title(entries, language)
    place = target(identity.file_name(title, identity.period_of(entries)))
    place.check()
    gaps = tuple(item for item in skipped if item.kind.is_gap)
    bundle = Bundle(name, title, printable(settings.author), language, chapters, gaps)
    with tools.progress.step(Stage.PACKAGE, 1):
        await bind_in_thread(bundle, tools, place)
    return Report(place.path, tuple(entries), tuple(chapters), tuple(skipped), tuple(found.dropped))


def _nothing(settings: Settings, skipped: Sequence[Skipped]) -> NothingToBindError:
    what = ", ".join(settings.sources)
    if not skipped:
        return NothingToBindError(what, "holds no pages", "give folders or files of .md or .html pages")
    gap = next((item for item in skipped if item.kind.is_gap), skipped[0])
    return NothingToBindError(
        what,
        f"no article is left of {len(skipped)} pages (first: {gap.origin}: {gap.reason})",
        "run 'epub-bundler list' to see every reason",
    )
