"""What a request gives: a body, the news that nothing changed, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said a body can be recognised by (RFC 9110, section 8.8).

    Attributes:
        etag: the `ETag` field as it came, or an empty string.
        last_modified: the `Last-Modified` field as it came, or an empty string.
    """

    etag: str = ""
    last_modified: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to ask with."""
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole body.

    Attributes:
        content: its decoded bytes.
        validators: for asking again.
        wire_bytes: how many bytes came over the line for it, failed tries included.
        address: where it was found, after all redirects.
        content_type: the `Content-Type` field as it came, or an empty string.
    """

    content: bytes
    validators: Validators
    wire_bytes: int
    address: str = ""
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server says that the body of the last time is still the one (304)."""


@dataclass(frozen=True, slots=True)
class NotFetched:
    """No body, and why, in words for one line that hold no address.

    Attributes:
        reason: in words.
        wire_bytes: how many bytes came over the line in vain.
        is_too_large: whether the body has more bytes than were allowed.
        status: the server's final answer (RFC 9110, 15), or 0 when it gave none.
    """

    reason: str
    wire_bytes: int = 0
    is_too_large: bool = False
    status: int = field(default=0, compare=False)
