"""The form by which the office writes down a contact."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.access import only
from apps.accounts.actor import Actor
from apps.accounts.keyed_forms import KeyedForm
from apps.assignments.models import Assignment
from apps.common.db import by_person_name
from apps.common.errors import DomainError, not_found
from apps.common.fields import DayField, TidyField, field_of
from apps.households.models import Household
from apps.visits.checkins.kinds import ChangeKind
from apps.visits.checkins.writing import WRITER_ROLES, Written, people_for, write_down
from apps.visits.desk.views import DeskView
from apps.visits.models import Channel

COMPANIONS: Final = ("companion", "companion_2", "companion_3")


def _companion(label: Any) -> Any:
    return forms.ModelChoiceField(label=label, queryset=None, required=False)


class WriteForm(KeyedForm):
    """Who, when, how, and what was learnt: only what the register holds."""

    day = DayField(label=gettext_lazy("Ngày"))
    channel = forms.ChoiceField(label=gettext_lazy("Hình thức"), choices=Channel.choices)
    person: Any = forms.ModelChoiceField(label=gettext_lazy("Ai nắm tình hình"), queryset=None)
    companion = _companion(gettext_lazy("Người đi cùng (nếu có)"))
    companion_2 = _companion(gettext_lazy("Người đi cùng thứ hai"))
    companion_3 = _companion(gettext_lazy("Người đi cùng thứ ba"))
    changes = forms.MultipleChoiceField(
        label=gettext_lazy("Có gì thay đổi"),
        choices=ChangeKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = TidyField(
        label=gettext_lazy("Nội dung"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Việc của hộ và điều hộ đề nghị. Không ghi ý kiến, tôn giáo, bệnh tật của ai."
        ),
    )
    next_visit_on = DayField(label=gettext_lazy("Hẹn lần sau"), required=False)

    def __init__(self, actor: Actor, household: Household, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_for(actor).filter(commune=household.commune_id)
        # Two of one name are told apart by the year of birth. Asked once for all four lists.
        named = [(row.pk, _called(row)) for row in people.order_by(*by_person_name(), "pk")]
        for name in ("person", *COMPANIONS):
            field = field_of(self, name, forms.ModelChoiceField)
            field.queryset = people
            field.choices = [("", "---------"), *named]

    def written(self, household: Household) -> Written:
        data = self.cleaned_data
        companions = [data[name].pk for name in COMPANIONS if data[name] is not None]
        return Written(
            household=household.pk,
            person=data["person"].pk,
            day=data["day"],
            channel=data["channel"],
            companions=tuple(dict.fromkeys(companions)),
            note=data["note"],
            changes=tuple(data["changes"]),
            next_visit_on=data["next_visit_on"],
        )


def _called(person: Any) -> str:
    born = person.born_in
    return f"{person.full_name} ({born})" if born else str(person.full_name)


class WriteView(DeskView):
    """One contact with one household."""

    access = only(WRITER_ROLES)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        home = self._household(pk)
        charge = Assignment.objects.visible_to(self.actor).for_households()
        person = charge.in_force(at=self.today).filter(household=home).values_list("person")
        initial = {"day": self.today, "person": next((pk for (pk,) in person), None)}
        return self._show(home, WriteForm(self.actor, home, initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        home = self._household(pk)
        form = WriteForm(self.actor, home, request.POST)
        if not form.is_valid():
            return self._show(home, form, 422)
        try:
            key = form.cleaned_data["key"]
            write_down(actor=self.actor, key=key, written=form.written(home), now=self.now)
        except DomainError as error:
            if error.status == 404:
                raise
            field = {"companions": "companion"}.get(
                error.detail.get("field", ""), error.detail.get("field")
            )
            form.add_error(field if field in form.fields else None, error.message)
            return self._show(home, form, error.status)
        messages.success(request, _("Đã ghi một lần nắm tình hình."))
        return redirect("households:page", pk=home.pk)

    def _household(self, pk: int) -> Household:
        rows = Household.objects.reached_by(self.actor, WRITER_ROLES).living(at=self.today)
        found = rows.with_places().filter(pk=pk).first()
        if found is None:
            raise not_found()
        return found

    def _show(self, home: Household, form: WriteForm, status: int = 200) -> HttpResponse:
        return self.page("contacts/write.html", {"home": home, "form": form}, status)
