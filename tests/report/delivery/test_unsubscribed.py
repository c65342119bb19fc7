"""Those who left between the night and their hour."""

import pytest

from transforms.report.delivery import queue, unsubscribed


@pytest.fixture
def waiting(monkeypatch):
    """Two mails wait; returns the set of those that were taken back."""
    taken: set[str] = set()

    def withdraw(addresses: set[str]) -> int:
        taken.update(addresses)
        return len(addresses)

    monkeypatch.setattr(queue, "waiting_addresses", lambda: {"ann@example.org", "bob@example.org"})
    monkeypatch.setattr(queue, "withdraw", withdraw)
    return taken


def test_a_mail_for_an_address_in_no_file_is_taken_back(community, waiting):
    community("free", "Ann@example.org")
    assert unsubscribed.withdraw() == 1
    assert waiting == {"bob@example.org"}


def test_a_file_with_an_error_keeps_whom_its_text_names(community, cmr, waiting, tmp_path):
    community("free", "ann@example.org")
    (tmp_path / "communities" / "broken.yml").write_text("name: broken\nto: [bob@example.org\n")
    assert unsubscribed.withdraw() == 0
    assert waiting == set()


@pytest.mark.usefixtures("cmr")
def test_a_folder_without_files_takes_nothing_back(waiting):
    assert unsubscribed.withdraw() == 0
    assert waiting == set()


@pytest.mark.usefixtures("cmr")
def test_where_nobody_waits_nothing_is_asked(monkeypatch):
    monkeypatch.setattr(queue, "waiting_addresses", set)
    assert unsubscribed.withdraw() == 0
