"""Forms of the road; each carries the key of its wish."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.accounts.actor import Actor
from apps.accounts.keyed_forms import KeyedForm
from apps.common.db import by_person_name
from apps.common.fields import DayField, TidyField, field_of
from apps.households.models import Household
from apps.issues.roadmap.kinds import (
    STEP_OUTCOMES,
    TARGET_RESULTS,
    Giver,
    Goods,
    StepKind,
    SupportKind,
)
from apps.issues.roadmap.models import MOST_MONEY, RoadStep
from apps.issues.roadmap.owners import seeing
from apps.issues.roadmap.services import NewStep, NewSupport, NewTarget, StepChange
from apps.issues.warning import WARNING
from apps.people.models import Person


class MoneyField(forms.IntegerField):
    """Đồng as people write it: 1.500.000, 1 500 000 or 1500000."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "1.500.000"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages",
            {"invalid": _("Hãy ghi số tiền bằng chữ số, ví dụ 1.500.000.")},
        )
        super().__init__(min_value=1, max_value=MOST_MONEY, **kwargs)

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").replace(".", "").replace(" ", "").replace("\u00a0", "")
        return super().to_python(text if text.isascii() else "x")


class TargetForm(KeyedForm):
    target_year = forms.IntegerField(
        label=_("Năm hộ đăng ký thoát nghèo"),
        min_value=2021,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        error_messages={"invalid": _("Hãy ghi năm bằng bốn chữ số, ví dụ 2028.")},
    )
    registered_on = DayField(label=_("Ngày đăng ký"))
    is_signed = forms.BooleanField(label=_("Hộ đã ký vào bản đăng ký"), required=False)

    def target(self) -> NewTarget:
        data = self.cleaned_data
        return NewTarget(data["target_year"], data["registered_on"], data["is_signed"])


class EndTargetForm(KeyedForm):
    result = forms.ChoiceField(label=_("Kết quả"), choices=TARGET_RESULTS)
    ended_on = DayField(label=_("Ngày"))
    text = TidyField(
        label=_("Ghi chú"), required=False, max_length=300, help_text=WARNING, empty_value=""
    )


class StepForm(KeyedForm):
    kind = forms.ChoiceField(label=_("Loại việc"), choices=StepKind.choices)
    text = TidyField(
        label=_("Việc cụ thể"), required=False, max_length=200, help_text=WARNING, empty_value=""
    )
    owner: Any = forms.ModelChoiceField(
        label=_("Người lo việc này"), queryset=None, empty_label=_("Hãy chọn")
    )
    due_on = DayField(label=_("Hạn"))

    def __init__(
        self, actor: Actor, household: Household, at: date, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer_people(self, _may_have(actor, household, at), household)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("kind") == StepKind.OTHER and not data.get("text"):
            self.add_error("text", _("Hãy ghi việc cụ thể là gì."))
        return data

    def step(self) -> NewStep:
        data = self.cleaned_data
        return NewStep(data["kind"], data["text"], data["owner"].pk, data["due_on"])


class ChangeStepForm(KeyedForm):
    """Whoever has it now may be kept, though the one who changes it may not see them."""

    owner: Any = forms.ModelChoiceField(label=_("Người lo việc này"), queryset=None)
    due_on = DayField(label=_("Hạn"))
    reason = TidyField(label=_("Lý do đổi"), max_length=200, help_text=WARNING)

    def __init__(self, actor: Actor, step: RoadStep, at: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        household = step.target.household
        seen = _may_have(actor, household, at).order_by().values("pk")
        people = Person.objects.filter(Q(pk__in=seen) | Q(pk=step.owner_id))
        _offer_people(self, people, household)

    def change(self) -> StepChange:
        data = self.cleaned_data
        return StepChange(data["owner"].pk, data["due_on"], data["reason"])


def _may_have(actor: Actor, household: Household, at: date) -> QuerySet[Person]:
    return seeing(Person.objects.visible_to(actor), household, at=at)


def _offer_people(form: forms.Form, people: QuerySet[Person], household: Household) -> None:
    field = field_of(form, "owner", forms.ModelChoiceField)
    rows = people.filter(commune=household.commune_id)
    field.queryset = rows.order_by(*by_person_name(), "pk")
    field.label_from_instance = _called  # type: ignore[method-assign,assignment]


def _called(person: Any) -> str:
    """Two of one name are told apart by the year of birth."""
    born = person.born_in
    return f"{person.full_name} ({born})" if born else str(person.full_name)


class FinishStepForm(KeyedForm):
    outcome = forms.ChoiceField(label=_("Kết quả"), choices=STEP_OUTCOMES)
    done_on = DayField(label=_("Ngày"))
    text = TidyField(
        label=_("Ghi chú"), required=False, max_length=300, help_text=WARNING, empty_value=""
    )


class SupportForm(KeyedForm):
    kind = forms.ChoiceField(label=_("Loại hỗ trợ"), choices=SupportKind.choices)
    amount = MoneyField(label=_("Số tiền (đồng)"), required=False)
    goods = forms.ChoiceField(
        label=_("Hoặc hiện vật"), choices=[("", _("Không có")), *Goods.choices], required=False
    )
    given_by = forms.ChoiceField(label=_("Nơi hỗ trợ"), choices=Giver.choices)
    given_on = DayField(label=_("Ngày hộ nhận"))

    def support(self) -> NewSupport:
        data = self.cleaned_data
        return NewSupport(
            data["kind"], data["amount"], data["goods"], data["given_by"], data["given_on"]
        )


class RuleForm(KeyedForm):
    escaped_months = forms.IntegerField(
        label=_("Theo dõi hộ sau khi thoát nghèo trong (tháng)"),
        min_value=6,
        max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
    )
    contact_days = forms.IntegerField(
        label=_("Coi là lâu chưa nắm tình hình sau (ngày)"),
        min_value=7,
        max_value=180,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
    )
