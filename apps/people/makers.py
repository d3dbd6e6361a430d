"""Who takes data away and when, in the words that every file carries."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.common import clock
from apps.people.models import Person


def maker_of(actor: Actor, username: str) -> str:
    """Full name and log-in of who takes data away, as the watermark says them."""
    own = Person.objects.visible_to(actor).filter(pk=actor.person_id or 0)
    name = own.values_list("full_name", flat=True).first()
    return f"{name} ({username})" if name else username


def moment_text(now: datetime) -> str:
    """24/11/2026 07:30, in Vietnam."""
    return date_format(now.astimezone(clock.ZONE), "d/m/Y H:i")


def warning_text(who: str, when: str) -> str:
    """The line that stands on every printed page."""
    mark = _("Có dữ liệu cá nhân, chỉ dùng cho công việc được giao. %(who)s, %(when)s")
    return mark % {"who": who, "when": when}
