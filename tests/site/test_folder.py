"""Pages that stand stay untouched; what has no reason left goes."""

from transforms.site.folder import Folder


def test_only_what_changed_is_written_and_what_was_not_named_goes(tmp_path):
    first = Folder(tmp_path / "one")
    first.put("a.html", "a")
    first.put("deep/b.html", "b")
    first.sweep()
    assert (first.written, first.removed) == (2, 0)
    second = Folder(tmp_path / "one")
    second.put("a.html", "a")
    assert not second.keep("c.html")
    second.sweep()
    assert (second.written, second.removed) == (0, 1)
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["a.html"]


def test_a_page_is_kept_as_it_is(tmp_path):
    (tmp_path / "a.html").write_text("a")
    folder = Folder(tmp_path)
    assert folder.keep("a.html")
    folder.sweep()
    assert (tmp_path / "a.html").read_text() == "a"
