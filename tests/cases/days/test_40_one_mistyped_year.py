from transforms.stage import run as stage


def test_one_mistyped_year_loses_no_likes_and_is_shown_once_it_is_mended(maison):
    facts = maison.night("night1.jsonl")
    assert maison.posts("likes") == {"1": 10, "2": 5, "3": 7}
    assert "1 rows dated in the future" in facts["message"]
    maison.night("night2.jsonl")
    assert maison.posts("likes") == {"1": 10, "2": 5, "3": 7, "4": 7}
    stage.rebuild()
    assert maison.posts("likes") == {"1": 10, "2": 5, "3": 7, "4": 7}
