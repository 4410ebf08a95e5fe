"""One page's bytes to a `Draft`: a pure function, made to run in a worker. The one parse tree lives here."""

from __future__ import annotations

from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from bundler.clean import byline, dates
from bundler.clean.blocks import write_blocks
from bundler.clean.bounds import TooLarge, bounded_html, bounded_markdown
from bundler.clean.encoding import decode
from bundler.clean.engine.size import why_too_large
from bundler.clean.further import further
from bundler.clean.hints import with_hints
from bundler.clean.indexes import why_no_article
from bundler.clean.inventory import Inventory
from bundler.clean.language import detect
from bundler.clean.metadata import Metadata, guessed_date, merged, read_metadata
from bundler.clean.parts import Further, may_go_on
from bundler.clean.passes import PASSES, WHOLE_PAGE, Context
from bundler.clean.references import PageReferences, absolute, host_of
from bundler.clean.ruled import apply_rule
from bundler.clean.rules import BUILT_IN, PageRules, SiteRule, site_rule
from bundler.clean.source import Source, from_markdown_page
from bundler.clean.text import body_text, plain
from bundler.clean.title import title_of
from bundler.clean.tree import body_of, parse
from bundler.model import Dated, DateSource, Draft, Dropped, Kind, MediaType, Page, Skipped, Stage

_SAMPLE = 80


@dataclass(frozen=True, slots=True)
class _Body:
    """Where the article is in the tree.

    Attributes:
        tree: the element that holds it, and nothing else as far as is known.
        head: lines near its beginning and end that may hold date and byline.
        how: in words: which rule or engine found it, and why.
        recognised: the rule that found it, empty for the engine.
    """

    tree: Tag
    head: tuple[str, ...] = ()
    how: str = ""
    recognised: str = ""


def extract(page: Page, rules: PageRules = BUILT_IN) -> Draft | Skipped:
    """Understand one page on its own.

    Args:
        page: a collected page; only its origin, media type and content are looked at.
        rules: the user's rules that may matter, and whether ours count.

    Returns:
        the draft; or `Skipped` for an index, a repository's paper, or a page in which nothing is left to read.
    """
    is_html = page.media_type is MediaType.HTML
    text = decode(page.content) if is_html else bounded_markdown(decode(page.content))
    if isinstance(text, TooLarge):
        return Skipped(page.origin, Stage.CLEAN, Kind.UNREADABLE, text.reason)
    source = Source(text) if is_html else from_markdown_page(text, containers=rules.own)
    html = bounded_html(source.html)
    if isinstance(html, TooLarge):
        return Skipped(page.origin, Stage.CLEAN, Kind.UNREADABLE, html.reason)
    soup = parse(html)
    is_saved = is_html and not page.hints.alone
    metadata = merged(source.metadata, read_metadata(soup)) if is_saved else source.metadata
    metadata = with_hints(metadata, page.hints)
    rule = site_rule(metadata.source_url, rules)
    context = Context("", rule, source.contained, list(source.dropped))
    body = _Body(body_of(soup), how=source.how, recognised=source.container)
    too_large = why_too_large(html, soup) if is_saved else ""
    at = page.hints.source_url or metadata.saved_from or metadata.source_url
    more = further(soup, rule, at) if is_saved and may_go_on(page.content, rules) else Further()
    if is_saved:
        body, metadata = _found(soup, metadata, rule, context, page, too_large)
    inventory = Inventory(body.tree)
    if not is_saved:
        context.title = title_of(metadata, rule.names, inventory, page.origin)
    for _, run in PASSES:
        run(inventory, context)
    base = absolute(metadata.source_url, metadata.base) if metadata.base else ""
    references = PageReferences(inventory, metadata.source_url, base)
    blocks = write_blocks(body.tree, references.for_writer())
    if source.contained and len(blocks) > 1 and blocks[0].startswith("<figure>") and blocks[1] == "<hr/>":
        blocks = (blocks[0], *blocks[2:])  # mirrors draw a rule below the lead picture
    if blocks and metadata.image and not references.pictures:
        blocks = (references.lead_picture(metadata.image), *blocks)
    if reason := why_no_article(page.origin, blocks, contained=source.contained or page.hints.alone):
        return Skipped(page.origin, Stage.CLEAN, Kind.NOT_AN_ARTICLE, reason)
    if not blocks:
        return Skipped(page.origin, Stage.CLEAN, Kind.UNREADABLE, "holds no text and no picture to read")
    own = "" if at == metadata.source_url else at
    text = html if is_html and not too_large else ""
    return _draft(page, context, metadata, references, blocks, body, text, own, more.next_part)


def _found(  # noqa: PLR0913, PLR0917 - everything that is known of the page before its article is
    soup: BeautifulSoup, metadata: Metadata, rule: SiteRule, context: Context, page: Page, too_large: str
) -> tuple[_Body, Metadata]:
    """The article in a saved page: as its site's rule says, else by the engine."""
    inventory = Inventory(body_of(soup))
    ruled = apply_rule(soup, rule, context, metadata.source_url)
    metadata = merged(ruled.metadata, metadata)
    context.title = title_of(metadata, rule.names, inventory, page.origin, saved=True)
    if ruled.container is not None:
        return _Body(ruled.container, how=ruled.how, recognised=rule.name or rule.origin), metadata
    from bundler.clean.engine.find import find_article  # noqa: PLC0415 - the engine is loaded for saved pages only

    for _, run in WHOLE_PAGE:
        run(inventory, context)
    found = find_article(inventory.root, context.title, (metadata.byline, metadata.site), too_large=too_large)
    if found.dropped:
        context.dropped.append(Dropped("engine", found.dropped, found.sample[:_SAMPLE]))
    return _Body(inventory.root, found.head, f"{ruled.how}; engine {found.by}: {found.why}"), metadata


def _draft(  # noqa: PLR0913, PLR0917 - everything that is known of the page comes together here
    page: Page,
    context: Context,
    metadata: Metadata,
    references: PageReferences,
    blocks: tuple[str, ...],
    body: _Body,
    text: str,
    at: str,
    next_part: str,
) -> Draft:
    paragraphs = [line for block in blocks[:8] for line in plain(block.replace("<br/>", "\n")).split("\n")]
    sample = f"{context.title} {body_text(blocks[:40])}"
    return Draft(
        origin=page.origin,
        title=context.title,
        byline=metadata.byline or byline.from_head(body.head) or byline.from_text(paragraphs),
        site=context.rule.name or metadata.site or host_of(metadata.source_url),
        date=_date(metadata, paragraphs, body.head, text) or dates.from_stamp(page.hints.changed, DateSource.SITEMAP),
        language=detect(sample, metadata.language),
        source_url=metadata.source_url,
        blocks=blocks,
        pictures=references.pictures,
        links=references.links(blocks),
        dropped=tuple(context.dropped),
        recognised=body.recognised,
        how=body.how,
        at=at,
        next_part=next_part,
        is_further=page.hints.is_further,
    )


def _date(metadata: Metadata, paragraphs: list[str], head: tuple[str, ...], text: str) -> Dated | None:
    """The first evidence that holds, strongest first (docs/reference.md, "Order and dates")."""
    return (
        dates.from_address(metadata.source_url)
        or metadata.date
        or dates.from_head(head)
        or dates.from_dateline(paragraphs)
        or (guessed_date(text) if text else None)
    )
