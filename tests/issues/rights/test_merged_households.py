"""A household that was written down twice has its right to all that is held on either entry."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.common.errors import DomainError
from apps.households.models import Household, HouseholdMember
from apps.issues.machine import Verb
from apps.issues.models import DataRequest, IssueAttachment
from apps.people.versions import events_of
from apps.visits.models import Contact
from apps.visits.retention import ERASED
from tests.factories.households import HouseholdMemberFactory, contact
from tests.factories.issues import reported
from tests.factories.issues import step as move
from tests.factories.roadmap import decided, request
from tests.factories.world import World
from tests.households.desk import another_request, merge, unmerge
from tests.issues.test_retention import attached

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
PHONE = "0987000222"


@pytest.fixture
def double(world: World, now: datetime) -> Household:
    """An entry that has a phone, somebody who left, and a decision for the year of the other's."""
    home = world.households[1]
    Household.objects.filter(pk=home.pk).update(phone=PHONE, address="Cạnh giếng làng")
    home.refresh_from_db()
    HouseholdMemberFactory.create(
        household=home, full_name="Lương Đã Rời", left_on=date(2026, 1, 5)
    )
    for each in (home, world.in_charge_of):
        decided(each, 2025, "poor")
    world.in_charge_of.refresh_from_db()
    home.refresh_from_db()
    return home


def _merge(world: World, now: datetime, double: Household) -> Any:
    with another_request():
        return merge(world, now, world.in_charge_of, double)


def _step(client: Client, row: DataRequest, verb: str, text: str = "") -> None:
    here = reverse("rights:request", kwargs={"pk": row.pk})
    assert client.post(here, {"key": uuid4(), "verb": verb, "text": text}).status_code == 302


def test_what_the_double_asked_for_is_asked_for_by_the_kept_one(
    world: World, login: Login, now: datetime, double: Household
) -> None:
    waiting, ended = request(double, kind="erasure"), request(double)
    client = login(world.users[Role.COMMUNE_OFFICE])
    _step(client, ended, "answer")
    _step(client, ended, "finish", "Đã in cho hộ")
    answer = _merge(world, now, double)
    assert answer["data_requests"] == 1
    for row, home in ((waiting, world.in_charge_of), (ended, double)):
        row.refresh_from_db()
        assert row.household_id == home.pk
    here = reverse("rights:request", kwargs={"pk": waiting.pk})
    page = client.get(reverse("households:page", kwargs={"pk": world.in_charge_of.pk}))
    assert here in page.content.decode()
    paper = _paper(client, world.in_charge_of)
    assert "Đã in cho hộ" in paper
    with another_request():
        unmerge(world, now, answer)
    waiting.refresh_from_db()
    assert waiting.household_id == double.pk


def test_a_request_answered_since_goes_back_with_its_answer(
    world: World, login: Login, now: datetime, double: Household
) -> None:
    row = request(double, kind="erasure")
    answer = _merge(world, now, double)
    _step(login(world.users[Role.COMMUNE_OFFICE]), row, "answer")
    with another_request():
        unmerge(world, now, answer)
    row.refresh_from_db()
    assert (row.household_id, row.state) == (double.pk, "answered")


def test_a_request_that_went_on_to_a_third_keeps_the_merge(
    world: World, now: datetime, double: Household
) -> None:
    request(double, kind="erasure")
    answer = _merge(world, now, double)
    world.in_charge_of.refresh_from_db()
    with another_request():
        merge(world, now, world.households[2], world.in_charge_of)
    with pytest.raises(DomainError) as caught, another_request():
        unmerge(world, now, answer)
    assert "yêu cầu về dữ liệu nhận ngày 13/11/2026" in caught.value.message


def _paper(client: Client, home: Household) -> str:
    page = client.get(reverse("rights:household", kwargs={"household": home.pk}))
    assert page.status_code == 200
    return page.content.decode()


