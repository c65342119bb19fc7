"""Who holds a file is alone until it lets go."""

from transforms.ground.sole import sole


def test_one_holds_a_file_and_the_next_only_once_it_is_let_go(tmp_path):
    file = tmp_path / "mail.lock"
    with sole(file) as first, sole(file) as second:
        assert (first, second) == (True, False)
    with sole(file) as third:
        assert third
