"""Personal data in texts, replaced by what it was: [email], [phone], [card], [iban], [id],
[address], @user.

Best effort, by form: what a stranger's name looks like in free text cannot be known by its form.
Most posts hold neither an @ nor a long number, so a cheap look comes first.
"""

import re
from collections.abc import Callable, Collection
from functools import partial

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import iban, luhn
from stdnum.fr import nir
from stdnum.iso7064 import mod_97_10

from transforms.config.networks import NETWORKS
from transforms.people.links import mask_links
from transforms.people.postal import mask_addresses

USER = "@user"
REGIONS = {"fr": ("FR", "BE", "CH", "CA"), "en": ("US", "GB", "IE", "AU")}
EVERYWHERE = ("FR", "US", "GB")
LONGEST_SEARCHED = 200_000

URL = r"(?:https?://|www\.)[^\s<>\"]+"
_EMAIL = re.compile(
    r"(?<![\w.+@-])[\w.+'-]{1,64}(?:[@＠﹫]|\s?[\[(](?:at|arobase)[\])]\s?|\sarobase\s)"
    r"[\w-]{1,63}(?:(?:\.|\s?[\[(](?:dot|point)[\])]\s?)[\w-]{2,63}){1,4}",
    re.IGNORECASE,
)
_HANDLE = r"\w(?:[\w.-]{0,250}\w)?(?:@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})?"
_MENTION = re.compile(rf"(?<![\w@+-])[@＠﹫]({_HANDLE})")
_MENTION_ON = {
    name: re.compile(rf"(?<![\w@+-])[@＠]({one.handle})")
    for name, one in NETWORKS.items()
    if one.handle
}
_ALSO_NAMED = {name: re.compile(one.also_named) for name, one in NETWORKS.items() if one.also_named}
NOT_PULLED = (r"t\.me",)
"""People's pages on networks that are not pulled; texts link to them all the same."""
_PAGES = "|".join([*(page for one in NETWORKS.values() for page in one.profiles), *NOT_PULLED])
_PROFILE = re.compile(
    rf"((?:{_PAGES})/(?:#!/)?)"
    r"(?!(?:i|intent|share|hashtag|search|home|explore|reel|reels|p|watch|groups|events|sharer|people|stories|profile\.php|share\.php)\b)@?([\w.:-]{1,99}\w)",
    re.IGNORECASE,
)
_LONG_NUMBER = re.compile(r"\d(?:[\s.()/\-‑–]{0,3}\d){6}")
_CARD = re.compile(rf"({URL})|(?<![\d+])[2-6](?:[\s.\-‑–]{{0,2}}\d){{12,18}}(?!\d)")
_IBAN = re.compile(r"(?<![\w])[A-Za-z]{2}\d{2}(?:[\s.\-‑–]{0,2}[A-Za-z0-9]){11,30}(?![\w])")
_HIDDEN = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_HIDDEN_IN_NUMBERS = re.compile(rf"(\d[\s.()+-]{{0,2}})[{_HIDDEN}]+(?=[\s.()+-]{{0,2}}[\dA-Za-z])")
_HIDDEN_IN_WORDS = re.compile(rf"(?<=[\w.@+-])[{_HIDDEN}]+(?=[\w.@+-])")
"""Signs that nobody sees, copied from where a number or an address stood."""
_PLAIN_PHONE = re.compile(
    rf"({URL})"
    r"|(?<![\w.,+-])(?<!\d/)(?:(?:\+|00)33[\s.\-‑–]{0,2}(?:\(0\)[\s.\-‑–]{0,2})?|0)[1-9](?:[\s.\-‑–/]{0,2}\d{2}){4}(?![\d])"
    r"|(?<![\d+])\+\d{1,3}(?:[\s.\-‑–]{0,2}\(\d{1,4}\))?(?:[\s.\-‑–/]{0,2}\d){7,12}(?!\d)"
    r"|(?<![\w.,+-])(?:\+?1[\s.-]?)?(?:\([2-9]\d{2}\)\s?|[2-9]\d{2}[\s.-])[2-9]\d{2}[\s.-]\d{4}(?!\d)",
)
_ADDRESS = re.compile(
    r"(?<![\d€$£])(?<![\d][.,/-])\d{1,4}\s?(?:bis|ter|quater)?,?\s"
    r"(?:(?:rue|avenue|boulevard|bd|chemin|allée|impasse|faubourg)\s(?:(?:de|du|des|la|le|les|l['’])\s?){0,2}[\w'’-]+"
    r"|(?:quai|cours|square|place|route|résidence|lotissement|hameau)\s(?:(?:de|du|des|la|le|les|d['’]|l['’])\s?){0,2}"
    r"[A-ZÀ-Ý][\w'’-]+)"
    r"(?:[^\S\n][A-ZÀ-Ý][\w'’-]+){0,3}(?:,?\s\d{5}(?:[^\S\n][A-ZÀ-Ý][\w-]+)?)?"
    r"|(?<![\d$£])(?<!the\s)\d{1,5}[A-Za-z]?\s(?:[NSEW]\.?\s)?(?:[A-Z][a-z]+\s){1,3}"
    r"(?:(?:Street|Avenue|Road|Boulevard|Lane|Drive|Court)\b|(?:St|Ave|Rd|Blvd|Ln|Dr|Ct)\b\.?)(?:,\s[A-Z][a-z]+)?"
    r"(?:,?\s[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|,?\s[A-Z]{2}\s\d{5}\b)?"
    r"|\bP\.?O\.?\sBox\s\d{1,6}(?:,\s[A-Z][a-z]+)?(?:,?\s[A-Z]{2}\s\d{5}\b)?"
)
_STREET = re.compile(
    r"rue|avenue|boulevard|\bbd\b|chemin|allée|impasse|faubourg|quai|cours|square|place|route|résidence|lotissement"
    r"|hameau|Street|\bSt\b|Ave|Road|\bRd|Blvd|Lane|\bLn|Drive|\bDr|Court|\bCt|\bBox",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:(?:19|20)\d\d[-/.](?:[01]\d[-/.][0-3]\d|(?:19|20)\d\d)|[0-3]?\d[-/.][01]?\d[-/.](?:19|20)\d\d)\b"
)
"""A day, or two years, which numbers may follow: none of it is a telephone number."""
_US_SOCIAL = re.compile(r"(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
_FRENCH_SOCIAL = re.compile(
    r"(?<![\w])[12]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}\s?\d{2}(?![\w])"
)
_CARD_FORMS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3[068]\d{12}|35\d{14}|6\d{15,18}"
)
"""Lengths and first digits of Visa, Mastercard, American Express, Diners, JCB, Discover, UnionPay and Maestro."""
_DIGIT = re.compile(r"\d")


