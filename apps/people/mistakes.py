"""Duties written down by mistake today, taken away as if they had never been.

A duty ends after it began, so nothing that begins today can end today; yet a post given to the
wrong namesake opens the village's households to that person's log-in at once. What began today has
no past to keep: the row goes, its history stays with who took it away and why.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.common.errors import DomainError
from apps.people.departures import Charge
from apps.people.duties import carried_by
from apps.people.kinds import LeaveReason
from apps.people.memberships import Ending, end_charges, end_posts
from apps.people.models import CommuneOfficer, Membership, Post, VillageWorker
from apps.people.orders import Order, carry_out, locked_person, not_found

Duty = Post | CommuneOfficer | VillageWorker | Membership


def withdraw(*, model: type[Duty], duty: int, agreed: int | None, order: Order) -> Answer:
    """Take away the duty with this key, which began today, and what only it carried.

    A change of cell is undone: the membership that ended for it goes on. Posts that ended in the
    old cell do not come back. Raises DomainError 409 ``begun`` for what began before, ``stakes``
    until ``agreed`` is the number of charges that end.
    """
    rows: Any = model._default_manager

    def work() -> Answer:
        known = rows.edited_by(order.actor).filter(pk=duty).first()
        if known is None:
            raise not_found()
        person = locked_person(known.person_id, order)
        row = rows.select_for_update(of=("self",)).filter(pk=duty).first()
        if row is None:
            raise not_found()
        _require_of_today(row, order)
        rows.filter(pk=row.pk).delete()
        posts = _undo_membership(row, order) if isinstance(row, Membership) else 0
        charges = frozenset({Charge.HOUSEHOLDS}) if isinstance(row, Membership) else carried_by(row)
        ended = end_charges(
            person,
            order.today,
            everything=False,
            order=order,
            agreed=Ending(order.today, agreed),
            charges=charges,
        )
        return {"person": person.pk, "posts": posts, **ended}

    body = {"verb": f"withdraw_{model.__name__}", "duty": duty, "agreed": agreed}
    return carry_out(order, body=body, work=work)


def _require_of_today(row: Duty, order: Order) -> None:
    if row.valid_from is None or row.valid_from < order.today:
        raise DomainError(
            "begun",
            _("Việc này có từ trước hôm nay nên không bỏ được nữa; hãy ghi cho thôi."),
            status=409,
        )


def _undo_membership(row: Membership, order: Order) -> int:
    """The posts that went with the membership; the cell it came from is the person's again."""
    posts = end_posts(Q(person=row.person_id, cell=row.cell_id), order.today)
    before = Membership.objects.filter(
        person=row.person_id, valid_to=row.valid_from, left_reason=LeaveReason.OTHER_CELL
    )
    before.update(valid_to=row.valid_to, left_reason=row.left_reason)
    return posts
