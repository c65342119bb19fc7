"""What stands for a reader in logs and answers."""

import pytest

from transforms.config.settings import settings
from transforms.report.delivery.reader_keys import recipient_id, sign


@pytest.mark.usefixtures("home")
def test_an_id_and_a_sign_are_a_readers_own_and_say_nothing_of_each_other():
    ann, bob = "ann@example.org", "bob@example.org"
    assert recipient_id(ann) == recipient_id(" Ann@Example.org ")
    assert len({recipient_id(ann), recipient_id(bob), sign(ann), sign(bob)}) == 4
    assert len(sign(ann)) == 16
    assert "ann" not in recipient_id(ann)


@pytest.mark.usefixtures("home")
def test_another_secret_gives_other_signs(monkeypatch):
    before = sign("ann@example.org")
    monkeypatch.setenv("CMR_PSEUDONYM_KEYS", "another-key")
    settings.cache_clear()
    assert sign("ann@example.org") != before
