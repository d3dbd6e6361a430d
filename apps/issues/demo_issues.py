"""Issues of the demo commune, for trying the software out. Never on a machine with real data.

They are reported and answered by the demo's own log-ins on days gone by, through the services that
everybody uses, and then left to the clock; so some are late, some wait for an answer to be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from apps.accounts.actor import Actor
from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.areas.models import Commune
from apps.common.clock import local_day
from apps.common.errors import DomainError
from apps.households.models import Household
from apps.households.querysets import HouseholdQuerySet
from apps.issues.desk.talks import take_step_in_a_talk
from apps.issues.kinds import IssueKind
from apps.issues.levels import Level
from apps.issues.machine import State, Verb
from apps.issues.models import Issue
from apps.issues.powers import is_told_in_a_talk
from apps.issues.reporting import Report, report_issue
from apps.issues.steps import Step, take_step
from apps.visits.models import Channel

#: one household in so many has an issue
EVERY: Final = 15
NEIGHBOURS: Final = 6
# Of the samples the one of a road, on its first way.
_ROAD: Final = 36


@dataclass(frozen=True, slots=True)
class Sample:
    kind: IssueKind
    details: dict[str, Any]
    summary: str = ""


_SAMPLES: Final = (
    Sample(IssueKind.HOUSING, {"matter": "temporary"}, "Mái nhà bếp dột, tường nứt"),
    Sample(IssueKind.LIVELIHOOD, {"matter": "no_capital"}, "Muốn vay vốn nuôi dê"),
    Sample(IssueKind.HEALTH_COVER, {"matter": "no_card", "people": 2}, "Hai người chưa có thẻ"),
    Sample(IssueKind.INFRASTRUCTURE, {"matter": "road"}, "Đường vào xóm bị xói sau mưa"),
    Sample(IssueKind.SCHOOLING, {"matter": "at_risk", "children": 1}, "Cháu lớp 8 hay nghỉ học"),
    Sample(IssueKind.LAND, {"matter": "certificate"}, "Chờ giấy chứng nhận đã lâu"),
    Sample(IssueKind.DISASTER, {"matter": "landslide"}, "Taluy sau nhà có vết nứt"),
    Sample(IssueKind.POLICY, {"matter": "papers"}, "Hồ sơ chế độ còn thiếu giấy xác nhận"),
    Sample(IssueKind.ENVIRONMENT, {"matter": "waste"}, "Rác tồn ở đầu thôn"),
    Sample(IssueKind.PETITION, {"matter": "service"}, "Đề nghị làm thủ tục tại nhà văn hóa thôn"),
    Sample(IssueKind.PUBLIC_ORDER, {"category": "theft"}),
)
# How far each goes, by turns; the last word is the household's.
_WAYS: Final[tuple[tuple[Verb, ...], ...]] = (
    (),
    (Verb.RECEIVE,),
    (Verb.RECEIVE, Verb.START),
    (Verb.PASS_UP,),
    (Verb.START, Verb.ANSWER),
    (Verb.START, Verb.ANSWER, Verb.CONFIRM, Verb.CLOSE),
)
_ANSWERS: Final = "Đã xem xét, xã bố trí hỗ trợ trong đợt tới"


def create_demo_issues(commune: Commune, *, at: datetime) -> int:
    """Write the issues that are missing; how many there are. The same again changes nothing."""
    reporters = [
        user
        for name in ("chiuy", "vanphong")
        if (user := User.objects.filter(username=name).first())
    ]
    homes = Household.objects.filter(commune=commune).living(at=local_day(at)).order_by("code")
    for number, home in enumerate(homes[::EVERY]):
        _write(number, home, reporters, at=at)
    for home in _along_a_road(homes):
        _write(_ROAD, home, reporters, at=at)
    return Issue.objects.filter(household__commune=commune).count()


def _along_a_road(homes: HouseholdQuerySet[Household]) -> list[Household]:
    """Neighbours of one village who wait for the same road: one cause to be found on the map."""
    first = homes.filter(position__isnull=False).last()
    if first is None or first.position is None:
        return []
    around = homes.filter(village=first.village_id).near(first.position, metres=250)
    return list(around[:NEIGHBOURS])


def _write(number: int, home: Household, reporters: list[User], *, at: datetime) -> None:
    sample, way = _SAMPLES[number % len(_SAMPLES)], _WAYS[number % len(_WAYS)]
    # From today back to a month ago, a step of some days each.
    moment = at - timedelta(days=number * 7 % 30)
    actors = (actor_for(user, at=at) for user in reporters)
    actor = next((a for a in actors if Household.objects.visible_to(a).filter(pk=home.pk)), None)
    if actor is None or Issue.objects.filter(client_uuid=_key(home, "report")).exists():
        return
    details = dict(sample.details)
    if sample.kind == IssueKind.PUBLIC_ORDER:
        details["happened_on"] = local_day(moment - timedelta(days=1)).isoformat()
    answer = report_issue(
        key=_key(home, "report"),
        actor=actor,
        household_id=home.pk,
        report=Report(sample.kind, details, sample.summary),
        at=moment,
    )
    for verb, later in zip(way, _days_after(moment, at), strict=False):
        try:
            _take(actor, answer["issue"], verb, home, at=later)
        except DomainError:
            # Not this log-in's to do: it stays where it is, as it would in life.
            return


def _days_after(moment: datetime, at: datetime) -> Iterator[datetime]:
    while True:
        moment = min(at, moment + timedelta(days=1))
        yield moment


def _take(actor: Actor, issue_id: int, verb: Verb, home: Household, *, at: datetime) -> None:
    issue = Issue.objects.get(pk=issue_id)
    if verb == Verb.PASS_UP and issue.level == Level.COMMUNE:
        return
    has_words = verb == Verb.ANSWER and bool(issue.summary)
    step, key = Step(verb, issue.steps, _ANSWERS if has_words else ""), _key(home, verb.value)
    if is_told_in_a_talk(verb, State(issue.state)):
        take_step_in_a_talk(
            key=key,
            actor=actor,
            issue_id=issue.pk,
            step=step,
            channel=Channel.IN_PERSON,
            at=at,
        )
    else:
        take_step(key=key, actor=actor, issue_id=issue.pk, step=step, at=at)


def _key(home: Household, what: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"demo:{home.commune_id}:{home.code}:{what}")
