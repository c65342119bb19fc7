"""Which writer of the DuckLake builds which communities."""

from transforms.stage.writers import share_out


def followed(**industries: int) -> list[dict[str, str]]:
    return [
        {"community_id": f"{industry}{number}", "industry": industry}
        for industry, count in industries.items()
        for number in range(count)
    ]


def test_an_industry_is_never_divided_and_the_work_is_shared():
    parts = share_out(followed(airlines=3, telecom=1, media=1, games=2), 2)
    industries = [
        {community.rstrip("0123456789") for community in part.communities} for part in parts
    ]
    assert sorted(map(sorted, industries)) == [["airlines", "telecom"], ["games", "media"]]
    assert [len(part.communities) for part in parts] == [4, 3]


def test_no_more_writers_than_industries_and_one_is_enough():
    assert len(share_out(followed(airlines=3, telecom=1), 9)) == 2
    assert [len(part.communities) for part in share_out(followed(airlines=3, telecom=1), 1)] == [4]


def test_a_new_community_of_an_industry_leaves_the_schemas_where_they_are():
    before = {part.schema for part in share_out(followed(airlines=3, telecom=1), 2)}
    assert before == {part.schema for part in share_out(followed(airlines=4, telecom=1), 2)}
    assert all(schema.startswith("writer_") and schema.isidentifier() for schema in before)
