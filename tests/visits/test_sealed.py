"""Items sealed to the server's key: opened by it alone, and only for their own UUID."""

import base64
import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from apps.visits.models import Contact
from apps.visits.phone.sealing import SealKey, present_key, seal
from tests.factories.world import World
from tests.visits.phone import Item, Phone, check_in, row_of

pytestmark = pytest.mark.django_db
IV = bytes(range(12))


def sealed(item: Item, *, key: SealKey | None = None, uuid: str | None = None) -> dict[str, str]:
    text = json.dumps(item).encode()
    name = uuid or item["uuid"]
    return {"uuid": name, "sealed": seal(text, key=key or present_key(), uuid=UUID(name), iv=IV)}


def bring(phone: Phone, *items: object, key_id: object = None) -> list[Any]:
    body = {
        "version": 1,
        "key_id": present_key().id if key_id is None else key_id,
        "sent_at": phone.sent_at.isoformat(),
        "items": list(items),
    }
    answer = phone.post("sealed", body)
    assert answer.status_code == 200, answer.content
    results: list[Any] = answer.json()["results"]
    return results


def test_sealed_and_plain_are_the_same_wish(world: World, phone: Phone, now: datetime) -> None:
    item = check_in(world.in_charge_of, now, note="Đã gặp bà cụ")
    (result,) = bring(phone, sealed(item))
    assert result["status"] == "accepted"
    assert phone.results(item) == [result]
    assert bring(phone, sealed(item)) == [result]
    assert row_of(item).note == "Đã gặp bà cụ"


def test_the_phone_is_given_the_key(phone: Phone) -> None:
    answer = phone.post("device", {"uuid": str(uuid4())}).json()
    public = base64.urlsafe_b64decode(answer["seal"]["public_key"] + "=")
    assert (len(public), public[0]) == (65, 4)
    assert answer["seal"]["key_id"] == present_key().id


def test_what_was_sealed_to_an_old_key_is_opened(
    world: World, phone: Phone, now: datetime, settings: Settings
) -> None:
    old, item = present_key(), check_in(world.in_charge_of, now)
    packed = sealed(item)
    settings.PHONE_SEAL_KEY = "another secret"
    assert bring(phone, packed, key_id=old.id)[0]["answer"] == {"code": "cannot_open"}
    settings.PHONE_SEAL_OLD_KEYS = [settings.SECRET_KEY]
    assert bring(phone, packed, key_id=old.id)[0]["status"] == "accepted"


def test_what_cannot_be_opened_is_refused_and_harms_no_other(
    world: World, phone: Phone, now: datetime
) -> None:
    item, good = (check_in(world.in_charge_of, now) for _n in range(2))
    packed = sealed(item)
    raw = bytearray(base64.b64decode(packed["sealed"]))
    raw[-1] ^= 1
    off_curve = bytes([4]) + bytes(64) + bytes(raw[65:])
    broken = [base64.b64encode(each).decode() for each in (bytes(raw), off_curve, b"", raw[:90])]
    broken += ["không phải base64", "AA==" * 3]
    results = bring(phone, *({**packed, "sealed": text} for text in broken), sealed(good))
    assert [result["code"] for result in results] == [*[422] * len(broken), 200]
    assert {result["answer"]["code"] for result in results[:-1]} == {"cannot_open"}
    assert all(result["reason"] for result in results[:-1])
    assert Contact.objects.filter(received_at=now).count() == 1


def test_another_uuid_does_not_open_it(world: World, phone: Phone, now: datetime) -> None:
    item = check_in(world.in_charge_of, now)
    other = str(uuid4())
    moved = {**sealed(item), "uuid": other}
    assert bring(phone, moved)[0]["answer"] == {"code": "cannot_open"}
    inside = sealed(item, uuid=other)
    assert bring(phone, inside)[0]["answer"] == {"code": "invalid"}


def test_what_is_inside_may_be_anything(phone: Phone) -> None:
    key, items = present_key(), []
    for text in ("[]", "null", "5", "{}", '{"uuid": 1}', "[" * 5000):
        name = uuid4()
        packed = seal(text.encode(), key=key, uuid=name, iv=IV)
        items.append({"uuid": str(name), "sealed": packed})
    assert {result["code"] for result in bring(phone, *items)} == {422}


def test_an_item_that_is_none(phone: Phone) -> None:
    items = (None, [], "x", {}, {"uuid": str(uuid4())}, {"sealed": "x"})
    assert {result["code"] for result in bring(phone, *items)} == {422}
