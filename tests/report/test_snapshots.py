"""The mail of each kind of night in each language, word for word."""

import re
from datetime import timedelta
from html import unescape

import pytest

from tests.report import nights
from transforms.report import run
from transforms.report.mail.render import facts_of, render


@pytest.fixture
def mail(published, community):
    def build(kind: str, language: str, simulated: bool = False):
        path = published(("free", kind), language=language, simulated=simulated)
        community(
            "free",
            "cm@example.org",
            language=language,
            brand={"colour": "#cd1e25"},
            simulated=simulated,
        )
        part = run._parts("cm@example.org", {"free": nights.NIGHT})[0]
        assert part.facts == facts_of(path, "free", nights.NIGHT)
        return render([part], language, "cm@example.org", "answers@cmr.example")

    return build


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", nights.NIGHTS)
def test_the_text_part_reads_as_it_always_did(kind, language, mail, snapshot):
    assert mail(kind, language).text == snapshot


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", nights.NIGHTS)
def test_the_html_part_looks_as_it_always_did(kind, language, mail, snapshot):
    body = re.search(r"<body.*</body>", mail(kind, language).html, re.DOTALL)[0]
    assert body.replace("><", ">\n<") == snapshot


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", nights.NIGHTS)
def test_a_simulated_community_says_so_in_subject_html_and_text(kind, language, mail):
    built = mail(kind, language, simulated=True)
    sentence = {"fr": "Communauté simulée", "en": "Simulated community"}[language]
    assert built.subject.startswith("[simulation] ")
    assert sentence in built.html
    assert sentence in built.text
    assert "x.com" not in built.html


@pytest.mark.parametrize("kind", ["calm", "empty", "first"])
def test_a_quiet_night_makes_a_shorter_mail_than_a_crisis(kind, mail):
    assert len(mail(kind, "fr").text) < 0.75 * len(mail("crisis", "fr").text)


def test_kept_figures_are_dated_and_said_to_be_old(mail):
    built = mail("kept", "en")
    old = nights.NIGHT - timedelta(days=2)
    assert f"No new figures since Sunday {old.day} June 2026" in built.text.replace("\n  ", " ")
    assert "Free, Sunday 14 June 2026" in built.text


@pytest.mark.parametrize("kind", nights.NIGHTS)
def test_every_mail_fits_and_fetches_nothing(kind, mail):
    built = mail(kind, "fr")
    assert built.fits
    assert "\\u{" not in built.html
    assert set(re.findall(r'src="(\w+):', built.html)) <= {"cid"}
    assert set(re.findall(r'src="cid:([^"]+)"', built.html)) == set(built.images)
    assert not re.search(r"@import|url\(|<link |<script|<iframe", built.html)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_charts_say_in_words_what_they_show(language, mail):
    found = re.findall(
        r'<img class="(?:light|dark)"[^>]* alt="([^"]*)"', mail("crisis", language).html
    )
    alts = [unescape(alt) for alt in found]
    anger, last = {
        "fr": ("colère 48\u00a0%, d’habitude 9\u00a0%", "512 le dernier jour"),
        "en": ("anger 48%, usually 9%", "512 on the last day"),
    }[language]
    assert [anger in alt for alt in alts] == [True, True, False, False]
    assert [last in alt for alt in alts] == [False, False, True, True]


def test_the_mail_of_a_monday_holds_the_week(published, community):
    published(("free", "calm"))
    community("free", "cm@example.org", recipient={"digest": "weekly"})
    sunday = nights.NIGHT - timedelta(days=2)
    part = run._parts("cm@example.org", {"free": sunday})[0]
    assert part.community.name == "free"
    text = " ".join(render([part], "fr", "cm@example.org").text.split("\n"))
    assert "LA SEMAINE" in text
    assert re.search(r"\d[\u202f\d]* messages de membres en sept jours, contre \d", text)
    assert (
        "LA SEMAINE"
        not in render([run._parts("cm@example.org", {})[0]], "fr", "cm@example.org").text
    )
