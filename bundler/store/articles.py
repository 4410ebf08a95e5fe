"""Drafts and articles as bytes for the store: JSON, so that reading a store can never run anything."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from bundler.model import Article, Candidate, Dated, DateSource, Draft, Dropped, Link, PictureRef

_PICTURES, _LINKS = b'],"pictures":[', b'],"links":['
_NAMES = {
    kind: tuple(field.name for field in dataclasses.fields(kind))
    for kind in (Article, Candidate, Dated, Draft, Dropped, Link, PictureRef)
}


def _plain(value: Any) -> str | dict[str, Any]:  # noqa: ANN401 - what JSON has no form for: bytes and our own values
    """A sketch as hexadecimal digits, a value of the model by its names; `dataclasses.asdict` takes four times that."""
    if isinstance(value, bytes):
        return value.hex()
    return {name: getattr(value, name) for name in _NAMES[type(value)]}


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


def pack(article: Draft) -> bytes:
    """A draft or an article as UTF-8 JSON; equal articles give equal bytes."""
    return _ENCODER.encode(article).encode()


def unpack(content: bytes) -> Article:
    """The article that `pack` made these bytes of."""
    data = _values(content)
    return Article(**{**data, "sketch": bytes.fromhex(data["sketch"])})


def unpack_pictures(content: bytes) -> tuple[PictureRef, ...]:
    """Only the pictures of the article that `pack` made these bytes of; the text, most of them, is not looked at."""
    # Within a string JSON escapes every quotation mark, so these can only be the names of the fields themselves.
    start, end = content.index(_PICTURES) + len(_PICTURES), content.index(_LINKS)
    return tuple(_picture(item) for item in json.loads(b"[" + content[start:end] + b"]"))


def unpack_draft(content: bytes) -> Draft:
    """The draft that `pack` made these bytes of."""
    return Draft(**_values(content))


def _values(content: bytes) -> dict[str, Any]:
    data = json.loads(content)
    date = data["date"]
    return {
        **data,
        "date": Dated(date["day"], date["time"], DateSource(date["source"])) if date else None,
        "blocks": tuple(data["blocks"]),
        "pictures": tuple(_picture(item) for item in data["pictures"]),
        "links": tuple(Link(**item) for item in data["links"]),
        "dropped": tuple(Dropped(**item) for item in data["dropped"]),
    }


def _picture(data: dict[str, Any]) -> PictureRef:
    linked = data["linked"]
    return PictureRef(
        candidates=tuple(Candidate(**item) for item in data["candidates"]),
        alt=data["alt"],
        linked=Candidate(**linked) if linked else None,
    )
