"""The site as a whole: whose pages hold what, what is written again, and what goes."""

import json
import shutil

import pytest
from lxml import html

from tests.site.conftest import everything, night_page, pages, write
from transforms.config.settings import settings
from transforms.extract import run as extract
from transforms.privacy import forgetting

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>"><svg/onload=alert(3)>'
MENU = ("index", "climate", "themes", "wants", "people", "advice", "figures", "status")


@pytest.fixture
def two(published, community, sent):
    """Two communities with a reader each, and one who reads both."""
    published(("free", "crisis"), ("orange", "crisis"))
    community("free", "a@example.org", "both@example.org")
    community("orange", "b@example.org", "both@example.org")
    sent("a@example.org", "b@example.org", "both@example.org")


def test_every_page_of_the_menu_is_there_and_leads_only_to_pages_that_are(two, altered):
    altered("update fct_expectations set need_id = 'Wi-Fi / ../x' where community_id = 'free'")
    write()
    found = pages("free")
    assert {f"fr/{name}.html" for name in MENU} < set(found)
    for place, page in found.items():
        tree = html.document_fromstring(page)
        for link in tree.xpath("//a/@href"):
            if link.startswith("https:"):
                continue
            file, _, anchor = link.partition("#")
            target = (settings().site / "free" / place).parent / file if file else None
            assert target is None or target.is_file(), (place, link)
            there = html.parse(str(target)).getroot() if target else tree
            assert not anchor or there.xpath("//*[@id=$a]", a=anchor), (place, link)


def test_a_canary_of_one_community_is_in_no_page_of_another(two, altered):
    for table, column in (("fct_posts", "text"), ("dim_themes", "label_fr"),
                          ("fct_expectations", "label_fr")):  # fmt: skip
        altered(
            f"update {table} set {column} = 'canari ' || {column} where community_id = 'orange'"
        )
    standing = {
        "sources": [
            {"community": name, "source": f"source_of_{name}", "status": "ok", "rows": 1}
            for name in ("free", "orange")
        ],
        "communities": [{"community": name, "night": None} for name in ("free", "orange")],
    }
    write(**standing)
    assert "canari" in everything("orange")
    assert "source_of_free" in everything("free")
    for word in ("canari", "orange"):
        assert word not in everything("free").lower()


def test_a_page_holds_nothing_that_is_a_reader_s_alone(two):
    write()
    mail = next(settings().archive.rglob("*.eml")).read_bytes()
    assert b"mailto:" in mail
    assert night_page("free").is_file()
    for word in ("example.org", "cmr.example", "mailto:", "[cmr "):
        assert word not in everything()


def test_what_strangers_wrote_is_text_on_every_page(published, community, sent, altered):
    published(("free", "crisis"))
    community("free", "a@example.org")
    for table, column in (("fct_posts", "text"), ("dim_themes", "label_fr"),
                          ("fct_expectations", "label_fr"), ("dim_communities", "name")):  # fmt: skip
        altered(f"update {table} set {column} = ?", HOSTILE)
    sent("a@example.org")
    write()
    assert "&lt;script&gt;" in everything("free")
    for place, page in pages("free").items():
        tree = html.document_fromstring(page)
        assert not tree.xpath("//script | //iframe | //object | //form | //link"), place
        assert not tree.xpath("//@*[starts-with(name(), 'on')]"), place
        assert [s for s in tree.xpath("//@src") if not s.startswith("data:image/png")] == []
        [policy] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'"), place


def test_a_second_run_writes_nothing_and_a_new_mail_only_its_night(two, sent):
    assert write()["pages"] > 20
    before = {path: path.stat().st_mtime_ns for path in settings().site.rglob("*")}
    assert write() == {"pages": 0, "removed": 0}
    assert before == {path: path.stat().st_mtime_ns for path in settings().site.rglob("*")}
    old = next(path for path in settings().archive.rglob("*.eml"))
    earlier = settings().archive / "2026-06-15"
    earlier.mkdir()
    shutil.copy(old, earlier / old.name)
    told = write()
    assert told["pages"] in (3, 6)  # the night, the one after it, the list: of one reader's or both


def test_a_night_whose_mail_is_no_longer_kept_loses_its_page(two):
    write()
    assert night_page("free").is_file()
    shutil.rmtree(settings().archive)
    assert write()["removed"] == 2
    assert not night_page("free").exists()


