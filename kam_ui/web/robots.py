"""Preview robots: programs that fetch a link because somebody pasted it. They are answered, and not counted."""

from __future__ import annotations

import re

from starlette.requests import Request

#: What they call themselves: chat programs, mail scanners, search engines, and tools that are nobody's browser.
#: A person inside WeChat has "MicroMessenger" or "wxwork" in the name as well, so those two words alone say nothing.
_ROBOTS = re.compile(
    r"(?<!cu)bots?\b|crawl|spider|slurp|preview|unfurl|scanner|fetcher|monitor|validator|archiver"
    r"|facebookexternalhit|facebookcatalog|meta-external|whatsapp/|slack-imgproxy|skypeuri|microsoft office|embedly"
    r"|iframely|viber|vkshare|mastodon|snap url|google-|googleimageproxy|apis-google|yisou|wechaturl|wecom"
    r"|dingtalk-?link|feishu-?link|lark-?link|proofpoint|mimecast|barracuda|safelinks"
    r"|curl/|wget/|python|httpx|aiohttp|okhttp|java/|go-http|node-fetch|axios|libwww|headless|lighthouse|postman",
    re.IGNORECASE,
)


def is_person(request: Request) -> bool:
    """Whether this looks like somebody opening the page: not a HEAD, a prefetch, or a known robot."""
    headers = request.headers
    purpose = " ".join(headers.get(name, "") for name in ("purpose", "sec-purpose", "x-purpose", "x-moz")).lower()
    if request.method != "GET" or "prefetch" in purpose or "preview" in purpose:
        return False
    name = headers.get("user-agent", "")
    return bool(name) and not _ROBOTS.search(name)
