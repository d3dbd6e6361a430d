"""Forms about people: who they are, their cells, their duties."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.keys import Answer
from apps.people import duties, memberships, registering
from apps.people.departures import Charge, stakes_of
from apps.people.desk import forms
from apps.people.desk.form_view import DeskFormView
from apps.people.memberships import Ending, Leaving
from apps.people.models import CommuneOfficer, Membership, Person, Post, Term, VillageWorker
from apps.people.orders import Order
from apps.people.querysets import edited_communes
from apps.people.registering import NewMembership
from apps.people.versions import version_of

_SAVE = gettext_lazy("Ghi")


def _person_url(pk: int) -> str:
    return reverse("people:person", kwargs={"pk": pk})


def _told_ended(answer: Answer, village: int | None) -> str:
    """What ended with a duty, and where the households without anybody stand on the map."""
    homes = answer.get(Charge.HOUSEHOLDS, 0)
    others = answer.get(Charge.GROUPS, 0) + answer.get(Charge.VILLAGES, 0)
    said = [_("Đã ghi.")]
    if answer.get("posts"):
        said.append(_("Chức vụ kết thúc theo: %(n)s.") % {"n": answer["posts"]})
    if others:
        said.append(_("Phân công phụ trách tổ, thôn kết thúc: %(n)s.") % {"n": others})
    if not homes:
        return " ".join(said)
    said.append(
        ngettext(
            "%(n)s hộ nay chưa có người phụ trách.",
            "%(n)s hộ nay chưa có người phụ trách.",
            homes,
        )
        % {"n": homes}
    )
    place = reverse("webmap:map") + (f"?v={village}" if village else "")
    return format_html('{} <a href="{}">{}</a>', " ".join(said), place, _("Xem trên bản đồ"))


class _NewView(DeskFormView):
    form_class: type[forms.NewPersonForm]
    submit = gettext_lazy("Thêm người")
    list_name: str

    def initial(self) -> dict[str, Any]:
        communes = edited_communes(self.actor)
        only = next(iter(communes)) if len(communes) == 1 else None
        return {"since": self.at, "commune": only}

    def form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor, "at": self.at}

    def done(self, answer: Answer) -> tuple[str, str]:
        return _("Đã thêm."), _person_url(answer["person"])

    def back(self) -> str:
        return reverse(self.list_name)


class AddMemberView(_NewView):
    form_class = forms.NewMemberForm
    title = gettext_lazy("Thêm đảng viên")
    list_name = "people:members"

    def carry_out(self, form: forms.NewMemberForm, order: Order) -> Answer:
        return registering.add_member(
            identity=form.identity,
            membership=_new_membership(form.cleaned_data),
            is_another=form.cleaned_data["is_another"],
            order=order,
        )


def _new_membership(data: dict[str, Any]) -> NewMembership:
    names = ("cell", "kind", "health", "capacity", "joined_on", "since")
    return NewMembership(**{name: data[name] for name in names})


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


class _PersonFormView(DeskFormView):
    """A form about one person of the actor's commune."""

    person: Person
    membership: Membership | None
    submit = _SAVE

    def find(self, pk: int) -> None:
        person = Person.objects.visible_to(self.actor).edited_by(self.actor).filter(pk=pk).first()
        if person is None:
            raise Http404
        self.person = person
        self.lead = person.full_name
        rows = Membership.objects.visible_to(self.actor).filter(person=person)
        current = rows.filter(valid_to__isnull=True).select_related("cell")
        self.membership = current.first()

    @property
    def member(self) -> Membership:
        """The membership that the form is about; without one there is no such page."""
        if self.membership is None:
            raise Http404
        return self.membership

    @property
    def village(self) -> int | None:
        """Where the map shows the households that this person looked after."""
        if self.membership is None:
            return None
        found = self.membership.cell.villages.order_by("pk").values_list("pk", flat=True)
        return found.first()

    def done(self, answer: Answer) -> tuple[str, str]:
        return _told_ended(answer, self.village), self.back()

    def back(self) -> str:
        return _person_url(self.person.pk)


class _ScopedPersonView(_PersonFormView):
    def form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor, "at": self.at}

    def initial(self) -> dict[str, Any]:
        return {"since": self.at, "day": self.at}