def mask(
    text: str, *, network: str = "", language: str | None = None, kept: Collection[str] = ()
) -> str:
    """`text` without the personal data that can be told by its form; `kept` are the brand's own
    handles, in casefold.

    Linear in the length of the text. Applying it twice changes nothing more.
    """
    if len(text) > LONGEST_SEARCHED:
        text = text[:LONGEST_SEARCHED]
    if (
        "@" in text
        or "＠" in text
        or "﹫" in text
        or "(at)" in text
        or "[at]" in text
        or "arobase" in text
    ):
        text = _EMAIL.sub("[email]", _HIDDEN_IN_WORDS.sub("", text))
        text = _MENTION_ON.get(network, _MENTION).sub(_mention(kept), text)
    text = mask_links(mask_profiles(text, network=network, kept=kept), kept)
    if _DIGIT.search(text):
        text = _mask_numbers(text, language)
    return text


def mask_profiles(text: str, *, network: str = "", kept: Collection[str] = ()) -> str:
    """`text` with the names taken out of links to people's profiles."""
    if "/" not in text:
        return text
    text = _PROFILE.sub(lambda m: m[0] if m[2].casefold() in kept else m[1] + "user", text)
    if network in _ALSO_NAMED:
        text = _ALSO_NAMED[network].sub(lambda m: m[0] if m[1].casefold() in kept else USER, text)
    return text


