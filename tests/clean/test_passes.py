"""Each pass by itself: what it takes out or marks, and what it leaves alone."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from bundler.clean.inventory import Inventory
from bundler.clean.passes import PASSES, Context
from bundler.clean.rules import NO_RULE, SiteRule, site_rule
from bundler.model import Dropped

LONG = "It rained in the mountains for a whole day, and the river rose to the bridge. " * 10
SECRETCHINA = site_rule("https://www.secretchina.com/news/a.html")


def passed(name: str, markup: str, context: Context | None = None) -> str:
    """A body's markup after one pass."""
    tree = parsed(markup)
    dict(PASSES)[name](Inventory(tree), context or known())
    return "".join(str(child) for child in tree.contents)


def parsed(markup: str) -> Tag:
    """The body of a page."""
    body = BeautifulSoup(f"<html><body>{markup}</body></html>", "lxml").body
    assert body is not None
    return body


def known(*, title: str = "Rain", rule: SiteRule = NO_RULE, contained: bool = False) -> Context:
    """What the passes are told of the page."""
    return Context(title, rule, contained)


def test_the_passes_have_names_of_their_own() -> None:
    """A name switches a pass, so no two share one."""
    names = [name for name, _ in PASSES]
    assert len(set(names)) == len(names) == 9


# -- links


@pytest.mark.parametrize("tag", ["ok", "span"])
def test_disarmed_links_are_links_again(tag: str) -> None:
    """An element with an address that a mirror renamed is an `a` again."""
    assert passed("links", f'<p><{tag} href="/x">a</{tag}></p>') == '<p><a href="/x">a</a></p>'


def test_spans_without_an_address_are_no_links() -> None:
    """Only an address makes a link."""
    assert passed("links", '<p><span class="href">a</span></p>') == '<p><span class="href">a</span></p>'


def coded(address: str, key: int = 0x5A) -> str:
    """A mail address as Cloudflare hides it."""
    return bytes([key, *(byte ^ key for byte in address.encode())]).hex()


@pytest.mark.parametrize("address", ["mill@river.example", "müller@river.example", r"a\1b\g@river.example"])
def test_a_protected_mail_address_is_shown(address: str) -> None:
    """The address that a script would have shown stands in the text, whatever characters it has."""
    markup = f'<p>to <a class="__cf_email__" data-cfemail="{coded(address)}" href="/c">[email&#160;protected]</a></p>'
    assert parsed(passed("links", markup)).get_text() == f"to {address}"


@pytest.mark.parametrize("code", ["", "5", "xyz", "5a"])
def test_a_broken_mail_code_changes_nothing(code: str) -> None:
    """What is no code leaves the text as it is."""
    assert "protected" in passed("links", f'<a data-cfemail="{code}">[email protected]</a>')


# -- noscript


def test_noscript_is_opened_in_a_known_container() -> None:
    """A mirror puts real content there."""
    context = known(contained=True)
    assert passed("noscript", "<noscript><p>a</p></noscript>", context) == "<p>a</p>"


@pytest.mark.parametrize("before", ["", '<img src="data:image/gif;base64,R0lGOD=="/>'])
def test_a_picture_in_noscript_takes_the_place_of_its_placeholder(before: str) -> None:
    """Where no picture, or a placeholder, stands before it, the one in noscript is shown."""
    got = passed("noscript", f'<p>{before}<noscript><img src="https://n.example/a.jpg"/></noscript></p>')
    assert got == '<p><img src="https://n.example/a.jpg"/></p>'


@pytest.mark.parametrize(
    "before",
    [
        'src="https://n.example/b.jpg"',
        'src="/b.jpg"',
        'data-src="/b.jpg" src="x"',
        'src="page_files/b.jpg"',
        'srcset="b.jpg 2x"',
    ],
)
def test_a_real_picture_before_a_noscript_stays(before: str) -> None:
    """A picture that has a file of its own, beside the page too, is no placeholder."""
    got = parsed(
        passed("noscript", f'<p><img {before}/></p><p>a</p><noscript><img src="https://t.example/p.gif"/></noscript>')
    )
    assert len(got.select("p > img")) == 1


def test_text_in_noscript_is_for_browsers_without_scripts() -> None:
    """'Please enable JavaScript' is not the article."""
    markup = "<noscript>Please enable JavaScript.</noscript>"
    assert passed("noscript", markup) == markup


# -- hidden


@pytest.mark.parametrize(
    "hiding", ['style="display:none"', 'style="color:red; DISPLAY : NONE"', 'style="visibility:hidden"', "hidden"]
)
def test_what_is_hidden_goes(hiding: str) -> None:
    """Elements that no browser shows are dropped and told."""
    context = known()
    assert passed("hidden", f"<p>{LONG}</p><p {hiding}>trap</p>", context) == f"<p>{LONG}</p>"
    assert context.dropped == [Dropped("hidden", 1, "trap")]


def test_a_hidden_element_with_most_of_the_text_stays() -> None:
    """Pages hide the article itself until their script runs."""
    markup = f'<div style="display:none"><p>{LONG}</p></div><p>short</p>'
    assert passed("hidden", markup) == markup


def test_hidden_elements_in_a_hidden_article_go_all_the_same() -> None:
    """The guard saves the article, not the traps in it."""
    got = passed("hidden", f'<div style="display:none"><p>{LONG}</p><p hidden="">trap</p></div>')
    assert "river" in got
    assert "trap" not in got


def test_a_style_that_only_reads_like_hiding_hides_nothing() -> None:
    """Another property's name or value is not hiding."""
    markup = f'<p>{LONG}</p><p style="x-display:none">a</p><p style="display:block">b</p>'
    assert passed("hidden", markup) == markup


# -- advertising


@pytest.mark.parametrize(
    "shell", ['id="div-gpt-ad-1-0"', 'id="taboola-below"', 'class="x adsbygoogle"', 'class="OUTBRAIN"']
)
def test_advertising_shells_go(shell: str) -> None:
    """What an advertising network named is dropped."""
    assert passed("advertising", f"<p>a</p><div {shell}>buy</div>") == "<p>a</p>"


def test_the_sites_own_shells_go_by_its_rule() -> None:
    """A site rule's `strip` names more shells, on that site only."""
    markup = '<p>a</p><div id="SC-21xx">buy</div>'
    assert passed("advertising", markup, known(rule=SECRETCHINA)) == "<p>a</p>"
    assert passed("advertising", markup) == markup


def test_a_shell_with_an_articles_text_stays() -> None:
    """More than four hundred characters are no advertisement, whatever the element's name."""
    markup = f'<div id="taboola-below"><p>{LONG}</p></div>'
    assert passed("advertising", markup) == markup


@pytest.mark.parametrize("name", ["adsbygoogles", "my-taboola-", "mixed-div-gpt-ad", "outbrains", "loads"])
def test_names_that_only_resemble_a_networks_stay(name: str) -> None:
    """Matching is by the network's own names, not by the letters 'ad'."""
    markup = f'<p>a</p><div class="{name}">b</div>'
    assert passed("advertising", markup) == markup
