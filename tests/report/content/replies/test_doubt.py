"""Posts that may be praise or mockery are taken for neither."""

import pytest

from tests.report.content.replies.test_ranking import PACK, post
from transforms.report.content.replies import ranking
from transforms.report.content.replies.doubt import is_doubtful
from transforms.report.content.replies.drafts import Drafts


@pytest.mark.parametrize(
    ("text", "intent", "certainty", "irony", "doubtful"),
    [
        ("Ma journée est faite, le meilleur prix du marché. Vous êtes géniaux.", "complaint", 0.92, 0.43, True),
        ("Compensation paid without a fight. What a joy. 🤝", "complaint", 0.87, 0.5, True),
        ("Bravo, le prix a changé cinq fois en un an 👏", "complaint", 0.95, 0.9, False),
        ("Free snacks and a real coffee on the way to Lisbon", "complaint", 0.67, 0.47, True),
        ("C'est une honte, toujours pas de réseau", "complaint", 0.7, 0.3, False),
        ("Ah, formidable. Panne générale, plus rien ne marche", "complaint", 0.83, 0.27, False),
        ("Prélevé trois fois pour le même mois", "complaint", 0.9, 0.1, False),
        ("Ugh, revolting. Five hours on the tarmac", "complaint", 0.7, 0.4, False),
        ("Beurk. Une coupure ? Non, un cauchemar", "complaint", 0.7, 0.4, False),
        ("Merci, quelle équipe", "praise", 0.9, 0.5, True),
        ("Merci, quelle équipe", "praise", 0.9, 0.05, False),
        ("Bravo ?", "question", 0.9, 0.5, False),
    ],
)  # fmt: skip
def test_praise_in_a_complaint_and_irony_in_praise_are_in_doubt(
    text, intent, certainty, irony, doubtful
):
    assert is_doubtful(post("1", text, intent, certainty, irony=irony)) is doubtful


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_doubtful_share_a_card_and_get_drafts_that_fit_praise_and_blame(language):
    found = ranking.rank(
        [post(str(n), "Vous êtes géniaux", irony=0.4, language=language) for n in range(2)], PACK
    )
    assert [(g.reason, len(g.people)) for g in ranking.alike(found)] == [("unsure", 2)]
    drafts = Drafts(PACK, language)
    first, second = (str(drafts.draft(person)) for person in found)
    assert first != second
    assert not any(word in first.casefold() for word in ("désolé", "sorry", "colère", "anger"))
