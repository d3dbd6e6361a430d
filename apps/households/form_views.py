"""The forms of the household desk: what is in each, and which verb it calls."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from apps.accounts.access import only
from apps.households import forms, selectors
from apps.households.desk import facts, leaving, moving, residents, splitting
from apps.households.desk.codes import next_code_like
from apps.households.desk.orders import Order
from apps.households.form_base import DeskFormView, Subject
from apps.households.querysets import EDITOR_ROLES, KEEPER_ROLES
from apps.households.sections import Step, consequences_of

# Digits of the largest bigint, less one.
_LONGEST_KEY = 18
_MOST_RESIDENTS = 60


def _columns(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


class _FactsView(DeskFormView):
    part: ClassVar[facts.Part]

    def initial(self, subject: Subject) -> dict[str, Any]:
        return _columns(subject.home, facts.RULES[self.part].fields)

    def carry_out(self, subject: Subject, order: Order, data: dict[str, Any]) -> dict[str, Any]:
        return facts.change_facts(
            order=order,
            household=subject.home.pk,
            version=data["version"] or 0,
            part=self.part,
            values=data,
        )


class BasicsView(_FactsView):
    access = only(EDITOR_ROLES)
    form_class = forms.BasicsForm
    part = facts.Part.BASICS
    title = _("Sửa thông tin hộ")


class ReachingView(_FactsView):
    access = only(KEEPER_ROLES)
    roles = KEEPER_ROLES
    form_class = forms.ReachingForm
    part = facts.Part.REACHING
    title = _("Sửa liên lạc, số khẩu")


class StatusView(_FactsView):
    access = only(EDITOR_ROLES)
    form_class = forms.StatusForm
    part = facts.Part.STATUS
    title = _("Đổi diện hộ")


class CreateView(DeskFormView):
    access = only(EDITOR_ROLES)
    form_class = forms.NewHouseholdForm
    title = _("Lập hộ mới")
    button = _("Lập hộ")
    done = _("Đã lập hộ. Hãy thêm nhân khẩu và đặt vị trí trên bản đồ.")

    def choices(self, subject: Subject) -> dict[str, Any]:
        return {"places": selectors.places_written(self.actor, at=self.today)}

    def carry_out(self, subject: Subject, order: Order, data: dict[str, Any]) -> dict[str, Any]:
        village, group = data["place"]
        names = (
            *("code", "head_name", "head_birth_year", "size", "phone", "address"),
            "moved_in_on",
        )
        new = facts.NewHousehold(
            village=village, group=group, **{name: data[name] for name in names}
        )
        return facts.create_household(order=order, new=new)


class _ResidentView(DeskFormView):
    access = only(KEEPER_ROLES)
    roles = KEEPER_ROLES


_FACTS_OF_RESIDENT = (
    *("full_name", "birth_year", "relation", "residence", "is_working_away", "job", "joined_on"),
)


class AddResidentView(_ResidentView):
    form_class = forms.ResidentForm
    title = _("Thêm nhân khẩu")
    button = _("Thêm")
    done = _("Đã thêm nhân khẩu.")

    def choices(self, subject: Subject) -> dict[str, Any]:
        # A form sent twice is as good the second time, so what is sent may name a head.
        free = self.is_sent or not selectors.has_head(self.actor, subject.home)
        return {"relations": selectors.relations_to_head(None, with_head=free), "alike": []}

    def carry_out(self, subject: Subject, order: Order, data: dict[str, Any]) -> dict[str, Any]:
        resident = residents.Resident(**{name: data[name] for name in _FACTS_OF_RESIDENT})
        return residents.add_resident(order=order, household=subject.home.pk, resident=resident)


class ChangeResidentView(_ResidentView):
    form_class = forms.ResidentForm
    title = _("Sửa nhân khẩu")

    def initial(self, subject: Subject) -> dict[str, Any]:
        somebody = subject.somebody
        return {**_columns(somebody, _FACTS_OF_RESIDENT), "person": somebody.person_id}

    def choices(self, subject: Subject) -> dict[str, Any]:
        return {
            "relations": selectors.relations_to_head(subject.somebody, with_head=False),
            "alike": selectors.people_alike(self.actor, subject.home, subject.somebody),
        }

    def carry_out(self, subject: Subject, order: Order, data: dict[str, Any]) -> dict[str, Any]:
        person = data.get("person", subject.somebody.person_id)
        return residents.change_resident(
            order=order,
            household=subject.home.pk,
            resident=subject.somebody.pk,
            version=data["version"] or 0,
            facts=residents.Resident(
                **{name: data[name] for name in _FACTS_OF_RESIDENT}, person=person
            ),
        )


class EndResidenceView(_ResidentView):
    form_class = forms.EndResidenceForm
    title = _("Nhân khẩu rời hộ")
    button = _("Ghi rời hộ")
    done = _("Đã ghi rời hộ.")

    def carry_out(self, subject: Subject, order: Order, data: dict[str, Any]) -> dict[str, Any]:
        return residents.end_residence(
            order=order,
            household=subject.home.pk,
            resident=subject.somebody.pk,
            version=data["version"] or 0,
            day=data["day"],
        )


class HeadView(_ResidentView):
    form_class = forms.HeadForm
    title = _("Đổi chủ hộ")
    button = _("Đổi chủ hộ")
    done = _("Đã đổi chủ hộ.")

    def carry_out(self, subject: Subject, order: Order, data: dict[str, Any]) -> dict[str, Any]:
        return residents.make_head(
            order=order,
            household=subject.home.pk,
            resident=subject.somebody.pk,
            version=data["version"] or 0,
            former=data["former"],
        )


class LeaveView(DeskFormView):
    access = only(EDITOR_ROLES)
    form_class = forms.LeaveForm
    title = _("Hộ chuyển đi")
    button = _("Ghi chuyển đi")
    done = _("Đã ghi hộ chuyển đi.")
    step = Step.LEAVE
    is_grave = True

    def carry_out(self, subject: Subject, order: Order, data: dict[str, Any]) -> dict[str, Any]:
        return leaving.leave(
            order=order,
            household=subject.home.pk,
            version=data["version"] or 0,
            day=data["day"],
            why=data["why"],
        )


class TakeBackView(DeskFormView):
    access = only(EDITOR_ROLES)
    form_class = forms.TakeBackForm
    title = _("Bỏ ghi chuyển đi")
    button = _("Bỏ ghi chuyển đi")
    done = _("Hộ lại được tính như chưa từng chuyển đi.")
    step = Step.RETURN

    def carry_out(self, subject: Subject, order: Order, data: dict[str, Any]) -> dict[str, Any]:
        return leaving.take_back_leaving(
            order=order, household=subject.home.pk, version=data["version"] or 0
        )


class MoveView(DeskFormView):
    access = only(EDITOR_ROLES)
    form_class = forms.MoveForm
    title = _("Chuyển thôn, tổ")
    button = _("Chuyển")
    done = _("Đã chuyển hộ.")
    step = Step.MOVE

    def choices(self, subject: Subject) -> dict[str, Any]:
        home = subject.home
        told = consequences_of(self.actor, home, Step.MOVE, at=self.today)
        return {
            "places": selectors.places_written(self.actor, at=self.today, commune=home.commune_id),
            # Sent a second time the form is read as the first time.
            "somebody_in_charge": self.is_sent or bool(told),
        }

    def carry_out(self, subject: Subject, order: Order, data: dict[str, Any]) -> dict[str, Any]:
        village, group = data["place"]
        return moving.move_household(
            order=order,
            household=subject.home.pk,
            version=data["version"] or 0,
            village=village,
            group=group,
            day=data["day"],
            keeps_charge=data.get("keeps_charge", True),
        )


class SplitView(DeskFormView):
    access = only(EDITOR_ROLES)
    form_class = forms.SplitForm
    template = "households/split.html"
    title = _("Tách hộ")
    button = _("Tách hộ")
    done = _("Đã tách hộ. Đây là hộ mới; hãy xem lại quan hệ của từng người.")
    step = Step.SPLIT

    def initial(self, subject: Subject) -> dict[str, Any]:
        return {"code": next_code_like(subject.home)}

    def choices(self, subject: Subject) -> dict[str, Any]:
        posted = self.request.POST.getlist("residents")[:_MOST_RESIDENTS]
        # Sent a second time it names people who are gone; the desk knows that it did so itself.
        sent = [int(key) for key in posted if key.isdecimal() and len(key) <= _LONGEST_KEY]
        return {"going": selectors.who_may_go(self.actor, subject.home, sent)}

    def goes_to(self, answer: dict[str, Any]) -> int:
        return int(answer["new"])

    def carry_out(self, subject: Subject, order: Order, data: dict[str, Any]) -> dict[str, Any]:
        split = splitting.Split(
            residents=tuple(sorted(data["residents"])),
            head=data["head"],
            day=data["day"],
            code=data["code"],
            same_place=data["same_place"],
        )
        return splitting.split_household(
            order=order, household=subject.home.pk, version=data["version"] or 0, split=split
        )
