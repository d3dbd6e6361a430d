"""The page on which data is taken away as a file."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from apps.accounts.access import ActorView, only
from apps.accounts.actor import Actor
from apps.accounts.roles import PHONE_ROLES, TAKER_ROLES, Role
from apps.common import clock
from apps.common.errors import DomainError
from apps.people.makers import maker_of
from apps.reports.exports.areas import areas_of, is_in_reach
from apps.reports.exports.extracts import Wish
from apps.reports.exports.grids import DEGREES
from apps.reports.exports.services import ExportFile, make_export
from apps.reports.exports.subjects import SUBJECTS, Subject
from apps.reports.forms import ExportForm
from apps.reports.http import file_response
from apps.reports.narrowing import narrowed_list


class ExportPageView(ActorView):
    """GET shows the form of one subject (``?loai=``); POST answers with the file.

    Everything chosen travels in the body: addresses end up in the logs of servers and browsers.
    """

    access = only(TAKER_ROLES)

    @property
    def taker(self) -> Actor:
        """A village's head who has another duty as well takes away what that one reaches."""
        return self.actor.without(Role.VILLAGE_HEAD)

    def _subject(self, request: HttpRequest) -> Subject:
        """404 for what nobody can take away, 403 for what this post cannot."""
        subject = SUBJECTS.get(request.GET.get("loai", "households"))
        if subject is None:
            raise Http404
        if not self.taker.has_any(subject.roles):
            raise PermissionDenied
        return subject

    def _page(
        self, request: HttpRequest, subject: Subject, form: ExportForm, status: int = 200
    ) -> HttpResponse:
        offered = [one for one in SUBJECTS.values() if self.taker.has_any(one.roles)]
        context = {
            "subject": subject,
            "subjects": offered,
            "areas": self.areas,
            "form": form,
            "phones": self.taker.has_any(PHONE_ROLES),
            "narrowed": self.narrowed,
        }
        return render(request, "reports/export.html", context, status=status)

    def _form(self, subject: Subject, *data: object) -> ExportForm:
        today = clock.local_day(clock.now())
        is_list = subject.key == "households"
        self.narrowed = narrowed_list(self.request, self.taker, at=today) if is_list else None
        self.areas = areas_of(self.taker, at=today, kinds=subject.areas)
        return ExportForm(*data, subject=subject, areas=self.areas, at=today)

    def get(self, request: HttpRequest) -> HttpResponse:
        subject = self._subject(request)
        return self._page(request, subject, self._form(subject))

    def post(self, request: HttpRequest) -> HttpResponse:
        subject = self._subject(request)
        form = self._form(subject, request.POST)
        if not form.is_valid():
            return self._page(request, subject, form, status=422)
        if self.narrowed is not None and self.narrowed.search.is_forgotten:
            # Without what was searched for it would be everybody.
            return self._page(request, subject, form, status=422)
        try:
            return file_response(self._file(request, subject, form))
        except DomainError as error:
            nothing = _("Không có dòng nào để xuất. Hãy chọn địa bàn hoặc thời gian khác.")
            form.add_error(None, error.message or nothing)
            return self._page(request, subject, form, status=422)

    def _file(self, request: HttpRequest, subject: Subject, form: ExportForm) -> ExportFile:
        now = clock.now()
        today = clock.local_day(now)
        # A narrowed list says itself of where.
        area = form.wanted_area if self.narrowed is None else None
        if area is not None and (
            area.kind not in subject.areas or not is_in_reach(self.taker, area, at=today)
        ):
            raise Http404
        return make_export(
            wish=Wish(
                self.taker,
                today,
                area,
                period=form.wanted_period,
                listed=None if self.narrowed is None else self.narrowed.wanted,
            ),
            subject=subject,
            form=form.cleaned_data["form"],
            grid=form.wanted_grid or DEGREES,
            purpose=form.cleaned_data["purpose"],
            who=maker_of(self.actor, request.user.get_username()),
            now=now,
        )
