"""The article's language."""

from __future__ import annotations

import pytest

from bundler.clean.language import detect

TEXTS = {
    "zh-Hans": "山里下了一整天的雨，河水涨到了桥边，没有人出门，学校和市场都关了，只有磨坊里还亮着灯。",
    "zh-Hant": "山裡下了一整天的雨，河水漲到了橋邊，沒有人出門，學校和市場都關了，只有磨坊裡還亮著燈。",
    "ja": "山では一日中雨が降り、川の水は橋のところまで上がった。誰も外に出ず、学校も市場も閉まっていた。",
    "ko": "산에는 하루 종일 비가 내렸고 강물은 다리까지 차올랐다. 아무도 밖에 나가지 않았고 학교도 시장도 닫혀 있었다.",
    "en": "It rained in the mountains for a whole day, and the river rose to the bridge. Nobody was out that day.",
    "de": "Es regnete den ganzen Tag in den Bergen, und der Fluss stieg. Niemand war auf der Straße, alles ist zu.",
    "fr": "Il a plu dans les montagnes, et la rivière est montée sur le pont. Personne n'est sorti, pas un enfant.",
    "ru": "В горах целый день шёл дождь, и река поднялась до моста. Никто не выходил, школа была закрыта.",
    "ar": "هطل المطر في الجبال طوال اليوم، وارتفع النهر إلى الجسر. لم يخرج أحد، وكانت المدرسة والسوق مغلقين.",
    "el": "Έβρεχε όλη μέρα στα βουνά και το ποτάμι ανέβηκε ως τη γέφυρα. Κανείς δεν βγήκε έξω.",
    "he": "ירד גשם בהרים כל היום, והנהר עלה עד הגשר. איש לא יצא החוצה.",
    "th": "ฝนตกบนภูเขาตลอดทั้งวัน และแม่น้ำขึ้นมาถึงสะพาน ไม่มีใครออกไปข้างนอก",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=TEXTS.keys())
def test_a_language_is_told_without_a_declaration(language: str, text: str) -> None:
    """Script and words tell the language of a page that does not say it."""
    assert detect(text, "") == language


@pytest.mark.parametrize(
    ("language", "declared", "expected"),
    [
        ("en", "en-GB", "en-GB"),
        ("en", "en_US", "en-US"),
        ("de", "de-AT", "de-AT"),
        ("ru", "uk", "uk"),
        ("ar", "fa", "fa"),
        ("ko", "ko-KR", "ko-KR"),
        ("ja", "ja", "ja"),
        ("zh-Hans", "zh-CN", "zh-Hans"),
    ],
)
def test_a_declaration_that_agrees_with_the_text_counts(language: str, declared: str, expected: str) -> None:
    """A page's own tag is kept, region and all, where the script allows it; Chinese is told by its characters."""
    assert detect(TEXTS[language], declared) == expected


@pytest.mark.parametrize(
    ("language", "declared"),
    [
        ("zh-Hant", "zh-CN"), ("zh-Hans", "zh-TW"), ("zh-Hans", "en"), ("ja", "zh-CN"), ("ko", "en-US"), ("ru", "en"),
        ("ar", "en"), ("de", "en"), ("en", "de"), ("fr", "en-US"), ("en", "zh-CN"), ("de", "ja"), ("en", "ru"),
        ("en", "x"), ("en", "javascript:alert(1)"), ("en", "<b>"), ("en", "de\nfr"), ("en", "  "),
    ],
)  # fmt: skip
def test_a_wrong_declaration_does_not_count(language: str, declared: str) -> None:
    """What the text contradicts, and what is no language tag, is not believed."""
    assert detect(TEXTS[language], declared) == language


def test_a_language_that_nobody_knows_is_believed() -> None:
    """Where the words are of none of the known languages, the page's declaration is the best there is."""
    text = "Wakati wa mvua mto ulifurika hadi kwenye daraja na hakuna mtu aliyetoka nje ya nyumba."
    assert detect(text, "sw") == "sw"


@pytest.mark.parametrize("text", ["", " \n ", "123 456", "—— …… 。，", "🌧️🏔️"])
def test_a_text_without_letters_has_no_language(text: str) -> None:
    """Nothing to read gives the tag for undetermined."""
    assert detect(text, "") == "und"


def test_a_chinese_article_that_quotes_english_and_japanese_is_chinese() -> None:
    """The main script decides, not every script that occurs."""
    text = TEXTS["zh-Hans"] * 3 + "“It rained in the mountains for a whole day” 作者：さくら"
    assert detect(text, "") == "zh-Hans"
