"""Irony: the words say the opposite of what is meant, or openly mock.

Nothing is turned round here: the model was taught emotions, sentiment and intents as they are
meant.
"""

from spacy.language import Language
from spacy.tokens import Doc

Doc.set_extension("irony", default=0.0, force=True)


@Language.component("irony", assigns=["doc._.irony"], requires=["doc._.mockery"])
def irony(doc: Doc) -> Doc:
    """Write `doc._.irony`, the learnt probability that the text is ironic."""
    doc._.irony = float(doc._.mockery)
    return doc
