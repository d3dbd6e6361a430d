"""The list of issues and one issue, as far as the reader may know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from apps.accounts.actor import Actor
from apps.accounts.roles import PHONE_ROLES
from apps.areas.models import Village
from apps.assignments.models import Assignment, Tier
from apps.common.clock import local_day
from apps.common.db import by_person_name, by_unit_name
from apps.households.models import Household
from apps.issues.advancing import spec_of_issue
from apps.issues.attachments.models import IssueAttachment
from apps.issues.attachments.services import may_attach, may_remove
from apps.issues.blanking.services import may_blank
from apps.issues.causes import may_link
from apps.issues.chain import people_at
from apps.issues.desk.wording import Choice, action_lines, choices_of
from apps.issues.details import shown_details
from apps.issues.levels import Level, levels_held
from apps.issues.machine import PENDING, Verb
from apps.issues.models import AnswerTemplate, Issue, IssueAction
from apps.issues.narrowing import Wanted, narrowed
from apps.issues.reporting import REPORTER_ROLES
from apps.issues.steps import likely_doubles, powers_over
from apps.issues.story import Blanked, Concluded, blankings_of, conclusions_on
from apps.people.models import Person
from apps.visits.models import Contact

A_PAGE: Final = 40
#: a talk further back is not the one in which the answer was told
_TALK_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Listed:
    page: Page[Issue]
    total: int
    late: int


def issues_listed(actor: Actor, wanted: Wanted, *, at: date, page: str | None) -> Listed:
    """Issues in reach, narrowed, the longest due first, a page at a time."""
    rows = narrowed(actor, wanted, at=at)
    counts = rows.aggregate(total=Count("pk"), late=Count("pk", filter=_is_late(at)))
    ordered = rows.with_places().most_urgent_first()
    paginator = Paginator(ordered, A_PAGE)
    # Counted above already.
    paginator.__dict__["count"] = counts["total"]
    return Listed(paginator.get_page(page), counts["total"], counts["late"])


def _is_late(at: date) -> Q:
    return Q(state__in=sorted(PENDING), late_after__lt=at)


def villages_in_reach(actor: Actor, *, at: date) -> list[Village]:
    """Villages that the list can be narrowed to."""
    rows = Village.objects.visible_to(actor).in_force(at=at)
    return list(rows.defer("geom").order_by(by_unit_name(), "pk"))


def find(actor: Actor, pk: int) -> Issue | None:
    """The issue with its household and all that is shown of it beside, or None."""
    rows = Issue.objects.visible_to(actor).with_places()
    return rows.select_related("reported_by", "cause").filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Told:
    """One step of the way, ready to be shown."""

    action: IssueAction
    who: str
    lines: list[str]

    @property
    def at(self) -> datetime:
        return self.action.at


@dataclass(frozen=True, slots=True)
class File:
    row: IssueAttachment
    may_remove: bool


@dataclass(frozen=True, slots=True)
class IssuePage:
    """One issue as far as the actor may know it. ``reads_household``: may open its page.

    ``tells``: goes to the household, so that a talk with it is the actor's own.
    """

    issue: Issue
    facts: list[tuple[str, str]]
    has_text: bool
    reads_household: bool
    phone: str
    in_charge: str
    way: list[Told | Concluded | Blanked]
    first: list[Choice]
    rest: list[Choice]
    owners: list[Person]
    talks: list[Contact]
    may_talk: bool
    tells: bool
    templates: list[AnswerTemplate]
    doubles: list[Issue]
    merged_here: list[Issue]
    files: list[File]
    may_attach: bool
    may_link: bool
    may_blank: bool


def issue_page(actor: Actor, issue: Issue, *, at: datetime) -> IssuePage:
    """All that the page of an issue in reach shows."""
    spec = spec_of_issue(issue)
    verbs = powers_over(actor, issue)
    first, rest = choices_of(issue, verbs)
    if Verb.MERGE in verbs:
        doubles = list(likely_doubles(actor, issue).order_by("-received_at"))
        rest = [choice for choice in rest if choice.verb != Verb.MERGE or doubles]
    else:
        doubles = []
    reaches = Household.objects.visible_to(actor).filter(pk=issue.household_id).exists()
    asks_talk = any(choice.asks_talk for choice in (*first, *rest))
    return IssuePage(
        issue=issue,
        facts=shown_details(spec, issue.details),
        has_text=spec.has_text,
        reads_household=reaches,
        phone=_phone(actor, issue.household),
        in_charge=_in_charge(actor, issue.household, at=local_day(at)),
        way=_way(actor, issue),
        first=first,
        rest=rest,
        owners=_owners(issue, at=local_day(at)) if Verb.HAND_OVER in verbs else [],
        talks=_talks(actor, issue, at=local_day(at)) if asks_talk else [],
        may_talk=asks_talk and may_report(actor, issue.household_id),
        tells=Level.MEMBER in levels_held(actor, issue.household),
        templates=templates_for(issue) if Verb.ANSWER in verbs and spec.has_text else [],
        doubles=doubles,
        merged_here=list(Issue.objects.visible_to(actor).filter(merged_into=issue).order_by("pk")),
        files=_files(actor, issue) if spec.has_text else [],
        may_attach=may_attach(actor, issue),
        may_link=may_link(actor, issue),
        may_blank=spec.has_text and may_blank(actor, issue),
    )


def may_report(actor: Actor, household: int) -> bool:
    """Whether the actor writes down issues of the household, and talks with it."""
    return Household.objects.reached_by(actor, REPORTER_ROLES).filter(pk=household).exists()


def _phone(actor: Actor, home: Household) -> str:
    rings = Household.objects.reached_by(actor, PHONE_ROLES).filter(pk=home.pk)
    return home.phone if home.phone and rings.exists() else ""


def _in_charge(actor: Actor, home: Household, *, at: date) -> str:
    charge = Assignment.objects.visible_to(actor).in_force(at=at)
    names = charge.filter(tier=Tier.HOUSEHOLD, household=home).values_list("person__full_name")
    return next((name for (name,) in names), "")


def _way(actor: Actor, issue: Issue) -> list[Told | Concluded | Blanked]:
    """The newest first: its steps, what meetings concluded on it, what was blanked."""
    rows = IssueAction.objects.visible_to(actor).filter(issue=issue).order_by("-number")
    rows = rows.select_related("person", "user", "owner", "contact")
    moments: list[Told | Concluded | Blanked] = [
        *blankings_of(actor, issue)[::-1],
        *conclusions_on(actor, issue)[::-1],
        *(Told(row, _who(row), action_lines(row)) for row in rows),
    ]
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


def _who(action: IssueAction) -> str:
    if action.person is not None:
        return str(action.person.full_name)
    return action.user.username if action.user is not None else ""


def _owners(issue: Issue, *, at: date) -> list[Person]:
    rows = people_at(Level(issue.level), issue.household, at=at)
    return list(rows.order_by(*by_person_name(), "pk"))


def _talks(actor: Actor, issue: Issue, *, at: date) -> list[Contact]:
    since = at - timedelta(days=_TALK_DAYS)
    rows = Contact.objects.visible_to(actor).filter(household=issue.household_id, day__gte=since)
    return list(rows.select_related("person").order_by("-happened_at")[:5])


def templates_for(issue: Issue) -> list[AnswerTemplate]:
    """What the commune keeps ready for this kind."""
    rows = AnswerTemplate.objects.filter(commune=issue.household.commune_id, kind=issue.kind)
    return list(rows.filter(is_retired=False).order_by("title"))


def _files(actor: Actor, issue: Issue) -> list[File]:
    rows = IssueAttachment.objects.visible_to(actor).filter(issue=issue)
    # The bytes stay where they are.
    rows = rows.select_related("content", "issue__household").defer("content__data")
    return [File(row, may_remove(actor, row)) for row in rows.order_by("number")]
