"""Every figure of a mail has a meaning, and its link lands on the same figure."""

from email import message_from_bytes
from email.policy import default

import pytest
from lxml import html

from tests.site.conftest import write
from transforms.config.settings import settings
from transforms.report.said.words import words
from transforms.site import figures, sheets
from transforms.site.render import HERE
from transforms.warehouse import contracts


@pytest.mark.parametrize("names", [("free",), ("free", "orange")])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", ["calm", "crisis", "first", "few", "kept"])
def test_the_links_of_a_mail_s_figures_land_on_the_same_figure(
    kind, language, names, published, community, sent, monkeypatch
):
    """Twenty mails: of five kinds of night, in two languages, of one community and of two."""
    site = "https://cm.example/pages"
    monkeypatch.setenv("CMR_SITE_URL", f"{site}/")
    settings.cache_clear()
    published(*((name, kind) for name in names), language=language)
    for name in names:
        community(name, "a@example.org", language=language)
    sent("a@example.org")
    write()
    [path] = settings().archive.rglob("*.eml")
    mail = message_from_bytes(path.read_bytes(), policy=default)
    body = html.document_fromstring(mail.get_body(("html",)).get_content())
    places = {f"{name}/{language}/nights/{path.parent.name}.html" for name in names}
    pages = {
        f"{site}/{place}": html.parse(str(settings().site / place)).getroot() for place in places
    }
    landed = set()
    for link in body.xpath("//a[@class='n']"):
        there, _, anchor = link.get("href").partition("#")
        [found] = pages[there].xpath("//*[@id=$a]", a=anchor)
        assert link.text_content() in found.text_content()
        assert link.get("title") in found.text_content()
        landed.add(there)
    assert landed == set(pages)
    for place in pages:
        assert place in mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize("kind", ["calm", "crisis", "first", "few"])
def test_every_figure_of_a_mail_has_a_meaning_in_both_languages_and_rows(
    kind, published, community, sent
):
    published(("free", kind))
    community("free", "a@example.org")
    sent("a@example.org")
    [path] = settings().archive.rglob("*.eml")
    [sheet] = sheets.of(path.read_bytes())
    assert sheet.figures
    for figure in sheet.figures:
        assert figures.marts(figure.mart), figure.mart
        for language in ("fr", "en"):
            assert figures.meaning(figure.mart, words(language, HERE / "languages")), figure.mart


def test_both_languages_mean_the_same_figures():
    french, english = (words(one, HERE / "languages").get("site.meanings") for one in ("fr", "en"))
    assert set(french) == set(english)


def test_an_emotion_s_figure_names_the_emotion():
    said = figures.meaning("fct_community_days.disgust_low", words("fr", HERE / "languages"))
    assert "du dégoût" in said
    assert "{" not in said


def test_the_rows_are_columns_of_published_marts():
    known = contracts.contracts()
    for mart, (columns, _) in figures.ROWS.items():
        source = figures._READ.get(mart, mart)
        named = {column for column in columns if "(" not in column}
        if source.startswith("ops."):  # made by the publication, without a contract
            continue
        assert named <= set(known[source].columns), mart
