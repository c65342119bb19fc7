"""What an industry pack may say, and which of its reply plans fits."""

import pytest
from pydantic import ValidationError

from transforms.config.industries import Pack, ReplyPlan

TEXT = {"fr": "Merci.", "en": "Thank you."}
LABEL = {"fr": "Retard", "en": "Delay"}
PACK = {
    "name": "toys",
    "label": LABEL,
    "themes": {
        "delay": {"label": LABEL, "phrases": {"fr": ["retard"], "en": ["late"]}, "need": LABEL},
        "price": {"label": LABEL, "phrases": {"fr": ["prix"], "en": ["price"]}, "need": LABEL},
    },
    "indices": {"wait": {"label": LABEL, "themes": ["delay"], "emotions": ["anger"]}},
    "escalate": {"fr": ["me faire du mal"], "en": ["hurt myself"]},
}
FITS = {
    "made for it in all": (
        {"themes": ["delay"], "emotions": ["anger"], "intents": ["complaint"]},
        3,
    ),
    "made for its theme": ({"themes": ["price", "delay"]}, 1),
    "made for any": ({}, 0),
    "made for another theme": ({"themes": ["price"], "emotions": ["anger"]}, None),
    "made for another feeling": ({"emotions": ["joy"]}, None),
    "made for questions": ({"themes": ["delay"], "intents": ["question"]}, None),
}


@pytest.mark.parametrize(("made_for", "fit"), FITS.values(), ids=FITS)
def test_a_plan_fits_what_it_is_made_for_and_never_what_it_is_not(made_for, fit):
    plan = ReplyPlan(text=TEXT, **made_for)
    assert plan.fit("delay", "anger", ["complaint"]) == fit


def test_a_plan_for_a_feeling_does_not_fit_where_none_is_known():
    plan = ReplyPlan(text=TEXT, emotions=["anger"])
    assert plan.fit("delay", None, []) is None


UNKNOWN = {
    "an index": {"indices": {"wait": PACK["indices"]["wait"] | {"themes": ["lost"]}}},
    "an event": {
        "calendar": {"sale": {"name": LABEL, "start": "03-01", "end": "03-02", "themes": ["lost"]}}
    },
    "a plan": {"reply_plans": {"sorry": {"text": TEXT, "themes": ["lost"]}}},
    "a nature": {"natures": {"hurts": ["lost"]}},
}


@pytest.mark.parametrize("changed", UNKNOWN.values(), ids=UNKNOWN)
def test_a_theme_that_the_pack_does_not_have_is_named(changed):
    with pytest.raises(ValidationError, match="unknown themes: lost"):
        Pack(**PACK | changed)


def test_a_theme_has_one_nature_and_is_neutral_without():
    pack = Pack(**PACK, natures={"hurts": ["delay"]})
    assert pack.nature_of == {"delay": "hurts", "price": "neutral"}
    with pytest.raises(ValidationError, match="names themes twice: delay"):
        Pack(**PACK, natures={"hurts": ["delay"], "pleases": ["delay"]})
