"""Bytes to text: marks, declarations right, missing and wrong, and broken bytes."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bundler.clean.encoding import decode

SIMPLIFIED = (
    "山里下了一整天的雨，河水涨到了桥边，没有人出门，学校和市场都关了，只有磨坊里还亮着灯。第二天早上雨停了。" * 3
)
TRADITIONAL = (
    "山裡下了一整天的雨，河水漲到了橋邊，沒有人出門，學校和市場都關了，只有磨坊裡還亮著燈。第二天早上雨停了。" * 3
)
JAPANESE = (
    "山では一日中雨が降り、川の水は橋のところまで上がった。誰も外に出ず、学校も市場も閉まっていた。次の朝、雨はやんだ。"
    * 3
)
KOREAN = (
    "산에는 하루 종일 비가 내렸고 강물은 다리까지 차올랐다. 아무도 밖에 나가지 않았고 학교도 시장도 닫혀 있었다. " * 3
)
WESTERN = "Es regnete den ganzen Tag – der Fluß stieg bis zur Brücke. “Nobody was out,” said the café’s owner. " * 3
PAGES = {
    "utf-8": SIMPLIFIED, "gb18030": SIMPLIFIED, "gbk": SIMPLIFIED, "gb2312": SIMPLIFIED, "big5": TRADITIONAL,
    "shift_jis": JAPANESE, "euc-kr": KOREAN, "windows-1252": WESTERN,
}  # fmt: skip
pages = pytest.mark.parametrize(("charset", "text"), PAGES.items(), ids=PAGES.keys())


def page(text: str, declaration: str = "") -> str:
    """A page with a declaration in its head."""
    return f"<!DOCTYPE html><html><head>{declaration}<title>A</title></head><body><p>{text}</p></body></html>"


@pages
@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="{}">',
        "<meta charset={}>",
        '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={}">',
        '<?xml version="1.0" encoding="{}"?>',
    ],
)
def test_a_declared_page_is_read(charset: str, text: str, declaration: str) -> None:
    """In every way a page can say its character set, its text survives."""
    whole = page(text, declaration.format(charset))
    assert decode(whole.encode(charset)) == whole


@pages
def test_a_page_without_a_declaration_is_read(charset: str, text: str) -> None:
    """The bytes themselves tell."""
    assert text in decode(page(text).encode(charset))


@pages
@pytest.mark.parametrize("wrong", ["utf-8", "undefined", "no-such-thing", "base64", "idna", "utf-16"])
def test_a_declaration_that_cannot_be_true_is_passed_over(charset: str, text: str, wrong: str) -> None:
    """Where the bytes contradict the declaration, or it names nothing, the page is read as if it had none."""
    assert text in decode(page(text, f'<meta charset="{wrong}">').encode(charset))


@pytest.mark.parametrize("wrong", ["gb18030", "big5", "windows-1252", "shift_jis", "euc-kr"])
def test_valid_utf8_wins_over_any_declaration(wrong: str) -> None:
    """Text that is valid as UTF-8 by chance alone does not occur, so it is UTF-8."""
    whole = page(SIMPLIFIED, f'<meta charset="{wrong}">')
    assert decode(whole.encode()) == whole


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_byte_order_mark_decides_and_goes(mark: bytes, encoding: str) -> None:
    """A page with a mark is read by it, whatever it declares, and the mark is no part of the text."""
    whole = page(SIMPLIFIED, '<meta charset="big5">')
    assert decode(mark + whole.encode(encoding)) == whole


def test_gb2312_is_read_as_its_larger_relative() -> None:
    """A page that says gb2312 but uses later characters is read as every browser reads it."""
    whole = page(SIMPLIFIED + "镕瞭", '<meta charset="gb2312">')
    assert decode(whole.encode("gb18030")) == whole


def test_latin1_is_read_as_windows_1252() -> None:
    """A page that says iso-8859-1 keeps its typographic quotes."""
    whole = page(WESTERN, '<meta charset="iso-8859-1">')
    assert decode(whole.encode("windows-1252")) == whole


@pytest.mark.parametrize("tail", ["", "a"])
def test_a_declaration_in_ascii_is_never_of_utf16(tail: str) -> None:
    """A declaration that could be read at all proves that the page is not UTF-16, as in every browser."""
    whole = page(WESTERN + tail, '<meta charset="utf-16">')
    assert WESTERN in decode(whole.encode("windows-1252"))


def test_a_cut_off_character_costs_no_other_one() -> None:
    """A file that ends in mid-character is still UTF-8 but for its last character."""
    assert decode(page(SIMPLIFIED).encode() + "河".encode()[:2]) == page(SIMPLIFIED) + "\ufffd"


def test_line_ends_are_unified_and_nul_goes() -> None:
    """Line ends of every system become one kind; NUL bytes vanish."""
    assert decode(b"a\r\nb\rc\nd\x00e") == "a\nb\nc\nde"


@settings(deadline=None, derandomize=True, max_examples=60)
@given(
    content=st.binary(max_size=400),
    charset=st.sampled_from(["", *PAGES, "undefined", "idna", "utf-7", "hex", "utf-32"]),
)
@example(content=b"\xff" + b"a" * 2000, charset="idna")
@example(content=b"", charset="")
def test_no_bytes_and_no_declaration_stop_the_reading(content: bytes, charset: str) -> None:
    """Any bytes under any declaration become text without carriage returns and NUL."""
    text = decode(f'<meta charset="{charset}">'.encode() + content)
    assert "\r" not in text
    assert "\x00" not in text
    assert "meta" in text or charset in ("utf-32", "utf-7")


OLD_PAGES = [
    ("gb18030", "昨天清早，十几位老人来到桥上，他们说这座桥是一百年以前的人用石头做的，要把它刷一遍。"),
    ("big5", "清晨五點，茶園裡已經站滿了人，今年的雨水來得晚，他們說茶葉長得慢，不過價錢不會比去年的低。"),
    ("shift_jis", "坂の途中にある小さな時計店が、この春で百年を迎えた。店の前を掃き、振り子時計のねじを巻いていく。"),
    ("euc-jp", "坂の途中にある小さな時計店が、この春で百年を迎えた。店の前を掃き、振り子時計のねじを巻いていく。"),
    (
        "euc-kr",
        "마을 도서관이 이달부터 밤 열 시까지 문을 연다. 낮에는 밭일로 바쁜 주민들이 책을 읽을 시간이 없다는 것이다.",
    ),
    (
        "windows-1251",
        "Старый маяк на Северном мысу снова зажёг свой огонь после семи лет темноты, и рыбаки собрались на берегу.",
    ),
    (
        "koi8-r",
        "Старый маяк на Северном мысу снова зажёг свой огонь после семи лет темноты, и рыбаки собрались на берегу.",
    ),
    (
        "windows-1256",
        "عادت السفينة القديمة إلى الميناء صباح أمس بعد رحلة دامت ثلاثة أشهر وكان في استقبالها أهل المدينة.",
    ),
    ("windows-1253", "Το παλιό καράβι γύρισε στο λιμάνι χθες το πρωί και όλη η πόλη βγήκε να το υποδεχτεί."),
]


@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "windows-1252"])
@pytest.mark.parametrize(("encoding", "text"), OLD_PAGES, ids=[encoding for encoding, _ in OLD_PAGES])
def test_a_page_is_read_whatever_it_says_of_its_encoding(encoding: str, text: str, declared: str) -> None:
    """Servers declared Western or nothing at all for pages in every script; the commonest characters tell."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    page = f"<html><head>{meta}<title>x</title></head><body><a href=/>Home</a><p>{text}</p></body></html>"
    assert decode(page.encode(encoding)) == page


@pytest.mark.parametrize("declared", ["gb2312", "big5", "shift_jis", "euc-kr"])
@pytest.mark.parametrize(("encoding", "text"), OLD_PAGES[:5], ids=[encoding for encoding, _ in OLD_PAGES[:5]])
def test_one_east_asian_encoding_is_told_from_another(encoding: str, text: str, declared: str) -> None:
    """Their bytes are valid in each other; a wrong declaration is found out by rare characters."""
    page = f'<html><head><meta charset="{declared}"></head><body><p>{text}</p></body></html>'
    assert decode(page.encode(encoding)) == page
