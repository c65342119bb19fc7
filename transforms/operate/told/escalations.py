"""What a person answers at once is asked about in Airflow, for teams that turn `community_escalations`
on: how many posts, never which.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from transforms.lake import run_ledger
from transforms.operate.told import notify
from transforms.report import run as report
from transforms.report.said.blocks import plain
from transforms.report.said.words import Words, words

ANSWERS = ("taken", "false_alarm", "nobody")
"""What may be answered; the last one when the time is over."""
TITLE = "Posts for a human at once"


def questions() -> list[dict[str, Any]]:
    """One per community that has such posts: `community`, and what is `asked` in its language, as
    Airflow's HITLOperator takes it. Whoever is named in CMR_NOTIFY is told that Airflow asks.
    """
    asked = [
        _question(community.name, posts, _words(community.language))
        for community, posts in report.escalated()
    ]
    if asked:
        notify.tell(TITLE, "\n".join(one["asked"]["subject"] for one in asked))
    return asked


def settle(asked: Sequence[Mapping[str, Any]], answered: Sequence[Mapping[str, Any]]) -> list[str]:
    """The subjects that nobody took; each answer stands in the run ledger, and whoever is named is
    told of those.
    """
    left = []
    for question, answer in zip(asked, answered, strict=True):
        chosen = ANSWERS[question["asked"]["options"].index(answer["chosen_options"][0])]
        with run_ledger.step("escalation", community=question["community"]) as facts:
            facts["answer"] = chosen
        if chosen == "nobody":
            left.append(question["asked"]["subject"])
    if left:
        notify.tell(f"{TITLE}: nobody took them", "\n".join(left))
    return left


def _question(name: str, posts: int, said: Words) -> dict[str, Any]:
    options = [said.get(f"escalation.{answer}") for answer in ANSWERS]
    messages = said.count("messages", posts, "count(fct_posts)")
    asked = {
        "subject": plain(said.say("escalation.subject", name=name, messages=messages)),
        "body": said.get("escalation.body"),
        "options": options,
        "defaults": options[-1],
    }
    return {"community": name, "asked": asked}


def _words(language: str) -> Words:
    return words(language, Path(__file__).parent / "languages")
