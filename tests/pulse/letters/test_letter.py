"""What the mail of a crisis says, in both languages."""

from datetime import UTC, datetime, timedelta
from string import Formatter

import pytest
import yaml

from transforms.config.communities import Community
from transforms.config.industries import read_pack
from transforms.config.settings import settings
from transforms.pulse.crisis import CrisisEvent
from transforms.pulse.letters.letter import LANGUAGES, QUOTED, Upset, letter
from transforms.report.mail.build import HTML_LIMIT, build
from transforms.report.said.blocks import plain
from transforms.report.said.words import Words, words

NOW = datetime(2026, 6, 16, 12, 50, tzinfo=UTC)
EVENTS = ("begins", "doubles", "ends")


def event(kind: str = "begins", upset: int = 14, expected: float = 1.7) -> CrisisEvent:
    return CrisisEvent(kind, NOW, upset, expected, 3, NOW - timedelta(hours=3), 2 * upset)


def post(n: int, theme: str | None = "cancellation", text: str = "", network: str = "x") -> Upset:
    said = text or f"flight {n} is cancelled and nobody answers"
    return Upset(
        network, str(100_000 + n), f"a{n}", said, NOW - timedelta(minutes=n), theme, 0.6, 0.8
    )


def community(**changes) -> Community:
    about = {
        "name": "sky_line", "industry": "airlines", "language": "en", "accounts": ["sky"], "pulse": True,
        "timezone": "Europe/Paris", "sources": [{"network": "export", "path": "posts.jsonl"}],
    }  # fmt: skip
    return Community.model_validate(about | changes)


def mail(kind: str = "begins", language: str = "en", upset=None, whole: bool = True, **changes):
    pack, said = read_pack(settings().industries / "airlines.yml"), words(language, LANGUAGES)
    posts = [post(n) for n in range(14)] if upset is None else upset
    told = letter(event(kind), posts, community(**changes), pack, said, 1, whole)
    return build([told], said, "cm@example.org", foot="pulse_foot")


@pytest.fixture(params=["fr", "en"])
def language(request) -> str:
    return request.param


def test_both_languages_say_the_same_things_of_the_same_values():
    def asked(told, path=()):
        if isinstance(told, dict):
            return {k for name, one in told.items() for k in asked(one, (*path, name))}
        return {(path, name) for _, name, _, _ in Formatter().parse(told)}

    told = {
        language: yaml.safe_load((LANGUAGES / f"{language}.yml").read_text(encoding="utf-8"))
        for language in ("fr", "en")
    }
    assert asked(told["fr"]) == asked(told["en"])


def test_the_subject_says_how_many_in_how_long_and_about_what():
    assert mail().subject == "Sky Line: 14 people upset in 3 hours (Cancellations)"
    assert (
        mail(language="fr").subject
        == "Sky Line\u00a0: 14 personnes mécontentes en 3 heures (Annulations)"
    )


def test_the_headline_holds_the_number_against_what_is_usual():
    told = mail().text.replace("\n", " ")
    assert (
        "14 people upset in the last 3 hours, most about “Cancellations”; usually about 2" in told
    )


@pytest.mark.parametrize("expected", [0.2, 0.49])
def test_less_than_one_usual_person_is_not_told_as_none(expected):
    pack, said = read_pack(settings().industries / "airlines.yml"), words("en", LANGUAGES)
    told = letter(event(expected=expected), [post(1)], community(), pack, said, 1)
    assert "usually fewer than one" in plain(told.headline)


def test_what_to_say_stands_before_the_posts_behind_it(language):
    text = mail(language=language).text
    said = Words(language, LANGUAGES)
    now, behind = (said.get(f"pulse.{key}").upper() for key in ("now", "behind"))
    assert 0 < text.index(now) < text.index(behind)
    assert said.get("advice.ready") in text


def test_some_people_are_quoted_once_each_and_the_others_counted():
    twice = [post(n) for n in range(14)] + [post(0)]
    text = mail(upset=twice).text
    assert text.count("is cancelled and nobody answers") == QUOTED
    assert "And 10 other upset posts." in text


def test_a_post_leads_to_where_it_is_answered_and_a_simulated_one_nowhere():
    assert "https://x.com/" in mail().html
    simulated = mail(simulated=True)
    assert "https://x.com/" not in simulated.html
    assert simulated.subject.startswith("[simulation] ")
    assert "SIMULATION" in simulated.html


def test_a_crisis_without_one_theme_is_told_without_any(language):
    mixed = [
        post(n, theme) for n, theme in enumerate(("delay", "cancellation", None, "refund") * 3)
    ]
    told = mail(language=language, upset=mixed)
    assert "(" not in told.subject
    assert words(language, LANGUAGES).get("pulse.nameless")[3:] in told.text.replace("\n", " ")


def test_what_is_over_is_told_with_its_worst_hour_and_how_to_close_it(language):
    told = mail("ends", language)
    assert "28" in told.text
    said = words(language, LANGUAGES)
    assert said.get("pulse.now").upper() not in told.text
    assert said.get("pulse.after").upper() in told.text
    assert said.get("pulse.again").split()[0] not in told.text.split("\n")


def test_a_source_that_was_not_heard_is_said():
    assert "Not every source could be heard" in mail(whole=False).text.replace("\n", " ")
    assert "Not every source" not in mail().text


def test_what_strangers_wrote_runs_nothing_and_bends_nothing():
    bad = "<script>alert(1)</script> {{ 7*7 }} \u202egnp.exe http://evil.example/x " + "A" * 500
    found = mail(upset=[post(n, text=bad) for n in range(6)])
    assert "<script" not in found.html.replace("&lt;script", "")
    assert "{{ 7*7 }}" in found.text
    assert "\u202e" not in found.html + found.text
    assert 'href="http://evil' not in found.html


@pytest.mark.parametrize("kind", EVENTS)
def test_the_mail_is_short_and_its_foot_says_what_is_counted(kind, language):
    found = mail(kind, language)
    assert len(found.html.encode()) < HTML_LIMIT / 2
    foot = words(language, LANGUAGES).get("pulse_foot.numbers")
    assert foot.split()[0] in found.text
    assert words(language).get("page.numbers") not in found.text.replace("\n", " ")


def test_the_same_event_makes_the_same_mail():
    assert mail() == mail()