def is_luhn(digits: str) -> bool:
    """Whether the check digit of a payment card is right (ISO/IEC 7812-1)."""
    return bool(luhn.is_valid(digits))


def is_iban(value: str) -> bool:
    """Whether the check digits of an account number are right (ISO 13616, mod 97)."""
    compact = re.sub(r"[\s.\-‑–]", "", value).upper()
    if not 15 <= len(compact) <= 34 or not compact.isascii():
        return False
    return bool(mod_97_10.is_valid(compact[4:] + compact[:4]))


def _mention(kept: Collection[str]) -> Callable[[re.Match[str]], str]:
    def one(match: re.Match[str]) -> str:
        handle = match[1].casefold()
        if handle in kept or handle.partition("@")[0] in kept:
            return match[0]
        first, dot, rest = match[1].partition(".")
        if (
            dot and rest[:1].isupper() and first.casefold() in kept
        ):  # "@brand.And then": a full stop without its space
            return match[0]
        return USER

    return one


def _mask_numbers(text: str, language: str | None) -> str:
    text = _HIDDEN_IN_NUMBERS.sub(r"\1", text)
    if _LONG_NUMBER.search(text):
        text = _IBAN.sub(_iban, text)
        text = _US_SOCIAL.sub("[id]", _FRENCH_SOCIAL.sub(_french_social, text))
        text = _CARD.sub(_card, text)
        text = _PLAIN_PHONE.sub(lambda m: m[0] if m[1] else "[phone]", text)
        if _LONG_NUMBER.search(text):
            text = _mask_phones(text, REGIONS.get(language or "", EVERYWHERE))
    if _STREET.search(text):
        text = _ADDRESS.sub("[address]", text)
    return mask_addresses(text)


def _iban(match: re.Match[str]) -> str:
    """The match without its longest beginning that is an account number: words may follow it
    directly.
    """
    found = match[0]
    ends = [n for n in range(len(found), 14, -1) if n == len(found) or not found[n].isalnum()]
    for is_one in (
        partial(iban.is_valid, check_country=False),
        is_iban,
    ):  # a length of its country first
        for end in ends:
            if is_one(re.sub(r"[\W_]", "", found[:end])):
                return "[iban]" + found[end:]
    return found


def is_french_social(number: str) -> bool:
    """Whether the key of a French social security number is right."""
    return bool(nir.is_valid(re.sub(r"\s", "", number).upper()))


def _french_social(match: re.Match[str]) -> str:
    return "[id]" if is_french_social(match[0]) else match[0]


def _card(match: re.Match[str]) -> str:
    if match[1]:
        return match[0]
    digits = re.sub(r"\D", "", match[0])
    return "[card]" if _CARD_FORMS.fullmatch(digits) and is_luhn(digits) else match[0]


def _mask_phones(text: str, regions: tuple[str, ...]) -> str:
    for region in regions:
        links = [m.span() for m in re.finditer(URL, text)]
        for found in reversed(
            list(PhoneNumberMatcher(text, region, leniency=Leniency.VALID, max_tries=50))
        ):
            inside_link = any(start <= found.start < end for start, end in links)
            bare = found.raw_string.isdigit() and found.raw_string.startswith(
                "001"
            )  # tickets and orders look so, too
            if (
                not inside_link
                and not bare
                and not _DATED.match(found.raw_string)
                and len(phonenumbers.national_significant_number(found.number)) >= 8
            ):
                text = text[: found.start] + "[phone]" + text[found.end :]
        if not _LONG_NUMBER.search(text):
            break
    return text
