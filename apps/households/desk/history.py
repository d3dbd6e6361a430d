"""What the histories of households tell for the timeline, and what changed since somebody looked.

Reads rows of history only of a household that the actor reaches.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.roles import PHONE_ROLES
from apps.areas.models import SelfManagedGroup, Village
from apps.households.desk.orders import Verb
from apps.households.desk.sentences import Names, day, household_lines, resident_lines
from apps.households.desk.versions import events_of, said
from apps.households.merging import merged_ids
from apps.households.models import Household, HouseholdMember, HouseholdMove
from apps.households.timeline import Kind, Moment, file_names

IMPORTED: Final = "import"
_KINDS: Final = {
    Verb.CREATE: Kind.PLACE,
    Verb.LEAVE: Kind.PLACE,
    Verb.RETURN: Kind.PLACE,
    Verb.SPLIT: Kind.PLACE,
    Verb.MOVE: Kind.PLACE,
    Verb.JOIN: Kind.RESIDENTS,
    Verb.RESIDENT: Kind.RESIDENTS,
    Verb.DEPART: Kind.RESIDENTS,
    Verb.HEAD: Kind.RESIDENTS,
}


def sees_phones(actor: Actor, household: Household) -> bool:
    return Household.objects.reached_by(actor, PHONE_ROLES).filter(pk=household.pk).exists()


def desk_moments(actor: Actor, household: Household) -> list[Moment]:
    """Provider of ``households.timeline``: the household's facts, residents and moves.

    Those of its doubles are its own, as far as the actor reaches them, and name the double.
    """
    entries = _entries(actor, household)
    if household.pk not in entries:
        return []
    facts = _events(events_of(Household).filter(pgh_obj_id__in=entries))
    # What one transaction wrote is told as the household's own, if that is among it.
    facts.sort(key=lambda event: event.pgh_obj_id != household.pk)
    people = _events(events_of(HouseholdMember).filter(household_id__in=entries))
    moves = HouseholdMove.objects.visible_to(actor).filter(household__in=entries).with_places()
    names = _names(actor, facts)
    rung = _rung(actor, entries)
    doubles = {key: code for key, code in entries.items() if key != household.pk}
    told = [
        *(
            (
                after,
                _of_double(
                    doubles.get(after.pgh_obj_id),
                    household_lines(before, after, names, sees_phones=after.pgh_obj_id in rung),
                ),
                Kind.FACTS,
            )
            for before, after in _pairs(facts)
        ),
        *(
            (
                after,
                _of_double(doubles.get(after.household_id), resident_lines(before, after)),
                Kind.RESIDENTS,
            )
            for before, after in _pairs(people)
        ),
    ]
    return [
        *_told(told, _files([*facts, *people])),
        *(_moved(move, doubles.get(move.household_id)) for move in moves),
    ]


def _entries(actor: Actor, household: Household) -> dict[int, str]:
    """Key → code of the household and of its doubles within the actor's reach."""
    rows = Household.objects.visible_to(actor).filter(pk__in=merged_ids(household))
    return dict(rows.values_list("pk", "code"))


def _rung(actor: Actor, entries: Collection[int]) -> set[int]:
    """Those whose telephones the actor sees."""
    rows = Household.objects.reached_by(actor, PHONE_ROLES).filter(pk__in=entries)
    return set(rows.values_list("pk", flat=True))


def _of_double(code: str | None, lines: list[str]) -> list[str]:
    """What is told of an entry that was merged into this one names it."""
    if code is None:
        return lines
    return [_("Hộ ghi trùng %(code)s: %(line)s") % {"code": code, "line": line} for line in lines]


def _events(rows: Any) -> list[Any]:
    return list(rows.select_related("pgh_context").order_by("pgh_obj_id", "pgh_id"))


def _pairs(events: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Each row of history with the one before it of the same thing."""
    for before, after in zip([None, *events], events, strict=False):
        same = before is not None and before.pgh_obj_id == after.pgh_obj_id
        yield (before if same else None), after


def _names(actor: Actor, events: list[Any]) -> Names:
    villages = {event.village_id for event in events}
    groups = {event.group_id for event in events} - {None}
    others = {key for event in events for key in (event.merged_into_id, event.split_from_id)} - {
        None
    }
    homes = Household.objects.visible_to(actor).filter(pk__in=others)
    return Names(
        dict(Village.objects.filter(pk__in=villages).values_list("pk", "name")),
        dict(SelfManagedGroup.objects.filter(pk__in=groups).values_list("pk", "name")),
        dict(homes.values_list("pk", "code")) if others else {},
    )


def _told(
    found: Iterable[tuple[Any, list[str], Kind]], files: Mapping[str, str]
) -> Iterator[Moment]:
    for event, lines, kind in found:
        about = said(event)
        verb = about.get("verb", "")
        if verb == Verb.MOVE:
            # The move itself tells from where to where, and from which day on.
            continue
        if lines:
            yield Moment(
                at=event.pgh_created_at,
                kind=_KINDS.get(verb, kind),
                title=_title(about, kind),
                lines=tuple(lines),
                user_id=about.get("user"),
                reason=_reason(about, files),
                bundle=str(event.pgh_context_id or ""),
            )


def _title(about: dict[str, Any], kind: Kind) -> str:
    if about.get("verb") in Verb.values:
        return str(Verb(about["verb"]).label)
    if about.get("reason") == IMPORTED:
        return _("Nạp từ tệp")
    if about.get("edit"):
        return _("Sửa địa giới")
    return _("Sửa nhân khẩu") if kind is Kind.RESIDENTS else _("Sửa thông tin hộ")


def _reason(about: dict[str, Any], files: Mapping[str, str]) -> str:
    """Why; of what came by file, from which file."""
    if about.get("reason") != IMPORTED:
        return str(about.get("reason", ""))
    name = files.get(about.get("file", ""), "")
    return _("Theo tệp %(name)s") % {"name": name} if name else _("Theo tệp của xã")


def _files(events: Iterable[Any]) -> dict[str, str]:
    """The names of the files that any of these rows of history came from."""
    told = [said(event) for event in events]
    return file_names(
        {about["file"] for about in told if about.get("reason") == IMPORTED and "file" in about}
    )


def _moved(move: HouseholdMove, double: str | None) -> Moment:
    before = _place(move.from_village, move.from_group)
    after = _place(move.to_village, move.to_group)
    line = _("%(before)s → %(after)s, từ %(day)s.") % {
        "before": before,
        "after": after,
        "day": day(move.moved_on),
    }
    return Moment(
        at=move.recorded_at,
        kind=Kind.PLACE,
        title=str(Verb.MOVE.label),
        lines=tuple(_of_double(double, [line])),
        user_id=move.moved_by_id,
        reason=move.reason,
    )


def _place(village: Village, group: SelfManagedGroup | None) -> str:
    return f"{village.name}, {group.name}" if group is not None else village.name


def changes_since(actor: Actor, row: Household | HouseholdMember, version: int) -> list[str]:
    """What others wrote after ``version`` of a row within the actor's reach, in sentences."""
    events = _events(events_of(type(row)).filter(pgh_obj_id=row.pk, pgh_id__gte=version))
    if isinstance(row, Household):
        names, rings = _names(actor, events), sees_phones(actor, row)
        told = [
            household_lines(before, after, names, sees_phones=rings)
            for before, after in _pairs(events)
            if before is not None
        ]
    else:
        told = [
            resident_lines(before, after) for before, after in _pairs(events) if before is not None
        ]
    return [line for lines in told for line in lines]
