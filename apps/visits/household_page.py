"""What contacts add to a household's page and story."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.households.models import Household
from apps.households.sections import Fact, Section
from apps.households.timeline import Kind, Moment
from apps.visits.keeping import in_person_words, is_kept
from apps.visits.models import Contact, ContactRule
from apps.visits.querysets import MonthDays
from apps.visits.recency import month_of
from apps.visits.selectors import rules_of


def contact_section(actor: Actor, household: Household, at: date) -> Section:
    """The last contact, and this month against the commune's rule."""
    rule = rules_of([household.commune_id])[household.commune_id]
    rows = Contact.objects.visible_to(actor).up_to(at).filter(household=household)
    last = rows.order_by("-day", "-happened_at").select_related("person").first()
    month = rows.between(*month_of(at, rule.month_start)).month_days()
    if last is None:
        latest = Fact(_("Lần gần nhất"), (_("Chưa lần nào"),), is_gap=True)
    else:
        told = (
            date_format(last.day, "SHORT_DATE_FORMAT"),
            str(last.get_channel_display()),
            last.person.full_name,
        )
        latest = Fact(_("Lần gần nhất"), (" · ".join(told),))
    kept = is_kept(rule, days=month.days, in_person=month.in_person)
    return Section(
        "contacts",
        _("Nắm tình hình"),
        (latest, Fact(_("Tháng này"), (_month_words(rule, month),), is_gap=not kept)),
    )


def _month_words(rule: ContactRule, month: MonthDays) -> str:
    told = _("%(done)s trên %(required)s lần") % {"done": month.days, "required": rule.per_month}
    return ", ".join(filter(None, (told, in_person_words(rule, month.in_person))))


def contact_moments(actor: Actor, household: Household) -> list[Moment]:
    """Provider of the timeline: each contact, by whom, and what was written down of it."""
    rows = Contact.objects.visible_to(actor).filter(household=household).select_related("person")
    return [
        Moment(
            at=row.happened_at,
            kind=Kind.CONTACT,
            title=_("Nắm tình hình: %(channel)s") % {"channel": str(row.get_channel_display())},
            lines=(row.note,) if row.note else (),
            who=row.person.full_name,
        )
        for row in rows.order_by("-happened_at")
    ]
