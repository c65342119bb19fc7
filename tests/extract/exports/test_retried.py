"""A pull of files that died half-way and is tried again."""

import os

import pytest


@pytest.mark.parametrize("stage", ["extract", "normalize", "load", "after"])
def test_a_run_that_dies_loses_nothing_and_doubles_nothing_when_retried(
    bench, post, monkeypatch, stage
):
    import dlt

    from transforms.lake import cursors

    def die(*_, **__):
        raise KeyboardInterrupt(stage)

    with monkeypatch.context() as patch:
        if stage == "after":
            patch.setattr(cursors, "write", die)
        else:
            patch.setattr(dlt.Pipeline, stage, die)
        with pytest.raises(KeyboardInterrupt):
            bench.pull(*(post(n) for n in range(40)))
    bench.pull()
    assert sorted(row["post_id"] for row in bench.posts) == sorted(f"p{n}" for n in range(40))


def test_a_working_folder_of_dlt_that_a_crash_left_unreadable_is_made_anew(bench, post, home):
    bench.pull(post(1))
    for path in (home / "dlt").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\x00 torn")
    bench.pull(post(1), post(2))
    assert [row["post_id"] for row in bench.posts] == ["p1", "p2"]


def test_what_a_killed_upload_left_is_swept_and_a_running_one_is_not(bench, post, home):
    bench.pull(post(1))
    old, running = (
        home / "lake" / "raw" / "export" / f"{name}.parquet.tmp" for name in ("old", "running")
    )
    for path in (old, running):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    bench.pull(post(1), post(2))
    assert running.exists()
    assert not old.exists()


def test_a_file_that_changed_between_death_and_retry_gives_its_new_rows(bench, post, monkeypatch):
    import dlt

    with monkeypatch.context() as patch:
        patch.setattr(
            dlt.Pipeline, "load", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            bench.pull(post(1), post(2))
    bench.pull(post(1), post(2, likes=5))
    assert [(row["post_id"], row["likes"]) for row in bench.posts] == [("p1", None), ("p2", 5)]
