"""A bad value in the environment stops the start with a message that says what is wrong."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from gis_project.env import env_choice, env_flag, env_list, env_text, postgis_database

ROOT = Path(__file__).resolve().parents[2]
NAME = "GANDAN_TESTED"


@pytest.mark.parametrize(("word", "flag"), [("1", True), ("Yes ", True), ("0", False), ("", False)])
def test_flags(monkeypatch: pytest.MonkeyPatch, word: str, flag: bool) -> None:
    monkeypatch.setenv(NAME, word)
    assert env_flag(NAME, default=not flag) is flag


def test_an_unset_flag_is_its_default() -> None:
    assert env_flag(NAME, default=True) is True


def test_an_unknown_flag_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "maybe")
    with pytest.raises(ImproperlyConfigured, match="GANDAN_TESTED='maybe'"):
        env_flag(NAME, default=False)


def test_a_missing_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match=NAME):
        env_text(NAME)
    monkeypatch.setenv(NAME, "")
    with pytest.raises(ImproperlyConfigured, match=NAME):
        env_text(NAME)
    assert env_text(NAME, "") == ""


def test_lists_and_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, " a, b ,,")
    assert env_list(NAME) == ["a", "b"]
    with pytest.raises(ImproperlyConfigured, match="test, work"):
        env_choice(NAME, frozenset({"work", "test"}), "work")


def test_database_addresses() -> None:
    entry = postgis_database("postgis://ann%40b:p%2Fw@db.example.org:5433/gandan")
    wanted = {"USER": "ann@b", "PASSWORD": "p/w", "HOST": "db.example.org", "PORT": "5433"}
    assert entry["ENGINE"] == "django.contrib.gis.db.backends.postgis"
    assert {key: entry[key] for key in wanted} == wanted
    assert postgis_database("postgis://u@/gandan?host=/run/db")["HOST"] == "/run/db"


@pytest.mark.parametrize("url", ["mysql://u@h/gandan", "gandan", "postgis://u@h/"])
def test_bad_database_addresses(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        postgis_database(url)


def _start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: os.environ[key] for key in ("PATH", "DATABASE_URL") if key in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _production(**environment: str) -> dict[str, str]:
    return {
        "GANDAN_ENV": "production",
        "GANDAN_SECRET_KEY": secrets.token_urlsafe(64),
        "GANDAN_ALLOWED_HOSTS": "example.org",
    } | environment


def test_production_settings_pass_the_deployment_check() -> None:
    done = _start("check", "--deploy", "--fail-level", "WARNING", **_production())
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"GANDAN_ENV": "staging"}, "GANDAN_ENV"),
        ({"GANDAN_ENV": "production"}, "GANDAN_SECRET_KEY"),
        (_production(GANDAN_DEBUG="1"), "no DEBUG"),
        (
            _production(
                GANDAN_SECRET_KEY="development-only-key-for-machines-that-keep-no-real-data"
            ),
            "secret key of your own",
        ),
        ({"GANDAN_DEBUG": "perhaps"}, "GANDAN_DEBUG"),
    ],
)
def test_bad_settings_do_not_start(environment: dict[str, str], message: str) -> None:
    done = _start("check", **environment)
    assert done.returncode != 0
    assert message in done.stderr


def test_production_needs_a_second_factor_unless_told_otherwise() -> None:
    code = "from django.conf import settings; print(settings.REQUIRE_SECOND_FACTOR)"
    assert "True" in _start("shell", "-c", code, **_production()).stdout
