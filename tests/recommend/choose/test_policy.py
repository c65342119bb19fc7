"""The policy: it explores in proportion to doubt, and says how probable its choice was."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from transforms.recommend.choose import policy


@given(st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_a_slate_holds_the_best_post_of_the_best_themes(many, seed):
    rng = np.random.default_rng(seed)
    value = rng.normal(size=(5, 12))
    themes = np.array(list("aaabbbcccddd"))
    for row, slate in zip(value, policy._slates(value, themes, many), strict=True):
        assert len(set(themes[slate])) == many
        peaks = sorted((row[themes == t].max() for t in set(themes)), reverse=True)[:many]
        np.testing.assert_allclose(row[slate], peaks)
