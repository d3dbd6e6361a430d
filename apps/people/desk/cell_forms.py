"""Forms about Party cells."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.common.fields import DayField, TidyField, field_of
from apps.people.desk.fields import (
    DeskForm,
    KeyChoice,
    cells_offered,
    villages_offered,
)
from apps.people.desk.forms import ScopedForm
from apps.people.models import Membership, PartyCell, PartyGroup


class VillagesField(forms.TypedMultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)


class NewCellForm(ScopedForm):
    commune = KeyChoice(label=_("Xã"))
    name = TidyField(label=_("Tên chi bộ"), max_length=160)
    since = DayField(label=_("Từ ngày"))
    villages = VillagesField(label=_("Thôn"))
    field_order = ["commune", "name", "since", "villages"]

    def offer(self) -> None:
        super().offer()
        field_of(self, "villages", VillagesField).choices = villages_offered(self.communes, self.at)


class CellForm(DeskForm):
    name = TidyField(label=_("Tên chi bộ"), max_length=160)
    villages = VillagesField(label=_("Thôn"))

    def __init__(self, *args: Any, cell: PartyCell, at: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = dict(villages_offered([cell.commune_id], at))
        # A village that has ended stays with the cell: what it was is not undone by renaming.
        offered |= dict(cell.villages.values_list("pk", "name"))
        field_of(self, "villages", VillagesField).choices = list(offered.items())


class GroupForm(DeskForm):
    name = TidyField(label=_("Tên tổ đảng"), max_length=120)


class PlacingForm(DeskForm):
    """One choice of group for each member of the cell: field ``m<key of the membership>``."""

    def __init__(
        self, *args: Any, groups: list[PartyGroup], members: list[Membership], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for member in members:
            field = KeyChoice(label=member.person.full_name, required=False)
            offered = [(group.pk, group.name) for group in groups]
            field.offer(offered, empty=_("Không ở tổ nào"))
            field.initial = member.group_id
            self.fields[f"m{member.pk}"] = field
        self.reason_last()

    @property
    def groups(self) -> dict[int, int | None]:
        return {int(name[1:]): group for name, group in self.values.items()}


class EndCellForm(DeskForm):
    day = DayField(label=_("Kết thúc từ ngày"))
    into = KeyChoice(
        label=_("Đảng viên chuyển sang chi bộ"),
        required=False,
        help_text=_("Chi bộ nhận cũng nhận các thôn. Chi bộ không còn ai thì để trống."),
    )

    def __init__(self, *args: Any, cell: PartyCell, at: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(k, n) for k, n in cells_offered([cell.commune_id], at) if k != cell.pk]
        field_of(self, "into", KeyChoice).offer(others, empty=_("Không chuyển ai"))
