"""Characters of texts: what the quick ways past printable text give is what looking at each character gives."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from bundler.characters import UNWANTED, legal, printable

SPACES = "\t\n\x0b\x0c\r\x1c\x1f \x85\xa0\u2003\u2028\u3000"
TEXTS = st.text(st.sampled_from(f"{SPACES}ab雨，\u200b\ue000\ufeff\U0001f600") | st.characters())


@given(TEXTS)
@example("a  b")
@example(" a\u3000b ")
def test_one_line_holds_no_unwanted_character_and_single_spaces(text: str) -> None:
    """Whatever the text is, printable or not."""
    assert printable(text) == " ".join(re.split(r"\s+", UNWANTED.sub("", text).strip()))


@given(TEXTS)
def test_legal_text_lacks_the_unwanted_characters_only(text: str) -> None:
    """White space stays, the form feed apart."""
    assert legal(text) == UNWANTED.sub("", text).replace("\f", " ")
