"""What a book is called and by what it is known."""

from __future__ import annotations

import unicodedata
import uuid

import pytest

from bundler.package import identity
from tests.entries import entry

_PERIOD = ("2020-09-01", "2020-09-30")
_RESERVED = {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}


def test_a_named_bundle_keeps_its_identity_when_articles_are_added() -> None:
    """The same name and period asked for give the same identifier, whatever is in the book."""
    name = identity.known_by("Autumn", "", "", "")
    few = identity.identifier(name, [entry(0, "2020-09-01")])
    many = identity.identifier(name, [entry(number, f"2020-10-0{number + 1}") for number in range(5)])
    assert few == many
    assert uuid.UUID(few).version == 5


def test_another_name_period_or_volume_is_another_book() -> None:
    """Two bundles never share an identifier by being alike."""
    names = [
        identity.known_by("Autumn", "", "", ""),
        identity.known_by("Winter", "", "", ""),
        identity.known_by("Autumn", "2020-09-01", "2020-10-01", ""),
        identity.known_by("Autumn", "", "2020-10-01", ""),
        identity.known_by("Autumn", "2020-10-01", "", ""),
        identity.known_by("Autumn", "", "", "2020-10"),
    ]
    assert len({identity.identifier(name, [entry(0)]) for name in names}) == len(names)


def test_without_a_name_the_articles_are_the_identity() -> None:
    """Another article is another book; the same articles in another order are the same book."""
    one, two = entry(0), entry(1)
    assert identity.known_by("", "2020-09-01", "", "2020") == ""
    assert identity.identifier("", [one, two]) == identity.identifier("", [two, one])
    assert identity.identifier("", [one]) != identity.identifier("", [one, two])


def test_articles_without_an_address_are_told_apart_by_their_text() -> None:
    """Two undressed pages with different texts make different books."""
    one, two = entry(0, source_url=""), entry(1, source_url="")
    assert identity.identifier("", [one]) != identity.identifier("", [two])


def test_a_book_was_modified_when_its_newest_article_was_written() -> None:
    """No clock is asked; a day without a time counts from midnight."""
    entries = [entry(0, "2020-09-02"), entry(1, "2020-09-01", "23:59:59"), entry(2)]
    assert identity.modified(entries) == "2020-09-02T00:00:00Z"
    assert identity.modified([entry(1, "2020-09-01", "23:59:59")]) == "2020-09-01T23:59:59Z"


def test_a_book_of_undated_articles_has_a_fixed_day() -> None:
    """Without any day the stamp is still valid and always the same."""
    assert identity.modified([entry(0)]) == identity.modified([entry(1), entry(2)]) == "2000-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Autumn", "Autumn_2020-09-01_2020-09-30.epub"),
        ("Two words", "Two-words_2020-09-01_2020-09-30.epub"),
        ("../../etc/passwd", "etc-passwd_2020-09-01_2020-09-30.epub"),
        ("/", "articles_2020-09-01_2020-09-30.epub"),
        ("...", "articles_2020-09-01_2020-09-30.epub"),
        (".hidden", "hidden_2020-09-01_2020-09-30.epub"),
        ("", "articles_2020-09-01_2020-09-30.epub"),
        ('a<b>c:d"e|f?g*h\\i', "a-b-c-d-e-f-g-h-i_2020-09-01_2020-09-30.epub"),
        ("tab\tnew\nline\x00\x1b\x7f", "tab-new-line_2020-09-01_2020-09-30.epub"),
        ("新唐人电视台", "新唐人电视台_2020-09-01_2020-09-30.epub"),
    ],
)
def test_a_title_becomes_a_file_name(title: str, name: str) -> None:
    """What a file system forbids becomes a hyphen; what is left is the title."""
    assert identity.file_name(title, _PERIOD) == name


@pytest.mark.parametrize(
    "title",
    ["汉" * 300, "e\u0301" * 300, "😀" * 300, "a" * 300, "汉" * 39 + "aa b", "a\x80\x9fb", "  . "],
)
@pytest.mark.parametrize("period", [None, _PERIOD, ("2020-09-01", "2020-09-01")])
def test_no_title_makes_a_name_a_file_system_refuses(title: str, period: tuple[str, str] | None) -> None:
    """Any title gives a short, visible, normalised name without control characters."""
    name = identity.file_name(title, period)
    stem = name.removesuffix(".epub")
    assert name.endswith(".epub")
    assert len(name.encode()) <= 130
    assert not {letter for letter in name if unicodedata.category(letter) in ("Cc", "Cs")}
    assert unicodedata.normalize("NFC", name) == name
    assert stem[0] not in ".-_ "
    assert stem[-1] != " "


@pytest.mark.parametrize("title", ["CON", "nul", "Aux", "com1", "LPT1"])
def test_no_title_makes_a_name_that_is_a_device_on_windows(title: str) -> None:
    """`CON.epub` cannot be made on Windows, so a title like that gets another name."""
    assert identity.file_name(title, None).split(".")[0].upper() not in _RESERVED


def test_one_day_is_named_once() -> None:
    """A book of one day does not print the day twice."""
    assert identity.file_name("A", ("2020-09-01", "2020-09-01")) == "A_2020-09-01.epub"


def test_a_book_is_called_after_its_site_when_it_has_one() -> None:
    """One site gives its name; several give the word for articles in the book's language."""
    one, other = entry(0, site="Tea Weekly"), entry(1, site="Boat Monthly")
    assert identity.default_title([one, one], "en") == "Tea Weekly"
    assert identity.default_title([one, other], "en") == "Articles"
    assert identity.default_title([one, other], "zh-Hant") == "文章"


def test_sites_stand_as_authors_the_most_frequent_first() -> None:
    """At most three, ties in the order of the alphabet."""
    sites = ["b", "b", "a", "c", "d", "d", ""]
    assert identity.creators([entry(number, site=site) for number, site in enumerate(sites)]) == ("b", "d", "a")


def test_the_language_of_most_articles_is_the_books() -> None:
    """Among equals the first in the alphabet, so that the order of articles does not matter."""
    entries = [entry(0, language="zh-Hans"), entry(1, language="en"), entry(2, language="zh-Hans")]
    assert identity.main_language(entries) == "zh-Hans"
    assert identity.main_language(entries[1:]) == identity.main_language(entries[:0:-1]) == "en"
