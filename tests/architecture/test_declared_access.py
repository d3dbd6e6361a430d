"""A view that does not say who may use it is refused, and cannot even be built from our bases."""

from datetime import datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import LOGGED_IN, THIRD_PARTY, ActorView, access_of, declares
from apps.accounts.actor import Actor
from apps.accounts.api import ActorAPIView
from apps.accounts.permissions import DeclaredAccess
from gis_project.urls import urlpatterns as site_urls
from tests.architecture.matrix import MATRIX
from tests.factories.people import UserFactory


def _silent(request: HttpRequest) -> HttpResponse:
    return HttpResponse("leak")


@declares(LOGGED_IN)
def _declared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fine")


urlpatterns = [*site_urls, path("silent/", _silent, name="silent"), path("declared/", _declared)]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_silent_view_is_refused_and_logged(
    now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    client.force_login(UserFactory.create(is_system_admin=True))
    assert client.get("/silent/").status_code == 403
    assert "view without declared access: silent" in caplog.text
    assert client.get("/declared/").content == b"fine"


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_silent_view_is_refused_to_strangers() -> None:
    assert Client().get("/silent/").status_code == 403


def test_a_page_without_declaration_cannot_be_built() -> None:
    class Page(ActorView):
        pass

    with pytest.raises(ImproperlyConfigured, match="Page declares no access"):
        Page.as_view()


def test_an_api_without_declaration_cannot_be_built() -> None:
    class Interface(ActorAPIView):
        def get(self, request: Request) -> Response:
            return Response("leak")

    with pytest.raises(ImproperlyConfigured, match="Interface declares no access"):
        Interface.as_view()


def test_the_second_lock_refuses_without_declaration() -> None:
    request = HttpRequest()
    request.actor = Actor(user_id=1)  # type: ignore[attr-defined]  # set by the middleware
    assert not DeclaredAccess().has_permission(Request(request), object())  # type: ignore[arg-type]  # no view


def test_an_unknown_view_of_another_package_is_refused() -> None:
    assert access_of(_silent, "account_new_in_the_next_release") is None


def test_the_list_of_other_packages_views_matches_the_matrix() -> None:
    """Open views and refused ones are those of the matrix; own-account pages need a log-in."""
    for row in (row for row in MATRIX if row.name in THIRD_PARTY):
        access = THIRD_PARTY[row.name]
        assert access.needs_login == ("anonymous" not in row.allowed), row.name
        assert (access.needs_role and not access.roles) == (not row.allowed), row.name
