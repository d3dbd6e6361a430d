"""The page of phones: which keep one's households, and a button that has one forget them."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.access import LOGGED_IN_FULLY, ActorView
from apps.common import clock
from apps.visits.phone.devices import ask_to_wipe
from apps.visits.phone.models import PhoneDevice

#: the latest used; an office looks for the one that was lost yesterday
MOST_SHOWN: Final = 200


class DevicesView(ActorView):
    """One's own phones, and those of the people whose phones one may have wiped."""

    access = LOGGED_IN_FULLY

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = PhoneDevice.objects.visible_to(self.actor).select_related("user__person")
        latest = list(rows.order_by("-last_seen_on", "-pk")[:MOST_SHOWN])
        context = {
            "own": [row for row in latest if row.user_id == self.actor.user_id],
            "others": [row for row in latest if row.user_id != self.actor.user_id],
        }
        return render(request, "phone/devices.html", context)


class WipeView(ActorView):
    """Have a phone forget everything when it is next in touch."""

    access = LOGGED_IN_FULLY

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        ask_to_wipe(actor=self.actor, device=pk, now=clock.now())
        messages.success(
            request, _("Máy sẽ xoá hết dữ liệu khi có mạng. Lần ghi chưa gửi trên máy sẽ mất.")
        )
        return redirect("devices:list")
