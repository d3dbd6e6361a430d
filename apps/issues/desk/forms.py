"""Forms of the pages of issues. What they hold fits the columns; the rules are the services'."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from apps.accounts.keyed_forms import KeyedForm
from apps.areas.models import Village
from apps.common.fields import DayField, TidyField
from apps.issues.desk.bulk import BULK_VERBS, MOST
from apps.issues.kinds import CURRENT, FieldSpec, FieldType, IssueKind, KindSpec
from apps.issues.levels import Level
from apps.issues.machine import State, Verb
from apps.issues.models import AnswerTemplate
from apps.issues.narrowing import OPEN_ONES, WHATEVER, Wanted
from apps.issues.reporting import Report
from apps.issues.steps import Step
from apps.issues.warning import WARNING
from apps.visits.models import Channel

_OUTDATED: Final = _("Biểu mẫu này đã cũ. Hãy tải lại trang.")


class WordsField(TidyField):
    """Free words, with the warning of what must not stand in them."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", WARNING)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class ListForm(forms.Form):
    """What the list is narrowed to. An unknown choice narrows nothing."""

    CHOSEN = ("kind", "state", "level", "late", "village")

    q = forms.CharField(required=False)
    kind = forms.ChoiceField(
        label=_("Loại"), required=False, choices=[("", _("Mọi loại")), *IssueKind.choices]
    )
    state = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[("", _("Chưa khép lại")), *State.choices, ("all", _("Tất cả"))],
    )
    level = forms.ChoiceField(
        label=_("Đang ở"), required=False, choices=[("", _("Mọi cấp")), *Level.choices]
    )
    village = forms.ChoiceField(label=_("Thôn"), required=False)
    late = forms.BooleanField(label=_("Chỉ việc quá hạn"), required=False)

    def __init__(self, *args: Any, villages: Iterable[Village], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(each.pk), each.name) for each in villages]
        self.fields["village"].choices = [("", _("Mọi thôn")), *names]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        told = self.cleaned_data
        village, state = told.get("village", ""), told.get("state", "")
        return Wanted(
            kind=told.get("kind", ""),
            state={"": OPEN_ONES, "all": WHATEVER}.get(state, state),
            level=told.get("level", ""),
            late=bool(told.get("late")),
            village=int(village) if village else None,
            search=told.get("q", ""),
        )


class StepForm(KeyedForm):
    """One step on one issue. ``talk``: "" none, a channel (a new contact), or a contact's key."""

    verb = forms.ChoiceField(
        choices=Verb.choices, error_messages={"required": _OUTDATED, "invalid_choice": _OUTDATED}
    )
    seen = forms.IntegerField(
        min_value=1, error_messages={"required": _OUTDATED, "invalid": _OUTDATED}
    )
    text = WordsField(required=False, max_length=1000)
    template = forms.IntegerField(required=False, min_value=1)
    owner = forms.IntegerField(required=False, min_value=1)
    other = forms.IntegerField(required=False, min_value=1)
    talk = forms.RegexField(r"^[a-z_]{0,20}$|^[0-9]{1,18}$", required=False)

    def step(self, templates: Iterable[AnswerTemplate] = ()) -> Step:
        """Words of one's own go before those of a template."""
        told = self.cleaned_data
        ready = {each.pk: each.text for each in templates}
        talk = told["talk"]
        return Step(
            verb=Verb(told["verb"]),
            seen=told["seen"],
            text=told["text"] or ready.get(told["template"] or 0, ""),
            owner=told["owner"],
            other=told["other"],
            contact=int(talk) if talk.isdigit() else None,
        )

    @property
    def channel(self) -> Channel | None:
        """By which way the household was just told, where that is a contact of its own."""
        talk = self.cleaned_data["talk"]
        return Channel(talk) if talk in Channel.values else None


#: with whom an issue begins, as its reporter says it
KEEP, PASS_ON = "keep", "pass_on"


