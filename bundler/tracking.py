"""Links without what follows their reader: tracking parameters, and the pages that count a click and pass it on.

Only names that mean tracking on every site are taken out everywhere; a name that elsewhere chooses the page (`ref`,
`source`, `id`) is taken out on the sites where it is known to track. Everything else of an address stays as it is
written, byte for byte. The names are those that the makers of the tools document in their own manuals.
"""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, urlsplit

PREFIXES = tuple(
    "utm_ itm_ mtm_ piwik_ matomo_ hsa_ _hs __hs vero_ bsft_ sfmc_ elq at_custom _branch_ __cf_chl_ guce_ trk_ "
    "fb_action_".split()
)
"""Beginnings of parameters' names, in lower case: Analytics, Matomo, HubSpot, Vero, Blueshift, Salesforce, ..."""

PARAMETERS = frozenset(
    (
        # Click identifiers: Google, Meta, Microsoft, Yandex, X, TikTok, Pinterest, Reddit, Snap, LinkedIn and others.
        "gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid _ga _gl fbclid fb_source fb_ref mibextid "
        "igsh igshid msclkid yclid ysclid ymclid _openstat twclid ttclid epik rdt_cid sccid li_fat_id tblci dicbo "
        "irclickid irgwc cjevent zanpid ranmid raneaid ransiteid mkwid pcrid ef_id s_kwcid wickedid "
        # Baidu, Tencent, Alibaba, Sina and WeChat.
        "bd_vid hmsr hmpl hmcu hmkw hmci qz_gdt gdt_vid spm spm_id_from sudaref isappinstalled wxshare_count nsukey "
        # Mails: Mailchimp, Marketo, Klaviyo, MailerLite, dotdigital, Omeda, HubSpot.
        "mc_cid mc_eid mkt_tok _kx ml_subscriber ml_subscriber_hash dm_i oly_anon_id oly_enc_id hsctatracking "
        "nr_email_referer "
        # Campaigns: Matomo, AT Internet, Webtrends, Webtrekk, comScore, Yahoo, X and others.
        "pk_campaign pk_kwd pk_keyword pk_source pk_medium pk_content pk_cid at_medium at_campaign at_link_id "
        "at_link_origin at_link_type at_format at_ptr_name at_bbc_team xtor wt.mc_id wt.mc_ev wt.tsrc wt_mc wt_zmc "
        "ns_mchannel ns_campaign ns_source ns_linkname ns_fee guccounter soc_src soc_trk sr_share cmpid "
        "__twitter_impression ga_source ga_medium ga_campaign ga_term ga_content"
    ).split()
)
"""Names of parameters, in lower case, that mean tracking on every site."""

SITE_PARAMETERS: dict[str, frozenset[str]] = {
    host: frozenset(names.split())
    for host, names in {
        "amazon": "ref ref_ pf_rd_p pf_rd_r pd_rd_i pd_rd_r pd_rd_w pd_rd_wg qid sr tag linkcode ascsubtag dib dib_tag",
        "bilibili.com": (
            "vd_source share_source share_medium share_plat share_session_id share_tag share_from share_times "
            "from_spmid from_source bbid buvid is_story_h5 unique_k plat_id"
        ),
        "cnn.com": "cid",
        "google": "ved ei sa usg sei gs_lcp gs_lp sclient sourceid oq aqs uact",
        "instagram.com": "ig_rid ig_mid",
        "linkedin.com": "trk trackingid refid lipi midtoken midsig originaltrackingid rcm",
        "medium.com": "source gi",
        "mp.weixin.qq.com": "scene chksm srcid sharer_shareinfo sharer_shareinfo_first sharer_sharetime sharer_shareid",
        "msn.com": "ocid cvid pc ei",
        "nytimes.com": "smid smtyp partner emc referringsource rref login_source",
        "reddit.com": "share_id ref_source rdt",
        "spotify.com": "si",
        "theguardian.com": "cmp",
        "tiktok.com": "_r _t sender_device web_id share_app_id share_link_id u_code is_from_webapp",
        "twitter.com": "s t ref_src ref_url cxt",
        "washingtonpost.com": "itid wpmk wpisrc",
        "weibo.com": "from wvr",
        "x.com": "s t ref_src ref_url cxt",
        "xiaohongshu.com": "xsec_source xhsshare appuid apptime share_id app_platform shareredid",
        "youtu.be": "si feature pp",
        "youtube.com": "si feature pp embeds_referring_euri embeds_referring_origin source_ve_path",
        "zhihu.com": "share_code",
    }.items()
}
"""Names that track on one site only, by the site's domain; `google` and `amazon` stand for those of every country."""

