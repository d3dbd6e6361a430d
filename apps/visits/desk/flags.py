"""The list of odd check-ins: what waits to be looked at, and what was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from apps.accounts.actor import Actor
from apps.visits.checkins.kinds import FlagKind
from apps.visits.checkins.querysets import FlagQuerySet
from apps.visits.desk.wording import flag_words
from apps.visits.models import ContactFlag


@dataclass(frozen=True, slots=True)
class Told:
    """A flag with its words. ``is_own``: the actor made the check-in, or went along."""

    row: ContactFlag
    words: str
    companions: tuple[str, ...]
    is_own: bool


def flags(actor: Actor, *, done: bool, kind: str = "") -> FlagQuerySet[ContactFlag]:
    """Within reach, the newest first: by when the contact was, or by when it was looked at."""
    rows = ContactFlag.objects.visible_to(actor)
    if kind:
        rows = rows.filter(kind=kind)
    if done:
        return rows.filter(reviewed_at__isnull=False).order_by("-reviewed_at", "-pk")
    return rows.waiting().order_by("-contact__happened_at", "-pk")


def kinds_waiting(actor: Actor, *, done: bool) -> list[tuple[str, str, int]]:
    """Kind, label and number of those that there are, the most frequent first."""
    rows = flags(actor, done=done).order_by().values("kind").annotate(n=Count("pk"))
    labels = dict(FlagKind.choices)
    return [
        (row["kind"], str(labels[row["kind"]]), row["n"]) for row in rows.order_by("-n", "kind")
    ]


def told(actor: Actor, rows: Any) -> list[Told]:
    """Those of one page, with all that the page says of them."""
    full = rows.select_related(
        *("contact__household__village", "contact__household__group", "contact__person"),
        "reviewed_by__person",
    )
    narrow = full.defer("contact__household__village__geom", "contact__household__group__geom")
    return [_told(actor, row) for row in narrow.prefetch_related("contact__companions__person")]


def _told(actor: Actor, row: ContactFlag) -> Told:
    along: list[Any] = list(row.contact.companions.all())
    people = {row.contact.person_id, *(each.person_id for each in along)}
    return Told(
        row,
        flag_words(row.kind, row.measure),
        tuple(each.person.full_name for each in along),
        actor.person_id in people,
    )
