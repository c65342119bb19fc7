"""A year that was killed goes on; its table says what grew."""

from tests.benchmarks import year


def night(number: int, seconds: float, files: int) -> year.Line:
    return {
        "night": number, "days": 1, "posts": 100, "seconds": {"marts": [seconds, seconds]}, "yardstick": 10.0,
        "files": {"lake/raw": files}, "bytes": {"lake": 1000}, "memory_mb": 500,
    }  # fmt: skip


def test_whoever_is_killed_goes_on_after_the_last_whole_line(tmp_path, monkeypatch):
    ran = []

    def one_night(home, number, last):
        ran.append((number, last))
        return {"night": number}

    monkeypatch.setattr(year, "_settle", lambda home: None)
    monkeypatch.setattr(year, "_night", one_night)
    (tmp_path / "nights.jsonl").write_text('{"night": 1}\n{"night": 2}\n{"nig', encoding="utf-8")
    year.run(tmp_path, range(1, 5))
    assert ran == [(3, 2), (4, 3)]
    assert [one["night"] for one in year.read(tmp_path)] == [1, 2, 3, 4]


def test_what_grows_beyond_the_posts_is_marked_and_what_is_flat_is_not():
    table = year.summary([night(n, 10.0, n) for n in range(1, 40)])
    [seconds, files] = (
        next(line for line in table.splitlines() if line.startswith(f"| {name} "))
        for name in ("marts", "files: lake/raw")
    )
    assert "grows" in files
    assert "grows" not in seconds
