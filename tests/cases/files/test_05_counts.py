"""Counts as people write them: an unreadable one is unknown and costs no post."""


def test_every_post_stays_and_what_can_be_read_is_read(case, taken):
    found = taken(case / "14_counts.csv")
    assert len(found.posts) == 14
    unknown = (None, None, None, None)
    assert found["likes"] == [
        1234,
        1234,
        1234,
        None,
        None,
        1200,
        1200,
        2,
        12,
        *unknown[:3],
        0,
        1000,
    ]
    assert found.tally.unreadable == {"likes": 2}


def test_with_the_decimal_sign_declared_thousands_are_told(case, taken):
    assert taken(case / "14_counts.csv", decimal=",")["likes"][3:5] == [1234, None]
    assert taken(case / "14_counts.csv", decimal=".")["likes"][3:5] == [None, 1234]
