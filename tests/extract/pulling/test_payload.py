"""Payloads through the door: people go, what we do not understand stays."""

import json
import re
from html import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from transforms.config.networks import PULLED
from transforms.extract.door import Door
from transforms.extract.networks import module
from transforms.extract.pulling.payload import People, plain_text, through
from transforms.people.pseudonyms import Pseudonyms
from transforms.people.sealed_ids import Seal

DOOR = Door(["brand"], Pseudonyms([b"key"]))
PEOPLE = People(
    persons=("account",),
    ids=("reply_to",),
    names=("uri",),
    texts=("text",),
    html=("content",),
    kept=("tags.name",),
)
KEYS = st.sampled_from(
    [
        "text",
        "account",
        "reply_to",
        "uri",
        "content",
        "tags",
        "name",
        "author",
        "list",
        "user_id",
        "x",
    ]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
PAYLOADS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def passed(payload):
    return through(DOOR, PEOPLE, "mastodon", payload)


def test_a_person_keeps_a_pseudonym_and_counts_and_nothing_else():
    kept = passed(
        {
            "account": {
                "id": "7",
                "acct": "jane",
                "followers": 3,
                "bot": False,
                "fields": [{"value": "Jane"}],
            }
        }
    )
    assert kept["account"] == {
        "id": DOOR.author("mastodon", "7"),
        "acct": "[person]",
        "followers": 3,
        "bot": False,
        "fields": "[person]",
    }


def test_ids_names_and_texts_follow_their_rules_at_any_depth():
    kept = passed(
        {"quote": [{"reply_to": 7, "uri": "https://social.example/users/jane", "text": "hi @jane"}]}
    )
    assert kept == {
        "quote": [{"reply_to": DOOR.author("mastodon", "7"), "uri": "[person]", "text": "hi @user"}]
    }


def test_html_becomes_masked_words():
    mention = '<span class="h-card"><a href="https://s.example/@jane">@<span>jane</span></a></span>'
    html = f"<p>hi {mention} &lt;3</p><p>bye<br>now</p>"
    assert passed({"content": html}) == {"content": "hi @user <3\n\nbye\nnow"}


def test_what_no_list_names_stays_unless_its_name_says_that_it_is_a_persons():
    kept = passed(
        {
            "tags": [{"name": "late"}],
            "reach": 7,
            "state": "open",
            "user_name": "Jane",
            "note": "mail a@b.example",
        }
    )
    assert kept == {
        "tags": [{"name": "late"}],
        "reach": 7,
        "state": "open",
        "user_name": "[person]",
        "note": "mail [email]",
    }


def test_a_decentralised_id_inside_any_text_becomes_a_pseudonym():
    kept = passed({"cid": "at://did:plc:abc123/app.bsky.feed.post/3k"})
    assert kept == {
        "cid": f"at://{DOOR.author('mastodon', 'did:plc:abc123')}/app.bsky.feed.post/3k"
    }


def has_the_form_of(kept, payload) -> bool:
    """Whether people may have gone out of what was kept, and nothing else: fields of objects, never
    elements of lists.
    """
    if kept == "[person]":
        return True
    if isinstance(payload, dict):
        return isinstance(kept, dict) and all(
            key in payload and has_the_form_of(one, payload[key]) for key, one in kept.items()
        )
    if isinstance(payload, list):
        same = isinstance(kept, list) and len(kept) == len(payload)
        return same and all(map(has_the_form_of, kept, payload))
    return not isinstance(kept, dict | list)


@given(PAYLOADS, st.from_regex(r"[a-z]{9,12}", fullmatch=True))
@settings(deadline=None, max_examples=150)
def test_any_payload_keeps_its_form_and_no_handle(payload, handle):
    kept = passed(
        {"payload": payload, "text": f"@{handle}", "account": {"name": handle}, "uri": handle}
    )
    assert has_the_form_of(kept["payload"], payload)
    assert handle not in json.dumps(kept)


@pytest.mark.parametrize("network", PULLED)
def test_every_network_has_the_same_form(network):
    found = module(network)
    assert found.CONNECTION
    assert isinstance(found.LANDING, str)
    assert isinstance(found.PEOPLE, People)
    assert callable(found.pull)
    assert callable(found.check)


def squeezed(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip()


@given(st.text(max_size=200))
def test_the_words_of_any_text_written_as_html_are_the_text(text):
    assert plain_text(f"<div><b class='x'>{escape(text)}</b></div>") == squeezed(text)


@example("<![1")
@example("<![CDATA[words]]>")
@example("<![if !vml]>words")
@given(st.text(alphabet="<>&;/!-[]?b'\"= \na#x1", max_size=60))
def test_broken_html_loses_its_tags_and_never_the_words_around_it(rubbish):
    told = plain_text(f"before<p>{rubbish}")
    assert told.startswith("before")
    assert "<p>" not in told[: len("before<p>")]


def test_a_sealed_id_opens_with_a_rotated_list_of_keys_and_keeps_its_name():
    old, new = Seal((b"k1",)), Seal((b"k1", b"k2"))
    sealed = old.close("at://did:plc:jane/post/1")
    assert "jane" not in sealed
    assert new.open(sealed) == "at://did:plc:jane/post/1"
    assert new.name("at://did:plc:jane/post/1") == old.name("at://did:plc:jane/post/1")
    assert Seal((b"other",)).open(sealed) is None
