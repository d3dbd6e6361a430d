"""A user's private calendar: days of next visits and the end of the month, with numbers only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.actor import Actor
from apps.accounts.reach import actor_for
from apps.visits.desk.reading import months
from apps.visits.expressions import keeps_rule, last_contact_day
from apps.visits.models import Contact
from apps.visits.reminders.ics import Entry, calendar
from apps.visits.reminders.models import CalendarFeed
from apps.visits.reminders.owed import own_homes

_BYTES: Final = 32


def renew(*, actor: Actor, now: datetime) -> str:
    """A new secret, told this once; the one before leads nowhere any more."""
    token = token_urlsafe(_BYTES)
    CalendarFeed.objects.update_or_create(
        user_id=actor.user_id, defaults={"token_sha256": _hash(token), "made_at": now}
    )
    return token


def switch_off(*, actor: Actor) -> None:
    CalendarFeed.objects.visible_to(actor).delete()


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def calendar_of(token: str, *, now: datetime, today: date) -> str | None:
    """The calendar behind a secret; None where there is none, or its user is switched off."""
    feeds = CalendarFeed.objects.filter(token_sha256=_hash(token), user__is_active=True)
    feed = feeds.select_related("user").first()
    if feed is None:
        return None
    actor = actor_for(feed.user, at=now)
    told = [*_visits(actor, today), *_month_ends(actor, today)]
    return calendar(_known_by(feed, told), name=_("Gần Dân"), at=now)


def _known_by(feed: CalendarFeed, told: list[tuple[str, date, str]]) -> Iterator[Entry]:
    """Two calendars may be shown together: what is in them has different names."""
    for kind, day, title in told:
        yield Entry(f"{kind}-{day:%Y%m%d}-{feed.user_id}@gan-dan", day, title)


def _visits(actor: Actor, today: date) -> Iterator[tuple[str, date, str]]:
    """A day is done with once there was a contact on it or after; one that is past is due today."""
    dated = Contact.objects.visible_to(actor).filter(household=OuterRef("pk"))
    latest = dated.exclude(next_visit_on=None).order_by("-happened_at", "-pk")
    rows = own_homes(actor).living(at=today).order_by()
    told = rows.annotate(
        wanted=Subquery(latest.values("next_visit_on")[:1]), last=last_contact_day(today)
    )
    pairs = told.filter(wanted__isnull=False).values_list("wanted", "last")
    ahead = (max(day, today) for day, last in pairs if last is None or last < day)
    for day, n in sorted(Counter(ahead).items()):
        yield "visits", day, _("Thăm hộ (%(n)d)") % {"n": n}


def _month_ends(actor: Actor, today: date) -> Iterator[tuple[str, date, str]]:
    rows = own_homes(actor).living(at=today)
    for month in months(actor, rows, at=today):
        here = rows.filter(commune=month.rule.commune_id)
        n = here.exclude(keeps_rule(month.rule, month.start, month.end)).count()
        title = ngettext(
            "Hết kỳ nắm tình hình: còn %(n)d hộ", "Hết kỳ nắm tình hình: còn %(n)d hộ", n
        )
        yield "month", month.last_day, title % {"n": n} if n else _("Hết kỳ nắm tình hình")
