"""A member's way through the cells: joining, changing, leaving, and what that ends."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.keys import Answer
from apps.common.errors import DomainError
from apps.people.departures import EVERY_CHARGE, Charge, Departure, stakes_of, tell
from apps.people.kinds import NOT_ASSIGNABLE, LeaveReason, PostKind, PostScope, kinds_with
from apps.people.models import CommuneOfficer, Membership, PartyGroup, Person, Post, VillageWorker
from apps.people.orders import (
    Order,
    carry_out,
    locked_cell,
    locked_person,
    require_after,
    require_past,
    require_version,
)
from apps.people.registering import NewMembership, begin_membership


def current_membership(person: Person) -> Membership | None:
    """The membership without an end, locked; the person must be locked already."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("cell")
    return rows.filter(person=person, valid_to__isnull=True).first()


def require_member(person: Person) -> Membership:
    """The membership without an end, locked; DomainError 409 ``no_member``."""
    found = current_membership(person)
    if found is None:
        raise DomainError("no_member", _("Người này không còn sinh hoạt ở chi bộ nào."), status=409)
    return found


def join_cell(*, person: int, membership: NewMembership, order: Order) -> Answer:
    """Somebody known becomes a member of a cell, for the first time or again."""

    def work() -> Answer:
        require_past(membership.since, order)
        row = locked_person(person, order)
        cell = locked_cell(membership.cell, order)
        last = Membership.objects.filter(person=row, valid_to__gt=membership.since).first()
        if last is not None:
            raise DomainError(
                "overlaps", _("Ngày này còn thuộc lần sinh hoạt trước."), detail={"field": "day"}
            )
        begin_membership(row, cell, membership)
        return {"person": row.pk}

    body = {"verb": "join_cell", "person": person, **asdict(membership)}
    return carry_out(order, body=body, work=work)


def change_cell(*, person: int, cell: int, day: date, seen: str, order: Order) -> Answer:
    """From ``day`` on in another cell of the commune; posts in the old one end.

    Households stay in charge: whoever is a member here can still look after them.
    """

    def work() -> Answer:
        require_past(day, order)
        row = locked_person(person, order)
        old = require_member(row)
        require_version(seen, row, old)
        new = locked_cell(cell, order)
        if new.pk == old.cell_id:
            raise DomainError("same_cell", _("Người này đang sinh hoạt ở chính chi bộ đó."))
        require_after(day, old.valid_from)
        posts = move_membership(old, cell=new.pk, day=day)
        return {"person": row.pk, "posts": posts}

    body = {"verb": "change_cell", "person": person, "cell": cell, "day": day}
    return carry_out(order, body=body, work=work)


def move_membership(old: Membership, *, cell: int, day: date) -> int:
    """End one membership and go on in ``cell`` with all that is known, for as long as it lasted.

    How many posts ended with it.
    """
    Membership.objects.filter(pk=old.pk).update(valid_to=day, left_reason=LeaveReason.OTHER_CELL)
    Membership.objects.create(
        person_id=old.person_id,
        cell_id=cell,
        list_number=old.list_number,
        kind=old.kind,
        health=old.health,
        joined_on=old.joined_on,
        capacity=old.capacity,
        valid_from=day,
        valid_to=old.valid_to,
        left_reason=old.left_reason,
    )
    return end_posts(Q(person=old.person_id, cell=old.cell_id), day)


def end_posts(which: Q, day: date) -> int:
    """End posts that reach beyond ``day``; what had not begun is taken away."""
    rows = Post.objects.filter(which & (Q(valid_to__isnull=True) | Q(valid_to__gt=day)))
    begun = rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lt=day))
    ended = begun.update(valid_to=day)
    taken, _by_model = rows.filter(valid_from__gte=day).delete()
    return ended + taken


@dataclass(frozen=True, slots=True)
class Leaving:
    """How somebody leaves a cell on ``day``.

    ``everything``: offices, village work and other posts end as well, and whatever the person is in
    charge of. ``agreed`` is the number of charges the editor was shown and agreed to end; None
    when nothing was said.
    """

    day: date
    why: str
    everything: bool
    agreed: int | None


def leave(*, person: int, leaving: Leaving, seen: str, order: Order) -> Answer:
    """Leave the cell; households in charge become uncovered from that day on.

    Raises DomainError ``stakes`` (409) until the editor has agreed to the number of charges that
    end. Answers with how many posts, households, groups and villages ended.
    """
    if leaving.why not in {LeaveReason.MOVED, LeaveReason.DIED, LeaveReason.OTHER}:
        raise DomainError("bad_reason", _("Hãy chọn lý do trong danh sách."))
    everything = leaving.everything or leaving.why == LeaveReason.DIED

    def work() -> Answer:
        require_past(leaving.day, order)
        row = locked_person(person, order)
        membership = require_member(row)
        require_version(seen, row, membership)
        require_after(leaving.day, membership.valid_from)
        Membership.objects.filter(pk=membership.pk).update(
            valid_to=leaving.day, left_reason=leaving.why
        )
        posts = end_posts(
            Q(person=row) if everything else Q(person=row, cell=membership.cell_id), leaving.day
        )
        if everything:
            _end_other_duties(row, leaving.day)
        ended = end_charges(row, leaving.day, everything=everything, order=order, agreed=leaving)
        return {"person": row.pk, "posts": posts, **ended}

    body = {"verb": "leave", "person": person, **asdict(leaving)}
    return carry_out(order, body=body, work=work)


