"""What the communities of an industry have in common."""

from types import SimpleNamespace

import numpy as np
import pytest

from transforms.recommend.learn.pooling import LENDERS_NEEDED, USUAL_SD, combine, lenders


def community(name: str, **more) -> SimpleNamespace:
    usual = {"community_id": name, "industry": "telecom", "pool": True, "simulated": False}
    return SimpleNamespace(**(usual | more))


OTHERS = [community(f"c{n}") for n in range(LENDERS_NEEDED)]
NOT_LENT = {
    "itself": community("mine"),
    "of another industry": community("other", industry="media"),
    "not opted in": community("other", pool=False),
    "simulated": community("other", simulated=True),
}


def test_five_of_the_industry_lend():
    assert lenders(community("mine"), OTHERS) == OTHERS
    assert lenders(community("mine"), OTHERS[1:]) == []
    assert lenders(community("mine", pool=False), OTHERS) == []


@pytest.mark.parametrize("other", NOT_LENT.values(), ids=NOT_LENT)
def test_who_is_not_alike_or_did_not_agree_never_lends(other):
    assert lenders(community("mine"), [*OTHERS[1:], other]) == []
    assert other not in lenders(community("mine"), [*OTHERS, other])


def fitted(effect: float, names=("theme=delay",), variance: float = 0.01) -> SimpleNamespace:
    size = len(names) + 1
    return SimpleNamespace(
        names=list(names), mean=np.full(size, effect), covariance=np.eye(size) * variance,
        spread={"theme": 0.1, "theme|form": 0.1}, noise=0.5, posts=100,
    )  # fmt: skip


def test_lenders_that_agree_make_a_prior_between_nothing_and_their_mean():
    prior = combine([fitted(0.3) for _ in range(5)])
    assert 0.2 < prior.mean["theme=delay"] < 0.34
    assert 0 < prior.variance["theme=delay"] < USUAL_SD**2


def test_lenders_that_differ_make_a_wider_one():
    agreed = combine([fitted(0.3) for _ in range(6)]).variance["theme=delay"]
    differing = combine([fitted(e) for e in (-0.6, 0.9) * 3]).variance["theme=delay"]
    assert differing > 2 * agreed


def test_what_one_lender_knows_and_what_is_each_communitys_own_is_not_lent():
    own = ("theme=delay", "theme|form=delay|image")
    assert set(combine([fitted(0.3, own), fitted(0.2, own)]).mean) == {"theme=delay"}
    assert combine([fitted(0.3)]).mean == {}
