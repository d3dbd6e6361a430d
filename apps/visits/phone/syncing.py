"""Carries out what a phone brings, so that nothing is lost and nothing is done twice.

1. Items that could not be read are refused; the others' keys are claimed together, in their order.
2. Keys known with the same body are answered as they were then, with another body refused (409).
3. What is new is given to its kind, all of a kind at once. Where a kind writes in several
   statements, what the batch is about is locked before, in the order in which everybody does.
4. The answers are kept with the keys; keys of what was refused are given up again.
5. All of it is one transaction: a phone that hears nothing sends the same again. Two that wait for
   each other in a circle are told so by the database, and this one begins anew; so it does when
   the database refuses something, and then finds out item by item what is to blame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

import pghistory
from django.db import DataError, IntegrityError, OperationalError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected

from apps.accounts.actor import Actor
from apps.accounts.batches import Claims, claim, keep, release
from apps.accounts.keys import Answer, digest_of
from apps.accounts.roles import PHONE_ROLES
from apps.assignments.models import Assignment
from apps.common.errors import DomainError
from apps.households.signals import households_to_change
from apps.visits.checkins.outcomes import Outcome, key_used
from apps.visits.checkins.recording import Bringing
from apps.visits.phone.envelopes import Entry
from apps.visits.phone.kinds import Item, Kind, kinds

MOST_TRIES: Final = 5
#: what the history keeps is read by others, in the language of the place
_KEPT_IN: Final = "vi"


@dataclass(frozen=True, slots=True)
class Result:
    """Of one item, in the order in which they came; ``uuid`` as it came."""

    uuid: str
    outcome: Outcome

    @property
    def is_accepted(self) -> bool:
        return not isinstance(self.outcome, DomainError)

    def as_json(self) -> dict[str, Any]:
        if isinstance(self.outcome, DomainError):
            error = self.outcome
            return {
                "uuid": self.uuid,
                "status": "refused",
                "code": error.status,
                "reason": error.message,
                "answer": {"code": error.code, **error.detail},
            }
        return {
            "uuid": self.uuid,
            "status": "accepted",
            "code": 200,
            "reason": None,
            "answer": self.outcome,
        }


def require_any_duty(actor: Actor) -> None:
    """DomainError 403 for who never had any household to bring something about.

    Whoever had one may have been relieved while the phone had no signal: item by item it is looked
    at whether they were in charge on that day.
    """
    if actor.has_any(PHONE_ROLES):
        return
    if actor.person_id is None or not _was_in_charge(actor.person_id):
        raise _role_too_low()


def _was_in_charge(person: int) -> bool:
    return Assignment.objects.filter(person=person).exists()


def _role_too_low() -> DomainError:
    return DomainError("role_too_low", _("Bạn không có quyền xem phần này."), status=403)


def sync(bringing: Bringing, entries: Iterable[Entry]) -> list[Result]:
    """What became of each; DomainError 403 for who has no duty now and had none for any of them."""
    told = list(entries)
    try:
        # Hardly ever is anything refused by the database; so nothing is made ready for that.
        results = _carried_out(replace(bringing, is_careful=False), told)
    except (IntegrityError, DataError):
        results = _carried_out(bringing, told)
    if not bringing.actor.has_any(PHONE_ROLES) and not any(r.is_accepted for r in results):
        raise _role_too_low()
    return results


def _carried_out(bringing: Bringing, entries: list[Entry]) -> list[Result]:
    for attempt in range(MOST_TRIES):
        try:
            return _carry_out(bringing, entries)
        except OperationalError as error:
            is_last = attempt == MOST_TRIES - 1
            if is_last or not isinstance(error.__cause__, DeadlockDetected):
                raise
    raise AssertionError("the last try returns or raises")


@transaction.atomic
def _carry_out(bringing: Bringing, entries: list[Entry]) -> list[Result]:
    readable = _first_of_each(entries)
    claims = claim(
        actor=bringing.actor,
        bodies={key: _wish(entry) for key, entry in readable.items()},
        at=bringing.received_at,
    )
    done = _of_kinds(bringing, [readable[key] for key in readable if key in claims.new])
    keep({key: said for key, said in done.items() if not isinstance(said, DomainError)})
    release([key for key, said in done.items() if isinstance(said, DomainError)])
    return [Result(entry.name, _outcome(entry, readable, claims, done)) for entry in entries]


def _first_of_each(entries: Iterable[Entry]) -> dict[UUID, Entry]:
    found: dict[UUID, Entry] = {}
    for entry in entries:
        if entry.item is not None:
            found.setdefault(entry.item.uuid, entry)
    return found


def _wish(entry: Entry) -> dict[str, Any]:
    return {"verb": "phone", "item": entry.body}


def _outcome(
    entry: Entry,
    readable: Mapping[UUID, Entry],
    claims: Claims,
    done: Mapping[UUID, Outcome],
) -> Outcome:
    if entry.refusal is not None or entry.item is None:
        return entry.refusal or key_used()
    key = entry.item.uuid
    first = readable[key]
    # Twice in one batch: the same is the same, and another is refused, as between two batches.
    if entry is not first and digest_of(_wish(entry)) != digest_of(_wish(first)):
        return key_used()
    if key in claims.used:
        return key_used()
    answer: Answer | None = claims.earlier.get(key)
    return done[key] if answer is None else answer


def _of_kinds(bringing: Bringing, entries: Iterable[Entry]) -> dict[UUID, Outcome]:
    by_kind: dict[str, list[Item]] = {}
    for kind, item in _taken(entries):
        by_kind.setdefault(kind.name, []).append(item)
    done: dict[UUID, Outcome] = {}
    _lock_ahead(by_kind)
    with translation.override(_KEPT_IN):
        reason = _("Ghi từ điện thoại")
    with pghistory.context(user=bringing.actor.user_id, reason=reason):
        for kind in kinds():
            if kind.name in by_kind:
                done |= kind.handler(bringing, by_kind[kind.name])
    return done


def _lock_ahead(by_kind: Mapping[str, list[Item]]) -> None:
    """First the kinds' own rows, then what hangs on the households. Contacts alone, most of all
    batches, are written in one statement, which does it by itself.
    """
    ahead = [kind for kind in kinds() if kind.ahead is not None and kind.name in by_kind]
    if not ahead:
        return
    homes = {item.data.get("household") for items in by_kind.values() for item in items}
    for kind in ahead:
        homes.update(kind.ahead(by_kind[kind.name]) if kind.ahead else ())
    households_to_change.send(None, households=sorted(home for home in homes if home is not None))


def _taken(entries: Iterable[Entry]) -> Iterator[tuple[Kind, Item]]:
    for entry in entries:
        if entry.kind is not None and entry.item is not None:
            yield entry.kind, entry.item
