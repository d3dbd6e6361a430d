"""The list of issues: who finds what, and how it is narrowed."""

from datetime import datetime, timedelta

import pytest

from apps.accounts.roles import Role
from apps.issues.kinds import IssueKind
from apps.issues.machine import Verb
from tests.factories.issues import reported, step
from tests.factories.world import World
from tests.issues.conftest import Pages

MEMBER, OFFICE = Role.MEMBER_IN_CHARGE, Role.COMMUNE_OFFICE


def test_narrowed_by_choices(pages: Pages, world: World, now: datetime) -> None:
    home = world.in_charge_of
    reported(world.users[MEMBER], home, at=now, kind=IssueKind.SCHOOLING)
    late = reported(world.users[MEMBER], home, at=now - timedelta(days=9))
    step(world.users[Role.CELL_COMMITTEE], late, Verb.NOTE, at=now, text="Đã hỏi")
    for query, schooling, housing in (
        ("", True, True),
        ("?kind=schooling", True, False),
        ("?late=on", False, True),
        ("?state=closed", False, False),
        ("?state=all&level=member", True, True),
        (f"?village={world.villages[1].pk}", False, False),
        ("?kind=unknown&page=x", True, True),
    ):
        text = pages.text(OFFICE, "issues:list", query)
        body = text.partition("<tbody>")[2]
        assert ("Học tập của trẻ" in body, "Nhà ở" in body) == (schooling, housing), query
    assert "1 quá hạn" in pages.text(OFFICE, "issues:list")


def test_what_is_typed_stays_out_of_the_address(pages: Pages, world: World, now: datetime) -> None:
    reported(world.users[MEMBER], world.in_charge_of, at=now)
    client = pages.client(OFFICE)
    answer = client.post("/van-de/", {"q": "mai nha bep", "state": "all"})
    assert answer.status_code == 302
    assert "mai" not in answer["Location"]
    assert "Mái nhà bếp" in client.get(answer["Location"]).content.decode()
    nothing = client.post("/van-de/", {"q": "khong co"})
    assert "Không có vấn đề nào khớp" in client.get(nothing["Location"]).content.decode()


@pytest.mark.parametrize("role", [None, Role.COMMITTEE_MEMBER, Role.COMMUNE_POLICE])
def test_each_finds_only_what_they_may_read(
    pages: Pages, world: World, now: datetime, role: Role | None
) -> None:
    reported(world.users[MEMBER], world.in_charge_of, at=now)
    order = IssueKind.PUBLIC_ORDER
    reported(world.users[MEMBER], world.in_charge_of, at=now, kind=order)
    body = pages.text(role, "issues:list").partition("<tbody>")[2]
    assert ("Nhà ở" in body) == (role == Role.COMMITTEE_MEMBER)
    assert ("Trộm cắp" in body) == (role == Role.COMMUNE_POLICE)


def test_who_has_no_households_is_refused(pages: Pages) -> None:
    assert pages.get(Role.PROVINCE_VIEWER, "issues:list").status_code == 403
