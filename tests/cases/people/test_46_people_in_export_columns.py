"""People in the columns of an export: none of them is found afterwards, and posts can be joined to
their answers.
"""

from transforms.extract.door import as_json

PEOPLE = (
    *(
        "janedoe1234567",
        "Jeanne",
        "Dupont",
        "0612345678",
        "VICTOR HUGO",
        "jeanne.dupont",
        "jeanne_dupont",
        "jean_martin",
    ),
    *("exemple.fr", "Lyon", "paul_durand"),
)


def test_no_value_of_a_person_is_in_any_column(case, taken):
    found = taken(case / "posts.jsonl")
    assert len(found.posts) == 3
    kept = as_json(found.posts)
    assert [one for one in PEOPLE if one.lower() in kept.lower()] == []


def test_posts_can_still_be_joined_to_their_answers_whichever_comes_first(tmp_path, taken):
    row = '{{"post_id": "{}", "network": "{}", "author_id": "{}", "text": "t", "created_at": "2025-06-1{}"{}}}\n'
    ids = {
        "instagram": "jeanne.dupont_98765",
        "x": "https://x.com/jeanne.dupont/status/1",
        "forum": "p1",
    }
    lines = [
        row.format(f"r{n}", net, "paul.durand", n, f', "in_reply_to": "{id_}"')
        for n, (net, id_) in enumerate(ids.items())
    ]
    posts = [row.format(id_, net, "jeanne.dupont", 5, "") for net, id_ in ids.items()]
    for order in (lines + posts, posts + lines):
        (tmp_path / "f.jsonl").write_text("".join(order))
        found = taken(tmp_path / "f.jsonl")
        known = {
            post["network"]: post["post_id"] for post in found.posts if not post["in_reply_to"]
        }
        answered = {
            post["network"]: post["in_reply_to"] for post in found.posts if post["in_reply_to"]
        }
        assert known == answered
        assert known["forum"] == "p1"
        assert "jeanne" not in as_json(found.posts)


def test_the_brands_name_in_its_posts_ids_is_nobodys(tmp_path, taken):
    row = '{"post_id": "marque-1", "network": "x", "author_id": "Marque", "text": "t", "created_at": "2025-06-17"}\n'
    (tmp_path / "f.jsonl").write_text(row)
    assert taken(tmp_path / "f.jsonl")["post_id"] == ["marque-1"]
