"""A phone brings check-ins: taken, refused with what to do, and on the map at once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.households.models import Household
from apps.visits.models import Contact, PositionProposal
from apps.webmap.models import HouseholdMark
from tests.factories.households import contact, put_in_charge
from tests.factories.people import PersonFactory
from tests.factories.world import World
from tests.visits.phone import Carry, Phone, at_gate, check_in, flags_of, proposal, row_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_check_in_is_written_as_it_was_told(world: World, phone: Phone, now: datetime) -> None:
    home = world.in_charge_of
    item = check_in(
        home,
        now - HOUR,
        note="Con trai đi làm ở Bắc Ninh",
        changes=["work_away", "members_born"],
        next_visit_on="2026-11-28",
    )
    (answer,) = phone.accepted(item)
    made = row_of(item)
    assert answer == {
        "contact": made.pk,
        "household": home.pk,
        "day": "2026-11-16",
        "flags": [],
    }
    assert (made.person, made.channel, made.note) == (world.member, "in_person", item["note"])
    assert (made.said_at, made.happened_at, made.received_at) == (now - HOUR, now - HOUR, now)
    assert (made.changes, str(made.next_visit_on)) == (item["changes"], "2026-11-28")
    assert made.clock_offset_seconds == 0
    assert made.position is not None
    assert (made.position.coords, made.position_accuracy) == (home.position.coords, 8)


def test_the_map_shows_it_at_once(world: World, phone: Phone, now: datetime) -> None:
    mark = HouseholdMark.objects.get(pk=world.in_charge_of.pk)
    assert (mark.last_day, mark.last_month_days) == (now.date() - timedelta(days=3), 1)
    phone.accepted(check_in(world.in_charge_of, now), check_in(world.in_charge_of, now - HOUR))
    mark.refresh_from_db()
    assert (mark.last_day, mark.last_month_days) == (now.date(), 2)


def test_the_day_is_by_the_mended_clock(world: World, phone: Phone, now: datetime) -> None:
    home = world.in_charge_of
    for years in (2, -2):
        off = timedelta(days=365 * years)
        phone.sent_at = now + off
        item = check_in(home, now + off - 30 * HOUR, next_visit_on=None)
        (answer,) = phone.accepted(item)
        assert answer["day"] == "2026-11-15"
        assert flags_of(item)["clocks_apart"] == abs(off.total_seconds())
        assert row_of(item).said_at == now + off - 30 * HOUR
    assert HouseholdMark.objects.get(pk=home.pk).last_day == date(2026, 11, 15)


def test_a_phone_in_another_zone_is_right_all_the_same(
    world: World, phone: Phone, now: datetime
) -> None:
    item = check_in(world.in_charge_of, (now - HOUR).astimezone(UTC))
    phone.accepted(item)
    assert (row_of(item).happened_at, flags_of(item)) == (now - HOUR, {})


def test_one_that_is_refused_harms_no_other(world: World, phone: Phone, now: datetime) -> None:
    good = [check_in(world.in_charge_of, now - n * HOUR) for n in (1, 2)]
    bad: list[Any] = [
        check_in(world.other_households[0], now),
        check_in(999_999_999, now),
        {"kind": "contact"},
        "không phải một mục",
        check_in(world.in_charge_of, now, channel="telepathy"),
        check_in(world.in_charge_of, now, changes=["members_cloned"]),
        check_in(world.in_charge_of, now, kind="issue_from_the_future"),
        check_in(world.in_charge_of, now, note="x" * 1001),
    ]
    results = phone.results(good[0], *bad, good[1])
    assert [result["code"] for result in results] == [
        200,
        404,
        404,
        422,
        422,
        422,
        422,
        422,
        422,
        200,
    ]
    assert all(result["reason"] for result in results[1:-1])
    assert [result["uuid"] for result in results[:3]] == [
        item["uuid"] for item in (good[0], *bad[:2])
    ]
    assert "cập nhật" in results[5]["reason"]
    assert Contact.objects.filter(received_at=now).count() == 2


def test_what_was_refused_can_be_put_right_under_its_key(
    world: World, phone: Phone, now: datetime
) -> None:
    item = check_in(world.in_charge_of, now, note="x" * 1001)
    assert phone.refused(item) == (422, "invalid")
    phone.accepted(item | {"note": "vừa đủ"})
    wrong = check_in(world.other_households[0], now)
    assert phone.refused(wrong) == (404, "not_found")
    phone.accepted(wrong | {"household": world.in_charge_of.pk})


def test_a_newer_version_refuses_items_not_the_batch(
    world: World, phone: Phone, now: datetime
) -> None:
    item = check_in(world.in_charge_of, now)
    assert phone.refused(item, version=2) == (422, "update_first")
    phone.accepted(item | {"mood_of_a_later_version": {"x": [1]}})


def test_who_was_in_charge_that_day_may_still_bring_it(
    world: World, carry: Carry, now: datetime
) -> None:
    today = now.date()
    member = carry(world.users[Role.MEMBER_IN_CHARGE])
    charge = Assignment.objects.get(household=world.in_charge_of, tier=3)
    charge.period = DateRange(charge.period.lower, today - timedelta(days=2))
    charge.save()
    before, after = (check_in(world.in_charge_of, now - days * 24 * HOUR) for days in (3, 1))
    results = member.results(before, after)
    assert [result["code"] for result in results] == [200, 404]
    # Nothing but that: no role is left.
    assert member.send(check_in(world.in_charge_of, now)).status_code == 403
    assert member.post("changes", {"cursor": None}).status_code == 403
    # What was taken is answered as it was.
    assert member.results(before)[0]["status"] == "accepted"


def test_the_officer_of_the_group_that_day_may_bring_it(
    world: World, carry: Carry, now: datetime
) -> None:
    officer = world.users[Role.GROUP_OFFICER]
    charge = Assignment.objects.get(group=world.groups[0], tier=2)
    charge.period = DateRange(charge.period.lower, now.date())
    charge.save()
    put_in_charge(officer.person, world.groups[1], since=now.date())
    phone = carry(officer)
    phone.accepted(
        check_in(world.households[2], now - 24 * HOUR), check_in(world.households[3], now)
    )
    assert phone.refused(check_in(world.households[2], now))[0] == 404


REACHED = {
    Role.COMMUNE_LEADER: [200, 200, 200, 200, 404],
    Role.COMMUNE_OFFICE: [200, 200, 200, 200, 404],
    Role.COMMITTEE_MEMBER: [200, 200, 200, 404, 404],
    Role.CELL_COMMITTEE: [200, 200, 200, 404, 404],
    Role.VILLAGE_HEAD: [200, 200, 200, 404, 404],
    Role.GROUP_OFFICER: [200, 200, 404, 404, 404],
    Role.MEMBER_IN_CHARGE: [200, 404, 404, 404, 404],
}


def test_each_within_reach(world: World, carry: Carry, now: datetime) -> None:
    own = world.households
    homes = [own[0], own[1], own[3], own[6], world.other_households[0]]
    for role, reached in REACHED.items():
        results = carry(world.users[role]).results(*(check_in(home, now) for home in homes))
        assert [result["code"] for result in results] == reached


def test_others_bring_nothing(world: World, carry: Carry, now: datetime) -> None:
    for role in world.users.keys() - REACHED.keys():
        answer = carry(world.users[role]).send(check_in(world.in_charge_of, now))
        assert (answer.status_code, answer.json()["code"]) == (403, "role_too_low")
    assert not Contact.objects.filter(received_at=now).exists()


def test_a_household_merged_meanwhile(world: World, phone: Phone, now: datetime) -> None:
    double, kept = world.in_charge_of, world.households[1]
    today = now.date()
    Household.objects.filter(pk=double.pk).update(
        left_on=today - timedelta(days=5), left_reason="double", merged_into=kept
    )
    charge = Assignment.objects.get(household=double, tier=3)
    charge.household = kept
    charge.save()
    items = check_in(double, now), proposal(double, now)
    assert [answer["household"] for answer in phone.accepted(*items)] == [kept.pk, kept.pk]
    assert row_of(items[0]).household == kept
    # It stands at another gate now, but it is not gone.
    assert "household_gone" not in flags_of(items[0])
    assert PositionProposal.objects.get().household == kept


def test_a_household_that_has_left_is_flagged_only_after(
    world: World, phone: Phone, now: datetime
) -> None:
    Household.objects.filter(pk=world.in_charge_of.pk).update(
        left_on=now.date() - timedelta(days=2), left_reason="moved"
    )
    before, after = (check_in(world.in_charge_of, now - days * 24 * HOUR) for days in (3, 1))
    phone.accepted(before, after)
    assert (flags_of(before), flags_of(after)) == ({}, {"household_gone": 1})


def test_flags_are_told_and_count_all_the_same(world: World, phone: Phone, now: datetime) -> None:
    home = world.in_charge_of
    far = check_in(home, now, position=at_gate(home, metres=900, accuracy=120))
    bare = check_in(home, now - 20 * HOUR, position=None)
    answers = phone.accepted(far, bare)
    assert [sorted(answer["flags"]) for answer in answers] == [
        ["far_away", "poor_accuracy"],
        ["no_position"],
    ]
    assert flags_of(far) == {"far_away": 900, "poor_accuracy": 120}
    assert home.contacts.filter(received_at=now).count() == 2


def test_later_ones_come_to_light_beside_earlier_ones(
    world: World, phone: Phone, now: datetime
) -> None:
    home = world.in_charge_of
    late, early = check_in(home, now), check_in(home, now - timedelta(minutes=4))
    phone.accepted(late)
    assert flags_of(late) == {}
    phone.accepted(early)
    assert (flags_of(late), flags_of(early)) == ({"too_soon": 240}, {})


def test_two_members_at_once_are_both_kept_and_flagged(
    world: World, phone: Phone, carry: Carry, now: datetime
) -> None:
    mine = check_in(world.in_charge_of, now, next_visit_on="2026-11-20")
    other = check_in(world.in_charge_of, now - timedelta(minutes=5), next_visit_on="2026-11-22")
    phone.accepted(mine)
    carry(world.users[Role.GROUP_OFFICER]).accepted(other)
    assert flags_of(mine) == flags_of(other) == {"parallel": 300}


def test_a_pair_is_one_contact_of_both(
    world: World, phone: Phone, carry: Carry, now: datetime
) -> None:
    officer = world.users[Role.GROUP_OFFICER].person
    mine = check_in(world.in_charge_of, now, companions=[officer.pk, officer.pk, world.member.pk])
    phone.accepted(mine)
    assert [row.person for row in row_of(mine).companions.all()] == [officer]
    again = check_in(world.in_charge_of, now - timedelta(minutes=1))
    carry(world.users[Role.GROUP_OFFICER]).accepted(again)
    assert flags_of(again) == flags_of(mine) == {}


def test_a_companion_from_elsewhere_is_refused(world: World, phone: Phone, now: datetime) -> None:
    stranger = PersonFactory.create(commune=world.other_commune)
    for key in (stranger.pk, 999_999_999):
        item = check_in(world.in_charge_of, now, companions=[key])
        assert phone.refused(item) == (422, "unknown_companion")


def test_a_contact_that_the_office_knows_already(world: World, phone: Phone, now: datetime) -> None:
    """Its key was forgotten, or it came back with a file: the same says the same again."""
    known = contact(world.in_charge_of, world.member, now.date())
    item = check_in(world.in_charge_of, known.said_at, uuid=str(known.client_uuid))
    beside = check_in(world.in_charge_of, now - 20 * HOUR)
    answers = phone.accepted(item, beside)
    assert answers[0]["contact"] == known.pk
    other = check_in(
        world.in_charge_of,
        now,
        uuid=str(contact(world.in_charge_of, world.member, now.date()).client_uuid),
        note="khác",
    )
    assert phone.refused(other) == (409, "key_used")


def test_a_note_cut_in_half_a_character_is_mended(
    world: World, phone: Phone, now: datetime
) -> None:
    item = check_in(world.in_charge_of, now, note="  Hoa\u0300 \ud83d")
    phone.accepted(item)
    phone.accepted(item)
    assert row_of(item).note == "Hoà \ufffd"
