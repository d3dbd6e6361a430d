"""What no phone of ours sends: refused in words, never an error of ours, and nothing written."""

import json
from datetime import datetime

import pytest

from apps.visits.models import Contact, PositionProposal
from apps.visits.phone.parsing import MOST_BYTES, MOST_SEALED_BYTES
from tests.factories.world import World
from tests.visits.phone import Item, Phone, check_in, proposal

pytestmark = pytest.mark.django_db


ENVELOPES = (
    (b"", 422),
    (b"{", 400),
    (b"\xff\xfe", 400),
    (b"[" * 100_000, 400),
    (b'{"items": ' + b'{"a":' * 400 + b"1" + b"}" * 401, 400),
    (b"[" * 14 + b"]" * 14, 400),
    (b'{"version": NaN}', 400),
    (b'{"version": ' + b"9" * 5000 + b"}", 400),
    (b"[]", 422),
    (b"null", 422),
    (b'{"version": 1, "sent_at": "2026-11-16T08:30:00+07:00"}', 422),
    (b'{"version": "1", "sent_at": "2026-11-16T08:30:00+07:00", "items": []}', 422),
    (b'{"version": 1, "sent_at": "h\xc3\xb4m qua", "items": []}', 422),
    (b'{"version": 1, "sent_at": 5, "items": []}', 422),
    (b'{"version": 1, "sent_at": "2026-11-16T08:30:00Z", "items": {}}', 422),
    (b'{"version": 1, "sent_at": "2026-11-16T08:30:00Z", "items": [], "device": "x"}', 422),
    (b'{"version": 1, "sent_at": "0001-01-01T00:00:00+14:00", "items": []}', 422),
    (b'{"note": "' + b"x" * MOST_BYTES + b'"}', 413),
)


def test_an_envelope_that_is_none(phone: Phone) -> None:
    answers = [phone.post("sync", body) for body, _status in ENVELOPES]
    assert [answer.status_code for answer in answers] == [status for _body, status in ENVELOPES]
    assert all(answer.json()["message"] for answer in answers)


def test_too_many_items(world: World, phone: Phone, now: datetime) -> None:
    items = [check_in(world.in_charge_of, now, position=None) for _n in range(101)]
    assert phone.send(*items).status_code == 413
    assert len(phone.results(*items[:100])) == 100


def test_a_sealed_body_may_be_larger(phone: Phone) -> None:
    assert phone.post("sealed", b'"' + b"x" * MOST_BYTES + b'"').status_code == 422
    assert phone.post("sealed", b'"' + b"x" * MOST_SEALED_BYTES + b'"').status_code == 413


_SPOT = {"lon": 106.0, "lat": 21.5, "accuracy": 5}


NO_POSITIONS: tuple[object, ...] = (
    {**_SPOT, "lon": 181},
    {**_SPOT, "lat": -91},
    {**_SPOT, "lon": "106"},
    {**_SPOT, "lon": True},
    {**_SPOT, "lon": None},
    {**_SPOT, "lon": 10**400},
    {**_SPOT, "accuracy": -1},
    {"lon": 106.0, "lat": 21.5},
    [106.0, 21.5],
    "POINT(106 21.5)",
    "0101000020E6100000000000000000F87F000000000000F87F",
)


def test_a_position_that_is_none(world: World, phone: Phone, now: datetime) -> None:
    home = world.in_charge_of
    items = [check_in(home, now, position=position) for position in NO_POSITIONS]
    items += [proposal(home, now, position=position) for position in NO_POSITIONS]
    _all_refused(phone, items, "invalid")
    assert not Contact.objects.filter(received_at=now).exists()
    assert not PositionProposal.objects.exists()


def _all_refused(phone: Phone, items: list[Item], code: str) -> None:
    results = phone.results(*items)
    assert [result["answer"].get("code") for result in results] == [code] * len(items)
    assert all((result["code"], bool(result["reason"])) == (422, True) for result in results)


def test_infinity_is_no_number(world: World, phone: Phone, now: datetime) -> None:
    item = json.dumps(check_in(world.in_charge_of, now))
    body = f'{{"version": 1, "sent_at": "{now.isoformat()}", "items": [{item}]}}'
    assert phone.post("sync", body.replace("106.005", "1e999")).json()["results"][0]["code"] == 422
    assert phone.post("sync", body.replace("106.005", "Infinity")).status_code == 400


def test_an_accuracy_beyond_all_bounds_is_kept_as_the_worst(
    world: World, phone: Phone, now: datetime
) -> None:
    item = check_in(world.in_charge_of, now, position={**_SPOT, "accuracy": 3e9})
    (answer,) = phone.accepted(item)
    assert answer["flags"] == ["poor_accuracy"]


NO_FIELDS: tuple[Item, ...] = (
    {"household": "1 OR 1=1"},
    {"household": 2**63},
    {"household": None},
    {"household": [1]},
    {"said_at": "hôm qua"},
    {"said_at": 1},
    {"said_at": "+275760-09-13T00:00:00.000Z"},
    {"note": {"a": 1}},
    {"note": 5},
    {"companions": list(range(1, 12))},
    {"companions": "1"},
    {"companions": [2**63]},
    {"next_visit_on": "31/11/2026"},
    {"next_visit_on": 20261120},
    {"uuid": "không"},
    {"uuid": None},
    {"uuid": ["x"]},
)
NO_CODES: tuple[Item, ...] = ({"kind": None}, {"kind": []}, {"channel": {}}, {"changes": 1})


def test_a_field_that_is_none(world: World, phone: Phone, now: datetime) -> None:
    items = [check_in(world.in_charge_of, now) | fields for fields in NO_FIELDS]
    _all_refused(phone, items, "invalid")


def test_a_code_that_is_unknown(world: World, phone: Phone, now: datetime) -> None:
    items = [check_in(world.in_charge_of, now) | fields for fields in NO_CODES]
    _all_refused(phone, items, "update_first")


def test_text_goes_in_as_text(world: World, phone: Phone, now: datetime) -> None:
    note = "'; DROP TABLE visits_contact; -- <script>alert(1)</script> \x00 =1+1"
    item = check_in(world.in_charge_of, now, note=note)
    phone.accepted(item)
    assert Contact.objects.get(client_uuid=item["uuid"]).note == note.replace("\x00", "")


def test_a_phone_that_runs_wild_is_slowed_down(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.visits.phone.api.PhoneThrottle.rate", "2/min")
    answers = [phone.post("changes", {}) for _n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) > 0
    assert "Hãy chờ" in answers[2].json()["message"]
