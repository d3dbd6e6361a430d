"""A phone of one of the cast, as tests use it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.households.models import Household
from apps.visits.models import Contact, ContactFlag

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

Item = dict[str, Any]


def at_gate(home: Household, *, metres: float = 0, accuracy: float = 8) -> Item:
    """A position so far north of the household."""
    assert home.position is not None
    north = home.position.y + metres / 111_195
    return {"lon": home.position.x, "lat": north, "accuracy": accuracy}


def check_in(home: Household | int, said_at: datetime, **fields: Any) -> Item:
    """A contact in person at the gate, as a phone tells it."""
    known = isinstance(home, Household)
    position = at_gate(home) if known and home.position else None  # type: ignore[arg-type, union-attr]
    return {
        "uuid": str(uuid4()),
        "kind": "contact",
        "household": home.pk if isinstance(home, Household) else home,
        "said_at": said_at.isoformat(),
        "channel": "in_person",
        "note": "",
        "position": position,
        "companions": [],
        "changes": [],
        "next_visit_on": None,
    } | fields


def proposal(home: Household, said_at: datetime, **fields: Any) -> Item:
    return {
        "uuid": str(uuid4()),
        "kind": "position_proposal",
        "household": home.pk,
        "said_at": said_at.isoformat(),
        "position": {"lon": 106.007, "lat": 21.507, "accuracy": 6},
    } | fields


@dataclass
class Phone:
    """``sent_at``: what its clock says when it sends."""

    client: Client
    sent_at: datetime
    headers: Mapping[str, str]

    def post(self, name: str, body: object, **headers: str) -> TestResponse:
        return self.client.post(
            reverse(f"phone:{name}"),
            body if isinstance(body, str | bytes) else json.dumps(body),
            "application/json",
            headers={**self.headers, **headers},
        )

    def send(self, *items: object, **envelope: object) -> TestResponse:
        body = {"version": 1, "sent_at": self.sent_at.isoformat(), "items": list(items)}
        return self.post("sync", body | envelope)

    def results(self, *items: object, **envelope: object) -> list[Any]:
        answer = self.send(*items, **envelope)
        assert answer.status_code == 200, answer.content
        results: list[Any] = answer.json()["results"]
        return results

    def accepted(self, *items: object, **envelope: object) -> list[Any]:
        results = self.results(*items, **envelope)
        assert [result["status"] for result in results] == ["accepted"] * len(items), results
        return [result["answer"] for result in results]

    def refused(self, item: object, **envelope: object) -> tuple[int, str]:
        """Status and code of the one item, which says in words what to do."""
        (result,) = self.results(item, **envelope)
        assert result["status"] == "refused"
        assert result["reason"]
        return result["code"], result["answer"]["code"]


Carry = Callable[[User], Phone]


def flags_of(item: Mapping[str, Any]) -> dict[str, float | None]:
    rows = ContactFlag.objects.filter(contact__client_uuid=item["uuid"])
    return dict(rows.values_list("kind", "measure"))


def row_of(item: Mapping[str, Any]) -> Contact:
    return Contact.objects.get(client_uuid=item["uuid"])


def uuids(items: Sequence[Mapping[str, Any]]) -> set[str]:
    return {str(item["uuid"]) for item in items}
