"""What the house promises about itself, held against its own files."""

from tests import house

ROOT = house.HERE


def test_the_table_can_be_made_of_this_checkout():
    table = house.measure(ROOT)
    assert int(table["modules"]) > 200
    assert all(table.values())


def test_the_networks_are_listed_in_one_place():
    assert house.places(ROOT, house.NETWORKS) == ["transforms/vocabulary.yml"]


def test_a_second_list_of_networks_would_be_seen(tmp_path):
    (tmp_path / "transforms").mkdir()
    (tmp_path / "transforms" / "again.py").write_text(f"ALL = {house.NETWORKS!r}\n")
    assert house.places(tmp_path, house.NETWORKS) == ["transforms/again.py"]


def test_the_root_of_the_package_holds_what_every_room_needs_and_nothing_else():
    found = {path.name for path in (ROOT / "transforms").glob("*.py")}
    assert found == {"__init__.py", "reading.py", "seeds.py"}


def test_the_night_is_told_by_one_flow():
    assert house.ordered(ROOT) == ["transforms/operate/flow.py"]


def test_the_audiences_are_listed_in_one_place():
    assert house.places(ROOT, house.AUDIENCES) == ["transforms/vocabulary.yml"]


def test_the_marts_columns_are_typed_in_their_contracts_only():
    assert house.retyped(ROOT) == []


def test_no_folder_holds_more_than_a_dozen_files():
    assert house.crowded(ROOT) == {}


def test_a_crowded_folder_of_tests_would_be_seen(tmp_path):
    (tmp_path / "tests").mkdir()
    for number in range(13):
        (tmp_path / "tests" / f"test_{number}.py").touch()
    assert house.crowded(tmp_path) == {"tests": 13}


def test_no_model_is_longer_than_one_idea():
    assert house.long_models(ROOT) == {}


def test_every_module_has_a_test_of_its_name():
    assert house.untested(ROOT) == []


def test_a_module_without_one_would_be_seen(tmp_path):
    for name in ("transforms/alone.py", "transforms/held.py", "tests/test_held.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert house.untested(tmp_path) == ["transforms/alone.py"]
