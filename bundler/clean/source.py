"""A page before it is parsed: its HTML, and what is known of it outside the HTML."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field

from bundler.clean import dates
from bundler.clean.container import undo_container, without_menus
from bundler.clean.markdown import to_html
from bundler.clean.metadata import Metadata, merged
from bundler.clean.text import tidy
from bundler.clean.title import from_markdown
from bundler.model import DateSource, Dropped

_FRONT_MATTER = re.compile(r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<data>.*?)\n(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_HEADING = re.compile(
    r"\A\s*+(?:#{1,6}[ \t]+(?P<atx>(?!.*\]\()[^\n]+?)[ \t]*#*|(?P<setext>[^\n<]+)\n=+)[ \t]*(?:\n|\Z)"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A page before it is parsed.

    Attributes:
        html: what is parsed.
        container: the container rule that recognised it, or an empty string.
        metadata: what was known outside the HTML.
        dropped: what the container had put in.
        how: in words: what recognised it.
    """

    html: str
    container: str = ""
    metadata: Metadata = field(default_factory=Metadata)
    dropped: tuple[Dropped, ...] = ()
    how: str = ""

    @property
    def contained(self) -> bool:
        """Whether a container rule recognised the page."""
        return bool(self.container)


def from_markdown_page(text: str, *, containers: bool = True) -> Source:
    """A Markdown page: a mirror's, or one with front matter or a heading of its own.

    Args:
        text: the whole page.
        containers: whether container rules count.
    """
    contained = undo_container(text) if containers else None
    if contained is not None:
        known = Metadata(title=contained.title, source_url=contained.source_url)
        how = f"container {contained.container}"
        return Source(to_html(contained.body), contained.container, known, contained.dropped, how)
    metadata = Metadata()
    if front := _FRONT_MATTER.match(text):
        metadata = _front_matter(front["fence"], front["data"])
        text = text[front.end() :]
    if not metadata.title and (heading := _HEADING.match(text)):
        metadata = merged(metadata, Metadata(title=from_markdown(heading["atx"] or heading["setext"])))
        text = text[heading.end() :]
    return Source(to_html(without_menus(text)), metadata=metadata, how="Markdown, all of it")


def _front_matter(fence: str, data: str) -> Metadata:
    """Front matter as static site generators write it: YAML between `---`, TOML between `+++`."""
    import yaml  # noqa: PLC0415 - few pages have front matter

    try:
        # BaseLoader gives texts only: a time stamp stays as printed instead of moving to another time zone.
        values = yaml.load(data, Loader=yaml.BaseLoader) if fence == "---" else tomllib.loads(data)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError):  # the last two: numbers and nesting beyond the interpreter's
        return Metadata()
    if not isinstance(values, dict):
        return Metadata()

    def text(*keys: str) -> str:
        """The first value of these keys that is text, or a list of texts."""
        for key in keys:
            value = values.get(key)
            # Lists in lists are no names; with YAML's aliases they can stand for more text than there is memory.
            items = [item for item in (value if isinstance(value, list) else [value]) if item]
            if items and not any(isinstance(item, dict | list) for item in items):
                return tidy(", ".join(str(item) for item in items))
        return ""

    address = text("source_url", "url", "source", "canonical_url", "original_url")

    return Metadata(
        title=text("title"),
        byline=text("author", "authors", "byline"),
        site=text("site", "site_name"),
        date=dates.from_stamp(text("date", "published", "pubdate", "created"), DateSource.FRONT_MATTER),
        language=text("lang", "language"),
        source_url=address if _WEB.match(address) else "",  # javascript:, file: and the like are nobody's address
    )
