"""What `cmr anticipate` answers, as a person reads it."""

import textwrap
from typing import Any

from transforms.recommend.tell.language import Language, said
from transforms.report.said.blocks import plain
from transforms.report.said.chances import in_ten
from transforms.report.said.words import Words, words

WIDTH = 88
TOLD = 3
LIKELY = 0.08
"""A reaction is told when this share of replies or more is foreseen to carry it."""


def as_text(answer: dict[str, Any], language: Language) -> str:
    """One answer in lines of at most 88 characters: chance, reactions, what was recognised, what to
    answer.
    """
    if "error" in answer:
        return f"{answer.get('id') or answer.get('line') or '?'}: {answer['error']}"
    spoken, lines = words(language), said(language)["anticipated"]
    values = {
        "chances": plain(spoken.count("chances", in_ten(**answer["engagement"]), "")),
        "reactions": _reactions(answer["reactions"], spoken),
        "acts": ", ".join(answer["acts_told"]),
        "audience": answer["audience_told"],
        "theme": answer["theme_told"],
        "basis": spoken.dated(answer["basis"]),
    }
    told = [
        lines[key].replace(f"{{{key}}}", values[key])
        for key in ("theme", "acts", "audience")
        if values[key]
    ]
    told = [lines["chance"].replace("{chances}", values["chances"]), *told]
    if values["reactions"]:
        told.insert(1, lines["reactions"].replace("{reactions}", values["reactions"]))
    told += [
        lines["plan"].replace("{plan}", words(plan["language"]).filled(plan["text"]))
        for plan in answer["reply_plans"][:1]
    ]
    told.append(values["basis"])
    return "\n".join([f"{answer['id']}", *(_wrapped(line) for line in told)])


def _reactions(shares: dict[str, float], spoken: Words) -> str:
    likely = sorted(shares.items(), key=lambda item: -item[1])[:TOLD]
    return "; ".join(
        f"{spoken.emotion(e)}, {spoken.fraction(share)}" for e, share in likely if share >= LIKELY
    )


def _wrapped(line: str) -> str:
    return textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="    ")
