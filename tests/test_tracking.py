"""Links lose what follows their reader and nothing else."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bundler.tracking import tracking_in, without_tracking

_STORY = "https://example.org/story"


@pytest.mark.parametrize(
    ("address", "clean", "found"),
    [
        (f"{_STORY}?utm_source=mail", _STORY, ("utm_source",)),
        (f"{_STORY}?UTM_Source=mail", _STORY, ("utm_source",)),
        (f"{_STORY}?utm%5Fsource=mail", _STORY, ("utm_source",)),
        (f"{_STORY}?id=7&utm_source=a&utm_medium=b&page=2", f"{_STORY}?id=7&page=2", ("utm_source", "utm_medium")),
        (f"{_STORY}?utm_source=a&amp;id=7&amp;fbclid=b", f"{_STORY}?id=7", ("utm_source", "fbclid")),
        (f"{_STORY}?id=7;fbclid=b;page=2", f"{_STORY}?id=7;page=2", ("fbclid",)),
        (f"{_STORY}?fbclid", _STORY, ("fbclid",)),
        (f"{_STORY}?gclid=x#part", f"{_STORY}#part", ("gclid",)),
        (f"{_STORY}#utm_source=rss", _STORY, ("utm_source",)),
        (f"{_STORY}#/page?id=1&utm_source=rss", f"{_STORY}#/page?id=1", ("utm_source",)),
        (f"{_STORY}#sthash.abcd.dpuf", _STORY, ("sthash",)),
        (f"{_STORY}?from=timeline&isappinstalled=0", _STORY, ("from", "isappinstalled")),
        ("//example.org/a?msclkid=1", "//example.org/a", ("msclkid",)),
        ("a.html?yclid=1&b=%20%E4%B8%AD", "a.html?b=%20%E4%B8%AD", ("yclid",)),
        ("https://www.youtube.com/watch?v=abc&si=xyz&t=10", "https://www.youtube.com/watch?v=abc&t=10", ("si",)),
        ("https://x.com/a/status/1?s=20&t=abc", "https://x.com/a/status/1", ("s", "t")),
        ("https://www.amazon.co.uk/dp/1?tag=shop-21&th=1", "https://www.amazon.co.uk/dp/1?th=1", ("tag",)),
        (
            "https://mp.weixin.qq.com/s?__biz=a==&mid=1&idx=1&sn=b&chksm=c&scene=27#wechat_redirect",
            "https://mp.weixin.qq.com/s?__biz=a==&mid=1&idx=1&sn=b#wechat_redirect",
            ("chksm", "scene"),
        ),
    ],
)
def test_what_tracks_is_taken_out_of_an_address(address: str, clean: str, found: tuple[str, ...]) -> None:
    """Parameters that track go, in every spelling; everything else stays as it is written."""
    assert (without_tracking(address), tracking_in(address)) == (clean, found)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "#part",
        _STORY,
        f"{_STORY}?",
        f"{_STORY}?ref=home&source=a&id=1&si=2&t=3&from=2020-01-01",
        f"{_STORY}?q=utm_source%3Dx&next=a?utm",
        f"{_STORY}?automatic=1&xutm_source=1",
        f"{_STORY}#fbclid",
        f"{_STORY}#elqaid-overview",
        f"{_STORY}?a=1&&b=2;;c=%zz",
        "https://notyoutube.com/watch?v=1&si=2",
        "https://example.org/utm_source=1/fbclid",
        "mailto:a@example.org?subject=utm_source",
        "http://[broken?utm_source=1",
        "javascript:void(0)//?utm_source=1",
        "https://www.google.com/url?q=nothing",
        "https://www.google.com/url?q=javascript:alert(1)",
        "https://www.google.com/url?q=file:///etc/passwd",
        "https://www.google.com/search?q=https://example.org/",
        "https://www.facebook.com/lake/posts/1?u=https://example.org/",
        "https://web.archive.org/web/2020/https://example.org/",
    ],
)
def test_what_does_not_track_stays_as_it_is(address: str) -> None:
    """A name that chooses the page on most sites, another scheme, or what only looks like a parameter is left alone."""
    assert (without_tracking(address), tracking_in(address)) == (address, ())


_REDIRECTED = "https://example.org/a b?x=1&y=湖#z"
_ENCODED = quote(_REDIRECTED, safe="")


@pytest.mark.parametrize(
    "wrapper",
    [
        "https://www.google.com/url?sa=t&q={}&usg=abc",
        "http://google.co.uk/url?url={}",
        "https://l.facebook.com/l.php?u={}&h=AT0",
        "https://lm.facebook.com/l.php?h=AT0&u={}",
        "https://l.instagram.com/?u={}&e=AT0",
        "https://t.umblr.com/redirect?z={}&t=abc",
        "https://out.reddit.com/t3_abc?url={}&token=abc",
        "https://link.zhihu.com/?target={}",
        "https://www.youtube.com/redirect?event=video&redir_token=abc&q={}",
        "https://href.li/?{}",
        "https://duckduckgo.com/l/?uddg={}&rut=abc",
        "https://vk.com/away.php?to={}",
        "https://m.vk.com/away.php?post=1&to={}",
        "https://steamcommunity.com/linkfilter/?url={}",
        "https://steamcommunity.com/linkfilter/?u={}",
        "https://eur01.safelinks.protection.outlook.com/?url={}&data=05%7C01&reserved=0",
        "https://www.linkedin.com/redir/redirect?url={}&urlhash=abc",
        "https://slack-redir.net/link?url={}",
        "https://exit.sc/?url={}",
        "https://medium.com/r/?url={}",
        "https://weibo.cn/sinaurl?u={}",
        "https://gitee.com/link?target={}",
        "https://HREF.LI/?{}",
        "https://www.google.com/URL?Q={}",
        "https://www.facebook.com/l.php?a=1&amp;u={}",
    ],
)
def test_a_known_redirector_gives_way_to_its_target(wrapper: str) -> None:
    """A page that counts a click and passes it on is replaced by the page behind it, and told by its host."""
    address = wrapper.format(_ENCODED)
    assert without_tracking(address) == "https://example.org/a%20b?x=1&y=湖#z"
    assert tracking_in(address) == (address.split("/")[2].lower(),)


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://www.google.com/amp/s/example.org/a?b=1#c", "https://example.org/a?b=1#c"),
        ("https://www.google.com/amp/example.org/a", "http://example.org/a"),
        ("https://example-org.cdn.ampproject.org/c/s/example.org/a", "https://example.org/a"),
        ("https://example-org.cdn.ampproject.org/v/example.org/a?b=1", "http://example.org/a?b=1"),
        ("https://www.bing-amp.com/c/s/example.org/a", "https://example.org/a"),
        (
            "https://r.search.yahoo.com/_ylt=A/RV=2/RE=1/RO=10/RU=https%3a%2f%2fexample.org%2fa/RK=2/RS=b",
            f"{_STORY[:-5]}a",
        ),
        (
            "https://www.bing.com/ck/a?!&p=1&u=a1" + base64.urlsafe_b64encode(_STORY.encode()).decode().rstrip("="),
            _STORY,
        ),
        ("https://href.li/?https://example.org/a?b=%26&c=1", "https://example.org/a?b=%26&c=1"),
        ("https://vk.com/away.php?to=https://example.org/a%20b", "https://example.org/a%20b"),
    ],
)
def test_copies_and_packed_targets_are_found_too(address: str, clean: str) -> None:
    """Caches of AMP pages, targets in a path, packed ones, and those that were never encoded."""
    assert without_tracking(address) == clean


def test_redirectors_within_redirectors_and_tracked_targets_are_cleaned_to_the_end() -> None:
    """One thing uncovers another, and each is told."""
    inner = f"https://l.facebook.com/l.php?u={quote(_STORY + '?utm_source=mail', safe='')}"
    address = f"https://href.li/?utm_medium=a&{inner}"
    assert without_tracking(address) == _STORY
    assert tracking_in(address) == ("utm_medium", "href.li", "l.facebook.com", "utm_source")


_PIECES = st.sampled_from(
    "https:// // google.com vk.com href.li example.org /url /away.php /amp/s/ ? & ; &amp; # = q to utm_source fbclid a "
    "%3D %26 %2F : . sthash. from timeline \n < 湖 [ ]".split(" ")
)


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=14).map("".join)))
@example("https://href.li/?utm_a=1&https://example.org/?fbclid=2")
def test_asking_twice_changes_nothing_more(address: str) -> None:
    """Any text comes back; what is told is exactly what changed; a clean address stays clean."""
    clean = without_tracking(address)
    assert (clean == address) == (tracking_in(address) == ())
    assert without_tracking(clean) == clean
