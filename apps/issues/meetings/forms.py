"""Forms of a meeting; each carries its key and the version of the meeting it was filled in from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from apps.accounts.actor import Actor
from apps.accounts.keyed_forms import KeyedForm
from apps.common.db import by_unit_name
from apps.common.fields import DayField, TidyField, field_of
from apps.issues.meetings.models import CellMeeting, MeetingItem
from apps.issues.meetings.papers.making import Paper
from apps.issues.meetings.people import is_restricted, members_of, task_owners
from apps.issues.meetings.querysets import committee_cells
from apps.issues.meetings.services import ACTS, Held
from apps.issues.warning import WARNING
from apps.people.models import Person

_OLD = gettext_lazy("Trang này đã cũ. Hãy tải lại trang.")
# In the first half of a month the month before is what members report about.
_MIDDLE = 15
_LARGEST_KEY = 2**63 - 1


class SeenForm(KeyedForm):
    """``seen``: the meeting's version on the page."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=2**31 - 1,
        error_messages={"required": _OLD, "invalid": _OLD},
    )


class StartForm(KeyedForm):
    """Which cell's meeting, of which month, with reports about which month."""

    cell = forms.TypedChoiceField(label=gettext_lazy("Chi bộ"), coerce=int)
    month = forms.ChoiceField(label=gettext_lazy("Sinh hoạt tháng"))
    reports = forms.ChoiceField(
        label=gettext_lazy("Người phụ trách báo cáo về"),
        choices=[
            ("before", gettext_lazy("Tháng trước")),
            ("same", gettext_lazy("Chính tháng này")),
        ],
        help_text=gettext_lazy("Họp đầu tháng thường nghe báo cáo của tháng trước."),
    )

    def __init__(self, actor: Actor, today: date, data: Any = None) -> None:
        first = today.replace(day=1)
        initial = {
            "month": first.isoformat(),
            "reports": "before" if today.day <= _MIDDLE else "same",
        }
        super().__init__(data, initial=initial)
        cells = committee_cells(actor, at=today).order_by(by_unit_name())
        field_of(self, "cell", forms.TypedChoiceField).choices = list(
            cells.values_list("pk", "name")
        )
        months = [(first - timedelta(days=1)).replace(day=1), first, following(first)]
        field_of(self, "month", forms.ChoiceField).choices = [
            (month.isoformat(), f"{month:%m/%Y}") for month in months
        ]

    @property
    def first_day(self) -> date:
        return date.fromisoformat(self.cleaned_data["month"])

    @property
    def reports_on(self) -> date:
        """A day of the month that is reported about."""
        before = self.cleaned_data["reports"] == "before"
        # By its middle, a month of the calendar is the commune's month of that name.
        return (
            self.first_day - timedelta(days=1)
            if before
            else following(self.first_day) - timedelta(days=1)
        )


def following(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=32)).replace(day=1)


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not at run time
    """Two of one name are told apart by the year of birth."""

    def label_from_instance(self, obj: Any) -> str:
        born = obj.born_in
        return f"{obj.full_name} ({born})" if born else str(obj.full_name)


class HeldForm(SeenForm):
    held_on = DayField(label=gettext_lazy("Ngày họp"))
    place = TidyField(label=gettext_lazy("Nơi họp"), max_length=200)
    chair: Any = PersonChoice(
        label=gettext_lazy("Chủ trì"), queryset=None, empty_label=gettext_lazy("Hãy chọn")
    )
    secretary: Any = PersonChoice(
        label=gettext_lazy("Thư ký"), queryset=None, empty_label=gettext_lazy("Hãy chọn")
    )
    present = forms.IntegerField(label=gettext_lazy("Có mặt"), min_value=1, max_value=2000)
    absent = forms.IntegerField(label=gettext_lazy("Vắng mặt"), min_value=0, max_value=2000)

    def __init__(self, meeting: CellMeeting, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who belonged to the cell when it met may have left since.
        people = members_of(meeting.cell_id, at=meeting.held_on or today)
        for name in ("chair", "secretary"):
            field_of(self, name, forms.ModelChoiceField).queryset = people

    @property
    def held(self) -> Held:
        data = self.cleaned_data
        return Held(
            held_on=data["held_on"],
            place=data["place"],
            chair=data["chair"].pk,
            secretary=data["secretary"].pk,
            present=data["present"],
            absent=data["absent"],
        )


class AddItemForm(SeenForm):
    title = TidyField(
        label=gettext_lazy("Việc khác cần bàn"),
        max_length=300,
        help_text=WARNING,
    )


class ActForm(SeenForm):
    item = forms.IntegerField(min_value=1, max_value=_LARGEST_KEY)
    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])


class ConcludeForm(SeenForm):
    text = TidyField(
        label=gettext_lazy("Kết luận của chủ trì"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=WARNING,
    )
    task_text = TidyField(
        label=gettext_lazy("Việc cần làm"), max_length=300, required=False, help_text=WARNING
    )
    owner: Any = PersonChoice(
        label=gettext_lazy("Giao cho"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Cả chi ủy"),
    )
    due_on = DayField(label=gettext_lazy("Hạn"), required=False)

    def __init__(
        self, meeting: CellMeeting, item: MeetingItem, today: date, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = task_owners(meeting, item, at=today)
        field_of(self, "owner", forms.ModelChoiceField).queryset = people
        if is_restricted(item):
            # Nothing is written in words of these.
            del self.fields["text"], self.fields["task_text"]

    @property
    def task_fields(self) -> Sequence[Any]:
        """The bound fields of the task."""
        return [self[name] for name in ("task_text", "owner", "due_on") if name in self.fields]

    @property
    def owner_key(self) -> int | None:
        owner: Person | None = self.cleaned_data["owner"]
        return None if owner is None else owner.pk


class SignForm(SeenForm):
    number = TidyField(
        label=gettext_lazy("Số biên bản"),
        max_length=40,
        help_text=gettext_lazy("Ví dụ: 11-BB/CB"),
    )
    agree = forms.BooleanField(
        label=gettext_lazy("Biên bản đã được thông qua và ký; từ nay không sửa được nữa")
    )


class PaperForm(forms.Form):
    paper = forms.ChoiceField(
        choices=Paper.choices,
        error_messages={"required": _OLD, "invalid_choice": _OLD},
    )
