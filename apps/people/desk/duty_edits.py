"""Forms about duties: posts, offices of the commune, work in a village; given and ended."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy

from apps.accounts.keys import Answer
from apps.people import duties
from apps.people.desk import forms
from apps.people.desk.form_view import DeskFormView
from apps.people.desk.person_form import ScopedPersonView, person_url, told_ended
from apps.people.desk.selectors import area_of
from apps.people.memberships import Ending
from apps.people.models import CommuneOfficer, Membership, Person, Post, VillageWorker
from apps.people.orders import Order
from apps.people.versions import version_of


class GivePostView(ScopedPersonView):
    form_class = forms.PostForm
    title = gettext_lazy("Giao chức vụ")

    def carry_out(self, form: forms.PostForm, order: Order) -> Answer:
        post = duties.NewPost(**form.values)
        return duties.give_post(person=self.person.pk, post=post, order=order)


class GiveOfficeView(ScopedPersonView):
    form_class = forms.OfficeForm
    title = gettext_lazy("Giao chức danh cán bộ xã")

    def carry_out(self, form: forms.OfficeForm, order: Order) -> Answer:
        return duties.give_office(person=self.person.pk, order=order, **form.values)


class GiveWorkView(ScopedPersonView):
    form_class = forms.WorkForm
    title = gettext_lazy("Giao việc ở thôn")

    def carry_out(self, form: forms.WorkForm, order: Order) -> Answer:
        return duties.give_work(person=self.person.pk, order=order, **form.values)


def _words_of(duty: Post | CommuneOfficer | VillageWorker | Membership) -> str:
    """What somebody is, and where."""
    if isinstance(duty, Post):
        return f"{duty.get_kind_display()} · {area_of(duty)}"
    if isinstance(duty, CommuneOfficer):
        return duty.title
    if isinstance(duty, VillageWorker):
        return f"{duty.work} · {duty.village.name}"
    return duty.cell.name


class DutyFormView(DeskFormView):
    """A form about one duty of somebody in the actor's commune."""

    duty: Any

    def rows(self) -> Any:
        raise NotImplementedError

    def find(self, pk: int) -> None:
        rows = self.rows().edited_by(self.actor).select_related("person")
        self.duty = rows.filter(pk=pk).first()
        if self.duty is None:
            raise Http404
        self.lead = f"{self.duty.person.full_name}: {_words_of(self.duty)}"

    @property
    def subject(self) -> Person:
        person: Person = self.duty.person
        return person

    def back(self) -> str:
        return person_url(self.duty.person_id)

    def done(self, answer: Answer) -> tuple[str, str]:
        return told_ended(answer, getattr(self.duty, "village_id", None)), self.back()


class _EndView(DutyFormView):
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


class EditOfficeView(DutyFormView):
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
