"""A page with one form of the desk: show it, check it, carry it out, go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from apps.accounts.keys import Answer
from apps.common import clock
from apps.common.errors import DomainError
from apps.people.desk.fields import DeskForm
from apps.people.desk.profile import EDIT
from apps.people.desk.views import DeskView
from apps.people.models import Person
from apps.people.orders import Order
from apps.people.querysets import edited_communes

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class DeskFormView(DeskView):
    """Subclasses say which form, on what, and which service does it.

    ``find`` loads what the page is about (404 outside reach); ``version`` is what a form is filled
    in from. A refusal keeps what was entered and tells what to do; 409 where somebody was faster.
    """

    access = EDIT
    form_class: type[DeskForm]
    title: str | StrPromise
    submit: str | StrPromise = gettext_lazy("Ghi")
    lead: str | StrPromise = ""

    def find(self, pk: int) -> None:
        """Load what the page is about; Http404 outside the actor's reach."""

    @property
    def subject(self) -> Person | None:
        """Whom the form tells about: opening it is written down."""
        return None

    def version(self) -> str:
        return ""

    def initial(self) -> dict[str, Any]:
        return {}

    @property
    def only_commune(self) -> int | None:
        """The commune that is chosen beforehand: there is no other."""
        communes = edited_communes(self.actor)
        return next(iter(communes)) if len(communes) == 1 else None

    def form_kwargs(self) -> dict[str, Any]:
        return {}

    def stakes(self) -> int:
        """How many charges would end, if the form ends any."""
        return 0

    def carry_out(self, form: Any, order: Order) -> Answer:
        raise NotImplementedError

    def done(self, answer: Answer) -> tuple[str, str]:
        """The message, and where to go on."""
        raise NotImplementedError

    def back(self) -> str:
        """Where the form's "no" leads."""
        raise NotImplementedError

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = clock.now()
        self.at = clock.local_day(self.now)

    def _show(self, form: DeskForm, *, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "form": form,
            "title": self.title,
            "submit": self.submit,
            "lead": self.lead,
            "back": self.back(),
            "stakes": self._told(form, "stakes"),
            **more,
        }
        return self.page("people/form.html", context, status)

    def _told(self, form: DeskForm, name: str) -> Any:
        return form[name].value() if name in form.fields else None

    def get(self, request: HttpRequest, pk: int = 0) -> HttpResponse:
        self.find(pk)
        if self.subject is not None:
            self.log_reading(self.subject)
        initial = {"seen": self.version(), "stakes": self.stakes(), **self.initial()}
        return self._show(self.form_class(initial=initial, **self.form_kwargs()))

    def post(self, request: HttpRequest, pk: int = 0) -> HttpResponse:
        self.find(pk)
        form = self.form_class(request.POST, **self.form_kwargs())
        if not form.is_valid():
            return self._show(form, status=422)
        order = Order(self.actor, form.cleaned_data["reason"], self.now, form.cleaned_data["key"])
        try:
            answer = self.carry_out(form, order)
        except DomainError as error:
            if error.status == 404:
                raise Http404 from error
            return self._refused(form, error)
        message, url = self.done(answer)
        messages.success(request, message)
        return redirect(url)

    def _refused(self, form: DeskForm, error: DomainError) -> HttpResponse:
        """The form as it was filled in, with the reason; renewed where the facts have changed."""
        fresh: Any = self.request.POST.copy()
        if "version" in error.detail:
            fresh["seen"] = error.detail["version"]
        if "stakes" in error.detail:
            fresh["stakes"] = str(error.detail["stakes"])
            fresh.pop("agree", None)
        again = self.form_class(fresh, **self.form_kwargs())
        again.is_valid()
        field = error.detail.get("field")
        again.add_error(field if field in again.fields else None, error.message)
        status = error.status if error.status == 409 else 422
        return self._show(again, status=status, changes=error.detail.get("changes"))
