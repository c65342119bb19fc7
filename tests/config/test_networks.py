"""The networks of the vocabulary, and what follows from their entries."""

import re

import pytest
from pydantic import BaseModel, ValidationError

from transforms.config.networks import FILES, NETWORKS, PULLED, NetworkName, reply_link
from transforms.config.settings import PROJECT


def test_every_network_that_is_pulled_has_its_module_its_staging_and_its_test():
    for name in PULLED:
        assert (PROJECT / "transforms" / "extract" / "networks" / f"{name}.py").exists()
        assert (PROJECT / "dbt" / "models" / "staging" / name / f"stg_{name}__posts.sql").exists()
        assert (PROJECT / "tests" / "extract" / "networks" / f"test_{name}.py").exists()


def test_no_module_and_no_staging_is_left_without_an_entry():
    modules = {path.stem for path in (PROJECT / "transforms" / "extract" / "networks").glob("*.py")}
    staged = {path.name for path in (PROJECT / "dbt" / "models" / "staging").iterdir()}
    assert modules - set(PULLED) == {"__init__"}
    assert staged - set(NETWORKS) == {"cmr"}


def test_dbt_reads_the_same_list():
    assert (PROJECT / "dbt" / "vars.yml").resolve() == PROJECT / "transforms" / "vocabulary.yml"


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_every_expression_of_an_entry_can_be_read(network):
    for pattern in (*network.profiles, network.handle, network.also_named, network.post_id):
        if pattern:
            re.compile(pattern)
    assert (network.post_id is None) == (network.reply is None)
    if network.also_named:
        assert re.compile(network.also_named).groups == 1


@pytest.mark.parametrize(
    ("network", "post_id"),
    [
        ("x", "not a number"),
        ("x", "12345\n"),
        ("mastodon", "1"),
        ("myspace", "1"),
        (FILES, "1"),
        ("x", ""),
    ],
)
def test_no_link_is_made_where_the_id_alone_does_not_lead(network, post_id):
    assert reply_link(network, post_id) is None


def test_a_link_holds_the_id_and_nothing_else():
    assert reply_link("x", "1234567") == "https://x.com/i/status/1234567"
    assert reply_link("reddit", "t3_abc123") == "https://www.reddit.com/comments/abc123"


def test_a_name_that_is_not_listed_is_refused_with_those_that_are():
    class Holds(BaseModel):
        network: NetworkName

    assert Holds(network="bluesky").network == "bluesky"
    with pytest.raises(
        ValidationError, match="unknown network 'myspace'; there are export, bluesky"
    ):
        Holds(network="myspace")
