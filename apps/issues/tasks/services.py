"""Ending a task: by whoever it waits for, or by those who look after them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pghistory
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.accounts.roles import AreaKind, Role
from apps.common.clock import local_day
from apps.common.errors import DomainError, not_found
from apps.households.querysets import household_reach
from apps.issues.kinds import RESTRICTED
from apps.issues.models import FollowTask, TaskResult
from apps.people.querysets import EDITOR_ROLES

RESULT_LENGTH = 500
_OF_VILLAGE = frozenset({Role.CELL_COMMITTEE, Role.VILLAGE_HEAD})
_OVERSEERS = EDITOR_ROLES | _OF_VILLAGE


def tasks_in_reach(actor: Actor) -> QuerySet[FollowTask]:
    """What the actor may read, and what waits for the actor (the police has no other reach)."""
    waiting = FollowTask.objects.waiting_for(actor).values("pk")
    readable = FollowTask.objects.visible_to(actor).values("pk")
    return FollowTask.objects.filter(Q(pk__in=readable) | Q(pk__in=waiting))


def endable_by(actor: Actor) -> QuerySet[FollowTask]:
    """Open tasks that wait for the actor; of those in reach also the ones that the actor's cell or
    commune looks after.
    """
    villages = actor.areas(AreaKind.VILLAGE, _OF_VILLAGE)
    communes = actor.areas(AreaKind.COMMUNE, EDITOR_ROLES)
    of_village = Q(village__in=villages) | Q(village__commune__in=communes)
    overseen = household_reach(actor, "household__", roles=_OVERSEERS) | of_village
    readable = FollowTask.objects.visible_to(actor).filter(overseen).values("pk")
    waiting = FollowTask.objects.waiting_for(actor).values("pk")
    rows: QuerySet[FollowTask] = FollowTask.objects.open()
    return rows.filter(Q(pk__in=readable) | Q(pk__in=waiting))


def end_task(
    *, key: UUID, actor: Actor, task_id: int, result: TaskResult, text: str, at: datetime
) -> Answer:
    """Done, or no longer needed, with a word on how.

    Raises DomainError 404 out of reach, 403 for somebody else's, 409 ``ended`` where it is ended
    already, 422 without the word, or with one where nothing is written in words.
    """

    def work() -> Answer:
        task = _locked(actor, task_id)
        _check(task, text)
        task.ended_on, task.ended_by_id = local_day(at), actor.user_id
        task.result, task.result_text = result, text
        with pghistory.context(reason=f"task_{result.value}"):
            task.save(update_fields=["ended_on", "ended_by", "result", "result_text"])
        return {"task": task.pk}

    body = {"verb": "end_task", "task": task_id, "result": result.value, "text": text}
    return once(key=key, actor=actor, body=body, at=at, work=work)


def _locked(actor: Actor, task_id: int) -> FollowTask:
    """The task, kept from others until the transaction ends."""
    readable = tasks_in_reach(actor).filter(pk=task_id)
    rows = FollowTask.objects.filter(pk__in=readable.values("pk")).select_related("issue")
    task: FollowTask | None = rows.select_for_update(of=("self",)).first()
    if task is None:
        raise not_found()
    if task.ended_on is not None:
        raise DomainError("ended", _("Việc này đã có người ghi xong."), status=409)
    if not endable_by(actor).filter(pk=task_id).exists():
        raise DomainError("not_yours", _("Việc này giao cho người khác."), status=403)
    return task


def is_wordless(task: FollowTask) -> bool:
    """Whether nothing is written in words about the issue that the task is about."""
    return task.issue is not None and task.issue.kind in RESTRICTED


def _check(task: FollowTask, text: str) -> None:
    if is_wordless(task):
        if text:
            raise _wrong(_("Loại việc này không ghi bằng lời. Hãy để trống phần nội dung."))
    elif not text:
        raise _wrong(_("Hãy ghi kết quả, hoặc vì sao không còn cần."))


def _wrong(message: str) -> DomainError:
    return DomainError("bad_result", message, status=422, detail={"field": "text"})
