"""Words that name nothing, in the spelling-blind form of `tokens.fold`: spaCy's two lists, and social filler."""

from spacy.lang.en.stop_words import STOP_WORDS as ENGLISH
from spacy.lang.fr.stop_words import STOP_WORDS as FRENCH

from transforms.enrich.text.tokens import fold
from transforms.enrich.text.words import words

EMPTY = words("filler") | {
    fold(part) for word in (*ENGLISH, *FRENCH) for part in word.replace("’", "'").split("'") if part
}
