"""Requests about data whose legal clock runs, for who answers for the commune's register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.issues.inbox import Waiting
from apps.issues.rights.kinds import RequestState
from apps.issues.rights.models import DataRequest


def due_of(row: DataRequest) -> date:
    """The clock that runs now."""
    return row.answer_by if row.state == RequestState.RECEIVED else row.act_by


def rights_waiting(actor: Actor, at: date) -> Iterator[Waiting]:
    """Source of the inbox."""
    rows = DataRequest.objects.visible_to(actor).open().select_related("household__village")
    for row in rows.defer("household__village__geom").order_by("answer_by", "pk"):
        is_new = row.state == RequestState.RECEIVED
        yield Waiting(
            source="rights",
            key=row.pk,
            title=str(row.get_kind_display()),
            where=f"{row.household.head_name}, {row.household.village.name}",
            what=_("Phản hồi hộ trong hai ngày làm việc") if is_new else _("Thực hiện, báo hộ"),
            due_on=due_of(row),
            weight=4,
            url=reverse("rights:request", kwargs={"pk": row.pk}),
        )
