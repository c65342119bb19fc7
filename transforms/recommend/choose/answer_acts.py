"""What a brand's answer does, whatever it is about: it apologises, asks, hands over, promises a
time, echoes …

Small regular expressions for French and English, after the politeness strategies of
Danescu-Niculescu-Mizil et al. 2013 (gratitude, apology, greeting, indirect request, person) and
what support answers add (hand-over, link, time, refusal, signature). Nothing here was learnt from
anybody's dialogues.
"""

import re
from dataclasses import dataclass, field

_ACTS = {
    "apology": r"sorry|apolog\w*|regret|forgive|désolée?s?|excus\w*|navrée?s?|regrett\w*|pardon",
    "thanks": r"thanks?|thank you|thx|appreciat\w*|grateful|merci|remerci\w*",
    "empathy": r"understand\w*|frustrat\w*|inconvenien\w*|hear (?:that|this|about)|imagine|compren\w*|désagrément\w*",
    "hands_over": r"dms?|direct message|private message|inbox|message us|follow us|mp|message privé|en privé",
    "contact": r"call|phone|e-?mail|contact|reach out|agents?|appel\w*|téléphon\w*|courriel|contact\w*|conseill\w*",
    "offers_help": r"help\w*|assist\w*|look into|check\w*|happy to|aid\w*|vérifi\w*|regard\w*|renseign\w*",
    "time_promise": r"soon|shortly|asap|today|tonight|tomorrow|minutes?|mins?|hours?|hrs?|within|bientôt"
    r"|rapidement|aujourd'hui|demain|heures?|délai|sous \d+",
    "request": r"please|pls|plz|could you|can you|would you|may we|s'il (?:te|vous) plaît|svp|pouvez-vous|peux-tu",
    "refusal": r"unfortunately|unable|cannot|can't|not able|don't have|policy|malheureusement|impossible|ne pouvons",
    "greeting": r"hi|hello|hey|dear|good (?:morning|afternoon|evening)|bonjour|bonsoir|salut|coucou",
    "done": r"done|fixed|resolved|sorted|rebooked|refunded|added|updated|réglé\w*|résolu\w*|corrigé\w*|remboursé\w*",
    "passes_on": r"pass(?:ed|ing)? (?:this|it|that|along|on)|share(?:d)? (?:this|with)|forward\w*|let \w+ know"
    r"|transm\w*",
    "cheer": r"glad|great|love\w*|enjoy\w*|welcome|wonderful|awesome|happy|ravie?s?|super|bienvenue|plaisir|bravo",
    "we": r"we|we're|we'll|us|our|nous|notre|nos",
    "i": r"i|i'm|i'll|my|me|je|j'ai|mon|ma|mes",
    "you": r"you|your|you're|vous|votre|vos|tu|ton|ta|tes",
}
_ACT = {
    name: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for name, words in _ACTS.items()
}
_LINK = re.compile(r"https?://|www\.|__url__|\bt\.co/", re.IGNORECASE)
_SIGNED = re.compile(r"(?:[*^/~-]\s?[A-Z]{1,3}|-\s?[A-Z][a-z]+)\s*$")
_SMILE = re.compile("[:;]-?[)D]|[\U0001f600-\U0001f64f\U00002764\U0001f44d]")
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True)
class AnswerActs:
    """What one answer does: the acts found in it, its length in words, and how much of the message
    it says again.
    """

    acts: frozenset[str]
    words: int
    echo: float
    """Share of the answer's words of four letters or more that the message had used, 0 to 1."""
    counts: dict[str, int] = field(default_factory=dict)


def describe(message: str, answer: str) -> AnswerActs:
    """The answer to a message, described; any text is welcome, an empty one does nothing."""
    counts = {name: len(pattern.findall(answer)) for name, pattern in _ACT.items()}
    counts |= {
        "question": answer.count("?"), "exclamation": answer.count("!"), "link": len(_LINK.findall(answer)),
        "signature": len(_SIGNED.findall(answer.rstrip())), "smile": len(_SMILE.findall(answer)),
        "number": len(re.findall(r"\d+", answer)),
    }  # fmt: skip
    said = {w.casefold() for w in _WORD.findall(message)}
    again = [w.casefold() in said for w in _WORD.findall(answer)]
    echo = sum(again) / len(again) if again else 0.0
    return AnswerActs(
        frozenset(name for name, n in counts.items() if n), len(answer.split()), echo, counts
    )


ACTS = (*_ACT, "question", "exclamation", "link", "signature", "smile", "number")
