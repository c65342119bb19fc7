"""A panel of advice over every industry, calm and in a crisis, against a table written here once
more by hand.
"""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from transforms.config.industries import read_packs
from transforms.config.settings import settings
from transforms.reading import EMOTIONS, NEGATIVE
from transforms.recommend.choose import advise, crisis
from transforms.recommend.learn import history as histories
from transforms.recommend.learn.history import History

PACKS = read_packs(settings().industries)
WORLDS = 7
"""Per industry and mood; three pieces of advice on a calm day, one in a crisis: 8 x (7 x 3 + 7) = 224."""
AUDIENCES = ["critics", "askers", "helpers", "newcomers", "regulars", "advocates", "dormant"]
CHEERFUL = {
    "fr": r"hâte|(?<!sans )(?<!hausse )surprise|souvenir|ravi|bravo|fête"
    r"|concours|gagnez|sondage|votez|devinez|!|belle|bientôt|merci",
    "en": r"excited|(?<!no )(?<!without )surprise|best moment|thrilled"
    r"|bravo|party|contest|win\b|poll|vote|guess|!|lovely|soon|thank",
}
BEGGING = {
    "fr": r"sans avoir à|réclamer|\bpromis\b|\bgaranti\b|garantissons",
    "en": r"without having to|beg\b|we promise|guarantee",
}
UPDATE = {"fr": r"\[heure\]", "en": r"\[time\]"}
SHOWN = {
    "fr": {
        "image": "[image",
        "story": "[écran",
        "link": "[lien",
        "poll": "[choix",
        "video": "[vidéo",
    },
    "en": {
        "image": "[picture",
        "story": "[screen",
        "link": "[link",
        "poll": "[choice",
        "video": "[video",
    },
}
SORRY = {"fr": r"désolé|excuses|pardon", "en": r"sorry|apologi"}


def world(industry: str, number: int, mood: str) -> History:
    """A community that likes jokes, polls and pictures: what pays is what must not be advised on
    what hurts.
    """
    rng = np.random.default_rng([sorted(PACKS).index(industry), number])
    pack = PACKS[industry]
    night, zone = date(2026, 6, 16), ZoneInfo("Europe/Paris")
    cutoff = histories.end_of(night, zone)
    themes = sorted(pack.themes)
    posts = pd.DataFrame(
        {
            "network": "x", "post_id": f"p{i}", "created_at": cutoff - timedelta(days=i + 1),
            "created_date": night - timedelta(days=i), "text": "words", "theme": str(rng.choice(themes)),
            "form": str(rng.choice(["text", "image", "poll", "story", "question", "link"])),
            "tone": str(rng.choice(["joy", "surprise", "anticipation", "trust"])), "slot": "18:00-23:00", "weekday": 2,
            "question": 0.0, "sentiment": 0.2, "advice_id": None, "engagement": 0, "age_hours": 200.0,
            "metrics_basis": "observed", "observed_at": cutoff,
        }
        for i in range(40)
    )  # fmt: skip
    merry = posts["form"].isin(["poll", "story", "image"]).astype(int) + posts["tone"].isin(
        ["joy", "surprise"]
    )
    posts["engagement"] = (20 * 2.5**merry + rng.integers(0, 9, len(posts))).astype(int)
    spoken = rng.choice(themes, 8, replace=False)
    members = pd.DataFrame(
        {"theme": str(theme), "audience": str(rng.choice(AUDIENCES)), "posts": int(rng.integers(5, 90)),
         "sentiment": float(rng.uniform(-0.7, 0.5)), **dict.fromkeys(EMOTIONS, 0.1)}
        for theme in spoken
    )  # fmt: skip
    wanted = pd.DataFrame(
        {"need_id": str(t), "theme_id": str(t), "label_fr": pack.themes[t].need.fr, "label_en": pack.themes[t].need.en,
         "people": 30 - i, "posts": 40, "people_before": 5, "rise": 20.0, "rank": i + 1}
        for i, t in enumerate(spoken[:3])
    )  # fmt: skip
    return History(
        "sky", industry, ["fr", "en"][number % 2], zone, cutoff, False, False, posts,
        pd.DataFrame(columns=histories.REPLY_COLUMNS), members, {},
        pd.DataFrame(columns=["kind", "label_fr", "label_en", "need_fr", "need_en"]).rename_axis("theme_id"),
        wanted, signals(night, str(spoken[0]), mood, number),
        pd.DataFrame(columns=["network", "post_id", "theme", "before", "answer", "after"]), pack,
    )  # fmt: skip


def signals(night: date, theme: str, mood: str, number: int) -> pd.DataFrame:
    """One signal, in turn an emotion, the tone, the volume with a symptom, or a theme; none on a
    calm day.
    """
    kinds = [
        {"metric": "emotion", "subject": NEGATIVE[number % 4], "direction": "up", "also": []},
        {"metric": "sentiment", "subject": None, "direction": "down", "also": None},
        {
            "metric": "volume",
            "subject": None,
            "direction": "up",
            "also": ["emotion:anger:up", "sentiment:down"],
        },
        {"metric": "theme", "subject": theme, "direction": "up", "also": ["emotion:sadness:up"]},
    ]
    row = {
        "date": night,
        "signal_id": "s",
        "z": 4.0,
        "false_alarm_rate": 0.01,
        "theme_id": theme,
    } | kinds[number % 4]
    return pd.DataFrame([row] if mood == "crisis" else [], columns=list(row))