def test_the_paper_tells_what_the_double_still_holds(
    world: World, login: Login, now: datetime, double: Household
) -> None:
    client = login(world.users[Role.COMMUNE_OFFICE])
    alone = _paper(client, world.in_charge_of)
    assert PHONE not in alone
    answer = _merge(world, now, double)
    paper = _paper(client, world.in_charge_of)
    for text in (double.code, double.head_name, PHONE, "Cạnh giếng làng", "Lương Đã Rời"):
        assert text in paper, text
    assert f"Thông tin ở hộ ghi trùng {double.code}" in paper
    assert paper.count("2025/QĐ-UBND") > alone.count("2025/QĐ-UBND")
    with another_request():
        unmerge(world, now, answer)
    assert PHONE not in _paper(client, world.in_charge_of)
    assert world.outsider is not None
    url = reverse("rights:household", kwargs={"household": world.in_charge_of.pk})
    assert login(world.outsider).get(url).status_code == 404
    assert login(world.users[Role.CELL_COMMITTEE]).get(url).status_code == 403


@pytest.mark.parametrize("asks_before", [True, False])
def test_erasing_reaches_both_entries(
    world: World, login: Login, now: datetime, double: Household, *, asks_before: bool
) -> None:
    """Whether it was the double that asked, before the merge, or the one that is kept."""
    home, member = world.in_charge_of, world.users[Role.MEMBER_IN_CHARGE]
    assert home.phone
    issue = reported(member, home, at=now)
    move(world.users[Role.CELL_COMMITTEE], issue, Verb.REFUSE, at=now, text="Không được")
    move(member, issue, Verb.TELL, at=now)
    attached(issue, "a", now)
    contact(world.households[2], world.member, now.date())
    Contact.objects.update(note="Điều riêng")
    row = request(double if asks_before else home, kind="erasure")
    _merge(world, now, double)
    client = login(world.users[Role.COMMUNE_OFFICE])
    _step(client, row, "answer")
    here = reverse("rights:request", kwargs={"pk": row.pk})
    page = client.get(here).content.decode()
    assert "1 người đã rời hộ" in page
    assert "1 ảnh, giấy tờ" in page
    with another_request():
        client.post(reverse("rights:erase", kwargs={"pk": row.pk}), {"key": uuid4()})
    both = [home.pk, double.pk]
    assert not Household.objects.filter(pk__in=both).exclude(phone="").exists()
    assert not events_of(Household).filter(pgh_obj__in=both).exclude(phone="").exists()
    assert not Contact.objects.filter(household__in=both).exclude(note="").exists()
    assert not events_of(Contact).filter(household__in=both).exclude(note="").exists()
    assert HouseholdMember.objects.get(household=double, left_on="2026-01-05").full_name == ERASED
    assert not events_of(HouseholdMember).filter(full_name="Lương Đã Rời").exists()
    assert not IssueAttachment.objects.exists()
    assert Contact.objects.exclude(household__in=both).filter(note="Điều riêng").exists()


def test_what_is_asked_of_a_double_is_written_down_for_the_kept_one(
    world: World, login: Login, now: datetime, double: Household
) -> None:
    _merge(world, now, double)
    sent = {"key": uuid4(), "kind": "access", "asked_by": "head", "received_on": "13/11/2026"}
    url = reverse("rights:receive", kwargs={"household": double.pk})
    assert login(world.users[Role.COMMUNE_OFFICE]).post(url, sent).status_code == 302
    assert DataRequest.objects.get().household_id == world.in_charge_of.pk


def test_pictures_of_a_merged_issue_stay_while_the_other_is_open(
    world: World, login: Login, now: datetime
) -> None:
    home, member = world.in_charge_of, world.users[Role.MEMBER_IN_CHARGE]
    committee = world.users[Role.CELL_COMMITTEE]
    first, second, last = (reported(member, home, at=now) for _each in range(3))
    move(committee, first, Verb.MERGE, at=now, other=second.pk)
    move(committee, second, Verb.MERGE, at=now, other=last.pk)
    attached(first, "a", now)
    client = login(world.users[Role.COMMUNE_OFFICE])
    row = request(home, kind="erasure")
    _step(client, row, "answer")
    here = reverse("rights:request", kwargs={"pk": row.pk})
    assert "0 ảnh, giấy tờ" in client.get(here).content.decode()
    move(committee, last, Verb.REFUSE, at=now, text="Không được")
    move(member, last, Verb.TELL, at=now)
    assert "1 ảnh, giấy tờ" in client.get(here).content.decode()
    client.post(reverse("rights:erase", kwargs={"pk": row.pk}), {"key": uuid4()})
    assert not IssueAttachment.objects.exists()
