"""A bundle that holds every feature a book can have, in words of our own."""

from __future__ import annotations

from html import escape
from pathlib import Path

from tests.pages import chinese_prose, prose
from tests.pictures import encoded, gradient, jpeg, photograph

RIGHT_TO_LEFT = {
    "ar": (
        "صباح على ضفة البحيرة",
        "كان الصباح هادئا على ضفة البحيرة والمراكب تعود من الصيد إلى الميناء القديم في المدينة. ",
    ),
    "fa": ("صبحی در کنار دریاچه", "صبح آرامی در کنار دریاچه بود و قایق‌ها از ماهیگیری به بندر کوچک شهر باز می‌گشتند. "),
    "he": ("בוקר על שפת האגם", "בוקר שקט היה על שפת האגם והסירות חזרו מן הדיג אל הנמל הישן שבעיר. "),
    "ug": (
        "كۆل بويىدىكى سەھەر",
        "كۆل بويىدا تىنچ بىر سەھەر ئىدى ۋە كېمىلەر بېلىق تۇتۇشتىن كونا پورتقا قايتىپ كېلەتتى. ",
    ),
}
_TRADITIONAL = "湖邊的早晨很安靜，漁船從湖上回到舊港口，賣魚的人點起燈來，孩子們還沒有起床。"
_JAPANESE = "湖のほとりの朝は静かで、<ruby>漁船<rp>（</rp><rt>ぎょせん</rt><rp>）</rp></ruby>が古い港に帰ってきた。"
_KOREAN = "호숫가의 아침은 조용했고 고깃배들이 오래된 항구로 돌아오고 있었다. "

_FORMULAS = """
<p>A fraction <math alttext="a half"><mfrac><mn>1</mn><mn>2</mn></mfrac></math> and a wrong one
<math><mfrac><mi>a</mi></mfrac><mo>&lt;</mo><msup><mi>b</mi></msup></math>.</p>
<p><math display="block"><semantics><mrow><mi>A</mi><mo>=</mo><mfenced open="["><mtable><mtr><mtd><mn>1</mn></mtd><mtd>
</mtd></mtr><mtr><mn>3</mn><mtd><mn>4</mn></mtd></mtr></mtable></mfenced></mrow><annotation encoding="x-tex">A
</annotation></semantics></math></p>
<p><m:math><m:msubsup><m:mi>x</m:mi><m:mn>1</m:mn><m:mn>2</m:mn></m:msubsup><m:munder><m:mo>∑</m:mo></m:munder></m:math>
<math><mmultiscripts><mi>F</mi><mn>3</mn><none/><mprescripts/><mn>2</mn><none/></mmultiscripts></math>
<math><msqrt></msqrt><mtr><mtd><mi>x</mi></mtd></mtr></math></p>
"""
_TABLES = """
<table><caption>Boats</caption><thead><tr><th>Name<th>Year<th>Length</tr></thead>
<tr><td rowspan=2>Heron<td>1911<td>12 m</tr><tr><td>1912<td></td></tr><tr><td colspan=3>All of wood</tr></table>
<pre><code>def haul(net: str) -> str:
    return "a line of code that is far too long for any small screen, and goes on " + net * 40 + " to the right"
</code></pre>
<dl><dt>Net<dd>What fish are caught in.</dl><ol start=3><li>Three<li>Four<ul><li>inside</ul></ol>
<blockquote><h4>A quote's heading</h4><p>Said the fisher.</p></blockquote><hr>
<p>H<sub>2</sub>O, <kbd>Esc</kbd>, <q>q</q></p>
"""
_NOTES = """
<p>One<sup id="r1"><a href="#f1">1</a></sup>, two<a href="#f2" id="r2">[2]</a>, three<a href="#p3">*</a> and one
again<sup><a href="#f1">1</a></sup>; nothing<a href="#none">9</a>.</p><p id="p3">* The third, a paragraph.</p>
<h3>Notes</h3><ol><li id="f1">The first. <a href="#r1">↩</a></li><li id="f2"><p>The second.</p><pre>net = 1
haul = 2</pre><p><a href="#r2">↩</a></p></li><li>Nobody cites this one.</li></ol>
"""
_EMBEDS = """
<iframe src="https://www.youtube.com/embed/a1" title="A storm &lt;seen&gt; from above"></iframe>
<figure><iframe src="https://player.vimeo.com/video/7"></iframe><figcaption>The harbour</figcaption></figure>
<video src="film.mp4" poster="lake.jpg"></video><ul><li>Sound <audio src="https://sound.example/s.mp3"></audio></li></ul>
<object data="https://www.youtube.com/v/2"><embed src="https://www.youtube.com/v/2"></object>
<form action="/x"><p>In a form</p><input><button>go</button></form><script>alert(1)</script>
"""
_LINKS = """
<p>All that is known of the matter stands in a few places that anyone can read at leisure, and the writer of this page
has walked through each of them with a pencil in the hand, twice, and found little to mend and much to admire there. To
the <a href="https://news.example/en/notes.html?utm_source=mail&amp;fbclid=x#f1">notes</a>, the
<a href="http://www.news.example/ar.html">lake in Arabic</a>, <a href="https://elsewhere.example/a?b=1&amp;gclid=2">another
paper</a>, <a href="https://www.google.com/url?q=https%3A%2F%2Felsewhere.example%2Fq&amp;sa=D">through a counter</a>,
<a href="https://elsewhere.example/a?b=1">the same again</a>, <a href="https://elsewhere.example/">elsewhere.example</a>,
<a href="mailto:ann@elsewhere.example">Ann</a>, <a href="https://u:p@elsewhere.example/?access_token=geheim">hers</a>.</p>
"""
_PICTURES = """
<figure><img src="lake.jpg" alt="Boats on a lake"><figcaption>The <b>lake</b> at dawn</figcaption></figure>
<figure><a href="lake.jpg"><img src="chart.png" alt="Catches by year"></a>
<figcaption>Catches by year, 1911</figcaption></figure>
<p>A small <img src="chart.png" alt="chart"> within a sentence, one <img src="gone.jpg" alt="&lt;&amp;&gt;"> gone.</p>
<figure><img src="gone-too.jpg"><figcaption>Not there</figcaption></figure>
<p><img src="IMG_0001.jpg" alt="IMG_0001"></p>
"""
TITLES = (
    "Wild <b>nesting</b> & \"titles\" 'here' ]]> <!-- &amp;",
    "\x01con\x1btrol\x7f \u200bcharac\ue000ters\ufeff",
    "long " * 60,
    "x" * 300,
    "",
    "😀 👨‍👩‍👧 🏳️‍🌈",
    "؟ שלום עולם ؟",
    "?!… — (¡)",
    "   ",
    "汉" * 300,
    "</title></head><body onload=x>",
    "C:\\a/b?*.epub",
)
"""Titles as pages have them, and worse."""


