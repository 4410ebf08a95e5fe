"""`epub-bundler extract`: cleaned articles as JSON Lines, a stable contract (docs/reference.md, "extract")."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import click

from bundler import tokens
from bundler.characters import printable
from bundler.cli.json_text import json_text
from bundler.cli.options import cleaning, cleaning_settings, given_rules, network, network_settings, rules
from bundler.cli.running import run
from bundler.model import Article, Skipped
from bundler.package import Repeats
from bundler.settings import Settings

if TYPE_CHECKING:  # help and refusals need not wait for the libraries
    from bundler.pipeline import Tools

WITH_GAPS = 3


@click.command("extract", epilog="Example:  epub-bundler extract saved-articles/ > articles.jsonl")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@rules
@cleaning
@network
@click.option("--explain", is_flag=True, help="Tell for each page, in words, which rule or engine found its article.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing on stderr but errors.")
@click.pass_context
def command(ctx: click.Context, /, sources: tuple[str, ...], explain: bool, quiet: bool, **options: Any) -> None:  # noqa: ANN401 - what the decorators add
    """Clean SOURCE and print one JSON object a line for every page that holds an article.

    Nothing is merged or filtered; a repeated article names the first one in `duplicate_of`. Pages that are no articles
    are told on stderr. Blocks that stand on many pages are dropped from pages that no rule knows.
    """
    settings = Settings(sources, **cleaning_settings(options), **network_settings(options))
    gaps = run(
        lambda tools: _extract(settings, tools, quiet=quiet, explain=explain),
        quiet=quiet,
        debug=bool(ctx.obj),
        rules=given_rules(options),
    )
    ctx.exit(WITH_GAPS if gaps else 0)


async def _extract(settings: Settings, tools: Tools, *, quiet: bool, explain: bool) -> int:
    from bundler.pipeline import extract_all  # noqa: PLC0415 - as above

    repeats = Repeats()
    gaps = 0
    async for result in extract_all(settings, tools):
        if isinstance(result, Skipped):
            gaps += result.kind.is_gap
            if not quiet:
                click.echo(printable(f"{result.origin}: {result.kind.value}: {result.reason}"), err=True)
            continue
        original = repeats.original_of(result.origin, result.source_url, result.title, result.words, result.fingerprint)
        click.echo(explanation(result) if explain else json_text(article_json(result, original)))
    return gaps


def explanation(article: Article) -> str:
    """How an article was found, in a few lines.

    Args:
        article: the article.
    """
    date = f"{article.date.day} ({article.date.source.value})" if article.date else "none"
    lines = [
        f"title: {article.title}",
        f"byline: {article.byline or 'none'}",
        f"date: {date}",
        f"found by: {article.how}",
        f"kept: {article.words} words, {len(article.pictures)} pictures",
        *(f"dropped by {item.by}: {item.count}, as '{item.sample}'" for item in article.dropped),
    ]
    return "\n  ".join(printable(line) for line in (article.origin, *lines))


def article_json(article: Article, duplicate_of: str) -> dict[str, Any]:
    """An article as the object that the contract promises.

    Args:
        article: the article.
        duplicate_of: the path of the article that it repeats, or an empty string.
    """

    def picture(number: int, alt: str) -> str:
        return f'<img src="{html.escape(article.pictures[number].address)}" alt="{alt}"/>'

    def link(number: int, inside: str) -> str:
        address = html.escape(article.links[number].address)
        return f'<a href="{address}">{inside}</a>' if address else inside

    body = "\n".join(tokens.replace_links(tokens.replace_pictures(block, picture), link) for block in article.blocks)
    return {
        "path": article.origin,
        "title": article.title,
        "byline": article.byline or None,
        "site": article.site or None,
        "date": article.date.day if article.date else None,
        "date_source": article.date.source.value if article.date else None,
        "language": article.language,
        "source_url": article.source_url or None,
        "html": body,
        "images": [picture.address for picture in article.pictures],
        "words": article.words,
        "duplicate_of": duplicate_of or None,
        "dropped": [{"by": item.by, "count": item.count, "sample": item.sample} for item in article.dropped],
    }
