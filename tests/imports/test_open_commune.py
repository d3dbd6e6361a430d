"""``open_commune``: from nothing at all to somebody who can bring files in."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.areas.models import Commune
from tests.imports.office import HUE

WHO = {"username": "vanphong", "name": "Hà Thị Suối"}


def run(*arguments: str, **options: str) -> str:
    out = StringIO()
    call_command("open_commune", *arguments, stdout=out, **{**WHO, **options})
    return out.getvalue()


@pytest.mark.django_db
def test_an_outline_makes_a_commune_and_its_first_account(tmp_path: Path, now: object) -> None:
    said = run(str(HUE.write_outline(tmp_path)))
    password = next(line.split()[-1] for line in said.splitlines() if "password" in line)
    client = Client()
    assert client.login(username="vanphong", password=password)
    page = client.get(reverse("imports:list"))
    assert page.status_code == 200
    assert Commune.objects.get().code == HUE.code


@pytest.mark.django_db
def test_a_commune_that_is_there_gets_an_account(commune: Commune, now: object) -> None:
    run(commune=commune.code)
    assert User.objects.get().person.commune == commune


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [[], ["--commune", "00000"]])
def test_without_a_commune_nothing_is_made(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("open_commune", *arguments, "--username", "a", "--name", "B")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_file_of_something_else_is_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "ghi chu.csv"
    path.write_text("một;hai\n1;2\n", "utf-8")
    with pytest.raises(CommandError, match="ghi chu"):
        run(str(path))
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_name_taken_takes_the_commune_back_too(tmp_path: Path) -> None:
    User.objects.create_user("vanphong", "x")
    with pytest.raises(CommandError, match="đăng nhập"):
        run(str(HUE.write_outline(tmp_path)))
    assert not Commune.objects.exists()
