"""The card says what the model is, how its labels were made and how good it is."""

from dataclasses import asdict

import pytest

from transforms.enrich.model.post_model import OUTPUTS
from transforms.training import card
from transforms.training.judge.line import Line

SHARES = [{"language": "fr", "emotion": "joy", "raw_error": 0.1, "corrected_error": 0.05, "covered": 0.9, "width": 0.2,
           "honest_raw_width": 0.4}]  # fmt: skip
TOTAL = {"raw": 0.1, "corrected": 0.05, "less_by": 0.5, "coverage": 0.9, "coverage_low": 0.85, "coverage_high": 0.95,
         "samples": 200, "width": 0.2, "honest_raw_width": 0.4}  # fmt: skip
MEASURED = {
    "lines": [asdict(Line("brands", "telecom", "fr", "anger AUC", 0.871, 0.82, 0.91, 254, "0.90"))],
    "read_on": 0.6, "shares": SHARES, "share_error": TOTAL,
}  # fmt: skip
FACTS = {
    "thresholds": dict.fromkeys(OUTPUTS, 0.31),
    "data": {
        "telecom": {"file": "made/telecom_fr_labels.parquet", "licence": "MIT", "sha256": "abc"}
    },
}


@pytest.fixture(scope="module")
def text() -> str:
    return card.render("affect-2-1234", FACTS, MEASURED)


@pytest.mark.parametrize(
    "said",
    [
        "# Model card: affect-2-1234", "| brands | telecom | fr | anger AUC | 0.871 | 0.820–0.910 | 254 | 0.90 |",
        "60% of the dev rows", "irony 0.31", "| telecom | `made/telecom_fr_labels.parquet` | MIT | `abc` |",
        "a language model working as annotator", "no native speaker has re-read them", "Where it fails", "CC-BY",
    ],
)  # fmt: skip
def test_a_reader_finds(text, said):
    assert said in text


def test_a_model_trained_elsewhere_has_its_card_beside_it(tmp_path):
    assert card.write("affect-2-1234", FACTS, MEASURED, tmp_path) == tmp_path / "model_card.md"
