"""Nights whose story is known, told to a published file."""

from tests.report.nights.outage import crisis
from tests.report.nights.quiet import calm, empty, few, first, kept, unread
from tests.report.nights.texts import TEXTS
from tests.report.published_file import NIGHT, Published

__all__ = ("NIGHT", "NIGHTS", "TEXTS", "Published")
NIGHTS = {
    "calm": calm,
    "crisis": crisis,
    "empty": empty,
    "first": first,
    "few": few,
    "kept": kept,
    "unread": unread,
}
