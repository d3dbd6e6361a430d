"""Pages of cells' meetings: the list, a new one, one with its agenda, its items and papers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.access import ActorView, only
from apps.accounts.keyed_forms import KeyedForm
from apps.common import clock
from apps.common.errors import DomainError, not_found
from apps.issues.meetings import reading, services
from apps.issues.meetings.changing import Edit
from apps.issues.meetings.concluding import Conclusion, conclude
from apps.issues.meetings.forms import (
    ActForm,
    AddItemForm,
    ConcludeForm,
    HeldForm,
    PaperForm,
    SeenForm,
    SignForm,
    StartForm,
)
from apps.issues.meetings.models import CellMeeting
from apps.issues.meetings.papers.making import Paper, make_paper
from apps.issues.meetings.querysets import READER_ROLES, WRITER_ROLES, committee_cells
from apps.issues.meetings.states import ItemSource, MeetingState
from apps.people.makers import maker_of

PER_PAGE: Final = 50


class MeetingsView(ActorView):
    """One moment for all that is asked; what is out of reach or forbidden is told as everywhere."""

    access = only(READER_ROLES)
    now: datetime

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = clock.now()
        self.today = clock.local_day(self.now)

    def writes(self, meeting: CellMeeting) -> bool:
        cells = committee_cells(self.actor, at=self.today)
        return meeting.state != MeetingState.SIGNED and cells.filter(pk=meeting.cell_id).exists()

    def edit(self, form: KeyedForm) -> Edit:
        data = form.cleaned_data
        return Edit(self.actor, data["key"], self.now, data.get("seen", 0))


def refused(form: forms.Form, error: DomainError) -> forms.Form:
    """The form again with what was written in it, the reason, and the version as it is now.

    A second pressing then says: I have seen what somebody else changed. Errors of 403 and 404 are
    told as everywhere.
    """
    if error.status in {403, 404}:
        raise error
    data: dict[str, Any] = dict(form.data.items())
    if "version" in error.detail:
        data["seen"] = str(error.detail["version"])
    form.data = data
    named = error.detail.get("field")
    form.add_error(named if named in form.fields else None, error.message)
    return form


class ListView(MeetingsView):
    """The meetings within reach, the latest month first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(reading.meetings(self.actor), PER_PAGE).get_page(request.GET.get("trang"))
        starts = committee_cells(self.actor, at=self.today).exists()
        return render(request, "meetings/list.html", {"page": page, "starts": starts})


