"""Forms that write down somebody new, with the first thing that person is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.keys import Answer
from apps.people import registering
from apps.people.desk import forms
from apps.people.desk.form_view import DeskFormView
from apps.people.desk.person_form import person_url
from apps.people.orders import Order


class _NewView(DeskFormView):
    form_class: type[forms.NewPersonForm]
    submit = gettext_lazy("Thêm người")
    list_name: str

    def initial(self) -> dict[str, Any]:
        return {"since": self.at, "commune": self.only_commune}

    def form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor, "at": self.at}

    def done(self, answer: Answer) -> tuple[str, str]:
        return _("Đã thêm."), person_url(answer["person"])

    def back(self) -> str:
        return reverse(self.list_name)


class AddMemberView(_NewView):
    form_class = forms.NewMemberForm
    title = gettext_lazy("Thêm đảng viên")
    list_name = "people:members"

    def carry_out(self, form: forms.NewMemberForm, order: Order) -> Answer:
        return registering.add_member(
            identity=form.identity,
            membership=form.membership,
            is_another=form.cleaned_data["is_another"],
            order=order,
        )


class AddOfficerView(_NewView):
    form_class = forms.NewOfficerForm
    title = gettext_lazy("Thêm cán bộ xã")
    list_name = "people:officers"

    def carry_out(self, form: forms.NewOfficerForm, order: Order) -> Answer:
        data = form.cleaned_data
        names = ("commune", "title", "is_full_time", "since", "is_another")
        return registering.add_officer(
            identity=form.identity, order=order, **{name: data[name] for name in names}
        )


class AddWorkerView(_NewView):
    form_class = forms.NewWorkerForm
    title = gettext_lazy("Thêm người tham gia công việc ở thôn")
    list_name = "people:workers"

    def carry_out(self, form: forms.NewWorkerForm, order: Order) -> Answer:
        data = form.cleaned_data
        names = ("village", "work_name", "since", "is_another")
        return registering.add_worker(
            identity=form.identity, order=order, **{name: data[name] for name in names}
        )
