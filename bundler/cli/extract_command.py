"""`epub-bundler extract`: cleaned articles as JSON Lines, a stable contract (docs/reference.md, "extract")."""

from __future__ import annotations

import html
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from bundler import tokens
from bundler.characters import printable
from bundler.cli import build_command
from bundler.cli.bundles import Asked, asked
from bundler.cli.journal import open_journal
from bundler.cli.json_text import json_text
from bundler.cli.options import (
    cleaning,
    cleaning_settings,
    given_rules,
    network,
    network_settings,
    place,
    place_of,
    rules,
    source_settings,
    sources,
)
from bundler.cli.running import kept_answers, run
from bundler.model import Article, Skipped
from bundler.package import Repeats
from bundler.report import ArticleFound
from bundler.settings import Settings

if TYPE_CHECKING:  # help and refusals need not wait for the libraries
    from bundler.pipeline import Tools

WITH_GAPS = 3


@click.command("extract", epilog="Example:  epub-bundler extract saved-articles/ > articles.jsonl")
@sources
@rules
@cleaning
@network
@place
@click.option("--explain", is_flag=True, help="Tell for each page, in words, which rule or engine found its article.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing on stderr but errors.")
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:  # noqa: ANN401 - what the decorators add
    """Clean SOURCE, or that of a BUNDLE, and print one JSON object a line for every page with an article.

    Nothing is merged or filtered; a repeated article names the first one in `duplicate_of`. Pages that are no articles
    are told on stderr. Blocks that stand on many pages are dropped from pages that no rule knows.
    """
    gaps = [_extract_one(one, debug=bool(ctx.obj)) for one in asked(ctx, build_command.command, options)]
    ctx.exit(WITH_GAPS if any(gaps) else 0)


def _extract_one(one: Asked, *, debug: bool) -> int:
    """Clean the sources of one bundle, or those that were typed; gives the number of gaps."""
    options = one.options
    with open_journal(options["log_file"], f"extract {one.name or ' '.join(options['sources'])}") as journal:
        settings = Settings(**source_settings(options), **cleaning_settings(options), **network_settings(options))
        told = {"quiet": options["quiet"], "explain": options["explain"]}
        return run(
            lambda tools: _extract(settings, replace(tools, answers=kept_answers(options)), **told),
            quiet=options["quiet"],
            place=place_of(options, debug=debug),
            rules=given_rules(options),
            journal=journal,
        )


async def _extract(settings: Settings, tools: Tools, *, quiet: bool, explain: bool) -> int:
    from bundler.pipeline import extract_all  # noqa: PLC0415 - as above

    repeats = Repeats()
    gaps = 0
    async for result in extract_all(settings, tools):
        if isinstance(result, Skipped):
            tools.progress.tell(result)
            gaps += result.kind.is_gap
            if not quiet:
                click.echo(printable(f"{result.origin}: {result.kind.value}: {result.reason}"), err=True)
            continue
        tools.progress.tell(ArticleFound(result.origin, result.title))
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
