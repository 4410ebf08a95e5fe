"""What the pictures' stage needs of a store; the store itself is passed in."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from bundler.model import Made, Original


class Keeping(Protocol):
    """Keeps originals by address, finished pictures by original and recipe, bytes by their hash."""

    def put(self, content: bytes) -> str:
        """Keep bytes; gives their key, the SHA-256 in hexadecimal digits."""

    def get(self, key: str) -> bytes:
        """Bytes kept under a key."""

    def original(self, address: str) -> Original | None:
        """The original of an address when it is here."""

    def keep_original(self, address: str, content: bytes, etag: str, last_modified: str) -> str:
        """Keep the original of an address; gives its key."""

    def confirm(self, address: str) -> None:
        """Remember that the server has just said that the original is still the one."""

    def forget(self, address: str) -> None:
        """Forget the original of an address, because it is no picture after all: the next run asks anew."""

    def seen(self, path: Path, state: str) -> str | None:
        """The digest of a file of the disk that was in the same state when it was hashed."""

    def keep_seen(self, path: Path, state: str, digest: str) -> None:
        """Remember the digest of a file of the disk, and the state in which it was."""

    def made(self, digest: str, recipe: str) -> Made | None:
        """What an original became under a recipe, when that is known."""

    def keep_made(self, digest: str, recipe: str, made: Made) -> None:
        """Remember what an original became."""
