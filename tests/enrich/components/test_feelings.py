"""What a model says of a text stands on its document, whatever texts come with it."""

import numpy as np
import pytest

from tests.enrich.conftest import WordModel
from transforms.enrich import pipeline
from transforms.enrich.components.feelings import WRITTEN, Feelings
from transforms.reading import EMOTIONS

TEXTS = ["I love it", "angry and sad", "the train leaves at noon", "please add a map"]


@pytest.fixture(scope="module")
def nlp(packs):
    return pipeline.build(WordModel(), packs)


def documents(nlp):
    for text in TEXTS:
        doc = nlp.make_doc(text)
        doc._.source, doc._.language = text, "en"
        yield doc


def test_every_answer_of_the_model_is_written_on_its_own_document(nlp):
    feelings = nlp.get_pipe("feelings")
    read = list(feelings.pipe(documents(nlp), batch_size=3))
    said = WordModel().read(TEXTS, ["en"] * len(TEXTS))
    assert [doc._.source for doc in read] == TEXTS
    for place, doc in enumerate(read):
        assert [doc._.emotions[n] for n in range(len(EMOTIONS))] == said.emotions[place].tolist()
        assert (doc._.sentiment, doc._.mockery) == (said.sentiment[place], said.irony[place])
        assert all(doc._.get(name) is not None for name in WRITTEN)


@pytest.mark.parametrize("size", [1, 2, 50])
def test_the_size_of_a_batch_changes_nothing(nlp, size):
    feelings = nlp.get_pipe("feelings")
    one = np.stack([doc._.emotions for doc in feelings.pipe(documents(nlp), batch_size=size)])
    other = np.stack([feelings(doc)._.emotions for doc in documents(nlp)])
    assert (one == other).all()


def test_without_a_model_it_says_who_gives_it_one(nlp):
    with pytest.raises(RuntimeError, match=r"pipeline\.build"):
        next(Feelings(8).pipe(documents(nlp)))
