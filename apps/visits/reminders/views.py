"""The page of one's own reminders, and the calendar that others' programs ask for."""

from __future__ import annotations

from typing import Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.cache.backends.locmem import LocMemCache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle

from apps.accounts.access import PUBLIC, ActorView, only
from apps.accounts.api import ActorAPIView
from apps.accounts.roles import HOUSEHOLD_ROLES
from apps.common import clock
from apps.visits.reminders import calendars
from apps.visits.reminders.models import CalendarFeed, ReminderAddress
from apps.visits.reminders.owed import owed_by

_PAGE: Final = "contacts:reminders"


class AddressForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail nhận nhắc việc"), max_length=254)


class RemindersView(ActorView):
    """What one owes, and where one wants to be told."""

    access = only(HOUSEHOLD_ROLES)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()

    def page(
        self, *, form: AddressForm | None = None, token: str = "", status: int = 200
    ) -> HttpResponse:
        address = ReminderAddress.objects.visible_to(self.actor).first()
        shown = form or AddressForm(initial={"email": address.email if address else ""})
        path = reverse("contacts:calendar", kwargs={"token": token}) if token else ""
        context = {
            "owed": owed_by(self.actor, at=clock.local_day(clock.now())),
            "address": address,
            "form": shown,
            "by_email": settings.REMINDERS_BY_EMAIL,
            "feed": CalendarFeed.objects.visible_to(self.actor).first(),
            "feed_url": self.request.build_absolute_uri(path) if path else "",
        }
        return render(self.request, "contacts/reminders.html", context, status=status)


class AddressView(RemindersView):
    """Reminders by e-mail to this address; switched off by the other button."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect(_PAGE)

    def post(self, request: HttpRequest) -> HttpResponse:
        if "off" in request.POST:
            ReminderAddress.objects.visible_to(self.actor).delete()
            messages.success(request, _("Đã tắt nhắc việc qua e-mail và xoá địa chỉ."))
            return redirect(_PAGE)
        form = AddressForm(request.POST)
        if not settings.REMINDERS_BY_EMAIL or not form.is_valid():
            return self.page(form=form, status=422)
        ReminderAddress.objects.visible_to(self.actor).update_or_create(
            user_id=self.actor.user_id,
            defaults={"email": form.cleaned_data["email"], "chosen_at": clock.now()},
        )
        messages.success(request, _("Đã bật nhắc việc qua e-mail."))
        return redirect(_PAGE)


class FeedView(RemindersView):
    """A new private address, shown once; or none any more."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect(_PAGE)

    def post(self, request: HttpRequest) -> HttpResponse:
        if "off" in request.POST:
            calendars.switch_off(actor=self.actor)
            messages.success(request, _("Đã tắt lịch. Địa chỉ cũ không dùng được nữa."))
            return redirect(_PAGE)
        # Not by way of a redirect: the secret must stand in no address and no session.
        return self.page(token=calendars.renew(actor=self.actor, now=clock.now()))


class CalendarThrottle(AnonRateThrottle):
    """Calendars ask a few times a day; who guesses addresses is slowed down."""

    cache = LocMemCache("calendars", {"OPTIONS": {"MAX_ENTRIES": 20_000}})
    scope = "calendar"
    rate = "200/min"


@extend_schema(exclude=True)
class CalendarView(ActorAPIView):
    """Asked by calendar programs without a log-in: the address is the secret."""

    access = PUBLIC
    authentication_classes = ()
    throttle_classes = (CalendarThrottle,)

    def get(self, request: Request, token: str) -> HttpResponse:
        now = clock.now()
        text = calendars.calendar_of(token, now=now, today=clock.local_day(now))
        if text is None:
            raise Http404
        answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="gan-dan.ics"'
        answer["Cache-Control"] = "private, no-store"
        return answer
