"""Chances together."""


def either(*probabilities: float) -> float:
    """The probability of at least one of several independent things (noisy or)."""
    none = 1.0
    for probability in probabilities:
        none *= 1 - probability
    return 1 - none
