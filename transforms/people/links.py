"""Links that lead to a person: a telephone number or an e-mail in an address, a profile under
/people or /stories.
"""

import re
from collections.abc import Collection
from functools import partial

_NUMBER = re.compile(
    r"((?:wa\.me/|(?:api|web)\.whatsapp\.com/send/?\?(?:[^\s]{0,100}&)?phone=|viber://\w+\?number="
    r"|\b(?:tel|sms|callto|whatsapp|facetime):(?://)?"
    r"|[?&#;](?:tel|t[ée]l[ée]phone|phone(?:_?number)?|mobile|mob|gsm|portable|num(?:ero)?|whatsapp|msisdn)=)"
    r"(?:\+|%2B|00)?)\(?\d(?:(?:[\s().-]|%20){0,2}\d){6,16}",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+'-]{1,64}%40[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}", re.IGNORECASE)
_PLACES = (
    (re.compile(r"((?:facebook|fb)\.com/people/)[\w.%~+/-]*[\w%/]", re.IGNORECASE), r"\1user"),
    (
        re.compile(r"((?:facebook|fb)\.com/profile\.php\?(?:[^\s]{0,60}&)?id=)\d+", re.IGNORECASE),
        r"\1user",
    ),
    (
        re.compile(r"(instagram\.com/stories/(?!highlights/))[\w.]*\w(?:/\d+)?", re.IGNORECASE),
        r"\1user",
    ),
    (
        re.compile(
            r"((?:snapchat\.com/add|twitch\.tv|vk\.com)/)@?[\w.-]{1,99}\w",
            re.IGNORECASE,
        ),
        r"\1user",
    ),
    (
        re.compile(
            r"(?<![\w./-])((?:https?://)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/(?:users|members?|membres?|profil|profile)/)@?[\w.%-]{1,99}\w",
            re.I,
        ),
        r"\1user",
    ),
    (re.compile(r"\bdid:(?:plc|web|key):[\w.%:-]*\w"), "did:user"),
)


def mask_links(text: str, kept: Collection[str] = ()) -> str:
    """`text` with the people taken out of its links; `kept` are the brand's own names, in casefold."""
    if not ("/" in text or ":" in text or "=" in text):
        return text
    text = _MAIL.sub("[email]", _NUMBER.sub(r"\1[phone]", text))
    for place, instead in _PLACES:
        text = place.sub(partial(_without_person, instead, kept), text)
    return text


def _without_person(instead: str, kept: Collection[str], link: re.Match[str]) -> str:
    return link[0] if _is_kept(link[0], kept) else link.expand(instead)


def _is_kept(link: str, kept: Collection[str]) -> bool:
    return bool(kept) and re.split(r"[/=]", link)[-1].lstrip("@").casefold() in kept
