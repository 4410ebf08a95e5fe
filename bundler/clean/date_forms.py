"""Dates as people print them, in the languages of the Unicode CLDR's larger locales.

A form is only read when day, month and year are told by it alone. "03/04/2015" is a day in March in one country and in
April in another, and is not read; "23/04/2015" is. With dots the day always comes first (CLDR: no locale writes
MM.DD.YYYY).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_MONTHS = """
en jan january|feb february|mar march|apr april|may|jun june|jul july|\
aug august|sep sept september|oct october|nov november|dec december
de januar jänner|februar|märz mär mrz|april|mai|juni|juli|august|september|oktober okt|november|dezember dez
fr janvier janv|février févr fév|mars|avril avr|mai|juin|juillet juil|août aout|septembre|octobre|novembre|décembre déc
es enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre|octubre|noviembre|diciembre dic
it gennaio gen|febbraio|marzo|aprile|maggio mag|giugno giu|luglio lug|agosto|settembre set|ottobre ott|novembre|dicembre
pt janeiro|fevereiro fev|março|abril|maio|junho|julho|agosto|setembro|outubro out|novembro|dezembro
nl januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|december
sv januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december
da januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december
nb januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember des
fi tammikuuta tammikuu|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|\
heinäkuuta|elokuuta|syyskuuta|lokakuuta|marraskuuta|joulukuuta
pl stycznia styczeń|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia
cs ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince
sk januára|februára|marca|apríla|mája|júna|júla|augusta|septembra|októbra|novembra|decembra
hu január|február|március|április|május|június|július|augusztus|szeptember|október|november|december
ro ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie
tr ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık
id januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember
ca gener|febrer|març|abril|maig|juny|juliol|agost|setembre|octubre|novembre|desembre
hr siječnja|veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna|listopada|studenoga studenog|prosinca
ru января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря
uk січня|лютого|березня|квітня|травня|червня|липня|\
серпня|вересня|жовтня|листопада|грудня
bg януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември
sr јануара|фебруара|марта|априла|маја|јуна|јула|августа|септембра|октобра|новембра|децембра
el ιανουαρίου|φεβρουαρίου|μαρτίου|απριλίου|μαΐου μαίου|ιουνίου|\
ιουλίου|αυγούστου|σεπτεμβρίου|οκτωβρίου|νοεμβρίου|δεκεμβρίου
ar يناير|فبراير|مارس|أبريل ابريل|مايو|يونيو|يوليو|أغسطس اغسطس|سبتمبر|أكتوبر اكتوبر|نوفمبر|ديسمبر
he בינואר ינואר|בפברואר|במרץ במרס|באפריל|במאי|ביוני|ביולי|באוגוסט|בספטמבר|באוקטובר|בנובמבר|בדצמבר
hi जनवरी|फ़रवरी फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर सितम्बर|अक्टूबर अक्तूबर|नवंबर नवम्बर|दिसंबर दिसम्बर
"""
_LEVANT = "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول"


def _numbers() -> dict[str, int]:
    found: dict[str, int] = {}
    for line in _MONTHS.strip().split("\n"):
        for number, names in enumerate(line.split(" ", 1)[1].split("|"), start=1):
            for name in names.split():
                if found.setdefault(name, number) != number:
                    found[name] = 0  # "listopada" is November in Polish and October in Croatian: no evidence
    found.update({name: number for number, name in enumerate(_LEVANT.split("|"), start=1)})
    return {name: number for name, number in found.items() if number}


_NUMBER_OF = _numbers()
_MONTH = "(?P<month>" + "|".join(sorted(map(re.escape, _NUMBER_OF), key=len, reverse=True)) + r")\.?"
_DAY = r"(?<!\d)(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_FORMS = (
    re.compile(
        rf"{_DAY}(?:st|nd|rd|th|er|[.ºª°])?(?:\s+(?:de|of|d[’']|din|ta’))?\s*[-/]?\s*{_MONTH}(?:\s+(?:de|del|do))?[,.]?\s*[-/]?\s*{_YEAR}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<!\w){_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[,.]?\s+{_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<!\d){_YEAR}[.,]?\s+{_MONTH}\s+(?P<day>\d{{1,2}})(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\d){_YEAR}\s*년\s*(?P<month>\d{{1,2}})\s*월\s*(?P<day>\d{{1,2}})\s*일"),
    re.compile(rf"(?P<day>\d{{1,2}})\s+tháng\s+(?P<month>\d{{1,2}})[,]?\s+(?:năm\s+)?{_YEAR}", re.IGNORECASE),
    re.compile(rf"{_DAY}\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}"),
)
_ERAS = {"民國": 1911, "民国": 1911, "令和": 2018, "平成": 1988, "昭和": 1925}
"""Years before the first of an era: the Republic's in Taiwan, the emperors' in Japan."""
_ERA = re.compile(
    rf"(?P<era>{'|'.join(_ERAS)})\s*(?P<year>\d{{1,3}}|元)\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*日"
)
_EITHER = re.compile(r"(?<!\d)(?P<one>\d{1,2})(?P<mark>[-/])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4})(?!\d)")
_LAST_MONTH = 12


def printed_days(text: str) -> Iterator[tuple[int, int, str, str]]:
    """The dates in a text whose day, month and year can be told.

    Args:
        text: one line.

    Yields:
        (year, where the date ends in the text, month, day), the first of each form.
    """
    text = unicodedata.normalize("NFC", text)
    for form in _FORMS:
        match = form.search(text)
        if match is not None:
            month = match["month"]
            number = int(month) if month.isdigit() else _NUMBER_OF.get(month.casefold(), 0)
            yield int(match["year"]), match.end(), str(number), match["day"]
    match = _ERA.search(text)
    if match is not None:
        year = 1 if match["year"] == "元" else int(match["year"])
        yield _ERAS[match["era"]] + year, match.end(), match["month"], match["day"]
    match = _EITHER.search(text)
    if match is not None:
        one, two = int(match["one"]), int(match["two"])
        if one > _LAST_MONTH or one == two:
            yield int(match["year"]), match.end(), str(two), str(one)
        elif two > _LAST_MONTH:
            yield int(match["year"]), match.end(), str(one), str(two)