_REDIRECTORS: tuple[tuple[str, str, str], ...] = (
    ("google", "/url", "q url"),
    ("googleadservices.com", "/pagead/aclk", "adurl"),
    ("facebook.com", "/l.php", "u"),
    ("facebook.com", "/flx/warn", "u"),
    ("messenger.com", "/l.php", "u"),
    ("l.instagram.com", "/", "u"),
    ("l.threads.com", "/", "u"),
    ("l.threads.net", "/", "u"),
    ("l.wl.co", "/l", "u"),
    ("t.umblr.com", "/redirect", "z"),
    ("out.reddit.com", "/", "url"),
    ("youtube.com", "/redirect", "q"),
    ("duckduckgo.com", "/l", "uddg"),
    ("vk.com", "/away.php", "to"),
    ("vk.ru", "/away.php", "to"),
    ("ok.ru", "/dk", "st.link"),
    ("click.mail.ru", "/redir", "u"),
    ("steamcommunity.com", "/linkfilter", "url u"),
    ("safelinks.protection.outlook.com", "/", "url"),
    ("statics.teams.cdn.office.net", "/evergreen-assets/safelinks", "url"),
    ("linkedin.com", "/redir/redirect", "url"),
    ("linkedin.com", "/redir/general-malware-page", "url"),
    ("linkedin.com", "/safety/go", "url"),
    ("slack-redir.net", "/link", "url"),
    ("exit.sc", "/", "url"),
    ("gate.sc", "/", "url"),
    ("getpocket.com", "/redirect", "url"),
    ("pinterest.com", "/offsite", "url"),
    ("medium.com", "/r", "url"),
    ("quora.com", "/_/redirect", "url"),
    ("tiktok.com", "/link/v2", "target"),
    ("t.me", "/iv", "url"),
    ("go.redirectingat.com", "/", "url"),
    ("go.skimresources.com", "/", "url"),
    ("redirect.viglink.com", "/", "u"),
    ("click.linksynergy.com", "/", "murl"),
    ("awin1.com", "/cread.php", "ued p"),
    ("clk.tradedoubler.com", "/click", "url"),
    ("shareasale.com", "/r.cfm", "urllink"),
    ("link.zhihu.com", "/", "target"),
    ("link.juejin.cn", "/", "target"),
    ("link.juejin.im", "/", "target"),
    ("link.csdn.net", "/", "target"),
    ("jianshu.com", "/go-wild", "url"),
    ("links.jianshu.com", "/go", "to"),
    ("weibo.cn", "/sinaurl", "u"),
    ("douban.com", "/link2", "url"),
    ("gitee.com", "/link", "target"),
    ("oschina.net", "/action/gotolink", "url"),
    ("sspai.com", "/link", "target"),
    ("infoq.cn", "/link", "target"),
    ("yuque.com", "/r/goto", "url"),
    ("leetcode.cn", "/link", "target"),
    ("afdian.net", "/link", "target"),
    ("c.pc.qq.com", "/middlem.html", "pfurl"),
)
"""Pages that count a click and pass it on: domain, beginning of the path, parameters that hold the address."""