class StartView(MeetingsView):
    """Opens the meeting of a month with its agenda."""

    access = only(WRITER_ROLES)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(StartForm(self.actor, self.today))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = StartForm(self.actor, self.today, request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        try:
            answer = services.start_meeting(
                edit=self.edit(form),
                cell=form.cleaned_data["cell"],
                month=form.first_day,
                reports_on=form.reports_on,
            )
        except DomainError as error:
            return self._show(refused(form, error), error.status)
        if not answer["is_new"]:
            messages.info(request, _("Tháng này đã có buổi sinh hoạt, đây là buổi ấy."))
        return redirect("meetings:show", pk=answer["meeting"])

    def _show(self, form: forms.Form, status: int = 200) -> HttpResponse:
        return render(self.request, "meetings/start.html", {"form": form}, status=status)


class OneMeetingView(MeetingsView):
    """A page about one meeting."""

    def find(self, pk: int) -> CellMeeting:
        self.meeting = reading.find_meeting(self.actor, pk)
        return self.meeting

    def page(
        self, template: str, context: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        told = {"meeting": self.meeting, "today": self.today, **(context or {})}
        return render(self.request, template, told, status=status)

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        """The meeting's own page."""
        meeting, seen = self.meeting, {"seen": self.meeting.version}
        rows = reading.item_rows(self.actor, meeting, at=self.today)
        writes = self.writes(meeting)
        context = {
            "rows": rows,
            "reports": reading.report_rows(self.actor, meeting),
            "reports_days": reading.reports_days(meeting),
            "uncovered": self._uncovered(rows),
            "writes": writes,
            "undecided": sum(row.is_open for row in rows),
            "papers": [
                (value, label)
                for value, label in Paper.choices
                if value != Paper.MINUTES or meeting.state != MeetingState.DRAFT
            ],
            "add_form": AddItemForm(initial=seen) if writes else None,
            "act_form": SeenForm(initial=seen) if writes else None,
            **more,
        }
        return self.page("meetings/show.html", context, status)

    def _uncovered(self, rows: list[reading.ItemRow]) -> list[Any]:
        """As they are today, while the agenda is not past."""
        if self.meeting.state == MeetingState.SIGNED:
            return []
        if not any(row.item.source == ItemSource.UNCOVERED for row in rows):
            return []
        return list(reading.uncovered(self.actor, self.meeting, at=self.today))


class ShowView(OneMeetingView):
    """One meeting: its agenda, conclusions, reports, papers."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.find(pk)
        return self.show()


class _PressView(OneMeetingView):
    """A button of the meeting's page; leads back to it, with a word where it was refused."""

    access = only(WRITER_ROLES)
    form: type[SeenForm] = SeenForm

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.find(pk)
        form = self.form(request.POST)
        if form.is_valid():
            try:
                messages.success(request, self.do(pk, form))
            except DomainError as error:
                if error.status in {403, 404}:
                    raise
                messages.error(request, error.message)
        else:
            messages.error(request, _("Trang này đã cũ. Hãy xem lại rồi bấm lần nữa."))
        return redirect("meetings:show", pk=pk)

    def do(self, pk: int, form: SeenForm) -> str:
        raise NotImplementedError


class RefreshView(_PressView):
    """Brings the agenda of a meeting that is being prepared up to date."""

    def do(self, pk: int, form: SeenForm) -> str:
        services.refresh_agenda(edit=self.edit(form), meeting=pk)
        return _("Đã cập nhật chương trình.")


class ActView(_PressView):
    """Moves an item up or down, puts it off or back, removes it."""

    form = ActForm

    def do(self, pk: int, form: SeenForm) -> str:
        data = form.cleaned_data
        services.act_on_item(edit=self.edit(form), meeting=pk, item=data["item"], act=data["act"])
        return _("Đã ghi.")


class AddView(OneMeetingView):
    """Another matter for the agenda; what is wrong with it is told on the meeting's page."""

    access = only(WRITER_ROLES)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.find(pk)
        form = AddItemForm(request.POST)
        if not form.is_valid():
            return self.show(422, add_form=form)
        try:
            services.add_item(edit=self.edit(form), meeting=pk, title=form.cleaned_data["title"])
        except DomainError as error:
            again = refused(form, error)
            self.find(pk)
            return self.show(error.status, add_form=again)
        messages.success(request, _("Đã thêm vào chương trình."))
        return redirect("meetings:show", pk=pk)


class _FormView(OneMeetingView):
    """A form on a page of its own, for the committee of a meeting that is not signed yet."""

    access = only(WRITER_ROLES)
    template = ""
    done = ""

    def get(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        self.find(pk)
        self.prepare(**kwargs)
        self._may_write()
        return self._answer(self.make())

    def post(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        self.find(pk)
        self.prepare(**kwargs)
        form = self.make(request.POST)
        if not form.is_valid():
            self._may_write()
            return self._answer(form, 422)
        try:
            self.save(form)
        except DomainError as error:
            again = refused(form, error)
            self.find(pk)
            return self._answer(again, error.status)
        messages.success(request, self.told())
        return redirect("meetings:show", pk=pk)

    def prepare(self, **kwargs: Any) -> None:
        """What the form needs beside the meeting."""

    def make(self, *data: Any) -> Any:
        raise NotImplementedError

    def save(self, form: Any) -> None:
        raise NotImplementedError

    def told(self) -> str:
        raise NotImplementedError

    def extra(self) -> dict[str, Any]:
        return {}

    def _may_write(self) -> None:
        """Nobody fills in a form that is sure to be refused."""
        if not self.writes(self.meeting):
            raise not_found()

    def _answer(self, form: Any, status: int = 200) -> HttpResponse:
        return self.page(self.template, {"form": form, **self.extra()}, status)


class HeldView(_FormView):
    """When and where the cell met, who led, who wrote, how many came."""

    template = "meetings/held.html"

    def make(self, *data: Any) -> HeldForm:
        meeting = self.meeting
        names = ("place", "chair", "secretary", "present", "absent")
        initial = {name: getattr(meeting, name) for name in names} | {
            "held_on": meeting.held_on or self.today,
            "seen": meeting.version,
        }
        return HeldForm(meeting, self.today, *data, initial=initial)

    def save(self, form: HeldForm) -> None:
        services.record_held(edit=self.edit(form), meeting=self.meeting.pk, held=form.held)

    def told(self) -> str:
        return _("Đã ghi buổi họp. Bây giờ ghi kết luận từng mục.")


class ItemView(_FormView):
    """The chair's conclusion on one item, and a task from it."""

    template = "meetings/item.html"

    def prepare(self, **kwargs: Any) -> None:
        self.row = reading.find_item(self.actor, self.meeting, kwargs["item"], at=self.today)

    def make(self, *data: Any) -> ConcludeForm:
        initial = {"text": self.row.item.conclusion, "seen": self.meeting.version}
        return ConcludeForm(self.meeting, self.row.item, self.today, *data, initial=initial)

    def save(self, form: ConcludeForm) -> None:
        data = form.cleaned_data
        conclude(
            edit=self.edit(form),
            meeting=self.meeting.pk,
            item=self.row.item.pk,
            conclusion=Conclusion(
                text=data.get("text", ""),
                task_text=data.get("task_text", ""),
                owner=form.owner_key,
                due_on=data["due_on"],
            ),
        )

    def told(self) -> str:
        return _("Đã ghi kết luận mục %(number)s.") % {"number": self.row.number}

    def extra(self) -> dict[str, Any]:
        return {"row": self.row}


class SignView(_FormView):
    """The number of the minutes; from then on nothing in them changes."""

    template = "meetings/sign.html"

    def make(self, *data: Any) -> SignForm:
        return SignForm(data[0] if data else None, initial={"seen": self.meeting.version})

    def save(self, form: SignForm) -> None:
        number = form.cleaned_data["number"]
        services.sign_minutes(edit=self.edit(form), meeting=self.meeting.pk, number=number)

    def told(self) -> str:
        return _("Biên bản đã ký, từ nay không sửa được nữa.")

    def extra(self) -> dict[str, Any]:
        rows = reading.item_rows(self.actor, self.meeting, at=self.today)
        return {"undecided": [row for row in rows if row.is_open]}


class PaperView(OneMeetingView):
    """The agenda or the minutes as a file."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        meeting = self.find(pk)
        form = PaperForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Hãy chọn văn bản cần tải."))
            return self.show(422)
        try:
            file = make_paper(
                actor=self.actor,
                meeting=meeting,
                paper=Paper(form.cleaned_data["paper"]),
                who=maker_of(self.actor, request.user.get_username()),
                now=self.now,
            )
        except DomainError as error:
            messages.error(request, error.message)
            return self.show(error.status)
        response = HttpResponse(file.body, content_type=file.media_type)
        response["Content-Disposition"] = f'attachment; filename="{file.name}"'
        return response
