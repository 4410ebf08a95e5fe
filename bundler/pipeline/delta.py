"""Which of the articles a book takes: by what earlier books had, by hand, by period and number."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bundler.clean import count_words, sketch
from bundler.collect import read_printed
from bundler.errors import SettingsError
from bundler.model import Delivered, EarlierBook, Entry, Kind, News, Skipped, Stage
from bundler.package import Known, in_order, state, take
from bundler.pipeline.network import Network
from bundler.pipeline.picks import picked
from bundler.pipeline.tools import Tools
from bundler.pipeline.update import Choose, Updated, updated
from bundler.settings import Settings
from bundler.store import BundleStore, bundle_key


@dataclass(frozen=True, slots=True)
class Choice:
    """What a book takes.

    Attributes:
        entries: in reading order.
        skipped: what it does not take, with the reason.
        is_nothing_new: whether only what is new was wanted, and there is nothing.
        earlier: the book that it is a new edition of, or None.
    """

    entries: list[Entry]
    skipped: list[Skipped]
    is_nothing_new: bool = False
    earlier: EarlierBook | None = None


async def choose(
    entries: Sequence[Entry], skipped: Sequence[Skipped], settings: Settings, tools: Tools, network: Network
) -> Choice:
    """Choose among the articles of all sources.

    Args:
        entries: in source order, each article once.
        skipped: what could not be had or is no article.
        settings: the bundle's settings.
        tools: what to work with.
        network: the way out.

    Raises:
        SourceError: an earlier book cannot be read.
        SettingsError: what the bundle's books had is asked for, and there is no store to say it.
    """
    delta = settings.delta
    if delta.update:
        found = await updated(entries, skipped, settings, tools, network, _chooser(entries, settings))
        return _edition(found)
    fresh, old = _only_new(entries, settings, tools)
    chosen, left_out = _chooser(entries, settings)(fresh)
    wants_news = delta.is_partial or delta.since is not None
    is_dead = not entries and any(item.kind.is_gap for item in skipped)
    return Choice(chosen, [*old, *left_out], is_nothing_new=wants_news and not chosen and not is_dead)


def _edition(found: Updated) -> Choice:
    return Choice(found.entries, found.skipped, is_nothing_new=not found.has_news, earlier=found.book)


def _chooser(entries: Sequence[Entry], settings: Settings) -> Choose:
    """What chooses by hand, by day, period and number; a pick counts wherever its article is."""
    wanted, unpicked = picked(entries, settings.delta.picks)
    positions = {entry.position for entry in wanted}
    gaps = [item for item in unpicked if item.kind.is_gap]

    def choose_from(some: Sequence[Entry]) -> tuple[list[Entry], list[Skipped]]:
        kept = [entry for entry in some if entry.position in positions]
        skipped = [_not_picked(entry) for entry in some if entry.position not in positions]
        late, early = _since(kept, settings)
        chosen, left_out = take(in_order(late), settings.choice, settings.first, settings.last, settings.limit)
        return chosen, [*gaps, *skipped, *early, *left_out]

    return choose_from


def _not_picked(entry: Entry) -> Skipped:
    return Skipped(entry.origin, Stage.SELECT, Kind.NOT_PICKED, "is not picked")


def _since(entries: Sequence[Entry], settings: Settings) -> tuple[list[Entry], list[Skipped]]:
    """Articles of `--since` or later; an undated one stays, because nobody knows that it is older."""
    day = settings.delta.since.isoformat() if settings.delta.since else ""
    old = [entry for entry in entries if entry.date is not None and entry.date.day < day]
    positions = {entry.position for entry in old}
    skipped = [
        Skipped(entry.origin, Stage.SELECT, Kind.NOT_NEW, f"{entry.date.day if entry.date else ''} is before {day}")
        for entry in old
    ]
    return [entry for entry in entries if entry.position not in positions], skipped


def _only_new(entries: Sequence[Entry], settings: Settings, tools: Tools) -> tuple[list[Entry], list[Skipped]]:
    """Articles that no earlier book had, or not as they are now."""
    delta = settings.delta
    if not delta.is_partial:
        return list(entries), []
    earlier = [article for book in delta.books for article in _articles_of(book)]
    if delta.new:
        earlier += bundles_of(tools).articles(key_of(settings))
    known = Known(earlier, near=not settings.keep_duplicates)
    kept: list[Entry] = []
    skipped: list[Skipped] = []
    for entry in entries:
        verdict = known.verdict(entry)
        if verdict.news is News.UNCHANGED:
            skipped.append(Skipped(entry.origin, Stage.SELECT, Kind.NOT_NEW, verdict.reason))
        else:
            kept.append(replace(entry, news=verdict.news))
    return kept, skipped


def _articles_of(book: str) -> Iterator[Delivered]:
    _, articles = read_printed(book)
    for article in articles:
        yield Delivered(
            key=state.article_key(article.address, article.fingerprint),
            fingerprint=article.fingerprint,
            title=state.title_key(article.title),
            day=article.day,
            words=count_words(article.text),
            sketch=sketch(article.text),
        )


def key_of(settings: Settings) -> str:
    """What the bundle is known by: its name, else its title, else its sources."""
    return bundle_key(settings.delta.name or settings.title, (*settings.sources, *settings.lists))


def bundles_of(tools: Tools) -> BundleStore:
    """The record of what books had.

    Raises:
        SettingsError: nothing is kept between runs.
    """
    if tools.bundles is None:
        raise SettingsError("--new", "needs the store, which says what earlier books had", "use --since BOOK.epub")
    return tools.bundles


class Record:
    """Writes down what a bundle's books bring, so that a kill at any moment leaves book and record in agreement.

    Args:
        bundles: the record.
        bundle: whose books.
        interrupted: books that a killed run had made and told nobody of.
    """

    def __init__(self, bundles: BundleStore, bundle: str, interrupted: Sequence[Path]) -> None:
        self._bundles = bundles
        self._bundle = bundle
        self.interrupted = interrupted
        self._number = 0

    def before_naming(self, place: Path, entries: Sequence[Entry]) -> Callable[[str], None]:
        """What is to be called with the SHA-256 of the finished, still nameless book.

        Args:
            place: the name it gets.
            entries: what it holds.
        """

        def note(digest: str) -> None:
            articles = [state.delivered(entry) for entry in entries]
            self._number = self._bundles.note(self._bundle, place, digest, articles)

        return note

    def named(self) -> None:
        """The book has its name."""
        self._bundles.confirm(self._number)


@contextlib.contextmanager
def recording(settings: Settings, tools: Tools) -> Iterator[Record | None]:
    """The record of a run that makes a bundle's next book; None for every other run.

    Args:
        settings: the bundle's settings.
        tools: what to work with.

    Raises:
        BundlerError: another run makes a book of this bundle.
    """
    if not settings.delta.new:
        yield None
        return
    bundles, bundle = bundles_of(tools), key_of(settings)
    with bundles.locked(bundle):
        yield Record(bundles, bundle, bundles.settle(bundle))