_BARE = frozenset(
    "href.li anonym.to anonym.es nullrefer.com hiderefer.com blankrefer.com dereferer.me deviantart.com".split()
)
"""Redirectors whose whole query is the address."""
_AMP_CACHES = frozenset(("cdn.ampproject.org", "bing-amp.com"))
_AMP_PATH = re.compile(r"/(?:amp|wp|[a-z])/(?P<secure>s/)?(?P<rest>[^/]+\.[^/]+(?:/.*)?)", re.DOTALL)
"""`/c/s/example.org/page`: what of the page, `s` for https, and its address (AMP cache URL format)."""
_YAHOO = re.compile(r"/RU=([^/]+)/RK=")
_BING = re.compile(r"a1([\w-]+)={0,2}", re.ASCII)
_COUNTRIES = re.compile(r"(?:.+\.)?(google|amazon)\.(?:[a-z]{2,3}|co\.[a-z]{2}|com\.[a-z]{2})")
_SEPARATOR = re.compile(r"(&amp;|[&;])")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]")
_WORTH_A_LOOK = re.compile(r"[?=\t\r\n]|sthash\.|ampproject|bing-amp|/amp/", re.IGNORECASE)
"""Most links hold none of these; they are through ten times as fast. White space is what reading an address drops."""
_REMEMBERED = 1024
"""Hosts whose answers are kept: pages link to the same ones again and again."""
_LONGEST_HOST = 253
"""Characters (RFC 1035, section 2.3.4); of anything longer the end counts."""
_SHARE_THIS = "sthash."
_WECHAT_SHARES = frozenset(("singlemessage", "groupmessage", "timeline"))
_DEEPEST = 10


def without_tracking(address: str) -> str:
    """An address without tracking parameters, and the target itself instead of a known page that passes clicks on.

    Args:
        address: an address as it stands in a link, character references resolved; absolute or relative.

    Returns:
        the address, the same characters when nothing in it tracks or when it cannot be read as an address. A target is
        always `http` or `https`. Asking twice changes nothing more.
    """
    return _cleaned(address)[0]


def tracking_in(address: str) -> tuple[str, ...]:
    """What in an address tracks: hosts of redirectors, then names of parameters, in the order of the address.

    Args:
        address: as for `without_tracking`.

    Returns:
        names in lower case, empty exactly when `without_tracking` gives the address back as it is.
    """
    return _cleaned(address)[1]


def _cleaned(address: str) -> tuple[str, tuple[str, ...]]:
    """The address without tracking, and what was found; one thing uncovers another, so it is asked again."""
    found: list[str] = []
    for _ in range(_DEEPEST if _WORTH_A_LOOK.search(address) else 0):
        parts = _split(address)
        if parts is None:
            break
        target = _target(parts)
        if target:
            found.append((parts.hostname or "").lower())
            address = target
            continue
        address, removed = _stripped(address, parts)
        if not removed:
            break
        found.extend(removed)
    return address, tuple(found)


def _stripped(address: str, parts: SplitResult) -> tuple[str, list[str]]:
    """The address without the parameters that track, and their names; what stays is as it was written."""
    names = _names_for((parts.hostname or "")[-_LONGEST_HOST:])
    query, removed = _without_parameters(parts.query, names)
    # Some sites are one page whose address is the fragment: "#/story?utm_source=mail".
    head, mark, tail = parts.fragment.rpartition("?")
    fragment, in_fragment = _without_parameters(tail, names) if "=" in tail else (tail, [])
    fragment = head + (mark if fragment else "") + fragment
    if parts.fragment.startswith(_SHARE_THIS):
        fragment, in_fragment = "", [_SHARE_THIS.rstrip(".")]
    if not removed and not in_fragment:
        return address, []
    start = re.split(r"[?#]", address, maxsplit=1)[0]
    return start + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else ""), removed + in_fragment


