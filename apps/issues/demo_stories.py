"""What the demo commune shows beside its issues: a check-in to look at, a cell's meetings, roads
out of poverty on the way, and one cause of several issues. Never on a machine with real data.

Made by the demo's own log-ins through the services that everybody uses. What is there stays.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

import pghistory
from django.db import transaction
from django.db.models import Count

from apps.accounts.actor import Actor
from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.areas.models import Commune
from apps.assignments.models import Assignment, Tier
from apps.common.clock import ZONE, local_day
from apps.households.models import Household
from apps.issues.causes import Cause, link_cause
from apps.issues.kinds import IssueKind
from apps.issues.machine import Verb
from apps.issues.meetings import services as meetings
from apps.issues.meetings.changing import Edit
from apps.issues.meetings.concluding import Conclusion, conclude
from apps.issues.meetings.models import CellMeeting, MeetingItem
from apps.issues.meetings.people import members_of
from apps.issues.meetings.querysets import committee_cells
from apps.issues.meetings.states import ItemSource, ItemState
from apps.issues.models import Issue, IssueCause
from apps.issues.reporting import Report, report_issue
from apps.issues.roadmap import services as roads
from apps.issues.roadmap.kinds import (
    IN_POVERTY,
    Giver,
    Goods,
    StepKind,
    StepOutcome,
    SupportKind,
)
from apps.issues.roadmap.models import PovertyTarget
from apps.issues.steps import Step, take_step
from apps.visits.checkins.flags import Spot
from apps.visits.checkins.recording import Bringing, CheckIn, record
from apps.visits.models import Channel, Contact

_CELL, _OFFICE, _MEMBER = "chiuy", "vanphong", "dangvien"
_ROADS: Final = 5
#: degrees north of the household, some two kilometres
_ASTRAY: Final = 0.018
_ROAD_CAUSE: Final = "Đường vào xóm chưa có rãnh thoát nước"
_ALWAYS: Final = {
    ItemSource.REPORTS: "Ghi nhận báo cáo; ai còn thiếu lần nắm tình hình thì làm bù trong tuần",
    ItemSource.UNCOVERED: "Chi ủy soạn phân công các hộ còn lại, trình kỳ sinh hoạt tới",
}
_CONCLUSIONS: Final = (
    ("Chi bộ thống nhất cử người cùng gia đình làm hồ sơ", "Cùng gia đình làm hồ sơ, báo lại"),
    ("Đề nghị xã trả lời trước kỳ sinh hoạt tới", "Theo dõi trả lời của xã, báo cho hộ"),
    ("Chi ủy đến thăm, nắm thêm hoàn cảnh", ""),
)


def create_demo_stories(commune: Commune, *, at: datetime) -> None:
    """Write what is missing; the same again changes nothing."""
    with pghistory.context(reason="create_demo_stories"):
        if (member := _actor(_MEMBER, at)) is not None:
            _report_at_the_gate(member, at)
        if (cell := _actor(_CELL, at)) is not None:
            _check_in_astray(cell, at)
            _register_roads(cell, at)
            _hold_meetings(cell, at)
        if (office := _actor(_OFFICE, at)) is not None:
            _name_a_cause(office, commune, at)


def _actor(username: str, at: datetime) -> Actor | None:
    user = User.objects.filter(username=username).first()
    return None if user is None else actor_for(user, at=at)


def _key(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, ":".join(["demo", *map(str, parts)]))


def _report_at_the_gate(member: Actor, at: datetime) -> None:
    """By the member in charge: one waits for an answer, another for the answer to be told."""
    reported_at = at - timedelta(days=2)
    own = Household.objects.reached_by(member, frozenset({Role.MEMBER_IN_CHARGE}))
    homes = own.order_by("code")
    for home, is_answered in zip(homes[:2], (False, True), strict=False):
        key = _key(home.commune_id, home.code, "gate")
        if Issue.objects.filter(client_uuid=key).exists():
            continue
        details = {"matter": "expired", "people": 1}
        report = Report(IssueKind.HEALTH_COVER, details, "Thẻ hết hạn từ tháng trước")
        report_issue(key=key, actor=member, household_id=home.pk, report=report, at=reported_at)
        if is_answered:
            issue = Issue.objects.get(client_uuid=key)
            step = Step(Verb.ANSWER, issue.steps, "Bảo hiểm xã hội đã gia hạn thẻ")
            key = _key(home.commune_id, home.code, "gate-answer")
            take_step(key=key, actor=member, issue_id=issue.pk, step=step, at=at)


def _check_in_astray(committee: Actor, at: datetime) -> None:
    """Written down in person, one far from the house and one without a position; the committee is
    shown both. By whoever of their members has most households: nobody reviews their own.
    """
    said_at = at - timedelta(days=1)
    homes = Household.objects.visible_to(committee).filter(position__isnull=False)
    charges = Assignment.objects.in_force(at=local_day(said_at)).filter(
        tier=Tier.HOUSEHOLD, household__in=homes
    )
    people = charges.exclude(person=committee.person_id).values_list("person", flat=True)
    busiest = people.annotate(n=Count("pk")).order_by("-n", "person").first()
    if busiest is None:
        return
    own = homes.filter(assignments__in=charges.filter(person=busiest)).order_by("code")
    check_ins = [
        _astray(home, said_at, is_far=number == 0)
        for number, home in enumerate(own[:2])
        if not Contact.objects.filter(client_uuid=_astray_key(home)).exists()
    ]
    with transaction.atomic():
        record(Bringing(Actor(person_id=busiest), sent_at=at, received_at=at), check_ins)


def _astray_key(home: Household) -> UUID:
    return _key(home.commune_id, home.code, "astray")


def _astray(home: Household, said_at: datetime, *, is_far: bool) -> CheckIn:
    spot = None
    if is_far and home.position is not None:
        spot = Spot(home.position.x, home.position.y + _ASTRAY, 12.0)
    note = "Gia đình khỏe, đang thu hoạch" if is_far else "Đã báo lịch họp thôn"
    channel = Channel.IN_PERSON.value
    return CheckIn(_astray_key(home), home.pk, said_at, channel, note=note, spot=spot)


def _register_roads(actor: Actor, at: datetime) -> None:
    """Poor households with a road: two on the way, others at its beginning."""
    today = local_day(at)
    homes = Household.objects.visible_to(actor).living(at=today)
    poor = homes.filter(poverty_status__in=sorted(IN_POVERTY)).order_by("code")
    for number, home in enumerate(poor[:_ROADS]):
        key = _key(home.commune_id, home.code, "road")
        if PovertyTarget.objects.filter(household=home).exists():
            continue
        wish = roads.NewTarget(today.year + 1 + number % 2, today - timedelta(days=90), True)
        roads.register_target(key=key, actor=actor, household=home.pk, wish=wish, at=at)
        if number < _ROADS - 2:
            _go_on_the_road(actor, home, at, is_first_done=number < 2)


def _go_on_the_road(actor: Actor, home: Household, at: datetime, *, is_first_done: bool) -> None:
    today = local_day(at)
    if actor.person_id is None:
        return
    steps = []
    for kind, text, days in (
        (StepKind.LIVESTOCK, "Nhận một con bò giống", 20),
        (StepKind.LOAN, "Vay vốn làm chuồng", 60),
    ):
        wish = roads.NewStep(kind.value, text, actor.person_id, today + timedelta(days=days))
        key = _key(home.commune_id, home.code, kind.value)
        answer = roads.add_step(key=key, actor=actor, household=home.pk, wish=wish, at=at)
        steps.append(answer["step"])
    if not is_first_done:
        return
    roads.finish_step(
        key=_key(home.commune_id, home.code, "finished"),
        actor=actor,
        step=steps[0],
        outcome=StepOutcome.DONE,
        done_on=today - timedelta(days=3),
        text="Bò khỏe, hộ đã làm chuồng",
        at=at,
    )
    given = today - timedelta(days=3)
    support = roads.NewSupport(
        SupportKind.GOODS.value, None, Goods.CATTLE.value, Giver.FRONT.value, given
    )
    key = _key(home.commune_id, home.code, "support")
    roads.record_support(key=key, actor=actor, household=home.pk, wish=support, at=at)


def _hold_meetings(actor: Actor, at: datetime) -> None:
    """Last month's is signed, this month's has some conclusions."""
    cell = committee_cells(actor, at=local_day(at)).order_by("pk").first()
    if cell is None:
        return
    this_month = local_day(at).replace(day=1)
    last_day = this_month - timedelta(days=1)
    evening = datetime.combine(last_day, time(19, 30), tzinfo=ZONE)
    for moment, is_over in ((evening, True), (at, False)):
        month = local_day(moment).replace(day=1)
        if not CellMeeting.objects.filter(cell=cell, month=month).exists():
            _hold(_Meeting(actor, moment, cell.pk), is_over=is_over)


class _Meeting:
    """One meeting of the demo, changed step by step as its page does."""

    def __init__(self, actor: Actor, now: datetime, cell: int) -> None:
        self.actor, self.now, self.cell, self.step = actor, now, cell, 0
        month = local_day(now).replace(day=1)
        # Members report about the month that is over.
        answer = meetings.start_meeting(
            edit=self.edit(), cell=cell, month=month, reports_on=month - timedelta(days=1)
        )
        self.pk = int(answer["meeting"])

    def edit(self) -> Edit:
        """The next change, of the version that is there."""
        self.step += 1
        rows = CellMeeting.objects.filter(cell=self.cell, month=local_day(self.now).replace(day=1))
        seen = rows.values_list("version", flat=True).first() or 0
        key = _key("meeting", self.cell, local_day(self.now).isoformat(), self.step)
        return Edit(self.actor, key, self.now, seen)


def _hold(meeting: _Meeting, *, is_over: bool) -> None:
    day = local_day(meeting.now)
    members = list(members_of(meeting.cell, at=day).order_by("pk").values_list("pk", flat=True))
    # Whoever of the committee logs in leads it.
    members.sort(key=lambda pk: pk != meeting.actor.person_id)
    if len(members) < 2:
        return
    held = meetings.Held(
        held_on=day,
        place="Nhà văn hóa thôn",
        chair=members[0],
        secretary=members[1],
        present=len(members),
        absent=0,
    )
    meetings.record_held(edit=meeting.edit(), meeting=meeting.pk, held=held)
    _conclude_some(meeting)
    if is_over:
        _put_off_the_rest(meeting)
        number = f"{day.month:02d}-BB/CB"
        meetings.sign_minutes(edit=meeting.edit(), meeting=meeting.pk, number=number)


def _conclude_some(meeting: _Meeting) -> None:
    items = MeetingItem.objects.visible_to(meeting.actor).filter(meeting=meeting.pk)
    with_words = items.filter(source=ItemSource.ISSUE, issue__isnull=False)
    with_words = with_words.exclude(issue__kind=IssueKind.PUBLIC_ORDER).order_by("position")
    for item, (text, task) in zip(with_words, _CONCLUSIONS, strict=False):
        due_on = local_day(meeting.now) + timedelta(days=14) if task else None
        conclusion = Conclusion(text=text, task_text=task, due_on=due_on)
        conclude(edit=meeting.edit(), meeting=meeting.pk, item=item.pk, conclusion=conclusion)
    for item in items.filter(source__in=list(_ALWAYS)).order_by("position"):
        conclusion = Conclusion(text=_ALWAYS[ItemSource(item.source)])
        conclude(edit=meeting.edit(), meeting=meeting.pk, item=item.pk, conclusion=conclusion)


def _put_off_the_rest(meeting: _Meeting) -> None:
    items = MeetingItem.objects.filter(meeting=meeting.pk, state=ItemState.OPEN)
    for pk in items.order_by("position").values_list("pk", flat=True):
        meetings.act_on_item(edit=meeting.edit(), meeting=meeting.pk, item=pk, act="defer")


def _name_a_cause(actor: Actor, commune: Commune, at: datetime) -> None:
    """The village with most issues of roads: they wait for one ditch."""
    key = _key(commune.pk, "cause")
    if IssueCause.objects.filter(client_uuid=key).exists():
        return
    waiting = Issue.objects.visible_to(actor).open().filter(kind=IssueKind.INFRASTRUCTURE)
    by_village: dict[int, list[int]] = {}
    rows = waiting.filter(household__commune=commune, cause__isnull=True).order_by("pk")
    for pk, village in rows.values_list("pk", "household__village"):
        by_village.setdefault(village, []).append(pk)
    most = max(by_village.values(), key=len, default=[])
    if len(most) > 1:
        cause = Cause(title=_ROAD_CAUSE)
        link_cause(key=key, actor=actor, issues=most, cause=cause, at=at)
