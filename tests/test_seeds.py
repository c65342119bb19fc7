"""A seed comes from its key and from nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from transforms.seeds import seed_of


@given(st.text(), st.dates())
def test_a_seed_depends_on_its_key_alone(community, day):
    assert seed_of(community, day) == seed_of(community, day)
    assert seed_of(community, day) != seed_of(community + "x", day)
