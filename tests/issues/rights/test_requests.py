"""The paper with all that is held, and requests from the day they come in to their end."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.accounts.models import AccessLog, User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.households.models import HouseholdMember
from apps.issues import inbox
from apps.issues.kinds import IssueKind
from apps.issues.machine import Verb
from apps.issues.models import AttachmentContent, DataRequest, IssueAttachment
from apps.issues.rights import registry
from apps.issues.rights.staying import STAYS
from apps.people.kinds import PostKind
from apps.people.versions import events_of
from apps.visits.models import Contact
from tests.factories.households import HouseholdMemberFactory
from tests.factories.issues import reported
from tests.factories.issues import step as move
from tests.factories.people import PostFactory
from tests.factories.roadmap import decided, request, step, support, target
from tests.factories.world import World
from tests.issues.test_retention import attached

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


def _paper(world: World) -> str:
    return reverse("rights:household", kwargs={"household": world.in_charge_of.pk})


def test_the_paper_tells_everything_and_is_logged(
    world: World, login: Login, now: datetime, at: date
) -> None:
    home = world.in_charge_of
    HouseholdMemberFactory.create(household=home, full_name="Lương Thị Ở Đây")
    Contact.objects.filter(household=home).update(note="Mái nhà dột")
    decided(home, 2025, "poor", missing=["house"])
    step(target(home), world.member, due_on=at)
    support(home)
    request(home)
    issue = reported(world.users[Role.MEMBER_IN_CHARGE], home, at=now, kind=IssueKind.HOUSING)
    page = login(world.users[Role.COMMUNE_OFFICE]).get(_paper(world)).content.decode()
    for text in (
        *(home.code, "0912000111", "Lương Thị Ở Đây", "Mái nhà dột", "Chất lượng nhà ở"),
        *("50.000.000 đồng", "Vay vốn ưu đãi", issue.summary, "Xem, nhận bản in dữ liệu"),
        *("Ai đã xem hộ", world.member.full_name),
    ):
        assert text in page, text
    log = AccessLog.objects.get()
    assert (log.action, log.object_id, log.detail) == ("read_household", home.pk, "rights")


def test_public_order_is_never_on_the_paper(world: World, login: Login, now: datetime) -> None:
    reported(
        world.users[Role.COMMUNE_LEADER], world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER
    )
    for role in (Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER):
        page = login(world.users[role]).get(_paper(world)).content.decode()
        assert "Trộm cắp" not in page
        assert "do Công an xã trả lời riêng" in page


def test_who_read_public_order_is_not_on_the_paper(
    world: World, login: Login, now: datetime
) -> None:
    home, police = world.in_charge_of, world.users[Role.COMMUNE_POLICE]
    member = world.users[Role.MEMBER_IN_CHARGE]
    issue = reported(member, home, at=now, kind=IssueKind.PUBLIC_ORDER)
    for user in (police, member):
        login(user).get(reverse("issues:show", kwargs={"pk": issue.pk}))
    # Of before, when it was logged under its household.
    for user in (police, world.users[Role.COMMITTEE_MEMBER]):
        AccessLog.objects.create(user=user, action="read_household", object_id=home.pk, at=now)
    page = login(world.users[Role.COMMUNE_OFFICE]).get(_paper(world)).content.decode()
    told = page.partition("Ai đã xem hộ")[2]
    assert world.users[Role.COMMITTEE_MEMBER].person.full_name in told
    assert police.person.full_name not in told
    assert member.person.full_name not in told
    assert "Xem việc an ninh" not in told
    # Somebody who has another post beside it reaches the household by that.
    PostFactory.create(
        person=police.person, kind=PostKind.INSPECTION_COMMISSION, commune=world.commune
    )
    page = login(world.users[Role.COMMUNE_OFFICE]).get(_paper(world)).content.decode()
    assert police.person.full_name in page.partition("Ai đã xem hộ")[2]


def _received(**other: object) -> dict[str, object]:
    sent = {"kind": "erasure", "asked_by": "head", "received_on": "13/11/2026"}
    return {"key": uuid4(), **sent, "text": "Số điện thoại", **other}


def test_a_request_from_beginning_to_end(world: World, login: Login, at: date) -> None:
    client = login(world.users[Role.COMMUNE_OFFICE])
    url = reverse("rights:receive", kwargs={"household": world.in_charge_of.pk})
    sent = _received()
    assert client.get(url).status_code == 200
    for _again in range(2):
        assert client.post(url, sent).status_code == 302
    assert client.post(url, _received(key=sent["key"], text="khác")).status_code == 409
    row = DataRequest.objects.get()
    assert (row.answer_by, row.act_by) == (date(2026, 11, 17), date(2026, 12, 3))
    here = reverse("rights:request", kwargs={"pk": row.pk})
    early = client.post(here, {"key": uuid4(), "verb": "finish", "text": "xong"})
    assert early.status_code == 409
    assert client.post(here, {"key": uuid4(), "verb": "answer"}).status_code == 302
    empty = client.post(here, {"key": uuid4(), "verb": "finish", "text": ""})
    assert empty.status_code == 422
    done = {"key": uuid4(), "verb": "finish", "text": "Đã xóa, đã báo hộ"}
    for _again in range(2):
        assert client.post(here, done).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answered_on, row.ended_on) == ("done", at, at)
    assert (
        "Đã xóa, đã báo hộ"
        in client.get(reverse("rights:requests"), {"xong": "1"}).content.decode()
    )


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "x"}, {"received_on": "17/11/2026"}, {"received_on": "1/1/2020"}, {"text": ""}],
)
def test_a_request_that_cannot_be_is_refused(
    world: World, login: Login, wrong: dict[str, str]
) -> None:
    url = reverse("rights:receive", kwargs={"household": world.in_charge_of.pk})
    answer = login(world.users[Role.COMMUNE_OFFICE]).post(url, _received(**wrong))
    assert answer.status_code == 422
    assert not DataRequest.objects.exists()


def test_a_refusal_says_why(world: World, login: Login) -> None:
    row = request(world.in_charge_of)
    here = reverse("rights:request", kwargs={"pk": row.pk})
    client = login(world.users[Role.COMMUNE_LEADER])
    assert client.post(here, {"key": uuid4(), "verb": "refuse", "text": ""}).status_code == 422
    said = {"key": uuid4(), "verb": "refuse", "text": "Người yêu cầu không thuộc hộ"}
    assert client.post(here, said).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("refused", "Người yêu cầu không thuộc hộ")
    assert client.post(here, {"key": uuid4(), "verb": "lie"}).status_code == 422


def test_erasing_blanks_rows_and_histories_and_keeps_what_must_stay(
    world: World, login: Login
) -> None:
    home = world.in_charge_of
    HouseholdMemberFactory.create(
        household=home, full_name="Lương Đã Rời", left_on=date(2026, 1, 5)
    )
    HouseholdMemberFactory.create(household=home, full_name="Lương Còn Ở")
    Contact.objects.update(note="Điều riêng")
    decided(home, 2025, "poor")
    row = request(home, kind="erasure")
    client = login(world.users[Role.COMMUNE_OFFICE])
    here = reverse("rights:request", kwargs={"pk": row.pk})
    erase = reverse("rights:erase", kwargs={"pk": row.pk})
    client.post(erase, {"key": uuid4()})
    assert Contact.objects.filter(household=home, note="Điều riêng").exists()
    client.post(here, {"key": uuid4(), "verb": "answer"})
    assert "1 người đã rời hộ" in client.get(here).content.decode()
    client.post(erase, {})
    assert Contact.objects.filter(household=home, note="Điều riêng").exists()
    sent = {"key": uuid4()}
    for _again in range(2):
        assert client.post(erase, sent).status_code == 302
    home.refresh_from_db()
    assert (home.phone, home.poverty_status) == ("", "poor")
    assert not Contact.objects.filter(household=home).exclude(note="").exists()
    assert Contact.objects.exclude(household=home).get().note == "Điều riêng"
    names = set(HouseholdMember.objects.filter(household=home).values_list("full_name", flat=True))
    assert names == {"(đã xoá theo quy định)", "Lương Còn Ở"}
    assert _left_in_history(home.pk) == 0


def test_erasing_takes_pictures_of_what_has_ended(
    world: World, login: Login, now: datetime
) -> None:
    home, member = world.in_charge_of, world.users[Role.MEMBER_IN_CHARGE]
    ended, waiting = (reported(member, home, at=now) for _each in range(2))
    move(world.users[Role.CELL_COMMITTEE], ended, Verb.REFUSE, at=now, text="Không được")
    move(member, ended, Verb.TELL, at=now)
    attached(ended, "a", now)
    kept = attached(waiting, "b", now)
    row = request(home, kind="erasure")
    client = login(world.users[Role.COMMUNE_OFFICE])
    here = reverse("rights:request", kwargs={"pk": row.pk})
    client.post(here, {"key": uuid4(), "verb": "answer"})
    assert "1 ảnh, giấy tờ" in client.get(here).content.decode()
    erase = reverse("rights:erase", kwargs={"pk": row.pk})
    assert client.post(erase, {"key": uuid4()}).status_code == 302
    assert IssueAttachment.objects.get() == kept
    assert AttachmentContent.objects.get().sha256 == "b" * 64
    gone = events_of(IssueAttachment).filter(pgh_label="delete").get()
    assert gone.issue_id == ended.pk


def test_whatever_is_held_is_said_to_stay() -> None:
    """Before a household's wish is carried out it is told what of each part stays."""
    said = frozenset[str]().union(*(each.parts for each in STAYS))
    assert said == registry.parts()