def saved(  # noqa: PLR0913 - the parts of a page's head and body
    title: str, body: str, *, day: str = "", address: str = "", language: str = "en", site: str = ""
) -> str:
    """A saved page in a language."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta property="article:published_time" content="{day}">'
        f'<meta property="og:site_name" content="{escape(site or f"Paper {language} & <Son>")}">'
        f'<link rel="canonical" href="{escape(address)}"></head>\n'
        f"<body><article><h1>{escape(title)}</h1>\n{body}</article></body></html>\n"
    )


def _paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>\n" for text in texts)


def _long() -> str:
    """More than 260 kB: sections below sections, a note and places that lead from its end to its beginning."""
    parts = ['<h2 id="top">Part one</h2><p>See the note<sup><a href="#far" id="back">1</a></sup> at the end.</p>']
    for number in range(110):
        parts.append(f"<h{3 + number % 2}>Section {number}</h{3 + number % 2}>" if number % 5 == 0 else "")
        parts.append(_paragraphs(" ".join(prose(1000 + number, 20))))
    parts.append('<p>Back to the <a href="#top">first part</a>.</p>')
    parts.append('<ol><li id="far">The note, far away. <a href="#back">↩</a></li></ol>')
    return "".join(parts)


def lay_right_to_left(folder: Path) -> None:
    """Four articles of 2019 in scripts that run from right to left."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (language, (title, sentence)) in enumerate(RIGHT_TO_LEFT.items(), 1):
        body = _paragraphs(sentence * 5, f'{sentence} <a href="https://elsewhere.example/{language}">ABC 1</a>')
        page = saved(
            title, body, day=f"2019-03-0{number}", address=f"https://news.example/{language}.html", language=language
        )
        (folder / f"{language}.html").write_text(page, encoding="utf-8")


def lay_everything(folder: Path) -> None:
    """Articles of 2019 to 2021 and one undated, with everything; two pictures are missing, one page is empty."""
    lay_right_to_left(folder)
    (folder / "lake.jpg").write_bytes(encoded(photograph(900, 600), "JPEG", quality=90))
    (folder / "chart.png").write_bytes(encoded(gradient(400, 300).quantize(8), "PNG"))
    (folder / "IMG_0001.jpg").write_bytes(jpeg(640, 480))
    english = {
        "formulas": _FORMULAS,
        "tables": _TABLES,
        "notes": _NOTES,
        "embeds": _EMBEDS,
        "links": _LINKS,
        "pictures": _PICTURES,
        "long": _long(),
    }
    for number, (name, body) in enumerate(english.items(), 1):
        page = saved(
            f"The {name} of the harbour",
            _paragraphs(*prose(number, 3)) + "<h2>Below</h2>" + body,
            day=f"2020-0{number}-11",
            address=f"https://news.example/en/{name}.html",
            site="The Harbour Post",
        )
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    for language, body in {
        "zh-Hans": _paragraphs(*chinese_prose(1)),
        "zh-Hant": _paragraphs(*[_TRADITIONAL * 3] * 2),
        "ja": _paragraphs(*[_JAPANESE * 3] * 2),
        "ko": _paragraphs(*[_KOREAN * 4] * 2),
    }.items():
        page = saved(language, body, day="2021-05-05", address=f"https://news.example/{language}", language=language)
        (folder / f"{language}.html").write_text(page, encoding="utf-8")
    for number, title in enumerate(TITLES):
        body = _paragraphs(*prose(50 + number))
        page = saved(title, body, day="2021-06-06", address=f"https://news.example/t/{number}")
        (folder / f"title{number}.html").write_text(page, encoding="utf-8", errors="replace")
    (folder / "undated.html").write_text(saved("No day", _paragraphs(*prose(90)) + _PICTURES), encoding="utf-8")
    (folder / "empty.md").touch()
