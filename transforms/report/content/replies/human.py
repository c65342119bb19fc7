"""What only a human may answer, and at once: danger, a body, a death, a child, or somebody who asks
for a person.
"""

from functools import partial
from typing import Literal

from transforms.config.industries import Pack
from transforms.report.content.replies.worded import expression, fold, phrases

Why = Literal["escalate", "robot"]
_any = partial(expression, "human")


def only(text: str, pack: Pack | None, glad: bool = False) -> Why | None:
    """Why the text is for a human; None where a draft may help.

    `glad` when the post is praise: thanks for a child's flight or a good hospital article need no
    alarm.
    """
    folded = fold(text)
    if in_danger(text, pack):
        return "escalate"
    theirs = _any("mine").search(folded) and _any("first_person").search(folded)
    if (theirs or _any("mourning").search(folded)) and not glad:
        return "escalate"
    return "robot" if _any("robot").search(folded) and not glad else None


def in_danger(text: str, pack: Pack | None) -> bool:
    """Whether somebody may be in danger: read before every other post."""
    folded = fold(text)
    if informs(text):
        return False
    named = bool(pack and phrases((*pack.escalate.fr, *pack.escalate.en)).search(folded))
    return named or bool(_any("danger").search(folded))


def informs(text: str) -> bool:
    """Whether the text tells of what happens to others, with a figure or for a cause, and says nothing of
    its writer: who informs is not who is in need.
    """
    folded = fold(text)
    return bool(_any("informs").search(folded)) and not _any("oneself").search(folded)
