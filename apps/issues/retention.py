"""Words about what has ended age out like the notes of contacts: by the same bound of the commune.

What a household told, wished and was answered, the fields of the kind, the texts of the steps and
of tasks that are done, pictures and papers; notes of the road out of poverty, requests about data,
and what minutes say of any of it; in rows and in their histories. Kinds, states, days and who had
it in hand stay, so that no figure of the past changes. Of what is still open nothing goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import pghistory
import pgtrigger
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.areas.models import Commune, RetentionRule
from apps.areas.rules import retentions_of
from apps.issues.attachments.forgetting import drop_attachments
from apps.issues.attachments.models import IssueAttachment
from apps.issues.meetings.forgetting import age_out_meetings
from apps.issues.models import (
    DataRequest,
    FollowTask,
    Issue,
    IssueAction,
    PovertyTarget,
    RoadStep,
)
from apps.people.versions import events_of
from apps.visits.retention import ERASED, months_before

ISSUE: Final[dict[str, Any]] = {"summary": "", "wish": "", "answer": "", "details": {}}
TASK: Final[dict[str, Any]] = {"text": ERASED, "result_text": ""}


def age_out_issues(*, at: date) -> int:
    """Blank what is older than each commune's rule; how many issues lost their words."""
    rules = retentions_of(Commune.objects.values_list("pk", flat=True))
    return sum(_age_out_of(rule, at) for rule in rules.values())


@transaction.atomic
def _age_out_of(rule: RetentionRule, at: date) -> int:
    before = months_before(at, rule.contact_note_months)
    issues = Issue.objects.filter(household__commune=rule.commune_id).over(before=before)
    ended = list(issues.order_by("pk").values_list("pk", flat=True))
    tasks = FollowTask.objects.filter(
        Q(household__commune=rule.commune_id) | Q(village__commune=rule.commune_id),
        ended_on__lt=before,
    )
    done = list(tasks.order_by("pk").values_list("pk", flat=True))
    said = ~Q(summary="") | ~Q(wish="") | ~Q(answer="") | ~Q(details={})
    told = ~Q(text=ERASED) | ~Q(result_text="")
    with pghistory.context(reason=_("Hết thời hạn lưu theo quy định của xã")):
        blanked = Issue.objects.filter(said, pk__in=ended).update(**ISSUE)
        FollowTask.objects.filter(told, pk__in=done).update(**TASK)
        drop_attachments(IssueAttachment.objects.filter(issue__in=ended))
        _age_out_road(rule.commune_id, before)
        _age_out_requests(rule.commune_id, before)
        age_out_meetings(commune=rule.commune_id, before=before)
    blank_steps(IssueAction.objects.filter(issue__in=ended).values_list("pk", flat=True))
    _blank_events(Issue, Q(pgh_obj_id__in=ended) & said, ISSUE)
    _blank_events(FollowTask, Q(pgh_obj_id__in=done) & told, TASK)
    return blanked


def _age_out_road(commune: int, before: date) -> None:
    targets = PovertyTarget.objects.filter(household__commune=commune, ended_on__lt=before)
    _forget(PovertyTarget, targets.values_list("pk", flat=True), "result_text", "")
    steps = RoadStep.objects.filter(target__household__commune=commune, done_on__lt=before)
    done = steps.values_list("pk", flat=True)
    _forget(RoadStep, done, "result_text", "")
    _forget(RoadStep, done, "text", ERASED)


def _age_out_requests(commune: int, before: date) -> None:
    rows = DataRequest.objects.filter(household__commune=commune, ended_on__lt=before)
    ended = rows.values_list("pk", flat=True)
    _forget(DataRequest, ended, "text", ERASED)
    _forget(DataRequest, ended, "outcome", ERASED)


def _forget(model: Any, keys: Iterable[int], column: str, value: str) -> None:
    """``column`` of these rows, where it says anything, becomes ``value``."""
    keys = list(keys)
    said = ~Q(**{f"{column}__in": ["", value]})
    model.objects.filter(said, pk__in=keys).update(**{column: value})
    _blank_events(model, Q(pgh_obj_id__in=keys) & said, {column: value})


def blank_steps(keys: Iterable[int]) -> None:
    """The texts of these steps, which nothing else alters."""
    with pgtrigger.ignore("issues.IssueAction:never_altered"):
        IssueAction.objects.filter(pk__in=list(keys)).exclude(text="").update(text="")


def blank_issue(pk: int, column: str, words: str) -> None:
    """``words`` in one column of an issue, in the row and in its history."""
    Issue.objects.filter(pk=pk, **{column: words}).update(**{column: ""})
    _blank_events(Issue, Q(pgh_obj_id=pk, **{column: words}), {column: ""})


def _blank_events(model: Any, which: Q, values: dict[str, Any]) -> None:
    """The same in the history, past its append-only lock."""
    events = events_of(model)
    with pgtrigger.ignore(f"{events.model._meta.label}:append_only"):
        events.filter(which).update(**values)
