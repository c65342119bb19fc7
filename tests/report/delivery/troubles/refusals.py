"""What the queue holds of mails that a server refused for good."""

from sqlalchemy import text

from transforms.report.delivery import queue


def reasons() -> list[str]:
    """The servers' words, night by night."""
    with queue.engine().connect() as connection:
        said = "select reason from cmr_mails where state = 'refused' order by night"
        return list(connection.execute(text(said)).scalars())
