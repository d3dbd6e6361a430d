"""Every domain table keeps its history: who, why, what, at insert, update and delete."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pghistory
import pytest
from django.apps import apps
from django.contrib.gis.geos import Point
from django.db import ProgrammingError, models, transaction
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.areas.models import GroupLineage, RetentionRule, StepDeadline, VillageLineage
from apps.assignments.models import (
    AssignmentRule,
    PlanBan,
    PlanDuty,
    PlanSeat,
    PlanSeatBan,
    PlanSecretary,
    TeamSecretary,
)
from apps.common.clock import ZONE
from apps.households.models import HouseholdMerge, NotDouble
from apps.issues.models import (
    AnswerTemplate,
    AttachmentContent,
    CellMeeting,
    FollowTask,
    FollowUpRule,
    Issue,
    IssueAttachment,
    IssueCause,
    KindDeadline,
    MeetingItem,
    MeetingReport,
    MeetingTask,
)
from apps.people.models import (
    CapacityRule,
    CellVillage,
    CommuneOfficer,
    PartyGroup,
    Term,
    VillageWorker,
)
from apps.visits.models import (
    Contact,
    ContactCompanion,
    ContactFlag,
    ContactRule,
    PositionProposal,
)
from tests.architecture.road_cases import ROAD_CASES
from tests.architecture.trip_cases import TRIP_CASES
from tests.factories.areas import (
    CommuneFactory,
    GroupFactory,
    ProvinceFactory,
    VillageFactory,
)
from tests.factories.households import (
    HouseholdFactory,
    HouseholdMemberFactory,
    contact,
    put_in_charge,
)
from tests.factories.issues import reported
from tests.factories.people import (
    CellFactory,
    MembershipFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
)
from tests.factories.plans import draft
from tests.factories.world import World, build_world

DAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, tzinfo=ZONE)
DOMAIN_APPS = {
    "planning",
    "accounts",
    "areas",
    "people",
    "households",
    "assignments",
    "visits",
    "issues",
}
# The log of readings, orders to change boundaries, and moves are themselves histories: rows are
# only ever added, and so are edits of a plan. The keys of requests say what was answered, and are
# forgotten; so is on what day a browser was last used. What the machine proposes is a tray; what is
# taken from it has the plan's history.
UNTRACKED = {
    *("AccessLog", "BoundaryEdit", "HouseholdMove", "PlanEdit", "RequestKey", "PhoneDevice"),
    *("PlanRun", "PlanProposal"),
    # What users chose for themselves, and on what day they were written to.
    *("ReminderAddress", "ReminderSent", "CalendarFeed"),
    # Steps are an issue's history themselves: rows are only ever added.
    "IssueAction",
    # Says itself who and when, and is never altered.
    "IssueBlanking",
    # Files as they were drawn anew, known by what is in them: another content is another row.
    "AttachmentContent",
}


def _event_models() -> dict[str, Any]:
    """Event models (untyped: pghistory has no types) by the name of the model they track."""
    return {
        tracked.__name__: model
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event)
        and (tracked := getattr(model, "pgh_tracked_model", None)) is not None
    }


def _domain_models() -> dict[str, type[models.Model]]:
    return {
        model.__name__: model
        for model in apps.get_models()
        if model._meta.app_label in DOMAIN_APPS
        and not issubclass(model, pghistory.models.Event)
        and model.__name__ not in UNTRACKED
    }


def test_every_domain_table_is_tracked() -> None:
    assert _domain_models().keys() == _event_models().keys()


def _lineage(model: type[models.Model], unit: Callable[[], models.Model]) -> models.Model:
    return model._default_manager.create(
        before=unit(), after=unit(), kind="renamed", happened_on=DAY
    )


def _planned() -> models.Model:
    home = HouseholdFactory.create()
    cell = CellFactory.create(commune=home.commune)
    CellVillage.objects.create(cell=cell, village=home.village)
    return draft(cell, {home: PersonFactory.create(commune=home.commune)}).pairs.get()


def _of_unit() -> dict[str, Any]:
    """A plan of tier 1, a village of its commune, somebody."""
    village = VillageFactory.create()
    plan = draft(None, commune=village.commune, tier=1)
    return {"plan": plan, "village": village, "person": PersonFactory.create()}


def _meeting() -> CellMeeting:
    """Of a cell, being prepared."""
    return CellMeeting.objects.create(
        cell=CellFactory.create(),
        month=date(2026, 11, 1),
        reports_from=date(2026, 10, 1),
        reports_to=date(2026, 11, 1),
    )


def _item() -> MeetingItem:
    return MeetingItem.objects.create(meeting=_meeting(), source="other", title="Loa", position=1)


def _task() -> FollowTask:
    facts = {"source": "meeting", "text": "Hỏi lại", "level": "cell", "due_on": DAY}
    return FollowTask.objects.create(
        client_uuid=uuid4(),
        source_key=str(uuid4()),
        village=VillageFactory.create(),
        made_at=NOW,
        **facts,
    )


def _met() -> Contact:
    return contact(HouseholdFactory.create(), PersonFactory.create(), DAY)


def _issue() -> models.Model:
    """Without the step that it began with, so that it can be taken away again."""
    return Issue.objects.create(
        client_uuid=uuid4(),
        household=HouseholdFactory.create(),
        kind="housing",
        kind_version=1,
        reported_on=DAY,
        received_at=NOW,
        state="reported",
        level="cell",
        chain=["cell"],
        due_on=DAY,
        late_after=DAY,
        answer_by=DAY,
        steps=1,
    )


def _attached() -> IssueAttachment:
    world = build_world(DAY)
    user = world.users[Role.COMMUNE_OFFICE]
    issue = reported(user, world.in_charge_of, at=NOW)
    # Reporting said a reason of its own.
    with pghistory.context(reason="Nghị quyết 12-NQ/CB"):
        return IssueAttachment.objects.create(
            issue=issue,
            number=1,
            content=AttachmentContent.objects.create(sha256="a" * 64, type="image/jpeg", data=b"x"),
            size=1,
            added_by=user,
            added_at=NOW,
        )


@dataclass(frozen=True)
class Case:
    """How to make a row, and one column to change."""

    make: Callable[[], models.Model]
    column: str
    value: object = "doi"
    # Not by itself: at the end of a transaction the database would miss what belongs to it.
    is_part: bool = False


CASES: dict[str, Case] = {
    "User": Case(UserFactory.create, "username"),
    "Province": Case(ProvinceFactory.create, "name"),
    "Commune": Case(CommuneFactory.create, "name"),
    "Village": Case(VillageFactory.create, "name"),
    "SelfManagedGroup": Case(GroupFactory.create, "name"),
    "VillageLineage": Case(
        lambda: _lineage(VillageLineage, VillageFactory.create), "kind", "merged_into"
    ),
    "GroupLineage": Case(
        lambda: _lineage(GroupLineage, GroupFactory.create), "kind", "merged_into"
    ),
    "Person": Case(PersonFactory.create, "full_name"),
    "PartyCell": Case(CellFactory.create, "name"),
    "CellVillage": Case(
        lambda: CellVillage.objects.create(
            cell=CellFactory.create(), village=VillageFactory.create()
        ),
        "village",
        VillageFactory.create,
    ),
    "PartyGroup": Case(
        lambda: PartyGroup.objects.create(cell=CellFactory.create(), name="Tổ đảng 1"), "name"
    ),
    "Membership": Case(MembershipFactory.create, "health", "good"),
    "CommuneOfficer": Case(
        lambda: CommuneOfficer.objects.create(
            person=PersonFactory.create(), commune=CommuneFactory.create(), title="Văn thư"
        ),
        "title",
    ),
    "VillageWorker": Case(
        lambda: VillageWorker.objects.create(
            person=PersonFactory.create(), village=VillageFactory.create(), work="Y tế thôn"
        ),
        "work",
    ),
    "CapacityRule": Case(
        lambda: CapacityRule.objects.create(
            commune=CommuneFactory.create(), kind="retired", households=4
        ),
        "households",
        5,
    ),
    "Term": Case(
        lambda: Term.objects.create(
            commune=CommuneFactory.create(),
            name="2026–2031",
            starts_on=DAY,
            ends_on=date(2031, 11, 1),
        ),
        "name",
    ),
    "StepDeadline": Case(
        lambda: StepDeadline.objects.create(
            commune=CommuneFactory.create(), step="member_to_cell", days=3
        ),
        "days",
        4,
    ),
    "RetentionRule": Case(
        lambda: RetentionRule.objects.create(commune=CommuneFactory.create()),
        "contact_note_months",
        12,
    ),
    "Post": Case(
        lambda: PostFactory.create(kind="party_office", commune=CommuneFactory.create()),
        "valid_from",
        DAY,
    ),
    "Household": Case(HouseholdFactory.create, "head_name"),
    "HouseholdMember": Case(HouseholdMemberFactory.create, "full_name"),
    "HouseholdMerge": Case(
        lambda: HouseholdMerge.objects.create(
            key=uuid4(),
            commune=CommuneFactory.create(),
            kept=HouseholdFactory.create(),
            double=HouseholdFactory.create(),
            reason="Ghi hai lần",
            merged_at=NOW,
        ),
        "reason",
    ),
    "NotDouble": Case(
        lambda: NotDouble.objects.create(
            first=HouseholdFactory.create(), second=HouseholdFactory.create(), said_at=NOW
        ),
        "said_at",
        NOW + timedelta(days=1),
    ),
    "Assignment": Case(
        lambda: put_in_charge(PersonFactory.create(), HouseholdFactory.create(), since=DAY),
        "person",
        PersonFactory.create,
    ),
    "AssignmentRule": Case(
        lambda: AssignmentRule.objects.create(commune=CommuneFactory.create()), "max_metres", 2000
    ),
    "AssignmentPlan": Case(lambda: draft(CellFactory.create()), "year", 2027),
    "PlanPair": Case(_planned, "is_locked", True),
    "PlanBan": Case(
        lambda: PlanBan.objects.create(
            plan=draft(CellFactory.create()),
            household=HouseholdFactory.create(),
            person=PersonFactory.create(),
            reason="relative",
        ),
        "reason",
        "other_duty",
    ),
    "PlanDuty": Case(
        lambda: PlanDuty.objects.create(
            plan=draft(CellFactory.create()), person=PersonFactory.create(), text="Loa truyền thanh"
        ),
        "text",
    ),
    "PlanSeat": Case(
        lambda: PlanSeat.objects.create(**_of_unit(), source="hand"), "is_locked", True
    ),
    "PlanSeatBan": Case(
        lambda: PlanSeatBan.objects.create(**_of_unit(), reason="relative"),
        "reason",
        "other_duty",
    ),
    "PlanSecretary": Case(
        lambda: PlanSecretary.objects.create(**_of_unit()), "person", PersonFactory.create
    ),
    "TeamSecretary": Case(
        lambda: TeamSecretary.objects.create(
            village=VillageFactory.create(), person=PersonFactory.create(), period=(DAY, None)
        ),
        "person",
        PersonFactory.create,
    ),
    "Contact": Case(
        lambda: contact(HouseholdFactory.create(), PersonFactory.create(), DAY), "note"
    ),
    "ContactCompanion": Case(
        lambda: ContactCompanion.objects.create(contact=_met(), person=PersonFactory.create()),
        "person",
        PersonFactory.create,
    ),
    "ContactFlag": Case(
        lambda: ContactFlag.objects.create(contact=_met(), kind="far_away", measure=900),
        "measure",
        901,
    ),
    "PositionProposal": Case(
        lambda: PositionProposal.objects.create(
            client_uuid=uuid4(),
            household=HouseholdFactory.create(),
            person=PersonFactory.create(),
            position=Point(106.0, 21.5, srid=4326),
            accuracy=8,
            said_at=NOW,
            received_at=NOW,
        ),
        "accuracy",
        9,
    ),
    "IssueCause": Case(
        lambda: IssueCause.objects.create(
            client_uuid=uuid4(),
            commune=CommuneFactory.create(),
            kind="infrastructure",
            title="Cầu hỏng",
            made_at=NOW,
        ),
        "title",
    ),
    "Issue": Case(_issue, "wish", is_part=True),
    "KindDeadline": Case(
        lambda: KindDeadline.objects.create(commune=CommuneFactory.create(), kind="land", days=20),
        "days",
        21,
    ),
    "AnswerTemplate": Case(
        lambda: AnswerTemplate.objects.create(
            commune=CommuneFactory.create(), kind="housing", title="Xét", text="Xã sẽ xét"
        ),
        "title",
    ),
    "IssueAttachment": Case(_attached, "pages", 2),
    "CellMeeting": Case(_meeting, "place"),
    "MeetingItem": Case(_item, "title"),
    "MeetingReport": Case(
        lambda: MeetingReport.objects.create(
            meeting=_meeting(),
            person=PersonFactory.create(),
            **dict.fromkeys(("homes", "contacts", "met", "behind", "owed"), 1),
        ),
        "contacts",
        2,
    ),
    "MeetingTask": Case(
        lambda: MeetingTask.objects.create(item=_item(), task=_task()), "item", _item
    ),
    "FollowUpRule": Case(
        lambda: FollowUpRule.objects.create(
            commune=CommuneFactory.create(), kind="no_contact", number=60, level="cell"
        ),
        "number",
        61,
    ),
    "FollowTask": Case(_task, "text"),
    "ContactRule": Case(
        lambda: ContactRule.objects.create(commune=CommuneFactory.create()), "per_month", 5
    ),
}

CASES |= {name: Case(*case) for name, case in (ROAD_CASES | TRIP_CASES).items()}


def test_every_tracked_model_has_its_case() -> None:
    assert CASES.keys() == _event_models().keys()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(CASES))
def test_insert_update_and_delete_leave_a_trace(name: str) -> None:
    case, events = CASES[name], _event_models()[name]._default_manager
    with pghistory.context(user=7, reason="Nghị quyết 12-NQ/CB"):
        row = case.make()
        key = row.pk
        rows = type(row)._default_manager.filter(pk=key)
        rows.update(**{case.column: case.value() if callable(case.value) else case.value})
        rows.delete()
    trail = events.filter(pgh_obj_id=key).order_by("pgh_id")
    assert [event.pgh_label for event in trail] == ["insert", "update", "delete"]
    for event in trail:
        said = event.pgh_context.metadata
        assert (said["user"], said["reason"]) == (7, "Nghị quyết 12-NQ/CB")
    first, second, last = (getattr(event, f"{case.column}") for event in trail)
    assert first != second == last
    if case.is_part:
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_history_cannot_be_rewritten() -> None:
    HouseholdFactory.create()
    events: QuerySet[Any] = _event_models()["Household"]._default_manager.all()
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        events.update(head_name="khác")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        events.delete()


@pytest.mark.django_db
def test_a_request_signs_what_it_changes(world: World, login: Callable[[User], Client]) -> None:
    admin, other = world.users[Role.SYSTEM_ADMIN], world.users[Role.INSPECTION]
    url = reverse("accounts:active", kwargs={"pk": other.pk})
    login(admin).post(url, {})
    event = _event_models()["User"]._default_manager.filter(pgh_obj=other).latest("pgh_id")
    assert (event.pgh_label, event.is_active) == ("update", False)
    assert event.pgh_context.metadata == {"user": admin.pk, "path": url}


def test_passwords_never_enter_the_history() -> None:
    columns = {field.name for field in _event_models()["User"]._meta.get_fields()}
    assert not columns & {"password", "last_login"}
