"""Names in archives: written by anybody, so nothing of them is believed."""

from __future__ import annotations

import re

_DRIVE = re.compile(r"[A-Za-z]:|/|\\\\")
_LONGEST = 1024


def safe_path(name: str) -> str:
    """A file's path in an archive.

    No file is ever made under such a name; it is printed in reports and looked up by pages' references.

    Args:
        name: as the archive has it.

    Returns:
        the path, parted by `/`, without empty parts; empty when it is absolute, leads out of the archive, or is no
        name at all (APPNOTE 6.3.10, 4.4.17: no drive, no leading slash, forward slashes only).
    """
    if _DRIVE.match(name) or "\x00" in name or len(name) > _LONGEST:
        return ""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    return "" if ".." in parts else "/".join(parts)
