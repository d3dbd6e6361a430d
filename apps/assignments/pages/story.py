"""What became of a plan: its steps and why, who changed what and when, and taking it back."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.keys import Answer
from apps.assignments.pages.base import OnePlanView
from apps.assignments.pages.forms import UndoForm
from apps.assignments.pages.units.content import any_content
from apps.assignments.pages.wording import Names, change_words
from apps.assignments.pages.writing import ButtonView
from apps.assignments.plans import undoing
from apps.assignments.plans.kinds import EditKind
from apps.assignments.plans.reading import LISTED, edits
from apps.assignments.plans.story import story_of

#: changes of one edit that are told one by one; of a whole proposal the number says enough
_TOLD: Final = 40


class StoryView(OnePlanView):
    """The steps in their order, then the newest edits first, as many as are listed at once.

    Who reads the plan and is not told of edits, as the committee member in charge of the village,
    is told so, and not that there are none.
    """

    tab = "story"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.find(pk)
        since = max(0, self.plan.revision - LISTED)
        told = edits(self.actor, pk, since=since)["edits"]
        names = any_content(self.actor, self.plan, at=self.today).names
        context = {
            "plan_steps": story_of(self.actor, pk),
            "are_hidden": self.plan.revision > 0 and not told,
            "edits": [_edit(row, names) for row in reversed(told)],
            "earlier": since,
            "may_undo_own": any(
                row["mine"] and not row["undone"] and row["kind"] != EditKind.UNDO for row in told
            ),
        }
        return self.page("plans/story.html", context)


def _edit(row: dict[str, Any], names: Names) -> dict[str, Any]:
    number = len(row["changes"])
    return {
        **row,
        "label": EditKind(row["kind"]).label,
        "told": [change_words(change, names) for change in row["changes"][:_TOLD]],
        "number": number,
        "more": max(0, number - _TOLD),
        "is_undo": row["kind"] == EditKind.UNDO,
    }


class UndoView(ButtonView):
    """Take an edit back, or without one the last of one's own; of an undo, do it again."""

    form_class = UndoForm
    tab = "story"
    repeats = False

    @property
    def home(self) -> str:
        return reverse("plan-pages:story", kwargs={"pk": self.plan.pk})

    def carry_out(self, said: Any) -> Answer:
        return undoing.undo(plan=self.plan.pk, edit=said["edit"], order=self.order(said["key"]))

    def done(self, answer: Answer) -> HttpResponse:
        number = answer["changed"]
        told = ngettext("Đã hoàn tác %(n)s thay đổi.", "Đã hoàn tác %(n)s thay đổi.", number)
        messages.success(self.request, told % {"n": number} if number else _("Không có gì đổi."))
        return redirect(self.home)
