"""Somebody who is told, for each test anew."""

import pytest

from tests.operate.told.webhook import webhook


@pytest.fixture
def receiver():
    """A webhook of this machine: (its Apprise address, what it was sent)."""
    with webhook() as hook:
        yield hook
