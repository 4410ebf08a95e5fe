"""What a book says of each article in its page's head, so that a later run knows the article again.

    <meta name="article" content="key=... text=... pictures=... time=10:20:00"/>

HTML lets a page say anything by `meta` (HTML Standard, 4.2.5), and a page carries it along wherever it is copied to. It
tells nothing that the page itself does not: hashes of the printed address, of the printed text, of the names of the
pictures. `bundler.collect.printed` reads it back.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from bundler.addresses import address_key
from bundler.model import Delivered, Entry, PictureRef
from bundler.package.links import external

_DIGITS = 32
"""Of a hash: 128 bits."""
_SHORT_DIGITS = 16
_UNTOLD = re.compile(r"[\W_]+")


def article_key(source_url: str, fingerprint: str) -> str:
    """What an article is known by over all books: the hash of its address, or of its text where it has none.

    Args:
        source_url: the original address or an empty string. Only what a book prints of it counts, so that the key can
            be had of the book, too: neither tracking nor keys to an account.
        fingerprint: of its text.

    Returns:
        32 hexadecimal digits.
    """
    return _digest(address_key(external(source_url)) or fingerprint)


def title_key(title: str) -> str:
    """Equal for titles of the same letters and digits, whatever stands between them and whatever their case."""
    return _digest(_UNTOLD.sub("", title).casefold())[:_SHORT_DIGITS]


def pictures_key(pictures: Sequence[PictureRef]) -> str:
    """Equal for equal pictures, as far as file names tell: hosts, folders and queries change with no picture changed.

    Args:
        pictures: in the order of the page.
    """
    names = [re.split(r"[?#]", picture.address)[0].rpartition("/")[2] for picture in pictures]
    return _digest("\n".join(names))[:_SHORT_DIGITS]


def delivered(entry: Entry) -> Delivered:
    """What it takes to know an article again."""
    return Delivered(
        key=article_key(entry.source_url, entry.fingerprint),
        fingerprint=entry.fingerprint,
        title=title_key(entry.title),
        day=entry.date.day if entry.date else "",
        words=entry.words,
        sketch=entry.sketch,
    )


def head(entry: Entry) -> str:
    """The element for the head of an article's first page."""
    facts = {
        "key": article_key(entry.source_url, entry.fingerprint),
        "text": entry.fingerprint,
        "pictures": entry.pictures_key,
        "time": entry.date.time if entry.date else "",
    }
    return f'<meta name="article" content="{" ".join(f"{name}={value}" for name, value in facts.items() if value)}"/>'


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()[:_DIGITS]
