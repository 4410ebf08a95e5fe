"""What META-INF says about encryption (OCF 3.3, sections 4.2.6, 4.3): obscured fonts, or a lock on the book."""

from __future__ import annotations

import zipfile
from collections.abc import Generator
from urllib.parse import unquote

from bundler.check.archive import UNREADABLE, is_readable
from bundler.check.findings import Code, Finding, note
from bundler.check.xml import LARGEST_DOCUMENT, parse

_ENCRYPTION = "META-INF/encryption.xml"
_ENC = "{http://www.w3.org/2001/04/xmlenc#}"
_FONTS_ONLY = frozenset(("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"))


def rights_findings(archive: zipfile.ZipFile) -> Generator[Finding, None, frozenset[str]]:
    """Find locks on the book.

    Args:
        archive: the open archive.

    Returns:
        names of entries whose bytes are not what they seem; they cannot be looked into.
    """
    names = archive.NameToInfo
    info = names.get(_ENCRYPTION)
    if info is None or not is_readable(info) or info.file_size > LARGEST_DOCUMENT:
        return frozenset()
    try:
        content = archive.read(info)
    except UNREADABLE as error:
        yield Finding(Code.BROKEN, _ENCRYPTION, f"is damaged ({error})")
        return frozenset()
    root = parse(_ENCRYPTION, content)
    if isinstance(root, Finding):
        yield root
        return frozenset()
    obscured: set[str] = set()
    for data in root.iter(f"{_ENC}EncryptedData"):
        method = data.find(f"{_ENC}EncryptionMethod")
        reference = data.find(f".//{_ENC}CipherReference")
        name = unquote(reference.get("URI", "")) if reference is not None else ""
        obscured.add(name)
        if method is not None and method.get("Algorithm") in _FONTS_ONLY:
            yield note(Code.ARCHIVE, name, "is a font that only reading programs can use")
        else:
            yield Finding(Code.ARCHIVE, name, "is locked: it opens only with its seller's permission (DRM)")
    return frozenset(obscured)
