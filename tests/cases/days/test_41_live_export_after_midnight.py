from datetime import UTC, date, datetime


def test_a_live_export_of_the_early_hours_keeps_the_likes_of_the_day_that_ended(maison):
    maison.more = ""
    maison.night("posts.jsonl", at=datetime(2026, 11, 26, 5, tzinfo=UTC))
    assert maison.posts("created_date", "likes") == {
        "1": (date(2026, 11, 25), 10),
        "2": (date(2026, 11, 25), 5),
    }
