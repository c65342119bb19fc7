"""Ask in Airflow, after a night, whether somebody looks after what a human must answer at once.

**Optional.** It is paused until somebody unpauses it. After every publication it counts, per
community, the unanswered people whom the pack or the product says a human must answer at once (danger,
health, a death, a child). Where there are any, Airflow asks under *Required Actions*, in the community's
language, and whoever is named in `CMR_NOTIFY` is told. No post is quoted: the mail and the site say
who wrote what. A community without such posts is not asked about; when none has any, the tasks that
ask are skipped.

Without an answer in `CMR_ESCALATION_HOURS` (12) it counts as "nobody can", and the same people are
told. Each answer is a row of step `escalation` in `ops.steps`. Nothing else waits for it: the mails
leave all the same.

**When it is red.** The published file or the notifier could not be read or reached; the log says
which. Clear the task: a question that was answered is not asked again. What else can go wrong at
night: `docs/operate.md`.
"""

import os
from datetime import timedelta
from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Asset, dag, task

from transforms.operate.every_dag import WATCHED

PATIENCE = timedelta(hours=float(os.environ.get("CMR_ESCALATION_HOURS", "12")))


@dag(
    description="Ask whether somebody looks after the posts that a human must answer at once.",
    schedule=[Asset("published_marts", uri="cmr://published/marts", group="communities")],
    is_paused_upon_creation=True,
    doc_md=__doc__,
    **WATCHED,
)
def community_escalations():
    @task(queue="warehouse")
    def list_questions() -> list[dict[str, Any]]:
        """One question per community with posts for a human at once."""
        from transforms.operate.told import escalations

        return escalations.questions()

    @task(queue="warehouse")
    def settle(asked: list[dict[str, Any]], answered: Any) -> list[str]:
        """What was answered; whoever is named is told of what nobody took."""
        from transforms.operate.told import escalations

        return escalations.settle(asked, list(answered))

    questions: Any = list_questions()
    ask = HITLOperator.partial(
        task_id="ask",
        response_timeout=PATIENCE,
        doc_md="Whether somebody looks after it; waits for an answer under Required Actions.",
    ).expand_kwargs(questions.map(lambda question: question["asked"]))
    settle(questions, ask.output)


community_escalations()
