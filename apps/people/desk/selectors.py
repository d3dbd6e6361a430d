"""Rows of the desk's lists: scoped first, then narrowed, sorted by the given name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.actor import Actor
from apps.areas.models import Village
from apps.common.db import by_person_name, by_unit_name
from apps.people.capacities import capacities_of, is_assignable, is_assigned
from apps.people.kinds import Health, MemberKind, PostKind
from apps.people.loads import loads_of
from apps.people.models import CommuneOfficer, Membership, PartyCell, Post, VillageWorker
from apps.people.querysets import in_force

STATES = (
    ("now", gettext_lazy("Đang làm")),
    ("left", gettext_lazy("Đã thôi")),
    ("all", gettext_lazy("Tất cả")),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; what nobody knows of is left out rather than refused."""

    search: str = ""
    state: str = "now"
    cell: int | None = None
    kind: str = ""
    health: str = ""

    @classmethod
    def read(cls, query: Any, search: str, kinds: Iterable[str] = ()) -> Wanted:
        """From the query of a request (a QueryDict), and what was searched for."""
        state, cell = query.get("state", ""), query.get("cell", "")
        kind, health = query.get("kind", ""), query.get("health", "")
        return cls(
            search=search,
            state=state if state in dict(STATES) else "now",
            cell=int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 16 else None,
            kind=kind if kind in set(kinds) else "",
            health=health if health in {*Health.values, "unknown"} else "",
        )


def _in_state(rows: Any, wanted: Wanted, at: date) -> Any:
    if wanted.state == "now":
        return rows.filter(in_force(at))
    return rows.filter(valid_to__lte=at) if wanted.state == "left" else rows


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A membership as the list shows it. ``capacity`` None: it is past."""

    membership: Membership
    load: int
    capacity: int | None
    is_in_force: bool

    @property
    def is_assignable(self) -> bool:
        """Whether members of this kind are given households at all."""
        return is_assignable(self.membership.kind)

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.load > self.capacity


def members(actor: Actor, wanted: Wanted, *, at: date) -> QuerySet[Membership]:
    """Memberships in the actor's reach, narrowed; ``member_rows`` makes rows of a page of them."""
    rows = Membership.objects.visible_to(actor).named(wanted.search)
    rows = _in_state(rows, wanted, at).select_related("person", "cell", "group")
    if wanted.cell is not None:
        rows = rows.filter(cell=wanted.cell)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.health:
        rows = rows.filter(health="" if wanted.health == "unknown" else wanted.health)
    found: QuerySet[Membership] = rows.order_by(*by_person_name("person__"), "pk")
    return found


def member_rows(memberships: list[Membership], *, at: date) -> list[MemberRow]:
    """With what each carries and can carry, in two queries."""
    loads = loads_of([m.person_id for m in memberships], at=at)
    capacities = capacities_of(m.cell.commune_id for m in memberships)
    found = []
    for member in memberships:
        is_now = member.valid_to is None or member.valid_to > at
        room = capacities[member.cell.commune_id].of(member) if is_now else None
        found.append(MemberRow(member, loads[member.person_id] if is_now else 0, room, is_now))
    return found


def officers(actor: Actor, wanted: Wanted, *, at: date) -> QuerySet[CommuneOfficer]:
    rows = CommuneOfficer.objects.visible_to(actor).named(wanted.search)
    rows = _in_state(rows, wanted, at).select_related("person")
    if wanted.kind:
        rows = rows.filter(is_full_time=wanted.kind == "full")
    found: QuerySet[CommuneOfficer] = rows.order_by(*by_person_name("person__"), "pk")
    return found


def workers(actor: Actor, wanted: Wanted, *, at: date) -> QuerySet[VillageWorker]:
    rows = VillageWorker.objects.visible_to(actor).named(wanted.search)
    rows = _in_state(rows, wanted, at).select_related("person", "village")
    rows = rows.defer("village__geom")
    found: QuerySet[VillageWorker] = rows.order_by(*by_person_name("person__"), "pk")
    return found


def posts(actor: Actor, wanted: Wanted, *, at: date) -> QuerySet[Post]:
    """Posts by area: the commune's first, then the cells' and villages'."""
    rows = Post.objects.visible_to(actor).named(wanted.search)
    rows = _in_state(rows, wanted, at).select_related(
        "person", "commune", "cell", "village", "province", "term"
    )
    # Outlines are large, and no list shows any.
    rows = rows.defer("commune__geom", "village__geom", "province__geom")
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    found: QuerySet[Post] = rows.order_by(
        "province",
        by_unit_name("commune__name"),
        by_unit_name("cell__name"),
        by_unit_name("village__name"),
        *by_person_name("person__"),
        "pk",
    )
    return found


@dataclass(frozen=True, slots=True)
class CellRow:
    """A cell with how many members it has today, and how many of them are assigned households."""

    cell: PartyCell
    villages: str
    members: int
    assignable: int
    is_in_force: bool


def cells(actor: Actor, *, at: date) -> list[CellRow]:
    """Cells in the actor's reach, those that have ended at the end."""
    villages = Village.objects.defer("geom").order_by(by_unit_name())
    found = PartyCell.objects.visible_to(actor).prefetch_related(Prefetch("villages", villages))
    ordered = sorted(
        found.order_by(by_unit_name()), key=lambda c: c.valid_to is not None and c.valid_to <= at
    )
    rows = Membership.objects.visible_to(actor).filter(in_force(at)).order_by().values("cell")
    counted = rows.annotate(
        n=Count("pk", distinct=True),
        able=Count("pk", distinct=True, filter=is_assigned()),
    )
    numbers = {row["cell"]: (row["n"], row["able"]) for row in counted}
    return [
        CellRow(
            cell,
            ", ".join(village.name for village in cell.villages.all()),
            *numbers.get(cell.pk, (0, 0)),
            is_in_force=cell.valid_to is None or cell.valid_to > at,
        )
        for cell in ordered
    ]


def counts(actor: Actor, *, at: date) -> dict[str, int]:
    """How many of each kind the desk knows today, for the tabs."""
    now = Wanted()
    return {
        "members": members(actor, now, at=at).order_by().values("pk").count(),
        "officers": officers(actor, now, at=at).order_by().values("pk").count(),
        "workers": workers(actor, now, at=at).order_by().values("pk").count(),
        "posts": posts(actor, now, at=at).order_by().values("pk").count(),
    }


def area_of(post: Post) -> str:
    """Where a post belongs, as text."""
    if post.commune is not None:
        return post.commune.full_name
    return str(post.cell or post.village or post.province or "")


def cell_choices(actor: Actor, *, at: date) -> list[tuple[int, str]]:
    rows = PartyCell.objects.visible_to(actor).order_by(by_unit_name())
    return list(rows.values_list("pk", "name"))


MEMBER_KINDS = MemberKind.choices
POST_KINDS = PostKind.choices


def health_choices() -> list[tuple[str, str]]:
    return [*((h.value, str(h.label)) for h in Health), ("unknown", _("Chưa ghi"))]
