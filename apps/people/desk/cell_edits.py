"""Forms about Party cells."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.keys import Answer
from apps.common.db import by_person_name, by_unit_name
from apps.people import cells
from apps.people.desk import cell_forms as forms
from apps.people.desk.form_view import DeskFormView
from apps.people.models import Membership, PartyCell, PartyGroup
from apps.people.orders import Order


def _cell_url(pk: int) -> str:
    return reverse("people:cell", kwargs={"pk": pk})


class AddCellView(DeskFormView):
    form_class = forms.NewCellForm
    title = gettext_lazy("Lập chi bộ")

    def form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor, "at": self.at}

    def initial(self) -> dict[str, Any]:
        return {"since": self.at, "commune": self.only_commune}

    def carry_out(self, form: forms.NewCellForm, order: Order) -> Answer:
        return cells.add_cell(order=order, **form.values)

    def done(self, answer: Answer) -> tuple[str, str]:
        return _("Đã lập chi bộ."), _cell_url(answer["cell"])

    def back(self) -> str:
        return reverse("people:cells")


class _CellFormView(DeskFormView):
    """A form about one cell of the actor's commune."""

    cell: PartyCell

    def find(self, pk: int) -> None:
        cell = PartyCell.objects.edited_by(self.actor).filter(pk=pk).first()
        if cell is None:
            raise Http404
        self.cell = cell
        self.lead = cell.name

    def done(self, answer: Answer) -> tuple[str, str]:
        return _("Đã ghi."), _cell_url(answer["cell"])

    def back(self) -> str:
        return _cell_url(self.cell.pk)


class EditCellView(_CellFormView):
    form_class = forms.CellForm
    title = gettext_lazy("Sửa chi bộ")

    def version(self) -> str:
        return cells.cell_version(self.cell)

    def form_kwargs(self) -> dict[str, Any]:
        return {"cell": self.cell, "at": self.at}

    def initial(self) -> dict[str, Any]:
        villages = list(self.cell.villages.values_list("pk", flat=True))
        return {"name": self.cell.name, "villages": villages}

    def carry_out(self, form: forms.CellForm, order: Order) -> Answer:
        seen: str = form.cleaned_data["seen"]
        return cells.edit_cell(cell=self.cell.pk, seen=seen, order=order, **form.values)


class AddGroupView(_CellFormView):
    form_class = forms.GroupForm
    title = gettext_lazy("Thêm tổ đảng")

    def carry_out(self, form: forms.GroupForm, order: Order) -> Answer:
        return cells.add_group(cell=self.cell.pk, order=order, **form.values)


class PlaceMembersView(_CellFormView):
    form_class = forms.PlacingForm
    title = gettext_lazy("Xếp đảng viên vào tổ đảng")

    def version(self) -> str:
        return cells.placing_version(self.cell)

    def form_kwargs(self) -> dict[str, Any]:
        members = (
            Membership.objects.visible_to(self.actor)
            .in_force(at=self.at)
            .filter(cell=self.cell)
            .select_related("person")
            .order_by(*by_person_name("person__"), "pk")
        )
        groups = PartyGroup.objects.filter(cell=self.cell).order_by(by_unit_name())
        return {"groups": list(groups), "members": list(members)}

    def carry_out(self, form: forms.PlacingForm, order: Order) -> Answer:
        seen: str = form.cleaned_data["seen"]
        return cells.place_members(cell=self.cell.pk, groups=form.groups, seen=seen, order=order)


class EndCellView(_CellFormView):
    form_class = forms.EndCellForm
    title = gettext_lazy("Kết thúc, sáp nhập chi bộ")

    def form_kwargs(self) -> dict[str, Any]:
        return {"cell": self.cell, "at": self.at}

    def initial(self) -> dict[str, Any]:
        return {"day": self.at}

    def carry_out(self, form: forms.EndCellForm, order: Order) -> Answer:
        return cells.end_cell(cell=self.cell.pk, order=order, **form.values)

    def done(self, answer: Answer) -> tuple[str, str]:
        message = _("Đã ghi. %(moved)s đảng viên chuyển sang, %(posts)s chức vụ kết thúc.") % answer
        return message, _cell_url(answer["cell"])
