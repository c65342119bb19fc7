"""Mails kept as files."""

from email.message import EmailMessage

from transforms.report.delivery import archive

PNG = b"\x89PNG picture"


def mail(html: str = '<html><head></head><body><img src="cid:a@b"></body></html>') -> bytes:
    message = EmailMessage()
    message["Subject"] = "Tonight"
    message.set_content("plain words")
    message.add_alternative(html, subtype="html")
    message.get_payload()[1].add_related(PNG, "image", "png", cid="<a@b>")
    return message.as_bytes()


def test_the_page_holds_its_pictures_and_lets_nothing_run_or_be_fetched():
    page = archive.page(mail())
    assert "data:image/png;base64," in page
    assert "cid:" not in page
    assert page.index("Content-Security-Policy") < page.index("<body>")


def test_a_picture_that_is_not_in_the_mail_is_empty_and_not_an_error():
    page = archive.page(mail('<html><head></head><body><img src="cid:missing"></body></html>'))
    assert 'src="data:image/png;base64,"' in page


def test_a_mail_without_html_is_an_empty_page():
    message = EmailMessage()
    message.set_content("only words")
    assert archive.page(message.as_bytes()) == ""


def test_both_files_are_written_whole_and_a_second_time_over_the_first(tmp_path):
    last = mail()
    archive.write(tmp_path / "outbox", "one", mail())
    page = archive.write(tmp_path / "outbox", "one", last)
    assert page == tmp_path / "outbox" / "one.html"
    assert sorted(path.name for path in page.parent.iterdir()) == ["one.eml", "one.html"]
    assert (page.parent / "one.eml").read_bytes() == last


def test_a_message_id_names_files_by_its_first_part():
    assert archive.short("<0123456789abcdef0123@example.org>") == "0123456789abcdef"
