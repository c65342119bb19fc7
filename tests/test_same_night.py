"""Two homes of one night beside each other: what differs is seen, the clock is not."""

from email.message import EmailMessage
from pathlib import Path

import duckdb
import pytest

from tests.same_night import mails_apart, marts_apart


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Path, Path]:
    for name, year in (("one", 2025), ("other", 2026)):
        for folder in ("published", "outbox"):
            (tmp_path / name / folder).mkdir(parents=True)
        with duckdb.connect(str(tmp_path / name / "published" / "marts.duckdb")) as connection:
            connection.execute(
                f"create table dim_shops as select 'shop' as shop, date '{year}-01-01' as written_at"
            )
        send(tmp_path / name, "Four parcels are late")
    return tmp_path / "one", tmp_path / "other"


def send(home: Path, said: str) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Your night"
    mail.set_content(said)
    mail.add_alternative(f"<p>{said}</p>", subtype="html")
    (home / "outbox" / "a.eml").write_bytes(bytes(mail))


def test_nothing_but_the_clock_makes_no_difference(homes):
    assert marts_apart(*homes) == {}
    assert mails_apart(*homes) == []


def test_another_row_and_a_table_of_one_home_are_counted(homes):
    with duckdb.connect(str(homes[1] / "published" / "marts.duckdb")) as connection:
        connection.execute("insert into dim_shops values ('another', null)")
        connection.execute("create table fct_sales as select 1 as n")
    assert marts_apart(*homes) == {"dim_shops": 1, "fct_sales": 1}


def test_another_word_and_a_mail_of_one_home_are_named(homes):
    send(homes[1], "Five parcels are late")
    (homes[0] / "outbox" / "b.html").write_text("alone")
    assert mails_apart(*homes) == ["a.eml", "b.html"]