def test_a_community_without_a_file_loses_its_pages_and_one_with_a_broken_file_keeps_them(two):
    write()
    file = settings().communities / "orange.yml"
    file.write_text("name: orange\nlanguage: xx\n")
    write()
    assert pages("orange")
    file.unlink()
    assert write()["removed"] > 10
    assert not (settings().site / "orange").exists()
    assert pages("free")


def test_a_community_that_nobody_published_yet_has_pages_that_say_so(community, cmr):
    community("new_one", "a@example.org", language="en")
    write()
    assert "Nothing here yet." in pages("new_one")["en/climate.html"]


def test_pages_are_in_the_community_s_language_and_in_its_readers(published, community):
    published(("free", "calm"))
    community("free", "a@example.org", recipient={"language": "en"})
    write()
    found = pages("free")
    assert "<h1>Climat</h1>" in found["fr/climate.html"]
    assert "<h1>Climate</h1>" in found["en/climate.html"]
    assert 'hreflang="en"' in found["fr/climate.html"]


def test_a_forgotten_person_is_gone_from_every_page_at_once_and_stays_so(
    published, community, sent, altered, tmp_path
):
    said = "Le technicien devait passer mardi matin et n'est jamais venu chez moi"
    rows = [{"post_id": "p1", "network": "x", "author_id": "leaver", "text": said,
             "created_at": "2026-06-16T10:00:00Z"}]  # fmt: skip
    (tmp_path / "posts.jsonl").write_text("\n".join(map(json.dumps, rows)))
    community("free", "a@example.org", sources=[
        {"network": "export", "path": str(tmp_path / "posts.jsonl"), "account": "free"}
    ])  # fmt: skip
    extract.extract_night("free", 0, None)
    published(("free", "crisis"))
    altered("update fct_posts set text = ? where post_id = '1800000000000000001'", said)
    sent("a@example.org")
    write()
    assert said in html.fromstring(pages("free")["fr/people.html"]).text_content().replace("’", "'")
    forgetting.forget_author("x", "leaver")
    assert "technicien devait" not in everything("free")
    write()
    assert "technicien devait" not in everything("free")


def test_a_forgotten_community_has_no_pages(two):
    write()
    (settings().communities / "orange.yml").unlink()
    with pytest.raises(Exception, match="holds nothing"):
        forgetting.forget_community("orange")
    assert pages("orange")


def test_a_rival_is_a_page_of_ours_and_has_none_of_its_own(published, community, sent, altered):
    published(("free", "calm"), ("orange", "calm"))
    community("free", "a@example.org")
    community("orange", rival_of="free")
    for name, theme in (("free", "outage"), ("orange", "outage")):
        altered(
            "insert into fct_posts (community_id, industry, network, post_id, author_id, created_at, "
            "created_date, is_brand, worded, complaint, sentiment, text) select ?, 'telecom', 'x', "
            "'r' || n, 'a' || n, '2026-06-16 10:00:00+00', '2026-06-16', false, true, ?, 0, 'x' "
            "from range(60) t(n)", name, 0.7 if name == "free" else 0.2,
        )  # fmt: skip
        altered(
            "insert into fct_expectations (community_id, industry, date, need_id, theme_id, people, "
            "people_answered) values (?, 'telecom', '2026-06-16', 'w1', ?, 40, ?)",
            name, theme, 2 if name == "free" else 35,
        )  # fmt: skip
    write()
    assert "Orange répond à" not in pages("free")["fr/rivals.html"]  # no brand's post: not known
    altered("update fct_posts set is_brand = true where post_id = 'r0'")
    sent("a@example.org")
    write()
    assert not (settings().site / "orange").exists()
    said = html.fromstring(pages("free")["fr/rivals.html"]).text_content()
    assert "Orange répond à" in said
    assert "Suivis seulement depuis" not in said
    assert "« Panne et coupure »" in said.replace("\u202f", " ")
    assert "Face à vos concurrents" in night_page("free").read_text(encoding="utf-8")
    assert "rivals.html" in pages("free")["fr/index.html"]
    altered("update dim_communities set first_date = date '2026-06-10'")
    write()
    said = html.fromstring(pages("free")["fr/rivals.html"]).text_content()
    since = "Suivis seulement depuis le 10 juin 2026 : Free et Orange."
    assert since in " ".join(said.split())