def _left_in_history(household: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM visits_contactevent"
            " WHERE household_id = %s AND note <> '')"
            " + (SELECT count(*) FROM households_householdmemberevent"
            " WHERE household_id = %s AND full_name = 'Lương Đã Rời')"
            " + (SELECT count(*) FROM households_householdevent WHERE pgh_obj_id = %s"
            " AND phone <> '')",
            [household, household, household],
        )
        return int(cursor.fetchone()[0])


def test_requests_wait_for_the_office_alone(world: World, now: datetime, at: date) -> None:
    row = request(world.in_charge_of)
    request(world.other_households[0])
    for role, user in world.users.items():
        waiting = inbox.waiting_for(actor_for(user, at=now), at=at)
        keys = [each.key for each in waiting if each.source == "rights"]
        office = role in {Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER}
        assert keys == ([row.pk] if office else [])


def test_another_commune_finds_nothing(world: World, login: Login) -> None:
    row = request(world.in_charge_of)
    assert world.outsider is not None
    client = login(world.outsider)
    here = reverse("rights:request", kwargs={"pk": row.pk})
    assert client.get(_paper(world)).status_code == 404
    assert client.get(here).status_code == 404
    assert client.post(here, {"key": uuid4(), "verb": "answer"}).status_code == 404
    erase = reverse("rights:erase", kwargs={"pk": row.pk})
    assert client.post(erase, {"key": uuid4()}).status_code == 404
    listed = client.get(reverse("rights:requests")).content.decode()
    assert world.in_charge_of.code not in listed
    assert login(world.users[Role.CELL_COMMITTEE]).get(_paper(world)).status_code == 403
    assert login(world.users[Role.COMMUNE_OFFICE]).post(_paper(world)).status_code == 405
