"""Leaks to plant in the desk over contacts, reminders and calendars; see ``plants``."""

from typing import Any

from apps.accounts.access import only
from apps.accounts.roles import HOUSEHOLD_ROLES
from apps.assignments import querysets as assignments
from apps.households import querysets as households
from apps.people.models import Person
from apps.visits.checkins import querysets, writing
from apps.visits.desk import proposal_views, views, write_views
from apps.visits.reminders import calendars, sending
from apps.visits.reminders.owed import own_homes
from tests.architecture import contact_leaks as leaks
from tests.architecture.plants import Patch, Plant


def _everything(queryset: Any, *args: Any, **kwargs: Any) -> Any:
    return queryset.all()


def _every_flag(patch: Patch) -> None:
    patch.setattr(querysets.FlagQuerySet, "visible_to", _everything)


def _members_review(patch: Patch) -> None:
    """Whoever reads a household reads what is odd about its check-ins."""
    for view in (views.ReviewView, views.ReviewFlagView):
        patch.setattr(view, "access", only(HOUSEHOLD_ROLES))
    patch.setattr(querysets, "REVIEW_ROLES", HOUSEHOLD_ROLES)


def _every_proposal(patch: Patch) -> None:
    patch.setattr(querysets.PositionProposalQuerySet, "visible_to", _everything)


def _every_keeper(patch: Patch) -> None:
    patch.setattr(households.HouseholdQuerySet, "reached_by", _everything)
    patch.setattr(assignments.AssignmentQuerySet, "visible_to", _everything)


def _officers_see_people(patch: Patch) -> None:
    for view in (views.KeepersView, views.SheetView):
        patch.setattr(view, "access", only(HOUSEHOLD_ROLES))
    patch.setattr(
        households.HouseholdQuerySet, "reached_by", lambda rows, actor, _r: rows.visible_to(actor)
    )


def _written_anywhere(patch: Patch) -> None:
    patch.setattr(write_views.WriteView, "access", only(HOUSEHOLD_ROLES))
    patch.setattr(households.HouseholdQuerySet, "reached_by", _everything)


def _anybodys_contact(patch: Patch) -> None:
    def people(actor: Any) -> Any:
        return Person.objects.all()

    patch.setattr(write_views, "people_for", people)
    patch.setattr(writing, "_require_people", lambda *_all: None)
    known = write_views.WriteForm.__init__

    def init(form: Any, actor: Any, household: Any, *args: Any, **kwargs: Any) -> None:
        known(form, actor, household, *args, **kwargs)
        form.fields["person"].queryset = people(actor)

    patch.setattr(write_views.WriteForm, "__init__", init)


def _unlogged(patch: Patch) -> None:
    for module in (views, proposal_views):
        patch.setattr(module, "record_access", lambda **_kwargs: None)


def _named_mail(patch: Patch) -> None:
    text = sending._text
    patch.setattr(
        sending,
        "_text",
        lambda owed: text(owed) + Person.objects.get(user__username="dangvien").full_name,
    )


def _named_calendar(patch: Patch) -> None:
    def visits(actor: Any, today: Any) -> Any:
        for home in own_homes(actor):
            yield "visits", today, f"Thăm hộ (1) {home.head_name}"

    patch.setattr(calendars, "_visits", visits)


CONTACT_PLANTS = (
    Plant("every odd check-in", _every_flag, (leaks.odd_check_ins_beyond_reach,)),
    Plant("members review", _members_review, (leaks.odd_check_ins_beyond_reach,)),
    Plant("every proposed position", _every_proposal, (leaks.proposals_beyond_reach,)),
    Plant("every keeper", _every_keeper, (leaks.keepers_beyond_reach,)),
    Plant("officers see people", _officers_see_people, (leaks.keepers_beyond_reach,)),
    Plant("written anywhere", _written_anywhere, (leaks.contacts_written_beyond_reach,)),
    Plant("anybody's contact", _anybodys_contact, (leaks.contacts_written_beyond_reach,)),
    Plant("sheets unlogged", _unlogged, (leaks.contact_readings_unlogged,)),
    Plant("names in mails", _named_mail, (leaks.reminders_tell_names,)),
    Plant("names in calendars", _named_calendar, (leaks.reminders_tell_names,)),
)
