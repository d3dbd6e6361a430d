"""The committee at its pages, everybody living where the first household is."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from tests.assignments.plans.conftest import Committee

Login = Callable[[User], Client]


@pytest.fixture
def housed(committee: Committee) -> Committee:
    """Every household of the cell lies within reach of everybody."""
    position = committee.homes[0].position
    assert position is not None
    west, south = position.coords
    for number, home in enumerate(committee.homes):
        home.position = Point(west + number * 0.0005, south, srid=4326)
        home.save()
    for person in committee.members:
        person.home = Point(west, south, srid=4326)
        person.save()
    return committee


@pytest.fixture
def secretary(housed: Committee, login: Login) -> Client:
    return login(housed.secretary)


@pytest.fixture
def colleague(housed: Committee, login: Login) -> Client:
    return login(housed.colleague)


def page(name: str, **keys: Any) -> str:
    return reverse(f"plan-pages:{name}", kwargs=keys)


def send(client: Client, url: str, body: dict[str, Any], status: int = 302) -> Any:
    """Post a form with a key of its own; the answer, which must have that status."""
    answer = client.post(url, {"key": str(uuid4()), **body})
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer


def text(answer: Any) -> str:
    """The page's words with single spaces."""
    words: str = answer.content.decode()
    return " ".join(words.split())
