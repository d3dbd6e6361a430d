"""Forms about who somebody is, and where and how somebody is a member."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from apps.accounts.keys import Answer
from apps.common.geo.coordinates import place_words
from apps.people import memberships, registering
from apps.people.departures import stakes_of
from apps.people.desk import forms
from apps.people.desk.person_form import PersonFormView, ScopedPersonView
from apps.people.memberships import Ending, Leaving
from apps.people.orders import Order
from apps.people.versions import version_of


class EditPersonView(ScopedPersonView):
    form_class = forms.IdentityForm
    title = gettext_lazy("Sửa thông tin chung")

    def version(self) -> str:
        return version_of(self.person)

    def form_kwargs(self) -> dict[str, Any]:
        return {**super().form_kwargs(), "home": self.person.home}

    def initial(self) -> dict[str, Any]:
        row = self.person
        home = place_words(row.home.x, row.home.y) if row.home else ""
        names = ("full_name", "birth_date", "phone")
        return {name: getattr(row, name) for name in names} | {"home": home}

    def carry_out(self, form: forms.IdentityForm, order: Order) -> Answer:
        return registering.edit_person(
            person=self.person.pk,
            identity=form.identity,
            seen=form.cleaned_data["seen"],
            order=order,
        )


class JoinView(ScopedPersonView):
    form_class = forms.JoinForm
    title = gettext_lazy("Vào chi bộ")

    def carry_out(self, form: forms.JoinForm, order: Order) -> Answer:
        membership = form.membership
        return memberships.join_cell(person=self.person.pk, membership=membership, order=order)


class ChangeCellView(ScopedPersonView):
    form_class = forms.ChangeCellForm
    title = gettext_lazy("Chuyển chi bộ")

    def version(self) -> str:
        return version_of(self.person, self.member)

    def carry_out(self, form: forms.ChangeCellForm, order: Order) -> Answer:
        data = form.cleaned_data
        return memberships.change_cell(
            person=self.person.pk,
            cell=data["cell"],
            day=data["day"],
            seen=data["seen"],
            order=order,
        )


class LeaveView(PersonFormView):
    form_class = forms.LeaveForm
    title = gettext_lazy("Rời chi bộ")

    def version(self) -> str:
        return version_of(self.person, self.member)

    def stakes(self) -> int:
        return sum(stakes_of(self.person.pk, at=self.at).values())

    def initial(self) -> dict[str, Any]:
        return {"day": self.at}

    def carry_out(self, form: forms.LeaveForm, order: Order) -> Answer:
        data = form.cleaned_data
        leaving = Leaving(data["day"], data["why"], data["everything"], form.agreed)
        return memberships.leave(
            person=self.person.pk, leaving=leaving, seen=data["seen"], order=order
        )


class EditMembershipView(PersonFormView):
    form_class = forms.EditMembershipForm
    title = gettext_lazy("Sửa thông tin sinh hoạt")

    def version(self) -> str:
        return version_of(self.person, self.member)

    def form_kwargs(self) -> dict[str, Any]:
        return {"membership": self.member}

    def initial(self) -> dict[str, Any]:
        row = self.member
        names = ("kind", "health", "capacity", "list_number", "joined_on")
        values = {name: getattr(row, name) for name in names}
        return values | {"group": row.group_id, "day": self.at}

    def carry_out(self, form: forms.EditMembershipForm, order: Order) -> Answer:
        data = form.cleaned_data
        names = ("kind", "health", "capacity", "list_number", "joined_on", "group")
        return memberships.edit_membership(
            person=self.person.pk,
            terms=memberships.Terms(**{name: data[name] for name in names}),
            ending=Ending(data["day"], form.agreed),
            seen=data["seen"],
            order=order,
        )