def _end_other_duties(person: Person, day: date) -> None:
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    for model in (CommuneOfficer, VillageWorker):
        rows: Any = model._default_manager.filter(still, person=person)
        rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lt=day)).update(valid_to=day)
        rows.filter(valid_from__gte=day).delete()


def can_carry(person: int, *, at: date) -> bool:
    """Whether somebody can be in charge of households on the day: who is a member, works in a
    village, or is its head.
    """
    membership = Membership.objects.in_force(at=at).filter(person=person).first()
    if membership is not None:
        return membership.kind not in NOT_ASSIGNABLE
    heads = Post.objects.in_force(at=at).filter(person=person, kind=PostKind.VILLAGE_HEAD)
    return heads.exists() or VillageWorker.objects.in_force(at=at).filter(person=person).exists()


def charges_lost(person: int, *, at: date) -> frozenset[Charge]:
    """What the duties left on the day ``at`` no longer carry (tiers 3, 2 and 1)."""
    lost = set()
    if not can_carry(person, at=at):
        lost.add(Charge.HOUSEHOLDS)
    if not CommuneOfficer.objects.in_force(at=at).filter(person=person).exists():
        lost.add(Charge.GROUPS)
    committee = kinds_with(PostScope.COMMUNE)
    if not Post.objects.in_force(at=at).filter(person=person, kind__in=committee).exists():
        lost.add(Charge.VILLAGES)
    return frozenset(lost)


def end_charges(
    person: Person,
    day: date,
    *,
    everything: bool,
    order: Order,
    agreed: Leaving | Ending,
    charges: frozenset[Charge] = frozenset({Charge.HOUSEHOLDS}),
) -> dict[str, int]:
    """End what the person is in charge of and no longer can be, once the editor has agreed.

    ``charges``: those which the duty that ended used to carry.
    """
    lost = EVERY_CHARGE if everything else charges & charges_lost(person.pk, at=day)
    stakes = {charge: n for charge, n in stakes_of(person.pk, at=day).items() if charge in lost}
    if sum(stakes.values()) != (agreed.agreed or 0):
        raise DomainError(
            "stakes",
            _say_stakes(stakes),
            status=409,
            detail={"stakes": sum(stakes.values())},
        )
    if not lost or not sum(stakes.values()):
        return {}
    return tell(Departure(person.pk, day, order.reason, lost))


def _say_stakes(stakes: dict[Charge, int]) -> str:
    households = stakes.get(Charge.HOUSEHOLDS, 0)
    others = sum(stakes.values()) - households
    said = []
    if households:
        said.append(
            ngettext("Còn phụ trách %(n)s hộ.", "Còn phụ trách %(n)s hộ.", households)
            % {"n": households}
        )
    if others:
        said.append(
            ngettext("Còn phụ trách %(n)s tổ hoặc thôn.", "Còn phụ trách %(n)s tổ, thôn.", others)
            % {"n": others}
        )
    said.append(
        _("Hãy đánh dấu đồng ý kết thúc phân công từ ngày đã ghi.")
        if said
        else _("Nay không còn phụ trách gì. Hãy xem lại rồi ghi.")
    )
    return " ".join(said)


@dataclass(frozen=True, slots=True)
class Ending:
    """The day on which a duty ends, and the number of charges agreed to end with it."""

    day: date
    agreed: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a cell says of its member: kind, ability for the work, room, number in the list."""

    kind: str
    health: str
    capacity: int | None
    list_number: int | None
    joined_on: date | None
    group: int | None


def edit_membership(
    *, person: int, terms: Terms, ending: Ending, seen: str, order: Order
) -> Answer:
    """Change what is said of a member. A kind that is assigned no households ends those in charge
    on ``ending.day``, as leaving does.
    """

    def work() -> Answer:
        require_past(ending.day, order)
        row = locked_person(person, order)
        membership = require_member(row)
        require_version(seen, row, membership)
        if terms.group is not None and not PartyGroup.objects.filter(
            pk=terms.group, cell=membership.cell_id
        ):
            raise DomainError("bad_group", _("Tổ đảng này không thuộc chi bộ của đảng viên."))
        was_assignable = membership.kind not in NOT_ASSIGNABLE
        values = asdict(terms)
        membership.group_id = values.pop("group")
        for name, value in values.items():
            setattr(membership, name, value)
        membership.save(update_fields=[*values, "group"])
        ended: dict[str, int] = {}
        if was_assignable and terms.kind in NOT_ASSIGNABLE:
            ended = end_charges(row, ending.day, everything=False, order=order, agreed=ending)
        return {"person": row.pk, **ended}

    body = {"verb": "edit_membership", "person": person, **asdict(terms), **asdict(ending)}
    return carry_out(order, body=body, work=work)
