"""29 ways to write a time: what can be read one way only is read, the rest is refused, nothing is
read wrongly.
"""

from datetime import UTC, datetime

EIGHT = datetime(2025, 6, 17, 8, tzinfo=UTC)
SECONDS = datetime(2025, 6, 17, 8, 3, 57, tzinfo=UTC)
READ = {
    "3": EIGHT,
    "4": EIGHT,
    "5": datetime(2025, 6, 18, 2, 30, tzinfo=UTC),
    "6": SECONDS,
    "7": SECONDS,
    "8": SECONDS.replace(microsecond=500_000),
    "9": EIGHT.replace(microsecond=123456),
    "10": EIGHT.replace(hour=6),
    "11": EIGHT,
    "12": EIGHT,
    "13": EIGHT.replace(hour=6),
    "14": EIGHT,
    "18": EIGHT.replace(hour=0),
    "23": EIGHT,
    "24": EIGHT,
    "25": EIGHT,
    "26": EIGHT,
}
PARIS = {"first": "day", "zone": "Europe/Paris"}


def test_unmistakable_times_are_read_without_a_word(case, taken):
    found = taken(case / "17_times.csv")
    assert dict(zip(found["post_id"], found["created_at"], strict=True)) == READ
    assert {one.field for one in found.tally.rejected} == {"created_at"}


def test_a_declared_zone_and_order_read_the_rest_that_says_a_time(case, taken):
    found = taken(case / "17_times.csv", dates=PARIS)
    told = dict(zip(found["post_id"], found["created_at"], strict=True))
    six = EIGHT.replace(hour=6)
    assert (told["0"], told["15"], told["16"], told["12"]) == (six, six, six, six)
    assert "1" not in told, "June has no seventeenth month"
