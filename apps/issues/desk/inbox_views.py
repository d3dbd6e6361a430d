"""What waits for me, from everywhere; and one step on several issues at once."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.common.tabs import Tab
from apps.issues.desk import bulk, reading
from apps.issues.desk.base import IssueView
from apps.issues.desk.bulk_ways import bulk_ways
from apps.issues.desk.forms import BulkForm, chosen
from apps.issues.desk.inbox_source import SOURCE
from apps.issues.desk.wording import headline
from apps.issues.inbox import Waiting, label_of, waiting_for
from apps.issues.machine import Verb
from apps.issues.models import AnswerTemplate, Issue
from apps.issues.powers import needs_text
from apps.issues.steps import Step

A_PAGE: Final = 50


class InboxView(IssueView):
    """All sources in one order, or one of them (``?source=``)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = waiting_for(self.actor, at=self.today)
        counts = Counter(row.source for row in rows)
        source = request.GET.get("source", "")
        shown = [row for row in rows if row.source == source] if source in counts else rows
        page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "rows": self._told(list(page.object_list)),
            "tabs": self._tabs(counts, source if source in counts else ""),
            "total": len(shown),
            "late": sum(row.days_late(at=self.today) > 0 for row in shown),
            "query": f"source={source}" if source in counts else "",
            "verbs": [(verb.value, verb.label) for verb in bulk.BULK_VERBS],
            "ways": bulk_ways(self.actor),
        }
        return render(request, "issues/inbox.html", context)

    def _told(self, rows: list[Waiting]) -> list[dict[str, Any]]:
        keys = [row.key for row in rows if row.source == SOURCE]
        steps = dict(
            Issue.objects.visible_to(self.actor).filter(pk__in=keys).values_list("pk", "steps")
        )
        return [
            {
                "row": row,
                "late": max(row.days_late(at=self.today), 0),
                "left": -row.days_late(at=self.today),
                "mark": f"{row.key}:{steps[row.key]}"
                if row.source == SOURCE and row.key in steps
                else "",
            }
            for row in rows
        ]

    @staticmethod
    def _tabs(counts: Counter[str], here: str) -> list[Tab]:
        home = reverse("inbox:home")
        tabs = [Tab(home, gettext_lazy("Tất cả"), here == "", counts.total())]
        for name in sorted(counts):
            address = f"{home}?source={name}"
            tabs.append(Tab(address, label_of(name), here == name, counts[name]))
        return tabs if len(counts) > 1 else []


class BulkView(IssueView):
    """One step on several. Words and people are asked for first, on a page of its own."""

    def get(self, request: HttpRequest) -> HttpResponse:
        # Where a reload leads.
        return redirect("inbox:home")

    def post(self, request: HttpRequest) -> HttpResponse:
        seen = chosen(request.POST.getlist("item"))
        form = BulkForm(request.POST)
        issues = list(bulk.read(self.actor, seen).values())
        if not form.is_valid() or not issues:
            wrong = next(iter(form.errors.values()), [_("Hãy đánh dấu ít nhất một việc.")])
            messages.error(request, str(wrong[0]))
            return redirect("inbox:home")
        verb = Verb(form.cleaned_data["verb"])
        ready = self._templates(issues) if verb == Verb.ANSWER else []
        step = self._step(verb, form, ready)
        if self._asks(step, issues, is_sent="asked" in request.POST):
            return self._ask(verb, form, issues, seen, ready)
        results = bulk.take_steps(
            key=form.cleaned_data["key"], actor=self.actor, seen=seen, step=step, at=self.now
        )
        context = {
            "verb": verb,
            "results": [(each, headline(each.issue) if each.issue else "") for each in results],
            "done": sum(each.is_done for each in results),
        }
        return render(request, "issues/bulk_done.html", context)

    @staticmethod
    def _step(verb: Verb, form: BulkForm, ready: list[AnswerTemplate]) -> Step:
        told = form.cleaned_data
        texts = {each.pk: each.text for each in ready}
        text = told["text"] or texts.get(told["template"] or 0, "")
        return Step(verb=verb, seen=0, text=text, owner=told["owner"])

    @staticmethod
    def _asks(step: Step, issues: list[Issue], *, is_sent: bool) -> bool:
        if step.verb == Verb.HAND_OVER:
            return step.owner is None
        writes = bulk.takes_words(issues)
        if needs_text(step.verb, has_text=writes):
            return not step.text
        return step.verb == Verb.ANSWER and not is_sent

    def _ask(
        self,
        verb: Verb,
        form: BulkForm,
        issues: list[Issue],
        seen: dict[int, int],
        ready: list[AnswerTemplate],
    ) -> HttpResponse:
        is_again = "asked" in self.request.POST
        context = {
            "verb": verb,
            "form": form,
            "rows": [(issue, headline(issue), f"{issue.pk}:{seen[issue.pk]}") for issue in issues],
            "asks_text": verb == Verb.ANSWER and bulk.takes_words(issues),
            "templates": ready,
            "ready": {each.pk: each.text for each in ready},
            "owners": bulk.owners_for(issues, at=self.now) if verb == Verb.HAND_OVER else [],
            "asks_owner": verb == Verb.HAND_OVER,
            "is_again": is_again,
        }
        return render(self.request, "issues/bulk.html", context, status=422 if is_again else 200)

    @staticmethod
    def _templates(issues: list[Issue]) -> list[AnswerTemplate]:
        """Those of every kind among the issues; each is named with its kind."""
        found: dict[int, AnswerTemplate] = {}
        asked = set()
        for issue in issues:
            place = (issue.household.commune_id, issue.kind)
            if place not in asked:
                asked.add(place)
                found |= {each.pk: each for each in reading.templates_for(issue)}
        return list(found.values())