class EditPersonView(_ScopedPersonView):
    form_class = forms.IdentityForm
    title = gettext_lazy("Sửa thông tin chung")

    def version(self) -> str:
        return version_of(self.person)

    def initial(self) -> dict[str, Any]:
        row = self.person
        home = f"{row.home.y:.6f} {row.home.x:.6f}" if row.home else ""
        names = ("full_name", "birth_date", "phone")
        return {name: getattr(row, name) for name in names} | {"home": home}

    def carry_out(self, form: forms.IdentityForm, order: Order) -> Answer:
        return registering.edit_person(
            person=self.person.pk,
            identity=form.identity,
            seen=form.cleaned_data["seen"],
            order=order,
        )


class JoinView(_ScopedPersonView):
    form_class = forms.JoinForm
    title = gettext_lazy("Vào chi bộ")

    def carry_out(self, form: forms.JoinForm, order: Order) -> Answer:
        membership = _new_membership(form.cleaned_data)
        return memberships.join_cell(person=self.person.pk, membership=membership, order=order)


class ChangeCellView(_ScopedPersonView):
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


class LeaveView(_PersonFormView):
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


class EditMembershipView(_PersonFormView):
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


class GivePostView(_ScopedPersonView):
    form_class = forms.PostForm
    title = gettext_lazy("Giao chức vụ")

    def carry_out(self, form: forms.PostForm, order: Order) -> Answer:
        post = duties.NewPost(**form.values)
        return duties.give_post(person=self.person.pk, post=post, order=order)


class GiveOfficeView(_ScopedPersonView):
    form_class = forms.OfficeForm
    title = gettext_lazy("Giao chức danh cán bộ xã")

    def carry_out(self, form: forms.OfficeForm, order: Order) -> Answer:
        return duties.give_office(person=self.person.pk, order=order, **form.values)


class GiveWorkView(_ScopedPersonView):
    form_class = forms.WorkForm
    title = gettext_lazy("Giao việc ở thôn")

    def carry_out(self, form: forms.WorkForm, order: Order) -> Answer:
        return duties.give_work(person=self.person.pk, order=order, **form.values)


class _DutyFormView(DeskFormView):
    """A form about one duty of somebody in the actor's commune."""

    submit = _SAVE
    duty: Any

    def rows(self) -> Any:
        raise NotImplementedError

    def find(self, pk: int) -> None:
        rows = self.rows().edited_by(self.actor).select_related("person")
        self.duty = rows.filter(pk=pk).first()
        if self.duty is None:
            raise Http404
        self.lead = self.duty.person.full_name

    def back(self) -> str:
        return _person_url(self.duty.person_id)

    def done(self, answer: Answer) -> tuple[str, str]:
        return _told_ended(answer, getattr(self.duty, "village_id", None)), self.back()


class _EndView(_DutyFormView):
    form_class = forms.EndForm

    def initial(self) -> dict[str, Any]:
        return {"day": self.at}

    def carry_out(self, form: forms.EndForm, order: Order) -> Answer:
        ending = Ending(form.cleaned_data["day"], form.agreed)
        return duties.end_duty(duty=self.duty, ending=ending, order=order)


class EndPostView(_EndView):
    title = gettext_lazy("Thôi chức vụ")

    def rows(self) -> Any:
        return Post.objects.visible_to(self.actor)


class EndOfficeView(_EndView):
    title = gettext_lazy("Thôi chức danh cán bộ xã")

    def rows(self) -> Any:
        return CommuneOfficer.objects.visible_to(self.actor)


class EndWorkView(_EndView):
    title = gettext_lazy("Thôi việc ở thôn")

    def rows(self) -> Any:
        return VillageWorker.objects.visible_to(self.actor)


class EditOfficeView(_DutyFormView):
    form_class = forms.EditOfficeForm
    title = gettext_lazy("Sửa chức danh cán bộ xã")

    def rows(self) -> Any:
        return CommuneOfficer.objects.visible_to(self.actor)

    def version(self) -> str:
        return version_of(self.duty)

    def initial(self) -> dict[str, Any]:
        return {"title": self.duty.title, "is_full_time": self.duty.is_full_time}

    def carry_out(self, form: forms.EditOfficeForm, order: Order) -> Answer:
        return duties.edit_office(
            office=self.duty, seen=form.cleaned_data["seen"], order=order, **form.values
        )


class AddTermView(DeskFormView):
    form_class = forms.TermForm
    title = gettext_lazy("Thêm nhiệm kỳ")
    submit = _SAVE
    term: Term | None = None

    def form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor, "at": self.at}

    def initial(self) -> dict[str, Any]:
        communes = edited_communes(self.actor)
        return {"commune": next(iter(communes)) if len(communes) == 1 else None}

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
