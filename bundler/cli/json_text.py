"""JSON for stdout: readable in every script, and harmless to a terminal."""

from __future__ import annotations

import json
import re

_STEERING = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def json_text(value: object, indent: int | None = None) -> str:
    """A value as JSON; characters that steer terminals or that are no text are escaped, all others stand as they are.

    Args:
        value: dictionaries, lists, strings, numbers, None.
        indent: spaces for each level, or None for one line.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
