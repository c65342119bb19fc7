"""Two homes of one night beside each other: what differs is seen, the clock is not."""

import json
from email.message import EmailMessage
from pathlib import Path

import duckdb
import pytest

from tests.same_night import lake_apart, mails_apart, marts_apart, real_posts


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


def test_another_reading_or_ledger_row_is_counted_and_when_it_was_written_is_not(homes):
    for home, share in zip(homes, (0.5, 0.6), strict=True):
        for folder in ("enriched/m1", "ledger/advice"):
            (home / "lake" / folder).mkdir(parents=True)
            with duckdb.connect() as connection:
                connection.execute(
                    f"copy (select {share if folder == 'enriched/m1' else 1} as share, now() as written_at) "
                    f"to '{home}/lake/{folder}/a.parquet'"
                )
    assert lake_apart(*homes) == {"lake/enriched": 2}


def test_of_real_posts_the_latest_of_each_file_have_a_community(tmp_path):
    (tmp_path / "support_en.jsonl").write_text(
        "\n".join(
            json.dumps({"created_at": f"2020-01-0{day}", "account": name, "text": str(day)})
            for day, name in ((3, "Shop"), (1, "Old"), (2, "Shop"))
        )
    )
    communities, data = real_posts(tmp_path, tmp_path / "work", 2)
    kept = (data / "support_en.jsonl").read_text().splitlines()
    assert [json.loads(line)["text"] for line in kept] == ["2", "3"]
    assert 'accounts: ["Shop"]' in (communities / "support.yml").read_text()
    assert (communities / "free.yml").is_file()
