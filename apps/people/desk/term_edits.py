"""Forms about terms of the commune's bodies."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.keys import Answer
from apps.people import duties
from apps.people.desk import forms
from apps.people.desk.form_view import DeskFormView
from apps.people.models import Term
from apps.people.orders import Order
from apps.people.versions import version_of


class AddTermView(DeskFormView):
    form_class = forms.TermForm
    title = gettext_lazy("Thêm nhiệm kỳ")
    term: Term | None = None

    def form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor, "at": self.at}

    def initial(self) -> dict[str, Any]:
        return {"commune": self.only_commune}

    def carry_out(self, form: forms.TermForm, order: Order) -> Answer:
        values = form.values
        commune: int = values.pop("commune")
        seen: str = form.cleaned_data["seen"]
        return duties.save_term(
            commune=commune, term=self.term, days=duties.TermDays(**values), seen=seen, order=order
        )

    def done(self, answer: Answer) -> tuple[str, str]:
        return _("Đã ghi nhiệm kỳ."), self.back()

    def back(self) -> str:
        return reverse("people:terms")


class EditTermView(AddTermView):
    title = gettext_lazy("Sửa nhiệm kỳ")

    def find(self, pk: int) -> None:
        self.term = Term.objects.edited_by(self.actor).filter(pk=pk).first()
        if self.term is None:
            raise Http404

    def version(self) -> str:
        return version_of(self.term)

    def initial(self) -> dict[str, Any]:
        names = ("name", "starts_on", "ends_on")
        values: dict[str, str | date] = {name: getattr(self.term, name) for name in names}
        return values | {"commune": self.term.commune_id if self.term else None}
