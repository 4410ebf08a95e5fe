"""Pages that an index leads to: found in HTML and Markdown, on the same host, below the same folder."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bundler.collect import found, links_of, new_desk
from bundler.model import Page
from tests.pages import plain_page, prose, saved_page

_INDEX = """# Stories

- [One](pages/1.md)
- [Two](<pages/2.md> "second")
- [One](./pages/1.md#again)
- [Three](pages/3%20three.html?x=1)
- [Above](../0.md), [elsewhere](https://example.net/1.md), [mail](mailto:a@b.c)
- <a class="x" href='pages/4.html'>Four</a> <a href=pages/5.html>Five</a>
- ![A picture](pages/p.jpg) [A picture](pages/p.jpg)
- [itself](README.md)
"""


def test_links_of_an_address_stay_below_its_folder() -> None:
    """Each once, in the page's order, without fragments; other hosts, folders above, pictures and itself left out."""
    base = "https://example.org/mirror/README.md"
    assert list(links_of(_INDEX.encode(), base)) == [
        "https://example.org/mirror/pages/1.md",
        "https://example.org/mirror/pages/2.md",
        "https://example.org/mirror/pages/3%20three.html?x=1",
        "https://example.org/mirror/pages/4.html",
        "https://example.org/mirror/pages/5.html",
    ]


def test_a_file_brings_the_pages_it_links_to(tmp_path: Path) -> None:
    """With --follow only; what is not there, leads out of the folder or is itself brings nothing."""
    (tmp_path / "mirror" / "pages").mkdir(parents=True)
    (tmp_path / "0.md").write_text(plain_page("Secret", paragraphs=prose(9)), encoding="utf-8")
    index = tmp_path / "mirror" / "README.md"
    index.write_text(_INDEX + "- [absolute](/etc/passwd.md)\n- [out](pages/out.md)\n", encoding="utf-8")
    for name in ("1.md", "2.md", "not-linked.md"):
        text = plain_page(f"Story {name}", paragraphs=prose(1))
        (tmp_path / "mirror" / "pages" / name).write_text(text, encoding="utf-8")
    three = saved_page("Story 3", paragraphs=prose(3))
    (tmp_path / "mirror" / "pages" / "3 three.html").write_text(three, encoding="utf-8")
    (tmp_path / "mirror" / "pages" / "out.md").symlink_to(tmp_path / "0.md")
    pages = [item.origin for item in found([str(index)], desk=new_desk(follow=True)) if isinstance(item, Page)]
    assert pages == [index.as_posix(), "pages/1.md", "pages/2.md", "pages/3 three.html"]
    assert [item.origin for item in found([str(index)])] == [index.as_posix()]


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=300), st.sampled_from(["https://example.org/a/b", "a.md", "https://[::1]/", "https://example.org"])
)
def test_whatever_a_page_holds_its_links_are_addresses_below_it(text: str, base: str) -> None:
    """No exception, and nothing that leads out."""
    content = f'<a href="{text}">x</a> [y]({text})'.encode(errors="replace")
    for link in links_of(content, base):
        assert not base.startswith("http") or link.startswith(base.rpartition("/")[0])


def test_beginnings_of_links_are_none() -> None:
    """Half a megabyte of what begins like a link holds at most one."""
    for hostile in (b"<a " * 160_000, b"](" * 250_000, b'<a href="' * 55_000, b"<a href=x " * 50_000):
        assert len(list(links_of(hostile, "https://example.org/"))) <= 2
