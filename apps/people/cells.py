"""Party cells: new ones, their villages and groups, their end."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accounts.keys import Answer, digest_of
from apps.areas.models import Village
from apps.common.errors import DomainError
from apps.people.departures import cell_ended
from apps.people.memberships import end_posts, move_membership
from apps.people.models import CellVillage, Membership, PartyCell, PartyGroup
from apps.people.orders import (
    Order,
    carry_out,
    locked_cell,
    not_found,
    require_after,
    require_past,
)
from apps.people.querysets import edited_communes
from apps.people.versions import version_of


def _check_villages(commune: int, villages: Collection[int]) -> None:
    known = Village.objects.filter(commune=commune, pk__in=villages).count()
    if known != len(set(villages)):
        raise not_found()


def cell_version(cell: PartyCell) -> str:
    """The version of a cell with its villages, for a form that shows both."""
    links = CellVillage.objects.filter(cell=cell).order_by("village_id")
    return (
        f"{version_of(cell)}-{digest_of({'v': list(links.values_list('village_id', flat=True))})}"
    )


def placing_version(cell: PartyCell) -> str:
    """The version of who is in which Party group of the cell."""
    rows = Membership.objects.filter(cell=cell, valid_to__isnull=True).order_by("pk")
    return digest_of({"placing": list(rows.values_list("pk", "group_id"))})


def _require_same(seen: str, current: str) -> None:
    if seen != current:
        raise DomainError(
            "stale",
            _("Người khác đã sửa sau khi bạn mở trang này. Chưa có gì bị ghi đè."),
            status=409,
            detail={"version": current},
        )


def add_cell(
    *, commune: int, name: str, villages: Collection[int], since: date, order: Order
) -> Answer:
    """A new cell that works in ``villages``."""

    def work() -> Answer:
        require_past(since, order)
        if commune not in edited_communes(order.actor):
            raise not_found()
        _check_villages(commune, villages)
        cell = PartyCell.objects.create(commune_id=commune, name=name, valid_from=since)
        for village in sorted(villages):
            CellVillage.objects.create(cell=cell, village_id=village)
        return {"cell": cell.pk}

    body = {"verb": "add_cell", "commune": commune, "name": name, "since": since}
    return carry_out(order, body=body | {"villages": sorted(villages)}, work=work)


def edit_cell(
    *, cell: int, name: str, villages: Collection[int], seen: str, order: Order
) -> Answer:
    """Another name, other villages. The cell committee's reach follows the villages."""

    def work() -> Answer:
        row = locked_cell(cell, order)
        _require_same(seen, cell_version(row))
        _check_villages(row.commune_id, villages)
        if row.name != name:
            row.name = name
            row.save(update_fields=["name"])
        links = CellVillage.objects.filter(cell=row)
        links.exclude(village__in=villages).delete()
        known = set(links.values_list("village_id", flat=True))
        for village in sorted(set(villages) - known):
            CellVillage.objects.create(cell=row, village_id=village)
        return {"cell": row.pk}

    body = {"verb": "edit_cell", "cell": cell, "name": name, "villages": sorted(villages)}
    return carry_out(order, body=body, work=work)


def add_group(*, cell: int, name: str, order: Order) -> Answer:
    """A new Party group in a big cell."""

    def work() -> Answer:
        row = locked_cell(cell, order)
        group = PartyGroup.objects.create(cell=row, name=name)
        return {"cell": row.pk, "group": group.pk}

    return carry_out(order, body={"verb": "add_group", "cell": cell, "name": name}, work=work)


def place_members(
    *, cell: int, groups: Mapping[int, int | None], seen: str, order: Order
) -> Answer:
    """Who is in which Party group: key of a membership in force → key of a group, or None."""

    def work() -> Answer:
        row = locked_cell(cell, order)
        _require_same(seen, placing_version(row))
        own = set(PartyGroup.objects.filter(cell=row).values_list("pk", flat=True))
        if not set(groups.values()) <= own | {None}:
            raise not_found()
        members = Membership.objects.select_for_update(of=("self",)).filter(cell=row)
        moved = 0
        for member in members.in_force(at=order.today).filter(pk__in=groups).order_by("pk"):
            if member.group_id != groups[member.pk]:
                member.group_id = groups[member.pk]
                member.save(update_fields=["group"])
                moved += 1
        return {"cell": row.pk, "moved": moved}

    body = {"verb": "place_members", "cell": cell, "groups": sorted(groups.items())}
    return carry_out(order, body=body, work=work)


def end_cell(*, cell: int, into: int | None, day: date, order: Order) -> Answer:
    """A cell ends on ``day``; its members go on in ``into``, which takes its villages too.

    Without ``into`` it must have no members. Its posts end; nothing of it is deleted. Answers with
    how many members moved and posts ended.
    """

    def work() -> Answer:
        require_past(day, order)
        # In the order of their keys, so that two mergers at once do not wait in a circle.
        locked = {pk: locked_cell(pk, order) for pk in sorted({cell, into or cell})}
        row, target = locked[cell], None if into is None else locked[into]
        _check_end(row, target, day)
        rows = Membership.objects.select_for_update(of=("self",)).order_by("pk")
        members = list(rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), cell=row))
        if members and target is None:
            raise DomainError(
                "has_members",
                _("Chi bộ còn %(n)s đảng viên. Hãy chọn chi bộ nhận họ.") % {"n": len(members)},
                detail={"field": "into"},
            )
        for member in members:
            _follow(member, target, day)
        posts = end_posts(Q(cell=row), day)
        if target is not None:
            _take_villages(row, target)
        PartyCell.objects.filter(pk=row.pk).update(valid_to=day)
        cell_ended.send(PartyCell, cell=row.pk, into=into, at=day)
        return {"cell": row.pk if target is None else target.pk, "moved": len(members)} | {
            "posts": posts
        }

    return carry_out(
        order, body={"verb": "end_cell", "cell": cell, "into": into, "day": day}, work=work
    )


def _check_end(row: PartyCell, target: PartyCell | None, day: date) -> None:
    if row.valid_to is not None:
        raise DomainError("ended", _("Chi bộ này đã kết thúc rồi."), status=409)
    require_after(day, row.valid_from)
    if target is None:
        return
    if target.pk == row.pk or target.commune_id != row.commune_id:
        raise DomainError("bad_target", _("Hãy chọn một chi bộ khác của xã."))
    if target.valid_to is not None or (target.valid_from and target.valid_from > day):
        raise DomainError("bad_target", _("Chi bộ nhận không có vào ngày ấy. Hãy chọn lại."))


def _follow(member: Membership, target: PartyCell | None, day: date) -> None:
    """The member goes on in ``target``; who left meanwhile was there until then."""
    if target is None:
        return
    if member.valid_from is None or member.valid_from < day:
        move_membership(member, cell=target.pk, day=day)
    else:
        member.cell, member.group = target, None
        member.save(update_fields=["cell", "group"])


def _take_villages(row: PartyCell, target: PartyCell) -> None:
    for village in CellVillage.objects.filter(cell=row).values_list("village_id", flat=True):
        CellVillage.objects.get_or_create(cell=target, village_id=village)