@pytest.fixture(scope="module")
def panel() -> list[tuple[str, str, History, dict]]:
    """Every piece of advice with its industry, mood and history."""
    found = []
    for industry in sorted(PACKS):
        for mood in ("calm", "crisis"):
            for number in range(WORLDS):
                history = world(industry, number, mood)
                rows = advise.advise(
                    history, advise.learn(history, {}), datetime(2026, 6, 17, 5, tzinfo=UTC)
                )
                found += [(industry, mood, history, row) for row in rows]
    return found


def is_thanked(history: History, theme: str) -> bool:
    """Contentment with nothing in particular, of people who are not unhappy with it now."""
    felt = history.members.loc[history.members["theme"] == theme, "sentiment"]
    return theme in history.pack.natures.thanked and (felt.empty or felt.iloc[0] >= 0)


def hurts(history: History, theme: str) -> bool:
    felt = history.members.loc[history.members["theme"] == theme, "sentiment"]
    natures = history.pack.natures
    if theme in natures.outside:
        return False
    said = theme in (*natures.hurts, *natures.delicate)
    return said or (len(felt) > 0 and felt.iloc[0] < -0.2)


def breaks(history: History, row: dict, mood: str) -> list[str]:
    """What a community manager could not defend in one piece of advice."""
    found = []
    painful = hurts(history, row["theme_id"])
    if painful and (row["tone"] != "trust" or row["format"] not in ("text", "link", "question")):
        found.append("cheers on what hurts")
    if row["theme_id"] in history.pack.natures.delicate and row["format"] not in ("text", "link"):
        found.append("asks of what is nobody's business")
    if row["audience"] == "critics" and (
        row["tone"] != "trust" or row["format"] in ("poll", "story", "image", "video")
    ):
        found.append("entertains angry people")
    if row["audience"] == "askers" and row["format"] in ("question", "poll"):
        found.append("asks those who asked")
    if row["audience"] == "dormant" and painful:
        found.append("calls people back to what hurts")
    if is_thanked(history, row["theme_id"]) and row["tone"] not in ("trust", "joy"):
        found.append("unveils contentment")
    if mood == "crisis" and (row["assigned"] or row["propensity"] != 1 or row["format"] != "text"):
        found.append("tries something out in a crisis")
    for language in ("fr", "en"):
        texts = row[f"posts_{language}"]
        if not 1 <= len(texts) <= 3 or len(set(texts)) < len(texts):
            found.append(f"{len(texts)} posts")
        for text in texts:
            never = [getattr(words, language).casefold() for words in history.pack.never_say]
            if re.search(BEGGING[language], text, re.IGNORECASE) or any(
                n in text.casefold() for n in never
            ):
                found.append(f"unsayable: {text}")
            if painful and re.search(CHEERFUL[language], text, re.IGNORECASE):
                found.append(f"cheers: {text}")
            if mood == "crisis" and not (
                re.search(UPDATE[language], text) and re.search(SORRY[language], text, re.I)
            ):
                found.append(f"no apology or no time: {text}")
            if mood == "calm" and SHOWN[language].get(row["format"], "") not in text:
                found.append(f"shows nothing: {text}")
            if "{" in text:
                found.append(f"a gap: {text}")
    return found


def test_no_advice_of_the_panel_breaks_the_table(panel):
    broken = [
        (industry, mood, row["theme_id"], b)
        for industry, mood, h, row in panel
        for b in breaks(h, row, mood)
    ]
    assert broken == []
    assert len(panel) >= 200
    assert {industry for industry, *_ in panel} == set(PACKS)


def test_a_crisis_has_one_piece_of_advice_and_a_calm_day_chance(panel):
    by_mood = {mood: [row for _, m, _, row in panel if m == mood] for mood in ("calm", "crisis")}
    assert len(by_mood["crisis"]) == len(PACKS) * WORLDS
    assert {row["rank"] for row in by_mood["crisis"]} == {1}
    assert all(row["assigned"] for row in by_mood["calm"])


def test_the_posts_offered_vary(panel):
    texts = [text for *_, row in panel for text in row["posts_fr"]]
    assert len(set(texts)) > 0.5 * len(texts)


@pytest.mark.parametrize(("metric", "subject", "direction", "also", "is_crisis"), [
    ("emotion", "anger", "up", None, True),
    ("emotion", "sadness", "up", [], True),
    ("emotion", "anger", "down", [], False),
    ("emotion", "joy", "up", [], False),
    ("sentiment", None, "down", [], True),
    ("sentiment", None, "up", [], False),
    ("volume", None, "up", ["emotion:fear:up"], True),
    ("volume", None, "up", ["emotion:joy:up"], False),
    ("index", "disruption_distress", "up", [], True),
    ("index", "disruption_distress", "down", [], False),
    ("volume", None, "up", ["index:disruption_distress:up"], True),
    ("theme", "outage", "up", [], True),
    ("theme", "praise", "up", [], False),
])  # fmt: skip
def test_any_negative_signal_index_or_symptom_is_a_crisis(
    metric, subject, direction, also, is_crisis
):
    history = world("telecom", 0, "calm")
    quiet = history.members[history.members["theme"] == "none"]
    row = {"date": history.night, "signal_id": "s", "metric": metric, "subject": subject, "direction": direction,
           "z": 3.1, "false_alarm_rate": 0.01, "theme_id": "praise", "also": also}  # fmt: skip
    seen = History(**(history.__dict__ | {"signals": pd.DataFrame([row]), "members": quiet}))
    assert (crisis.themes_of(seen) is not None) == is_crisis
    old = pd.DataFrame([row | {"date": history.night - timedelta(days=crisis.DAYS)}])
    assert crisis.themes_of(History(**(seen.__dict__ | {"signals": old}))) is None
