"""The board of the road, one household's road, and a list against the year before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.actor import Actor
from apps.households.desk_forms import desk_order
from apps.households.models import Household, PovertyStatus
from apps.issues.models import Issue
from apps.issues.roadmap.falling_back import Known, signs
from apps.issues.roadmap.kinds import IN_POVERTY, Sign, Stage
from apps.issues.roadmap.models import (
    HouseholdSupport,
    PovertyTarget,
    PovertyYear,
    RoadStep,
)
from apps.issues.roadmap.rules import watches_of
from apps.issues.roadmap.standards import Standard, standard_of
from apps.visits.models import Contact

AT_RISK_LABEL: Final = _("Nguy cơ tái nghèo")


@dataclass(frozen=True, slots=True)
class Card:
    """One household on the board. ``next_step``: the open one that is due first."""

    household: Household
    stage: Stage
    target: PovertyTarget | None
    next_step: RoadStep | None
    done: int
    steps: int
    signs: tuple[Sign, ...]

    @property
    def is_at_risk(self) -> bool:
        return bool(self.signs)

    @property
    def sign_labels(self) -> list[str]:
        return [str(sign.label) for sign in self.signs]


@dataclass(slots=True)
class VillageRow:
    """Counts of one village; ``stages`` by stage, ``at_risk`` out of those that left."""

    pk: int
    name: str
    stages: Counter[str] = field(default_factory=Counter)
    at_risk: int = 0

    @property
    def counts(self) -> list[int]:
        return [self.stages[stage] for stage in Stage]

    @property
    def labelled(self) -> list[tuple[str, int]]:
        return [(str(stage.label), self.stages[stage]) for stage in Stage]


@dataclass(frozen=True, slots=True)
class Board:
    villages: list[VillageRow]
    cards: list[Card]

    @property
    def total(self) -> VillageRow:
        whole = VillageRow(0, "")
        for row in self.villages:
            whole.stages += row.stages
            whole.at_risk += row.at_risk
        return whole


def board(actor: Actor, *, at: date) -> Board:
    """Households in poverty, on the road or just out of it, as far as the actor reaches them."""
    homes = _homes_on_the_road(actor, at=at)
    keys = [home.pk for home in homes]
    targets = _open_targets(actor, keys)
    steps = _steps(actor, targets.values())
    risks = risks_of(actor, homes, at=at)
    cards = [
        _card(home, targets.get(home.pk), steps.get(home.pk, []), risks.get(home.pk, frozenset()))
        for home in homes
    ]
    villages: dict[int, VillageRow] = {}
    for card in cards:
        place = card.household.village
        row = villages.setdefault(place.pk, VillageRow(place.pk, place.name))
        row.stages[card.stage] += 1
        row.at_risk += card.is_at_risk
    return Board(list(villages.values()), cards)


def _homes_on_the_road(actor: Actor, *, at: date) -> list[Household]:
    on_the_road = PovertyTarget.objects.visible_to(actor).open().values("household")
    rows = Household.objects.visible_to(actor).living(at=at)
    wanted = ~Q(poverty_status=PovertyStatus.NONE) | Q(pk__in=on_the_road)
    return list(rows.filter(wanted).with_places().order_by(*desk_order()))


def _open_targets(actor: Actor, keys: Collection[int]) -> dict[int, PovertyTarget]:
    rows = PovertyTarget.objects.visible_to(actor).open().filter(household__in=keys)
    return {row.household_id: row for row in rows}


def _steps(actor: Actor, targets: Iterable[PovertyTarget]) -> dict[int, list[RoadStep]]:
    """Household → steps of its open road, the one due first in front."""
    of_target = {target.pk: target.household_id for target in targets}
    rows = RoadStep.objects.visible_to(actor).filter(target__in=of_target)
    found: dict[int, list[RoadStep]] = defaultdict(list)
    for row in rows.select_related("owner").order_by("due_on", "pk"):
        found[of_target[row.target_id]].append(row)
    return found


def _card(
    home: Household,
    target: PovertyTarget | None,
    steps: Sequence[RoadStep],
    risk: Collection[Sign],
) -> Card:
    waiting = [step for step in steps if step.done_on is None]
    return Card(
        household=home,
        stage=stage_of(home, target, steps),
        target=target,
        next_step=waiting[0] if waiting else None,
        done=len(steps) - len(waiting),
        steps=len(steps),
        signs=tuple(sign for sign in Sign if sign in risk),
    )


def stage_of(home: Household, target: PovertyTarget | None, steps: Sequence[RoadStep]) -> Stage:
    """A status that the decision gave goes before whatever is registered."""
    if home.poverty_status == PovertyStatus.ESCAPED:
        return Stage.LEFT
    if target is None:
        return Stage.NOT_REGISTERED
    return Stage.ON_THE_WAY if steps else Stage.REGISTERED


def risks_of(actor: Actor, homes: Iterable[Household], *, at: date) -> dict[int, frozenset[Sign]]:
    """Of households that left poverty, why they may fall back (``falling_back``)."""
    left = [home for home in homes if home.poverty_status == PovertyStatus.ESCAPED]
    if not left:
        return {}
    known = _known(actor, left, at=at)
    watches = watches_of(home.commune_id for home in left)
    return {home.pk: signs(known[home.pk], watches[home.commune_id], at=at) for home in left}


def _known(actor: Actor, homes: Sequence[Household], *, at: date) -> dict[int, Known]:
    keys = [home.pk for home in homes]
    escaped = _escaped_on(actor, homes)
    said = _latest_contacts(actor, keys, at=at)
    kinds: dict[int, set[str]] = defaultdict(set)
    issues = Issue.objects.visible_to(actor).open().filter(household__in=keys)
    for key, kind in issues.values_list("household", "kind"):
        kinds[key].add(kind)
    return {
        key: Known(
            escaped_on=escaped.get(key),
            last_contact_on=said[key][0] if key in said else None,
            open_kinds=frozenset(kinds[key]),
            lost_work_on=said[key][1] if key in said else None,
            found_work_on=said[key][2] if key in said else None,
        )
        for key in keys
    }


def _escaped_on(actor: Actor, homes: Sequence[Household]) -> dict[int, date | None]:
    """The day of the first decision of the present spell out of poverty."""
    found: dict[int, date | None] = {home.pk: home.poverty_decision_date for home in homes}
    rows = PovertyYear.objects.visible_to(actor).filter(household__in=list(found))
    spells: dict[int, date | None] = {}
    for key, status, day in rows.order_by("year").values_list(
        "household", "status", "decision_date"
    ):
        if status in IN_POVERTY:
            spells.pop(key, None)
        else:
            spells.setdefault(key, day)
    return found | spells


def _latest_contacts(
    actor: Actor, keys: Collection[int], *, at: date
) -> dict[int, tuple[date | None, date | None, date | None]]:
    """Household → last contact, last that told of work lost, last that told of work found."""
    rows = Contact.objects.visible_to(actor).filter(household__in=keys, day__lte=at)
    counted = (
        rows.order_by()
        .values("household")
        .annotate(
            last=Max("day"),
            lost=Max("day", filter=Q(changes__contains=["work_lost"])),
            found=Max("day", filter=Q(changes__contains=["work_found"])),
        )
    )
    return {row["household"]: (row["last"], row["lost"], row["found"]) for row in counted}


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year's decision with what the review found missing, in the reader's words."""

    row: PovertyYear
    standard: Standard | None
    missing: list[str]


