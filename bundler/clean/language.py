"""The article's language as a BCP 47 tag: as declared where the script agrees, told by script and words elsewhere."""

from __future__ import annotations

import re
from collections import Counter

from bundler.language_tags import canonical

UNDETERMINED = "und"
"""BCP 47 (RFC 5646, 4.1): the tag for a language nobody could tell."""

_LOOKED_AT = 4000
"""Characters; the script of the first pages settles it."""

_SCRIPTS = {
    "latin": re.compile("[A-Za-zÀ-ɏ]+"),
    "han": re.compile("[\u3400-\u9fff]+"),
    "kana": re.compile("[\u3040-\u30ff]+"),
    "hangul": re.compile("[\uac00-\ud7a3]+"),
    "cyrillic": re.compile("[\u0400-\u04ff]+"),
    "arabic": re.compile("[\u0600-\u06ff]+"),
    "hebrew": re.compile("[\u0590-\u05ff]+"),
    "greek": re.compile("[\u0370-\u03ff]+"),
    "thai": re.compile("[\u0e00-\u0e7f]+"),
    "devanagari": re.compile("[\u0900-\u097f]+"),
    "tibetan": re.compile("[\u0f00-\u0fff]+"),
}
"""Runs of the letters of each script, the commonest first: what has been told is looked at no more."""
_LAST_COMMON = "han"
_UNCOMMON = re.compile("[\u0370-\u052f\u0590-\u06ff\u0900-\u097f\u0e00-\u0fff\u3040-\u30ff\uac00-\ud7a3]")
"""Letters of all scripts behind that one: what most texts still hold is punctuation."""
_LANGUAGES = {
    "han": ("zh",), "kana": ("ja",), "hangul": ("ko",), "cyrillic": ("ru", "uk", "bg", "sr", "be", "kk", "mn"),
    "arabic": ("ar", "fa", "ur", "ug", "ps"), "hebrew": ("he", "yi"), "greek": ("el",), "thai": ("th",),
    "devanagari": ("hi", "mr", "ne"), "tibetan": ("bo", "dz"),
}  # fmt: skip
_KANA_SHARE = 0.05
"""Japanese prose is at least a third kana; a Chinese article that quotes a Japanese name has far below a twentieth."""
_ENOUGH = 500
"""Characters, taken from all over the text, that tell simplified from traditional ones."""
_HAN_WEIGHT = 3
"""A Chinese character carries about as much as three Latin letters."""

# The commonest function words of languages in Latin script; two of a page's languages share few of them.
_WORDS = {
    "en": "the of and to in is that for was with on as it by from",
    "de": "der die und das ist nicht mit von den auf ein",
    "fr": "le la les des est une dans que pour pas sur qui",
    "es": "el los las una que por con para del es en",
    "it": "il che di non per una della con sono gli",
    "pt": "os uma que não com para do da em é",
    "nl": "de het een van en niet is dat op te",
    "pl": "nie się jest na że do to jak",
    "sv": "och att det som är på för inte",
    "tr": "ve bir bu için ile olarak da de",
    "vi": "của và là không được trong có người",
    "id": "yang dan di untuk dengan dari ini",
}
_WORD_LISTS = {language: tuple(words.split()) for language, words in _WORDS.items()}
_LETTERS = re.compile(r"[^\W\d_]+")
_ASCII_WORDS = "".join(chr(number).lower() if chr(number).isalpha() else " " for number in range(128))
"""Makes spaces of all that is no letter, and small letters of the others, at a quarter of the expression's cost."""
_WORD_SHARE = 0.06


def detect(text: str, declared: str) -> str:
    """The language of a text.

    Args:
        text: the article's title and first paragraphs.
        declared: what the page says (`lang`, `og:locale`); may be empty or wrong.

    Returns:
        a BCP 47 tag; Chinese as `zh-Hans` or `zh-Hant`; `und` when nothing tells.
    """
    sample = text[:_LOOKED_AT]
    counts = _letters(sample)
    declared = canonical(declared)
    primary = declared.split("-")[0]
    script = _main_script(counts)
    if script == "han":
        return _chinese(sample)
    if script in _LANGUAGES:
        return declared if primary in _LANGUAGES[script] else _LANGUAGES[script][0]
    if script == "latin":
        return _latin(sample, declared, primary)
    return UNDETERMINED


def _letters(sample: str) -> Counter[str]:
    """How many letters of each script there are."""
    if sample.isascii():
        return Counter(latin=len(sample) - sample.translate(_ASCII_WORDS).count(" "))
    counts = Counter[str]()
    rest = sample
    for script, pattern in _SCRIPTS.items():
        others = pattern.sub("", rest)
        counts[script] = len(rest) - len(others)
        rest = others
        if rest.isascii() or (script == _LAST_COMMON and not _UNCOMMON.search(rest)):
            break
    return counts


def _main_script(counts: Counter[str]) -> str:
    east_asian = counts["han"] + counts["kana"] + counts["hangul"]
    if east_asian * _HAN_WEIGHT > counts["latin"]:
        if counts["kana"] > _KANA_SHARE * east_asian:
            return "kana"
        return "hangul" if counts["hangul"] > counts["han"] else "han"
    script, count = counts.most_common(1)[0]
    return script if count else ""


def _chinese(sample: str) -> str:
    """Characters that GB 2312 has and Big5 lacks are simplified ones, and the other way round.

    Both sets, of the 1980s, hold the common characters of one side only.
    """
    letters = sample[:: len(sample) // _ENOUGH + 1]
    # A character has as many bytes in the one as in the other, if it is in both.
    is_traditional = len(letters.encode("gb2312", errors="ignore")) < len(letters.encode("big5", errors="ignore"))
    return "zh-Hant" if is_traditional else "zh-Hans"


def _latin(sample: str, declared: str, primary: str) -> str:
    words = sample.translate(_ASCII_WORDS).split() if sample.isascii() else _LETTERS.findall(sample.lower())
    if not words:
        return declared or UNDETERMINED
    counts = Counter(words)
    shares = {language: sum(map(counts.__getitem__, known)) / len(words) for language, known in _WORD_LISTS.items()}
    best = max(shares, key=lambda language: (shares[language], language))
    if shares[best] < _WORD_SHARE:
        return declared or UNDETERMINED
    if primary in shares and shares[primary] >= shares[best] * 0.7:
        return declared
    written_otherwise = any(primary in languages for languages in _LANGUAGES.values())
    return declared if declared and primary not in shares and not written_otherwise else best
