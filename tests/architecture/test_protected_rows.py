"""Rows with personal data are reached through a scope, in every file that answers a request."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from apps.accounts.actor import NOBODY
from tests.factories.world import World

ROOT = Path(__file__).resolve().parents[2]
# Cells of the office's files, not tied to anybody in the register yet.
BROUGHT_IN = {"ImportBatch", "ImportUpload", "UploadPart", "PlannedRow", "ColumnMemory"}
# Hang on an issue or a task.
OF_MEETINGS = {"MeetingItem", "MeetingTask"}
# Who was given to whom, as keys in JSON.
KEYS_IN_JSON = {"PlanEdit", "PlanProposal"}
# Hang on a contact, on a user, or on issues.
AT_ONE_REMOVE = {
    *("ContactFlag", "PhoneDevice", "ReminderAddress", "ReminderSent", "CalendarFeed"),
    # What households have in common.
    "IssueCause",
    "IssueAttachment",
    "IssueBlanking",
}
# The road out of poverty and requests about data.
OF_ROAD = {"PovertyYear", "PovertyTarget", "RoadStep", "HouseholdSupport", "DataRequest"}
PERSONAL = (
    BROUGHT_IN
    | KEYS_IN_JSON
    | AT_ONE_REMOVE
    | OF_ROAD
    | {
        "Household",
        "HouseholdMember",
        "Person",
        "Membership",
        "Post",
        "CommuneOfficer",
        "VillageWorker",
        "Assignment",
        "Contact",
        "ContactCompanion",
        "PositionProposal",
        "HouseholdMark",
        "HouseholdMove",
        "HouseholdMerge",
        "NotDouble",
        "PlanPair",
        "PlanBan",
        "PlanDuty",
        "PlanSeat",
        "PlanSeatBan",
        "PlanSecretary",
        "TeamSecretary",
        "Issue",
        "IssueAction",
        "FollowTask",
        "CellMeeting",
        "MeetingReport",
        "MeetingItem",
        "MeetingTask",
        "FieldTrip",
        "TripStop",
        "TripCompanion",
    }
)
# These answer requests. Left out: ``expressions.py`` (subqueries bound to an outer queryset that is
# scoped already), ``reach.py`` (builds the scope), services and importers (act on what they get).
FILES = (
    "views.py",
    "proposal_views.py",
    "write_views.py",
    "report_views.py",
    "cause_views.py",
    "inbox_views.py",
    "inbox_source.py",
    "flags.py",
    "api.py",
    "selectors.py",
    "card.py",
    "export.py",
    "folium_rows.py",
    "takeaway.py",
    "payloads.py",
    "page.py",
    "scope.py",
    "tile_api.py",
    "tiles.py",
    "forms.py",
    "fields.py",
    "cell_forms.py",
    "adding.py",
    "edits.py",
    "duty_edits.py",
    "term_edits.py",
    "person_form.py",
    "cell_edits.py",
    "form_view.py",
    "profile.py",
    "doubles.py",
    "doubles_views.py",
    "positions.py",
    "positions_views.py",
    "form_base.py",
    "form_views.py",
    "timeline.py",
    "history.py",
    "household_page.py",
    "gaps.py",
    "rates.py",
    "reading.py",
    "run_reading.py",
    "story.py",
    "words.py",
    "lists.py",
    "holdings_below.py",
    "holdings_here.py",
    "inbox.py",
    "asks.py",
    "new_views.py",
    "press_views.py",
    "mapping.py",
)
# ``reached_by`` narrows by fewer roles, ``countable_by`` is for figures only.
SCOPES = {"visible_to", "countable_by", "reached_by"}
ALLOWED = {
    # The administrator chooses whose log-in to open among people without one, by name only.
    ("people/forms.py", "Person", "without_account"),
    ("people/forms.py", "Person", "none"),
    # Of rows that were read through a scope just before, or people they name.
    ("reports/exports/members.py", "Membership", "filter"),
    ("reports/exports/assignments.py", "Membership", "in_force"),
    ("assignments/papers/reading.py", "Person", "filter"),
    # Whoever has the step already, beside those in sight.
    ("issues/roadmap/forms.py", "Person", "filter"),
    # Only their number, to say that a paper tells a part.
    ("assignments/papers/reading.py", "PlanPair", "filter"),
    # Counted where the actor counts: by ``countable_by``, or where it was then by ``counts_at``.
    ("reports/selectors.py", "Household", "living"),
    # What waits for the actor: the level at which they sit for the household.
    ("issues/tasks/views.py", "FollowTask", "waiting_for"),
    # Numbers alone, of a trip that was read through a scope: "3 households out of reach".
    ("planning/reading.py", "TripStop", "numbers_of"),
    # Each begins with ``visible_to`` itself.
    *(("planning/reading.py", "FieldTrip", f"{how}_by") for how in ("changed", "joined", "walked")),
    # Writes on rows that were read through a scope just before.
    ("households/doubles.py", "NotDouble", "get_or_create"),
    ("households/positions.py", "Household", "bulk_update"),
}


def unscoped(source: str) -> Iterator[tuple[str, str]]:
    """Model and verb of each ``Model.objects.verb`` that is not a scope."""
    tree = ast.parse(source)
    verbs = {
        id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in {"objects", "_default_manager", "_base_manager"}
            and isinstance(node.value, ast.Name)
            and node.value.id in PERSONAL
            and verbs.get(id(node)) not in SCOPES
        ):
            yield node.value.id, verbs.get(id(node), "")


def _answering() -> list[Path]:
    """``FILES``, the whole app that only reads, and the pages of plans."""
    everywhere = (ROOT / "apps").rglob("*.py")
    whole = (ROOT / "apps" / "reports", ROOT / "apps" / "assignments" / "pages")
    return sorted(
        path
        for path in everywhere
        if path.name in FILES or any(path.is_relative_to(folder) for folder in whole)
    )


@pytest.mark.parametrize("path", _answering(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_reading_begins_with_a_scope(path: Path) -> None:
    name = path.relative_to(ROOT / "apps").as_posix()
    found = {(name, model, verb) for model, verb in unscoped(path.read_text())}
    assert found - ALLOWED == set()


@pytest.mark.parametrize(
    "line",
    [
        "Household.objects.filter(pk=1)",
        "get_object_or_404(Household, pk=1) if 0 else list(Contact.objects.all())",
        "rows = Person.objects",
        "Post._base_manager.all()",
    ],
)
def test_a_forgotten_scope_is_seen(line: str) -> None:
    assert list(unscoped(line))


@pytest.mark.parametrize(
    "line", ["Household.objects.visible_to(actor)", "User.objects.all()", "Household.pk"]
)
def test_a_scoped_reading_is_not(line: str) -> None:
    assert not list(unscoped(line))


def _personal_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__name__ in PERSONAL]


def test_shortcuts_are_not_given_a_bare_model() -> None:
    """``get_object_or_404(Household, …)`` would read without a scope."""
    for path in _answering():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                ("get_object_or_404", "get_list_or_404")
            ):
                assert ast.unparse(node.args[0]) not in PERSONAL, path


def test_the_list_of_models_is_whole() -> None:
    """Whatever points at a household or a person holds personal data as well."""
    pointing = {
        model.__name__
        for model in apps.get_models()
        if not model.__name__.endswith("Event")
        and any(
            field.is_relation
            and field.concrete
            and getattr(field.related_model, "__name__", "") in {"Household", "Person"}
            for field in model._meta.get_fields()
        )
    }
    assert (
        pointing | {"Household", "Person"} | BROUGHT_IN | KEYS_IN_JSON | AT_ONE_REMOVE | OF_MEETINGS
        == PERSONAL
    )


@pytest.mark.django_db
@pytest.mark.parametrize("model", _personal_models(), ids=lambda model: model.__name__)
def test_nobody_sees_no_row(world: World, model: type[Model]) -> None:
    manager = model._default_manager
    assert manager.visible_to(NOBODY).count() == 0  # type: ignore[attr-defined]  # our verb