class ReportForm(KeyedForm):
    """What is reported: the fields of one kind, and the words where that kind has any.

    ``above``: to whom the reporter may pass it on at once; None: there is nothing to choose.
    """

    reported_on = DayField(label=_("Ngày hộ nêu"))

    def __init__(self, spec: KindSpec, above: Level | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spec = spec
        day = self.fields.pop("reported_on")
        for field in spec.fields:
            self.fields[field.name] = _field(field)
        self.fields["reported_on"] = day
        if spec.has_text:
            self.fields["summary"] = WordsField(label=_("Nội dung"), max_length=1000)
            self.fields["wish"] = WordsField(
                label=_("Hộ đề nghị (nếu có)"), max_length=500, rows=2, required=False
            )
        if above is not None:
            self.fields["begins"] = _begins(above)

    @property
    def report(self) -> Report:
        told = self.cleaned_data
        return Report(
            kind=self.spec.kind,
            details={each.name: _plain(told[each.name]) for each in self.spec.fields},
            summary=told.get("summary", ""),
            wish=told.get("wish", ""),
            reported_on=told["reported_on"],
            pass_on=told.get("begins") == PASS_ON,
        )


def _begins(above: Level) -> forms.Field:
    return forms.ChoiceField(
        label=_("Ai lo việc này"),
        required=False,
        choices=[
            (KEEP, _("Tôi tự lo")),
            (PASS_ON, format_lazy(_("Chuyển lên ngay: {level}"), level=above.label)),
        ],
        help_text=_("Tự lo mà để quá hạn thì việc tự chuyển lên."),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return {"True": True, "False": False}.get(value, value) if isinstance(value, str) else value


def _field(spec: FieldSpec) -> forms.Field:
    asked: dict[str, Any] = {"label": spec.label, "required": spec.is_required}
    if spec.type == FieldType.CHOICE:
        return forms.ChoiceField(choices=[("", _("Hãy chọn")), *spec.choices], **asked)
    if spec.type == FieldType.NUMBER:
        return forms.IntegerField(min_value=0, max_value=spec.most, **asked)
    if spec.type == FieldType.DATE:
        return DayField(**asked)
    choices = [("", _("Chưa rõ")), ("True", _("Có")), ("False", _("Không"))]
    return forms.ChoiceField(choices=choices, **asked)


class CauseForm(KeyedForm):
    """Which cause an issue has: one that is there, a new one, or none any more."""

    cause = forms.IntegerField(required=False, min_value=1)
    title = TidyField(
        label=_("Nguyên nhân mới"),
        required=False,
        max_length=200,
        help_text=format_lazy(
            "{} {}", _("Ghi về sự việc, ví dụ: Đường liên thôn sạt ở dốc Khau Slung."), WARNING
        ),
    )


class TemplateForm(KeyedForm):
    """An answer kept ready."""

    kind = forms.ChoiceField(
        label=_("Loại vấn đề"),
        choices=[(spec.kind.value, spec.kind.label) for spec in CURRENT.values() if spec.has_text],
    )
    title = TidyField(
        label=_("Tên mẫu"), max_length=80, help_text=_("Ví dụ: Đã đưa vào danh sách xét")
    )
    text = WordsField(
        label=_("Nội dung trả lời"),
        max_length=1000,
        rows=4,
        help_text=_("Lời chung cho nhiều hộ: không ghi tên, địa chỉ, hoàn cảnh của hộ nào."),
    )
    is_retired = forms.BooleanField(label=_("Thôi dùng mẫu này"), required=False)


class DeadlinesForm(KeyedForm):
    """Days within which the household is answered, by kind; empty: as the software proposes.

    ``seen``: the days of all kinds when the page was opened.
    """

    seen = forms.JSONField(
        widget=forms.HiddenInput, error_messages={"required": _OUTDATED, "invalid": _OUTDATED}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, spec in CURRENT.items():
            self.fields[kind.value] = forms.IntegerField(
                label=kind.label,
                required=False,
                min_value=1,
                max_value=365,
                help_text=_("Để trống: %(n)d ngày") % {"n": spec.answer_days},
            )
        self.fields["reason"] = TidyField(label=_("Căn cứ hoặc lý do"), max_length=200)

    def clean_seen(self) -> dict[str, Any]:
        seen = self.cleaned_data["seen"]
        if not isinstance(seen, dict):
            raise forms.ValidationError(_OUTDATED)
        return seen

    @property
    def days(self) -> dict[str, int | None]:
        return {kind.value: self.cleaned_data[kind.value] for kind in CURRENT}


class BulkForm(KeyedForm):
    """One step on several issues; the issues stand beside it (``chosen``)."""

    verb = forms.ChoiceField(
        choices=[(verb.value, verb.label) for verb in BULK_VERBS],
        error_messages={"required": _OUTDATED, "invalid_choice": _OUTDATED},
    )
    text = WordsField(label=_("Nội dung"), required=False, max_length=1000)
    template = forms.IntegerField(required=False, min_value=1)
    owner = forms.IntegerField(required=False, min_value=1)


def chosen(items: Iterable[str]) -> dict[int, int]:
    """Key and number of the last step known, out of "12:3"; what is no such thing is left out."""
    found = {}
    for item in list(items)[:MOST]:
        key, _colon, seen = item.partition(":")
        if all(part.isascii() and part.isdigit() and len(part) < 10 for part in (key, seen)):
            found[int(key)] = int(seen)
    return found
