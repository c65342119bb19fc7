"""Those who left between the night and their hour: what waits for them is not sent."""

from transforms.config import addresses
from transforms.config.communities import files_in, read_folder
from transforms.config.settings import settings
from transforms.report.delivery import queue


def withdraw() -> int:
    """Take back the mails that wait for an address in no community file; returns how many."""
    waiting = queue.waiting_addresses()
    return queue.withdraw(waiting - _still_wanted(waiting)) if waiting else 0


def _still_wanted(waiting: set[str]) -> set[str]:
    """Who is in a file; a file with an error keeps whom its text names, and a folder without files
    keeps everybody.
    """
    folder = settings().communities
    files = files_in(folder)
    if not files:
        return waiting
    communities, errors = read_folder(folder)
    wanted = {r.email.strip().lower() for community in communities for r in community.recipients}
    if errors:
        text = "\n".join(
            path.read_text(encoding="utf-8", errors="replace").lower() for path in files
        )
        wanted |= {
            address for address in waiting if address in text or addresses.shown(address) in text
        }
    return wanted
