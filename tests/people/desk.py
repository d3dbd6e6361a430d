"""Uses the people desk as its office does: opens a form, fills it in, sends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.urls import reverse

from apps.accounts.models import User

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

REASON = "Nghị quyết 12-NQ/CB"


def filled_in(form: Any) -> dict[str, Any]:
    """What a browser would send of a form as it stands; empty fields left out."""
    values = {field.html_name: field.value() for field in form}
    return {
        key: value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else value
        for key, value in values.items()
        if value is not None and value is not False and value != ""
    }


@dataclass
class Desk:
    """One log-in at the desk."""

    client: Client

    def open(self, name: str, **kwargs: int) -> dict[str, Any]:
        """What the form holds when it is opened: fields by name, empty ones left out."""
        response = self.client.get(reverse(name, kwargs=kwargs))
        assert response.status_code == 200, response.status_code
        return filled_in(response.context["form"])

    def send(self, name: str, fields: dict[str, Any], **kwargs: int) -> TestResponse:
        filled = {key: value for key, value in fields.items() if value is not None}
        return self.client.post(reverse(name, kwargs=kwargs), filled)

    def fill(self, page: str, /, *, pk: int | None = None, **fields: Any) -> TestResponse:
        """Open the form, put ``fields`` in, and send it with a reason."""
        kwargs = {} if pk is None else {"pk": pk}
        filled = {"reason": REASON, **self.open(page, **kwargs), **fields}
        return self.send(page, filled, **kwargs)


def desk(login: Callable[[User], Client], user: User | None) -> Desk:
    assert user is not None
    return Desk(login(user))
