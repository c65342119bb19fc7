"""Read everything again with this machine's model, before it becomes the active one.

**When to run it.** After the model changed, on a worker that has the new version, while the
scheduler still runs the old one: trigger it by hand. The marts keep the readings of the active
model until the next `community_nightly` of the new version, which then finds every text read.
Without it that night does the reading itself and takes as long as all the texts need; either way no
series ever mixes two models.

**When it is red.** `enrich`: clear the task; a shard that was read is left as it is. `plan_shards`:
there is no warehouse yet, so there is nothing to read again: run `community_nightly` first.
"""

from airflow.sdk import dag, task

from transforms.operate.every_dag import WATCHED


@dag(
    description="Read every text again with a new model before it becomes the active one.",
    schedule=None,
    doc_md=__doc__,
    **WATCHED,
)
def community_reread():
    @task(pool="warehouse", queue="warehouse")
    def plan_shards() -> list[str]:
        """The shards of texts that this machine's model has not read."""
        from transforms.enrich import run as enrich
        from transforms.stage import run

        return run.plan_shards(enrich.active_model())

    @task(doc_md="Read one shard; one that was read is left as it is.")
    def enrich(shard: str) -> None:
        from transforms.enrich import run

        run.enrich_shard(shard)

    enrich.expand(shard=plan_shards())


community_reread()
