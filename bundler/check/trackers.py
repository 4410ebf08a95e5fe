"""Hosts that exist to count readers, and pictures too small to be seen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

HOSTS = frozenset(
    (
        # Analytics and tag managers.
        "google-analytics.com googletagmanager.com analytics.google.com stats.g.doubleclick.net hm.baidu.com cnzz.com "
        "51.la growingio.com mc.yandex.ru matomo.cloud plausible.io statcounter.com histats.com "
        "getclicky.com mixpanel.com amplitude.com segment.io segment.com heap.io hotjar.com clarity.ms fullstory.com "
        "chartbeat.net parsely.com newrelic.com nr-data.net omtrdc.net 2o7.net demdex.net xiti.com "
        "at-o.net webtrekk.net liveinternet.ru top.mail.ru yadro.ru tns-counter.ru "
        "gemius.pl quantserve.com scorecardresearch.com imrworldwide.com comscore.com alexametrics.com stats.wp.com "
        "pixel.wp.com piano.io permutive.com snowplowanalytics.com goatcounter.com fathom.com umami.is "
        # Advertising.
        "doubleclick.net googlesyndication.com googleadservices.com adservice.google.com amazon-adsystem.com adnxs.com "
        "criteo.com criteo.net taboola.com outbrain.com rubiconproject.com pubmatic.com openx.net casalemedia.com "
        "adsrvr.org smartadserver.com mgid.com revcontent.com teads.tv bluekai.com agkn.com crwdcntrl.net "
        "rlcdn.com adform.net moatads.com doubleverify.com adsafeprotected.com tanx.com gdt.qq.com "
        # Buttons and pixels of social networks and mails.
        "connect.facebook.net pixel.facebook.com analytics.twitter.com ads-twitter.com px.ads.linkedin.com "
        "snap.licdn.com ct.pinterest.com bat.bing.com analytics.tiktok.com tr.snapchat.com alb.reddit.com addthis.com "
        "sharethis.com addtoany.com disqus.com list-manage.com track.hubspot.com hs-analytics.net sendgrid.net "
        "mandrillapp.com mailtrack.io vgwort.de met.vgwort.de"
    ).split()
)
"""Domains; a host belongs to one when it ends with it."""
_PATHS = re.compile(
    r"(?:/tr/?\?|/pixel(?:\.gif|\.png|/|\?|$)|/beacon(?:\.gif|/|\?|$)|/__utm\.gif|/b/ss/|/open\.php\?|/track/open"
    r"|/(?:matomo|piwik)\.php|/1x1\.(?:gif|png)|/count(?:er)?\.(?:gif|php)|/wf/open)",
    re.IGNORECASE,
)
"""Paths that counters are found under, on whatever host."""
_LENGTH = re.compile(r"\s*(\d{1,6})(?:\.\d*)?\s*(?:px)?\s*")
_STYLED = re.compile(r"(?:^|[;{\s])(?:max-)?(width|height)\s*:\s*(\d{1,6})(?:\.\d*)?px", re.IGNORECASE)
_UNSEEN = 3


def counts_readers(address: str) -> bool:
    """Whether a remote address is that of a known counter.

    Args:
        address: absolute, or beginning with two slashes.
    """
    try:
        parts = urlsplit(address.replace("\\", "/"))
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    labels = host.split(".")
    domains = {".".join(labels[start:]) for start in range(max(0, len(labels) - 5), len(labels) - 1)}
    return bool(domains & HOSTS) or _PATHS.search(f"{parts.path}?{parts.query}") is not None


def is_unseen(attributes: Mapping[str, str]) -> bool:
    """Whether an element's attributes make it at most three pixels wide or high: a picture that is not for looking at.

    Args:
        attributes: by name, without namespaces.
    """
    sizes = [match[1] for key in ("width", "height") if (match := _LENGTH.fullmatch(attributes.get(key, "")))]
    sizes.extend(number for _, number in _STYLED.findall(attributes.get("style", "")))
    return any(int(size) <= _UNSEEN for size in sizes)
