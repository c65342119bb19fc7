"""What the environment decides."""

import pytest

from transforms.config.settings import Settings, make_home, settings


@pytest.fixture
def environment(monkeypatch, tmp_path):
    monkeypatch.setenv("CMR_HOME", str(tmp_path / "var"))
    settings.cache_clear()
    yield monkeypatch
    settings.cache_clear()


@pytest.mark.parametrize("lake", ["s3://bucket/lake", "s3://bucket/lake/"])
def test_the_lake_is_a_url_without_a_slash_or_lies_in_the_home(environment, tmp_path, lake):
    assert settings().lake_root == str(tmp_path / "var" / "lake")
    environment.setenv("CMR_LAKE", lake)
    settings.cache_clear()
    assert settings().lake_root == "s3://bucket/lake"


def test_everything_that_is_written_lies_in_the_home(environment, tmp_path):
    home = tmp_path / "var"
    places = (settings().warehouse, settings().published, settings().outbox, settings().archive)
    assert all(place.is_relative_to(home) for place in (*places, settings().industry_models))
    assert settings().mail_db_url == f"sqlite:///{home / 'mail.db'}"


def test_a_home_is_made_for_its_owner_alone_and_one_that_is_there_is_left_as_it_is(
    environment, tmp_path
):
    assert make_home().stat().st_mode & 0o777 == 0o700
    (tmp_path / "var").chmod(0o755)
    assert make_home().stat().st_mode & 0o777 == 0o755


def test_no_secret_is_told_when_the_settings_are_printed(environment):
    secrets = [
        name
        for name, field in Settings.model_fields.items()
        if "SecretStr" in str(field.annotation)
    ]
    assert len(secrets) >= 4
    for name in secrets:
        environment.setenv(f"CMR_{name.upper()}", "hush-hush")
    settings.cache_clear()
    assert "hush-hush" not in f"{settings()!r} {settings()} {settings().model_dump_json()}"


def test_settings_do_not_change_while_a_process_runs(environment):
    with pytest.raises(ValueError, match="frozen"):
        settings().workers = 9
