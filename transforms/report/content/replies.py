"""Where a brand's own community manager can answer a post: rebuilt from the post's id, never from its text."""

import re

_LINKS = {
    "x": (r"\d{5,20}", "https://x.com/i/status/{0}"),
    "reddit": (r"(?:t3_)?([a-z0-9]{4,10})", "https://www.reddit.com/comments/{1}"),
    "bluesky": (
        r"at://(did:(?:plc|web):[A-Za-z0-9.:_-]{4,80})/app\.bsky\.feed\.post/([A-Za-z0-9._~-]{4,40})",
        "https://bsky.app/profile/{1}/post/{2}",
    ),
    "facebook": (r"\d{5,25}_\d{5,25}", "https://www.facebook.com/{0}"),
}


def link(network: str, post_id: str) -> str | None:
    """The https address of the post on its network, or None where its id alone does not lead there."""
    if network not in _LINKS:
        return None
    pattern, address = _LINKS[network]
    match = re.fullmatch(pattern, post_id, re.ASCII)
    return address.format(match[0], *match.groups()) if match else None
