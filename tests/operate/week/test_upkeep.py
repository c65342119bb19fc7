"""The week's upkeep: what is too old goes, what is young or needed stays."""

import json
import os
from datetime import UTC, datetime, timedelta

from transforms import lake
from transforms.config.settings import settings
from transforms.operate.week import upkeep

NOW = datetime.now(UTC)


def aged(path, days: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text("said")
    at = (NOW - timedelta(days=days)).timestamp()
    os.utime(path, (at, at))


def test_what_is_old_goes_and_what_is_young_stays(home, monkeypatch):
    lake.initialise()
    airflow = settings().home.resolve() / "airflow"
    monkeypatch.setenv("AIRFLOW_HOME", str(airflow))
    logs = (settings().home.resolve() / "logs", airflow / "logs" / "dag_id=x")
    for name, days in (("old", 31), ("young", 29)):
        for folder in logs:
            aged(folder / name / "night.log", days)
        lake.write_rows("shards", name, [{"text_hash": name}])
    aged(settings().home.resolve() / "lake" / "shards" / "old.parquet", 8)
    for days in (400, 10):
        day = (NOW - timedelta(days=days)).date().isoformat()
        lake.write_rows("ops/steps", f"{day}/1-stage-a", [{"step": "stage"}])
    steps = settings().home.resolve() / "ops" / "steps.jsonl"
    steps.parent.mkdir(parents=True, exist_ok=True)
    ends = [(NOW - timedelta(days=days)).isoformat() for days in (500, 400, 3)]
    steps.write_text("".join(json.dumps({"finished_at": end}) + "\n" for end in ends))

    dlt = settings().home.resolve() / "dlt" / "sky" / "load" / "loaded"
    notes = settings().home.resolve() / "lake" / "raw" / "_dlt_loads"
    notes.mkdir(parents=True)
    loads = [str((NOW - timedelta(days=days)).timestamp()) for days in (8, 6)]
    for load in loads:
        (dlt / load).mkdir(parents=True)
        (dlt / load / "schema.json").write_text("{}")
        (notes / f"sky__{load}.jsonl").write_text("{}")

    gone = upkeep.tidy(NOW)

    assert gone == {"merged": 0, "shards": 1, "loads": 2, "runs": 1, "logs": 2, "lines": 2}
    assert [path.name for path in dlt.iterdir()] == loads[1:]
    assert [path.name for path in notes.iterdir()] == [f"sky__{loads[1]}.jsonl"]
    for folder in logs:
        assert [path.name for path in folder.iterdir()] == ["young"]
    assert lake.names("shards") == ["young"]
    kept = [json.loads(line) for line in steps.read_text().splitlines()]
    assert [line.get("step") for line in kept] == [None, "compact", "upkeep"]
    assert upkeep.tidy(NOW)["lines"] == 0
