"""What contacts add to a household's page and story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.navigation import may_open
from apps.households.models import Household
from apps.households.sections import Fact, Section, Way
from apps.households.timeline import Kind, Moment
from apps.visits.checkins.kinds import ChangeKind
from apps.visits.desk.wording import flag_words
from apps.visits.keeping import in_person_words, is_kept
from apps.visits.models import Contact, ContactFlag, ContactRule
from apps.visits.querysets import ContactQuerySet, MonthDays
from apps.visits.recency import month_of
from apps.visits.selectors import rules_of

#: what the page shows; the household's story tells all
_LATEST: Final = 3


def contact_section(actor: Actor, household: Household, at: date) -> Section:
    """The last contacts, what is agreed, and this month against the commune's rule."""
    rule = rules_of([household.commune_id])[household.commune_id]
    rows = Contact.objects.visible_to(actor).up_to(at).filter(household=household)
    month = rows.between(*month_of(at, rule.month_start)).month_days()
    latest = list(_with_people(rows).order_by("-day", "-happened_at")[:_LATEST])
    kept = is_kept(rule, days=month.days, in_person=month.in_person)
    facts = [*_contacts(actor, latest), *_next_visit(latest)]
    facts.append(Fact(_("Tháng này"), (_month_words(rule, month),), is_gap=not kept))
    return Section("contacts", _("Nắm tình hình"), tuple(facts), ways=_ways(actor, household))


def _with_people(rows: ContactQuerySet[Contact]) -> ContactQuerySet[Contact]:
    found: ContactQuerySet[Contact] = rows.select_related("person")
    return found.prefetch_related("companions__person")


def _contacts(actor: Actor, latest: list[Contact]) -> Iterator[Fact]:
    """The last one with what was learnt; of those before only when, how and who."""
    if not latest:
        yield Fact(_("Lần gần nhất"), (_("Chưa lần nào"),), is_gap=True)
        return
    flags = _flags(actor, [row.pk for row in latest])
    last, *before = latest
    learnt = filter(None, (_changes(last), last.note))
    yield Fact(_("Lần gần nhất"), (_headline(last), *learnt, *flags.get(last.pk, [])))
    if before:
        lines = [line for row in before for line in (_headline(row), *flags.get(row.pk, []))]
        yield Fact(_("Trước đó"), tuple(lines))


def _headline(row: Contact) -> str:
    day = date_format(row.day, "SHORT_DATE_FORMAT")
    return " · ".join((day, str(row.get_channel_display()), _people(row)))


def _people(row: Contact) -> str:
    along: list[Any] = list(row.companions.all())
    return ", ".join([row.person.full_name, *(each.person.full_name for each in along)])


def _changes(row: Contact) -> str:
    return "; ".join(str(ChangeKind(code).label) for code in row.changes)


def _flags(actor: Actor, contacts: list[int]) -> dict[int, list[str]]:
    """By contact, those that nobody has looked at yet."""
    rows = ContactFlag.objects.visible_to(actor).waiting().filter(contact__in=contacts)
    found: dict[int, list[str]] = {}
    for contact, kind, measure in rows.values_list("contact", "kind", "measure").order_by("kind"):
        words = _("Cần xem lại: %(what)s") % {"what": flag_words(kind, measure)}
        found.setdefault(contact, []).append(words)
    return found


def _next_visit(latest: list[Contact]) -> list[Fact]:
    """The date that the last to set one agreed on, until there was a contact on it or after."""
    wanted = next((row.next_visit_on for row in latest if row.next_visit_on is not None), None)
    if wanted is None or latest[0].day >= wanted:
        return []
    return [Fact(_("Hẹn lần sau"), (date_format(wanted, "SHORT_DATE_FORMAT"),))]


def _ways(actor: Actor, household: Household) -> tuple[Way, ...]:
    url = reverse("contacts:write", kwargs={"pk": household.pk})
    if household.left_on is not None or not may_open(actor, url):
        return ()
    return (Way(_("Ghi một lần nắm tình hình"), url),)


def _month_words(rule: ContactRule, month: MonthDays) -> str:
    told = _("%(done)s trên %(required)s lần") % {"done": month.days, "required": rule.per_month}
    return ", ".join(filter(None, (told, in_person_words(rule, month.in_person))))


def contact_moments(actor: Actor, household: Household) -> list[Moment]:
    """Provider of the timeline: each contact, by whom, and what was written down of it."""
    rows = _with_people(Contact.objects.visible_to(actor).filter(household=household))
    return [
        Moment(
            at=row.happened_at,
            kind=Kind.CONTACT,
            title=_("Nắm tình hình: %(channel)s") % {"channel": str(row.get_channel_display())},
            lines=tuple(filter(None, (_changes(row), row.note))),
            who=_people(row),
        )
        for row in rows.order_by("-happened_at")
    ]
