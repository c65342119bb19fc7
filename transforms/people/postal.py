"""Postal addresses in texts, French and English: as they are written, abbreviated, or in capitals."""

import re

_LINK = r"(?i:(?:de|du|des|la|le|les)\s|[ld]['’]\s?)"
_NAME = r"[A-ZÀ-Ý][\w'’.-]*"
_CITY = rf"(?:(?i:le|la|les|saint|sainte|st|ste)[\s-])?{_NAME}(?:-[\w'’]+){{0,4}}"
_TOWN = rf"(?:,?\s+\d{{5}}(?:[^\S\n]+{_CITY})?)"
_SURE = (
    r"(?i:rue|avenue|boulevard|chemin|all[ée]e|impasse|faubourg|av|bd|bld|blvd"
    r"|(?:ave|boul|chem?|all|imp|fg|fbg|r)(?=\.))"
)
_OTHER = (
    r"(?i:quai|cours|square|place|route|r[ée]sidence|lotissement|hameau|villa|passage|cit[ée]|"
    r"(?:pl|sq|rte|crs|res|r[ée]s|lot)\.)"
)
_ON = r"(?:[^\S\n]|-)+"  # a name goes on in its line
_NUMBER = r"(?<![\d€$£])(?<![\d][.,/-])\d{1,4}\s?(?:bis|ter|quater|[A-D](?=[\s,]))?,?\s+"
_FRENCH = re.compile(
    rf"{_NUMBER}{_SURE}\.?\s+(?!J[.-]*C\b){_LINK}{{0,3}}{_NAME}(?:(?:{_ON}{_LINK}{{0,2}}{_NAME}){{0,5}}{_TOWN}"
    rf"|(?:{_ON}{_LINK}{{0,2}}{_NAME}){{0,2}})"
    rf"|{_NUMBER}{_OTHER}\.?\s+(?:{_LINK}{{0,3}}[\w'’.-]+[\s,]+){{1,5}}\d{{5}}\b(?:[^\S\n]+{_CITY})?"
)
_ENGLISH = re.compile(
    r"(?<![\d$£])\d{1,5}[A-Z]?\s(?:(?!(?:THE|A|AN|OF|IN|ON|AT|TO|FOR|AND|IS|WAS)\b)[A-Z]{2,}\s){1,3}"
    r"(?:STREET|ST|AVENUE|AVE|ROAD|RD|BOULEVARD|BLVD|LANE|LN|DRIVE|DR)\b\.?"
    r"(?:,?\s[A-Z]{3,})?(?:,?\s[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|,?\s[A-Z]{2}\s\d{5}\b)?"
)
_SOON = re.compile(
    r"rue|av|b(?:ou)?l?v?d|boul|ch|all|imp|faub|f[b]?g|\dr\.|\sr\.|quai|cours|square|place|route|r[ée]s|lot|hameau|villa"
    r"|passage|cit[ée]|pl\.|sq\.|rte|crs|STREET|\bST\b|ROAD|\bRD\b|LANE|\bLN\b|DRIVE|\bDR\b",
    re.IGNORECASE,
)


def mask_addresses(text: str) -> str:
    """`text` with its postal addresses as [address]; linear in its length."""
    if not _SOON.search(text):
        return text
    return _ENGLISH.sub("[address]", _FRENCH.sub("[address]", text))
