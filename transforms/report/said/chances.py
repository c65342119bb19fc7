"""What a foreseen effect means to somebody who posts once: so many chances in ten."""

import math
from statistics import NormalDist


def in_ten(lift: float, low: float, high: float) -> int:
    """In how many of ten tries one post would do better than usual, luck included, from 1 to 9.

    `lift` is the foreseen gain over the usual (0.25 is a quarter more), `low` and `high` the ends
    of the middle 90 % of what one post may bring; its logarithm is near normal.
    """
    least, most = (math.log1p(max(end, -0.999)) for end in (low, high))
    spread = (most - least) / (2 * NormalDist().inv_cdf(0.95))
    better = NormalDist().cdf(math.log1p(lift) / spread) if spread > 0 else 0.5
    return min(max(round(10 * better), 1), 9)
