"""The same again is the same; another body under the same key is refused; the order is free."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from apps.accounts.models import RequestKey
from apps.accounts.roles import Role
from apps.visits.models import Contact, ContactFlag, PositionProposal
from tests.conftest import NOW
from tests.factories.world import World
from tests.visits.phone import Carry, Phone, check_in, flags_of, proposal, uuids

pytestmark = pytest.mark.django_db


def test_the_same_again_gets_the_same_answer(world: World, phone: Phone, now: datetime) -> None:
    items = [check_in(world.in_charge_of, now), proposal(world.in_charge_of, now)]
    first = phone.results(*items)
    phone.sent_at += timedelta(hours=9)
    assert phone.results(*items) == first
    assert phone.results(*reversed(items)) == first[::-1]
    assert Contact.objects.filter(received_at=now).count() == 1
    assert PositionProposal.objects.count() == 1


@pytest.mark.parametrize("change", [{"note": "khác"}, {"unknown": 1}, {"channel": "phone"}])
def test_another_body_is_refused(
    world: World, phone: Phone, now: datetime, change: dict[str, Any]
) -> None:
    item = check_in(world.in_charge_of, now)
    phone.accepted(item)
    assert phone.refused(item | change) == (409, "key_used")
    assert Contact.objects.filter(received_at=now).count() == 1


def test_another_user_with_the_same_key_is_refused(
    world: World, phone: Phone, carry: Carry, now: datetime
) -> None:
    item = check_in(world.in_charge_of, now)
    phone.accepted(item)
    assert carry(world.users[Role.GROUP_OFFICER]).refused(item) == (409, "key_used")


def test_twice_in_one_batch(world: World, phone: Phone, now: datetime) -> None:
    item = check_in(world.in_charge_of, now)
    again = item | {"uuid": item["uuid"].upper()}
    results = phone.results(item, again, item | {"note": "khác"})
    assert [result["code"] for result in results] == [200, 200, 409]
    assert results[0] == results[1]


def test_no_personal_data_is_kept_with_the_keys(world: World, phone: Phone, now: datetime) -> None:
    phone.accepted(check_in(world.in_charge_of, now, note="Bà Lan ốm"))
    assert "Lan" not in str(RequestKey.objects.values_list("answer", flat=True).get())


_wishes = st.lists(
    st.fixed_dictionaries(
        {
            "home": st.integers(0, 2),
            "minutes": st.integers(0, 600),
            "channel": st.sampled_from(["in_person", "phone"]),
            "metres": st.sampled_from([0, 200, 5_000]),
            "next_visit_on": st.sampled_from([None, "2026-11-20", "2026-11-21"]),
        }
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(wishes=_wishes, data=st.data())
def test_however_it_is_sent_the_same_is_there(
    world: World, carry: Carry, wishes: list[dict[str, Any]], data: st.DataObject
) -> None:
    """In any order, cut into any batches, with repeats: the same rows, answers and flags."""
    phone = carry(world.users[Role.GROUP_OFFICER])
    items = [_item(world, wish) for wish in wishes]
    found = []
    for attempt in range(2):
        sent = items + data.draw(st.lists(st.sampled_from(items), max_size=4))
        sent = data.draw(st.permutations(sent)) if attempt else sent
        size = data.draw(st.integers(1, len(sent)))
        for start in range(0, len(sent), size):
            phone.accepted(*sent[start : start + size])
        rows = Contact.objects.filter(client_uuid__in=uuids(items))
        assert rows.count() == len(items)
        columns = ("client_uuid", "household", "day", "channel", "next_visit_on")
        flags = [sorted(flags_of(item).items()) for item in items]
        found.append((sorted(rows.values_list(*columns), key=str), flags))
        _forget(items)
    assert found[0] == found[1]


def _item(world: World, wish: dict[str, Any]) -> dict[str, Any]:
    home = world.households[wish["home"]]
    assert home.position is not None
    spot = {"lon": 106.005, "lat": home.position.y + wish["metres"] / 111_000, "accuracy": 9}
    said = NOW - timedelta(minutes=wish["minutes"])
    rest = {name: wish[name] for name in ("channel", "next_visit_on")}
    return check_in(home, said, position=spot, **rest)


def _forget(items: list[dict[str, Any]]) -> None:
    keys = uuids(items)
    ContactFlag.objects.filter(contact__client_uuid__in=keys).delete()
    Contact.objects.filter(client_uuid__in=keys).delete()
    RequestKey.objects.filter(key__in=keys).delete()


def test_nothing_is_taken_without_the_token(world: World, now: datetime) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users[Role.MEMBER_IN_CHARGE])
    answer = Phone(client, now, {}).send(check_in(world.in_charge_of, now))
    assert answer.status_code == 403
    assert answer.json()["code"] not in {"role_too_low", "revoked"}
