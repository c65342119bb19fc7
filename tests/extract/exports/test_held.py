"""Which version of a post is taken in, beside what the lake holds already."""


def test_a_changed_file_adds_only_its_new_versions(bench, post):
    bench.pull(post(1), post(2))
    facts = bench.pull(post(1), post(2, likes=9), post(3))
    assert (facts["rows"], facts["known"]) == (2, 1)
    assert [(row["post_id"], row["likes"]) for row in bench.posts] == [
        ("p1", None),
        ("p2", None),
        ("p2", 9),
        ("p3", None),
    ]


def test_a_post_that_goes_back_to_an_earlier_text_is_the_newest_once_more(bench, post):
    bench.pull(post(1, text="first"))
    bench.pull(post(1, text="second"))
    bench.pull(post(1, text="first"), post(2))
    assert [row["text"] for row in bench.posts if row["post_id"] == "p1"] == [
        "first",
        "second",
        "first",
    ]
    bench.pull(post(1, text="first"), post(2), post(3))
    assert len(bench.posts) == 5


def test_two_versions_in_one_file_are_both_kept_and_not_taken_again(bench, post):
    bench.pull(post(1, text="before"), post(1, text="after"))
    bench.pull(post(1, text="before"), post(1, text="after"), post(2))
    assert [row["text"] for row in bench.posts if row["post_id"] == "p1"] == ["before", "after"]
