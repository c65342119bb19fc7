"""The wish that an outspoken post says, cut out of it: « un mode sombre » of « à quand un mode
sombre ? ».
"""

import re

LONGEST = 9
"""Words that a wish cut out of a post has at most."""
QUOTED = 70
"""Characters that a shortened quote has at most."""

_FRENCH = re.compile(
    r"\b(?:à quand|a quand|(?:je|on|nous) (?:voudrais|voudrait|voudrions|veux|veut|souhaite|souhaiterais|demande|exige)"
    r"|j['’ ](?:aimerais|exige|attends|aurais aimé)(?: bien)?(?: avoir)?|il (?:faudrait|nous faudrait|manque)"
    r"|(?:ajoutez|rajoutez|mettez|proposez|remettez|prévoyez|rendez[- ]nous|donnez[- ]nous|ramenez)(?:[- ]nous)?"
    r"|(?:besoin|envie)(?= d['’eu]))\s+(?P<wish>[^.!?;:,()\n…]+)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:(?:i|we)(?: just| really)? (?:want|need)|(?:i|we)(?:['’]d| would) (?:like|love)"
    r"|please (?:add|give us|bring back|offer|include|provide|send us|send)"
    r"|(?:could|can) you (?:please )?(?:add|bring back|offer|include|provide|send)"
    r"|bring back|we could do with|wish (?:there was|there were|you had|you offered))\s+(?P<wish>[^.!?;:,()\n…]+)",
    re.IGNORECASE,
)
_THING = {
    "fr": re.compile(
        r"(?:un|une|des|le|la|les|du|de la|plus d[e'’]|moins d[e'’]|l['’]|d['’](?=une? ))\s?\S",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:an?|the|some|more|fewer|less|better|cheaper|faster|proper|real)\s\S", re.IGNORECASE
    ),
}
_NO_NAME = re.compile(
    r"[@#\d_\[\]<>]|https?|\b(?:je|j|me|moi|mon|ma|mes|tu|vous|votre|vos|i|my|me|you|your|it|this|that|ça|cela|ce|cette"
    r"|thing|truc|chose|fois|time)\b",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\s+(?:car|parce que|mais|sinon|svp|stp|s'il vous pla[iî]t|quand|because|but|otherwise|please|pls|so that"
    r"|since|when|and i|et je|as i|if|si)\b.*$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"^(?:\s*(?:RT\b|\.?@\S+|#\S+))+\s*|https?://\S+|\[\w+\]|<\w+>", re.IGNORECASE
)
_GREETING = re.compile(
    r"^(?:bonjour|bonsoir|salut|coucou|hello|hi|hey)\b[\s,!.]*(?=\S)", re.IGNORECASE
)
_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+")


def wish(text: str, language: str) -> str:
    """What a post asks for in so many words, 2 to `LONGEST` of them, or "" where it cannot be cut
    out cleanly.
    """
    found = (_FRENCH if language == "fr" else _ENGLISH).search(
        " ".join(text.replace("’", "'").split())
    )
    if not found:
        return ""
    asked = _STOP.sub("", found["wish"]).strip(" -–\"'«»")
    clean = _THING[language].match(asked) and not _NO_NAME.search(asked)
    return _bare(asked) if clean and 2 <= len(asked.split()) <= LONGEST else ""


def _bare(asked: str) -> str:
    """In small letters at the start, and without the « de » that a verb wanted: « d'un mode » is «
    un mode ».
    """
    asked = re.sub(r"^d['’](?=une? )", "", asked)
    return asked[0].lower() + asked[1:]


def quote(text: str) -> str:
    """The sentence of a post that says most, at most `QUOTED` characters, cut between words; "" if
    none says any.
    """
    sentences = [
        part.strip() for part in _ENDS.split(_ADDRESS.sub(" ", text)) if len(part.split()) >= 3
    ]
    if not sentences:
        return ""
    asking = [
        part
        for part in sentences
        if _FRENCH.search(part) or _ENGLISH.search(part) or part.endswith("?")
    ]
    best = max(asking or sentences, key=lambda part: min(len(part), QUOTED))
    best = _GREETING.sub("", " ".join(best.split()))
    if len(best) <= QUOTED:
        return best.rstrip(" .")
    return best[:QUOTED].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"
