"""How an unknown file could be read: asked of nobody what the file shows."""

import json

import pytest

from transforms.extract.files.proposal import propose

FRENCH = (
    "Auteur;Message;Date de publication;Réseau;J'aime;Lien\n"
    "Jeanne;Merci beaucoup;17/06/2025 08:00;Facebook;1 234;https://a.example/1\n"
    "Paul;Bof;06/07/2025 09:00;X (Twitter);2,0;https://a.example/2\n"
)


def test_a_french_table_is_mapped_by_its_names_and_values(tmp_path):
    (tmp_path / "export.csv").write_text(FRENCH, encoding="cp1252")
    found = propose(tmp_path / "export.csv", language="fr")
    assert found.source["columns"] == {
        "post_id": "Lien",
        "network": "Réseau",
        "author_id": "Auteur",
        "text": "Message",
        "created_at": "Date de publication",
        "url": "Lien",
        "likes": "J'aime",
    }
    assert found.source["dates"] == {"first": "day", "zone": "Europe/Paris"}
    assert (found.source["decimal"], found.source["values"]) == (
        ",",
        {"network": {"X (Twitter)": "x"}},
    )
    assert found.doubts == [
        "dates : la colonne « Date de publication » suit-elle l'horloge Europe/Paris ?"
    ]


def test_what_the_file_cannot_say_is_a_doubt_that_says_so(tmp_path):
    (tmp_path / "r.csv").write_text(
        "Comment,Date\nGreat,2025-06-17T08:00:00Z\nBad,2025-06-18T08:00:00Z\n"
    )
    found = propose(tmp_path / "r.csv", language="en")
    assert (found.source["ids"], found.source["constants"]) == ("content", {"network": "forum"})
    assert [doubt.partition(":")[0] for doubt in found.doubts] == ["network", "ids", "author_id"]


def test_days_and_months_that_could_be_each_other_are_asked_about(tmp_path):
    (tmp_path / "r.csv").write_text(
        "id,author,message,date,network\n1,a,Great,06/07/2025 08:00,x\n"
    )
    english, french = (propose(tmp_path / "r.csv", language=language) for language in ("en", "fr"))
    assert (english.source["dates"]["first"], french.source["dates"]["first"]) == ("month", "day")
    assert "Every date can be read both ways" in english.doubts[0]


def test_the_list_of_records_in_a_document_is_found(tmp_path):
    posts = [
        {"id": n, "author": f"a{n}", "body": f"text {n}", "timestamp": 1750147200 + n}
        for n in range(5)
    ]
    (tmp_path / "d.json").write_text(
        json.dumps({"meta": [{"k": 1}], "answer": {"all posts": posts}})
    )
    found = propose(tmp_path / "d.json", network="forum")
    assert found.source["records"] == 'answer."all posts"'
    assert found.source["columns"]["text"] == "body"
    assert "dates" not in found.source


def test_what_stands_inside_records_is_found_by_its_path(tmp_path):
    posts = [
        {"id": n, "user": {"id": 7, "name": f"u{n}"}, "body": f"text {n}", "created": 1750147200}
        for n in range(3)
    ]
    (tmp_path / "d.json").write_text(json.dumps({"comments": posts}))
    columns = propose(tmp_path / "d.json", network="forum").source["columns"]
    assert columns == {
        "post_id": "id",
        "author_id": "user.id",
        "text": "body",
        "created_at": "created",
    }


@pytest.mark.parametrize("name", ["post_id", "network"])
def test_a_file_that_has_our_columns_needs_no_mapping(tmp_path, name):
    row = {
        "post_id": "1",
        "network": "x",
        "author_id": "a",
        "text": "t",
        "created_at": "2025-06-17",
    }
    (tmp_path / "ours.jsonl").write_text(json.dumps(row) + "\n")
    assert set(propose(tmp_path / "ours.jsonl").source) == {"network", "path"}