def _split(address: str) -> SplitResult | None:
    """The parts of an http, https or relative address; None for all others."""
    try:
        parts = urlsplit(address)
        parts.hostname  # noqa: B018 - reading it is what raises
    except ValueError:
        return None
    return parts if parts.scheme in ("", "http", "https") else None


@lru_cache(_REMEMBERED)
def _domains(host: str) -> frozenset[str]:
    """A host and the domains it belongs to."""
    host = host.lower().rstrip(".")
    everywhere = _COUNTRIES.fullmatch(host)
    labels = host.split(".")
    domains = (".".join(labels[start:]) for start in range(max(0, len(labels) - 5), len(labels) - 1))
    return frozenset(domains) | ({everywhere[1]} if everywhere else frozenset())


@lru_cache(_REMEMBERED)
def _redirectors_of(host: str) -> tuple[tuple[str, str, str], ...]:
    """Those of the known redirectors that a host may be, in their order."""
    return tuple(known for known in _REDIRECTORS if known[0] in _domains(host))


@lru_cache(_REMEMBERED)
def _names_for(host: str) -> frozenset[str]:
    return frozenset().union(*(SITE_PARAMETERS.get(domain, ()) for domain in _domains(host)))


def _without_parameters(query: str, also: frozenset[str]) -> tuple[str, list[str]]:
    """A query without the parameters that track, and their names."""
    pieces = _SEPARATOR.split(query)
    kept: list[str] = []
    removed: list[str] = []
    for number in range(0, len(pieces), 2):
        name, _, value = pieces[number].partition("=")
        name = unquote(name).strip().lower()
        if _tracks(name, value, also):
            removed.append(name)
        else:
            kept.append((pieces[number - 1] if kept else "") + pieces[number])
    return "".join(kept), removed


def _tracks(name: str, value: str, also: frozenset[str]) -> bool:
    if name in PARAMETERS or name in also or name.startswith(PREFIXES):
        return True
    return name == "from" and value.lower() in _WECHAT_SHARES


def _target(parts: SplitResult) -> str:
    """The address that a redirector passes on to, or an empty string when it is none that is known."""
    host = (parts.hostname or "")[-_LONGEST_HOST:]
    domains = _domains(host)
    if domains & _BARE and (target := _address(parts.query)):
        return target
    if domains & _AMP_CACHES or ("google" in domains and parts.path.startswith("/amp/")):
        return _amp_target(parts)
    path = parts.path.lower()
    for _, start, names in _redirectors_of(host):
        if path == start or path.startswith(start.rstrip("/") + "/") or start == "/":
            for name in names.split():
                if target := _address(_parameter(parts.query, name)):
                    return target
    if "search.yahoo.com" in domains and (match := _YAHOO.search(parts.path)):
        return _address(match[1])
    if "bing.com" in domains and path == "/ck/a" and (packed := _BING.fullmatch(_parameter(parts.query, "u"))):
        return _address(_unpacked(packed[1]))
    return ""


def _parameter(query: str, name: str) -> str:
    """The first value of a parameter, still percent-encoded."""
    for piece in re.split(r"&amp;|&", query):
        key, _, value = piece.partition("=")
        if unquote(key).lower() == name:
            return value
    return ""


def _address(value: str) -> str:
    """An http or https address out of a parameter's value; an empty string when the value holds none."""
    address = (value if "://" in value else unquote(value)).strip()  # who writes "://" has encoded nothing
    parts = _split(address)
    if parts is None or parts.scheme not in ("http", "https") or "." not in (parts.hostname or ""):
        return ""
    return _UNSAFE.sub(lambda match: quote(match[0]), address)


def _amp_target(parts: SplitResult) -> str:
    """The page that a cache of AMP pages holds a copy of."""
    match = _AMP_PATH.fullmatch(parts.path)
    if match is None:
        return ""
    rest = match["rest"] + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return _address(f"http{'s' if match['secure'] else ''}://{rest}")


def _unpacked(packed: str) -> str:
    try:
        return base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
