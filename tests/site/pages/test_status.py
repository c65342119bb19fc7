"""Where a community stands: its own sources, and the installation's steps, in the reader's words."""

from datetime import date

from transforms.report.said.words import words
from transforms.site.pages import status
from transforms.site.render import HERE

SOURCE = {
    "source": "export", "status": "ok", "good_at": "2026-06-17T05:04+02:00", "rows": 3, "message": None,
}  # fmt: skip
STANDING = {
    "communities": [{"community": "free", "night": date(2026, 6, 16)}],
    "sources": [{"community": name} | SOURCE for name in ("free", "orange")],
    "sizes": [{"what": "lake", "files": 2, "bytes": 1_550_000}],
}


def test_a_reader_sees_the_own_sources_alone_with_the_time_written_out():
    page = status.page(STANDING, "free", words("en", HERE / "languages"))
    [(_, _, sources), (_, _, sizes)] = page.content["tables"]
    assert sources == [("export", "ok", "17 June 2026 03:04 UTC".replace(" ", "\u00a0"), 3, None)]
    assert sizes == [("lake", 2, 1.6)]
    assert page.content["night"] == "Tuesday 16 June 2026"
