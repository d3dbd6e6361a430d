"""A year's list against the one before: what was written, and what a file is about to write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.common.errors import not_found
from apps.households.desk_forms import desk_order
from apps.households.models import Household, PovertyStatus
from apps.imports.models import ImportBatch, ImportUpload, PlannedRow
from apps.imports.writers.summaries import Summary
from apps.issues.roadmap.differences import difference
from apps.issues.roadmap.importing.kind import KEY
from apps.issues.roadmap.kinds import IN_POVERTY, Difference
from apps.issues.roadmap.models import PovertyYear

_PREFIX: Final = "poverty_"
_STATUSES: Final = dict(PovertyStatus.choices)


@dataclass(frozen=True, slots=True)
class Line:
    """One household of a comparison; statuses in the reader's words."""

    household: Household
    kind: Difference
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """``lines`` without those that stay as they were: these are only counted."""

    counts: Mapping[str, int]
    lines: list[Line]
    # Rows of a file that name no household of the commune.
    not_found: int = 0

    @property
    def told(self) -> list[tuple[Difference, int]]:
        return [(kind, self.counts.get(kind, 0)) for kind in Difference]


def years_known(actor: Actor) -> list[int]:
    """Years of which the actor's households have decisions, the latest first."""
    rows = PovertyYear.objects.visible_to(actor).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def compared(actor: Actor, year: int) -> Comparison:
    """The written list of ``year`` against the status each household had before."""
    now, before, left = _statuses(actor, year)
    kinds = {
        key: difference(before.get(key, PovertyStatus.NONE), status, had_left=key in left)
        for key, status in now.items()
    }
    kinds |= dict.fromkeys(_missing(actor, before, now.keys()), Difference.MISSING)
    return _told(actor, kinds, before, {key: str(_STATUSES[now[key]]) for key in now})


def _statuses(actor: Actor, year: int) -> tuple[dict[int, str], dict[int, str], set[int]]:
    """Of ``year``; the latest before it; who had left poverty in some year before it."""
    now: dict[int, str] = {}
    before: dict[int, str] = {}
    left: set[int] = set()
    rows = PovertyYear.objects.visible_to(actor).filter(year__lte=year).order_by("year")
    # A double keeps the years that the kept household has of its own (``merging``).
    rows = rows.filter(household__merged_into__isnull=True)
    for key, each, status in rows.values_list("household", "year", "status").iterator():
        if each == year:
            now[key] = status
            continue
        before[key] = status
        if status == PovertyStatus.ESCAPED:
            left.add(key)
    return now, before, left


def _missing(actor: Actor, before: Mapping[int, str], listed: Collection[int]) -> list[int]:
    """Those in poverty before and not listed; who left the commune, or turned out to be a double,
    is not looked for, neither before a file is written (``_compared_rows``) nor after.
    """
    keys = [key for key, status in before.items() if status in IN_POVERTY and key not in listed]
    rows = Household.objects.visible_to(actor).filter(pk__in=keys, left_on__isnull=True)
    return list(rows.values_list("pk", flat=True))


def _told(
    actor: Actor,
    kinds: Mapping[int, Difference],
    before: Mapping[int, str],
    after: Mapping[int, str],
) -> Comparison:
    shown = [key for key, kind in kinds.items() if kind != Difference.SAME]
    homes = Household.objects.visible_to(actor).filter(pk__in=shown).with_places()
    lines = [
        Line(
            home,
            kinds[home.pk],
            str(_STATUSES.get(before.get(home.pk, PovertyStatus.NONE), "")),
            after.get(home.pk, ""),
        )
        for home in homes.order_by(*desk_order())
    ]
    order = list(Difference)
    lines.sort(key=lambda line: order.index(line.kind))
    return Comparison(Counter(kinds.values()), lines)


def planned(actor: Actor, batch: UUID) -> Comparison:
    """What the lists of a batch that is previewed would change; DomainError 404 out of reach.

    Households that the year before had in poverty and the file does not name are told as missing:
    nothing is written about them.
    """
    rows = ImportBatch.objects.visible_to(actor).filter(key=batch)
    found = rows.first()
    if found is None:
        raise not_found()
    uploads = ImportUpload.objects.visible_to(actor).filter(batch=found, kind=KEY)
    return _compared_rows(actor, list(uploads), commune=found.commune_id)


def _compared_rows(actor: Actor, uploads: list[ImportUpload], *, commune: int) -> Comparison:
    lines = PlannedRow.objects.visible_to(actor).filter(upload__in=uploads)
    found: dict[str, tuple[str, str, str]] = {}
    strangers = 0
    for code, outcome, changes, notes in lines.values_list("key", "outcome", "changes", "notes"):
        if outcome == PlannedRow.Outcome.REJECTED:
            strangers += "unknown_household" in notes
        for name, old, new in changes[:1]:
            found[code] = (name.removeprefix(_PREFIX), old, new)
    homes = Household.objects.visible_to(actor).filter(commune=commune)
    known = dict(homes.filter(code__in=list(found)).values_list("pk", "code"))
    kinds = {key: Difference(found[code][0]) for key, code in known.items()}
    in_poverty = homes.filter(poverty_status__in=sorted(IN_POVERTY), left_on__isnull=True)
    missing = dict(in_poverty.exclude(pk__in=list(known)).values_list("pk", "poverty_status"))
    told = _told(
        actor,
        kinds | dict.fromkeys(missing, Difference.MISSING),
        missing,
        {key: found[code][2] for key, code in known.items()},
    )
    return Comparison(told.counts, [_as_said(line, found) for line in told.lines], strangers)


def _as_said(line: Line, found: Mapping[str, tuple[str, str, str]]) -> Line:
    said = found.get(line.household.code)
    return line if said is None else Line(line.household, line.kind, said[1], said[2])


def list_summary(actor: Actor, upload: ImportUpload) -> Summary:
    """For the card of the file in the import assistant."""
    told = _compared_rows(actor, [upload], commune=upload.batch.commune_id)
    lines = [(str(kind.label), count) for kind, count in told.told if count]
    if told.not_found:
        lines.append((_("Không tìm thấy hộ"), told.not_found))
    return Summary(
        title=_("So với trước:"),
        lines=tuple(lines),
        url=reverse("roadmap:incoming", kwargs={"key": upload.batch.key}),
        label=_("Xem từng hộ thay đổi"),
    )
