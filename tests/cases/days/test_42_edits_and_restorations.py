OLD, NEW = "La fibre est en panne, je suis furieux", "Merci, service génial, je suis ravi"


def test_edits_without_a_time_and_restorations_are_what_the_file_says_last(maison):
    maison.night("night1.jsonl")
    assert maison.posts("text") == {"1": OLD, "3": OLD, "4": OLD, "5": NEW}
    maison.night("night2.jsonl")
    assert maison.posts("text") == {"2": NEW, "3": NEW, "4": NEW, "5": NEW, "6": OLD}
    assert maison.posts("is_edited") == {"2": True, "3": True, "4": True, "5": False, "6": False}
