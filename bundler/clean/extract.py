"""One page's bytes to a `Draft`: a pure function, made to run in a worker. The one parse tree lives here."""

from __future__ import annotations

import re
import tomllib
import warnings
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import yaml
from bs4 import BeautifulSoup, Tag

from bundler.clean import byline, dates
from bundler.clean.article_element import article_element
from bundler.clean.blocks import write_blocks
from bundler.clean.container import undo_container, without_menus
from bundler.clean.encoding import decode
from bundler.clean.hints import with_hints
from bundler.clean.indexes import why_no_article
from bundler.clean.language import detect
from bundler.clean.markdown import to_html
from bundler.clean.metadata import Metadata, read_metadata
from bundler.clean.passes import PASSES, Context
from bundler.clean.references import PageReferences, absolute, host_of
from bundler.clean.rules import SiteRule, site_rule
from bundler.clean.text import plain, tidy
from bundler.clean.title import agree_with_heading, cut_site, from_markdown
from bundler.model import Dated, DateSource, Draft, Dropped, Kind, MediaType, Page, Skipped, Stage

_FRONT_MATTER = re.compile(r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<data>.*?)\n(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"\A\s*(?:#[ \t]+(?P<atx>[^\n]+?)[ \t]*#*|(?P<setext>[^\n<]+)\n=+)[ \t]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class _Source:
    """A page before it is parsed: its HTML, and what was known of it outside the HTML."""

    html: str
    contained: bool = False
    metadata: Metadata = field(default_factory=Metadata)
    dropped: tuple[Dropped, ...] = ()


def extract(page: Page) -> Draft | Skipped:
    """Understand one page on its own.

    Args:
        page: a collected page; only its origin, media type and content are looked at.

    Returns:
        the draft; or `Skipped` for an index, a repository's paper, or a page in which nothing is left to read.
    """
    text = decode(page.content)
    source = _from_markdown(text) if page.media_type is MediaType.MARKDOWN else _Source(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bs4 wonders at pages that look like XML, an address or a file's name
        soup = BeautifulSoup(source.html, "lxml")
    is_whole_page = page.media_type is MediaType.HTML and not page.hints.alone
    metadata = with_hints(_merge(source.metadata, read_metadata(soup) if is_whole_page else Metadata()), page.hints)
    rule = site_rule(metadata.source_url)
    tree = soup.body or soup
    title = _title(metadata, rule, tree, page)
    context = Context(title, rule, source.contained, list(source.dropped))
    if is_whole_page:
        tree = article_element(tree, rule)
    for _, run in PASSES:
        run(tree, context)
    references = PageReferences(tree, metadata.source_url, absolute(metadata.source_url, metadata.base))
    blocks = write_blocks(tree, references.for_writer())
    if source.contained and len(blocks) > 1 and blocks[0].startswith("<figure>") and blocks[1] == "<hr/>":
        blocks = (blocks[0], *blocks[2:])  # mirrors draw a rule below the lead picture
    if blocks and metadata.image and not references.pictures:
        blocks = (references.lead_picture(metadata.image), *blocks)
    if reason := why_no_article(page.origin, blocks, contained=source.contained or page.hints.alone):
        return Skipped(page.origin, Stage.CLEAN, Kind.NOT_AN_ARTICLE, reason)
    if not blocks:
        return Skipped(page.origin, Stage.CLEAN, Kind.UNREADABLE, "holds no text and no picture to read")
    return _draft(page, context, metadata, references, blocks)


def _draft(
    page: Page, context: Context, metadata: Metadata, references: PageReferences, blocks: tuple[str, ...]
) -> Draft:
    paragraphs = [line for block in blocks[:8] for line in plain(block.replace("<br/>", "\n")).split("\n")]
    sample = " ".join([context.title, *(plain(block) for block in blocks[:40])])
    return Draft(
        origin=page.origin,
        title=context.title,
        byline=metadata.byline or byline.from_text(paragraphs),
        site=context.rule.name or metadata.site or host_of(metadata.source_url),
        date=_date(metadata, paragraphs),
        language=detect(sample, metadata.language),
        source_url=metadata.source_url,
        blocks=blocks,
        pictures=references.pictures,
        links=references.links(blocks),
        dropped=tuple(context.dropped),
    )


def _from_markdown(text: str) -> _Source:
    contained = undo_container(text)
    if contained is not None:
        known = Metadata(title=contained.title, source_url=contained.source_url)
        return _Source(to_html(contained.body), contained=True, metadata=known, dropped=contained.dropped)
    metadata = Metadata()
    if front := _FRONT_MATTER.match(text):
        metadata = _front_matter(front["fence"], front["data"])
        text = text[front.end() :]
    if not metadata.title and (heading := _HEADING.match(text)):
        metadata = _merge(metadata, Metadata(title=from_markdown(heading["atx"] or heading["setext"])))
        text = text[heading.end() :]
    return _Source(to_html(without_menus(text)), metadata=metadata)


def _front_matter(fence: str, data: str) -> Metadata:
    """Front matter as static site generators write it: YAML between `---`, TOML between `+++`."""
    try:
        # BaseLoader gives texts only: a time stamp stays as printed instead of moving to another time zone.
        values = yaml.load(data, Loader=yaml.BaseLoader) if fence == "---" else tomllib.loads(data)  # noqa: S506
    except (yaml.YAMLError, tomllib.TOMLDecodeError):
        return Metadata()
    if not isinstance(values, dict):
        return Metadata()

    def text(*keys: str) -> str:
        for key in keys:
            value = values.get(key)
            if isinstance(value, list):
                value = ", ".join(str(item) for item in value)
            if value and not isinstance(value, dict):
                return tidy(str(value))
        return ""

    return Metadata(
        title=text("title"),
        byline=text("author", "authors", "byline"),
        site=text("site", "site_name"),
        date=dates.from_stamp(text("date", "published", "pubdate", "created"), DateSource.FRONT_MATTER),
        language=text("lang", "language"),
        source_url=text("source_url", "url", "source", "canonical_url", "original_url"),
    )


def _merge(first: Metadata, second: Metadata) -> Metadata:
    """Each field from the first that has it."""
    return Metadata(
        title=first.title or second.title,
        byline=first.byline or second.byline,
        site=first.site or second.site,
        date=first.date or second.date,
        language=first.language or second.language,
        source_url=first.source_url or second.source_url,
        image=first.image or second.image,
        base=first.base or second.base,
    )


def _title(metadata: Metadata, rule: SiteRule, tree: Tag, page: Page) -> str:
    """The page's own title without the site's name; else the first heading; at last the file's name."""
    names = (*rule.names, metadata.site, host_of(metadata.source_url))
    if metadata.title:
        headings = (tidy(heading.get_text()) for heading in tree.find_all("h1", limit=3))
        return cut_site(agree_with_heading(metadata.title, headings), names)
    heading = tree.find(("h1", "h2"))
    text = tidy(heading.get_text()) if heading is not None else ""
    return text or tidy(PurePosixPath(page.origin).stem) or "Untitled"


def _date(metadata: Metadata, paragraphs: list[str]) -> Dated | None:
    return dates.from_address(metadata.source_url) or metadata.date or dates.from_dateline(paragraphs)