@dataclass(frozen=True, slots=True)
class Road:
    """All that is known of one household's road."""

    years: list[YearLine]
    target: PovertyTarget | None
    steps: list[RoadStep]
    ended: list[PovertyTarget]
    supports: list[HouseholdSupport]
    signs: tuple[Sign, ...]
    stage: Stage | None

    @property
    def money(self) -> int:
        """Đồng given in all."""
        return sum(row.amount or 0 for row in self.supports)


def road_of(actor: Actor, household: Household, *, at: date) -> Road:
    years = PovertyYear.objects.visible_to(actor).filter(household=household).order_by("-year")
    targets = PovertyTarget.objects.visible_to(actor).filter(household=household)
    every = list(targets.order_by("-registered_on", "-pk"))
    target = next((row for row in every if row.ended_on is None), None)
    steps = _steps(actor, [target]).get(household.pk, []) if target else []
    supports = HouseholdSupport.objects.visible_to(actor).filter(household=household)
    risk = risks_of(actor, [household], at=at).get(household.pk, frozenset())
    concerns = target is not None or household.poverty_status != PovertyStatus.NONE
    return Road(
        years=[_year_line(row) for row in years],
        target=target,
        steps=steps,
        ended=[row for row in every if row.ended_on is not None],
        supports=list(supports.order_by("-given_on", "-pk")),
        signs=tuple(sign for sign in Sign if sign in risk),
        stage=stage_of(household, target, steps) if concerns else None,
    )


def _year_line(row: PovertyYear) -> YearLine:
    standard = standard_of(row.standard)
    missing = standard.labels(row.deprivations) if standard else list(row.deprivations)
    return YearLine(row, standard, missing)
