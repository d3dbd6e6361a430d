"""What forms about one person share: whom they are about, and what is told afterwards."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.keys import Answer
from apps.people.departures import Charge
from apps.people.desk.form_view import DeskFormView
from apps.people.models import Membership, Person


def person_url(pk: int) -> str:
    return reverse("people:person", kwargs={"pk": pk})


def told_ended(answer: Answer, village: int | None) -> str:
    """What ended with a duty, and where the households without anybody stand on the map."""
    homes = answer.get(Charge.HOUSEHOLDS, 0)
    others = answer.get(Charge.GROUPS, 0) + answer.get(Charge.VILLAGES, 0)
    said = [_("Đã ghi.")]
    if answer.get("posts"):
        said.append(_("Chức vụ kết thúc theo: %(n)s.") % {"n": answer["posts"]})
    if others:
        said.append(_("Phân công phụ trách tổ, thôn kết thúc: %(n)s.") % {"n": others})
    if not homes:
        return " ".join(said)
    said.append(
        ngettext(
            "%(n)s hộ nay chưa có người phụ trách.",
            "%(n)s hộ nay chưa có người phụ trách.",
            homes,
        )
        % {"n": homes}
    )
    place = reverse("webmap:map") + (f"?v={village}" if village else "")
    return format_html('{} <a href="{}">{}</a>', " ".join(said), place, _("Xem trên bản đồ"))


class PersonFormView(DeskFormView):
    """A form about one person of the actor's commune."""

    person: Person
    membership: Membership | None

    def find(self, pk: int) -> None:
        person = Person.objects.visible_to(self.actor).edited_by(self.actor).filter(pk=pk).first()
        if person is None:
            raise Http404
        self.person = person
        self.lead = person.full_name
        rows = Membership.objects.visible_to(self.actor).filter(person=person)
        current = rows.filter(valid_to__isnull=True).select_related("cell")
        self.membership = current.first()

    @property
    def subject(self) -> Person:
        return self.person

    @property
    def member(self) -> Membership:
        """The membership that the form is about; without one there is no such page."""
        if self.membership is None:
            raise Http404
        return self.membership

    @property
    def village(self) -> int | None:
        """Where the map shows the households that this person looked after."""
        if self.membership is None:
            return None
        found = self.membership.cell.villages.order_by("pk").values_list("pk", flat=True)
        return found.first()

    def done(self, answer: Answer) -> tuple[str, str]:
        return told_ended(answer, self.village), self.back()

    def back(self) -> str:
        return person_url(self.person.pk)


class ScopedPersonView(PersonFormView):
    def form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor, "at": self.at}

    def initial(self) -> dict[str, Any]:
        return {"since": self.at, "day": self.at}
