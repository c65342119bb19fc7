from transforms import lake


def test_a_row_that_cannot_be_used_is_set_aside_once_and_told_on_its_night(maison):
    first = maison.night("night1.jsonl")
    assert (first["quarantined"], first["status_of_source"]) == (2, "partial")
    second = maison.night("night2.jsonl")
    found = [(row["line"], row["field"]) for row in lake.read("quarantine").to_pylist()]
    assert found == [(2, "created_at"), (3, "likes")]
    assert (second["quarantined"], second["status_of_source"]) == (0, "ok")
    assert "2 rows set aside before" in second["message"]
