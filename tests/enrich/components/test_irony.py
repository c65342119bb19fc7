import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from transforms.enrich.model.post_model import PostModel


def test_the_probability_is_the_model_s(document):
    assert document("bravo, classy", "en")._.irony == 0.8
    assert document("thanks for the help", "en")._.irony == 0.1


@pytest.fixture(scope="module")
def twins(shared_data):
    """Ironic posts and their sincere twins that taught nothing, and what the committed model says
    of them.
    """
    import pandas as pd

    posts = pd.read_parquet(shared_data / "made" / "irony_short_plain.parquet")
    posts = posts[(posts["kind"] == "irony") & (posts["split"] == "dev")].reset_index(drop=True)
    model = PostModel.load()
    return posts, model.read(posts["text"].tolist(), posts["lang"].tolist())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_ironic_posts_are_told_from_their_sincere_twins(twins, language):
    posts, read = twins
    mine = (posts["lang"] == language).to_numpy()
    assert roc_auc_score(posts["irony"].to_numpy(dtype=bool)[mine], read.irony[mine]) >= 0.55


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_meant_badly_is_seldom_read_as_well_meant(twins, language):
    posts, read = twins
    mine = (
        (posts["lang"] == language)
        & posts["irony"].astype(bool)
        & (posts["sentiment"] == "negative")
    )
    assert np.mean(read.sentiment[mine.to_numpy()] > 0) <= 0.45
