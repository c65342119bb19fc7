"""A row nested 600 deep is set aside with its line, and the rest goes on."""


def test_that_row_is_set_aside_alone(case, taken):
    found = taken(case / "posts.jsonl")
    assert len(found.posts) == 1
    assert [(one.line, one.field, one.reason) for one in found.tally.rejected] == [
        (1, "(line)", "nested deeper than 64 levels")
    ]
