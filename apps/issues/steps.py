"""Steps that people take on an issue, each under a key of its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.areas.rules import deadlines_of
from apps.common.clock import local_day
from apps.common.errors import DomainError, not_found
from apps.issues.advancing import Around, By, Words, advance, spec_of_issue, take_in
from apps.issues.chain import manned_levels, people_at
from apps.issues.deadlines import answer_days
from apps.issues.kinds import RESTRICTED, IssueKind
from apps.issues.levels import Level, levels_held
from apps.issues.machine import BY_CLOCK, UNANSWERED, State, Verb
from apps.issues.models import Issue
from apps.issues.powers import is_told_in_a_talk, needs_text, powers
from apps.issues.querysets import IssueQuerySet
from apps.visits.models import Contact

LONGEST_TEXT = 1_000
# What was promised to the household was kept.
_KEPT: Final = frozenset({State.CONFIRMED, State.CLOSED})
# Steps by which an issue, or its answer, is somebody's.
_AT_ONES_LEVEL: Final = frozenset({Verb.RECEIVE, Verb.START, Verb.ANSWER, Verb.REFUSE})


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody wants to do. ``seen``: the number of the last step they knew of."""

    verb: Verb
    seen: int
    text: str = ""
    owner: int | None = None
    contact: int | None = None
    other: int | None = None


def take_step(*, key: UUID, actor: Actor, issue_id: int, step: Step, at: datetime) -> Answer:
    """Take a step; the answer has ``issue``, ``state``, ``level``, ``steps``.

    Raises DomainError 404 outside the actor's reach, 403 for a step that is not theirs, 409 where
    somebody was quicker, 422 without the words it needs.
    """

    def work() -> Answer:
        if step.other is not None:
            lock_in_order(Issue.objects.filter(pk__in=(issue_id, step.other)))
        issue = lock_issue(actor, issue_id)
        check_step(actor, issue, step, at=at)
        by, around = By(actor.user_id, actor.person_id), around_of(issue, at=at)
        if step.other is not None:
            take_in(Issue.objects.get(pk=step.other), issue, by=by, around=around, at=at)
        advance(issue, step.verb, by=by, around=around, at=at, words=_words(actor, issue, step))
        return answer_of(issue)

    body = {
        "verb": "take_step",
        "issue": issue_id,
        "step": step.verb.value,
        "seen": step.seen,
        "text": step.text,
        "owner": step.owner,
        "contact": step.contact,
        "other": step.other,
    }
    return once(key=key, actor=actor, body=body, at=at, work=work)


def answer_of(issue: Issue) -> Answer:
    return {
        "issue": issue.pk,
        "state": str(issue.state),
        "level": str(issue.level),
        "steps": issue.steps,
    }


def lock_in_order(issues: IssueQuerySet[Issue]) -> None:
    """Lock them by their keys, so that nobody waits in a circle; until the transaction ends."""
    list(issues.order_by("pk").select_for_update(of=("self",)).values_list("pk"))


def lock_issue(actor: Actor, issue_id: int) -> Issue:
    """The issue, if the actor may read it, locked until the transaction ends."""
    readable = Issue.objects.visible_to(actor).filter(pk=issue_id).values("pk")
    issue = (
        Issue.objects.filter(pk__in=readable)
        .select_related("household")
        .select_for_update(of=("self",))
        .first()
    )
    if issue is None:
        raise not_found()
    return issue


def around_of(issue: Issue, *, at: datetime) -> Around:
    home = issue.household
    manned = manned_levels([home], at=local_day(at))[home.pk]
    promised = None
    if State(issue.state) in _KEPT:
        promised = answer_days(home.commune_id, IssueKind(issue.kind))
    return Around(manned, deadlines_of(home.commune_id), promised)


def levels_of(actor: Actor, issue: Issue) -> frozenset[Level]:
    """The levels at which the actor sits for this issue."""
    return levels_held(actor, issue.household, guarded=issue.kind in RESTRICTED)


def powers_over(actor: Actor, issue: Issue) -> frozenset[Verb]:
    """The steps that the actor may take on an issue they may read."""
    return _powers_at(levels_of(actor, issue), issue)


def _powers_at(held: frozenset[Level], issue: Issue) -> frozenset[Verb]:
    return powers(
        held=held,
        state=State(issue.state),
        level=Level(issue.level),
        route=spec_of_issue(issue).route,
        chain=[Level(level) for level in issue.chain],
    )


def check_step(actor: Actor, issue: Issue, step: Step, *, at: datetime) -> None:
    """Whether the actor may take this step, and whether it says all it must."""
    if issue.steps != step.seen:
        raise DomainError(
            "changed_since",
            _("Vấn đề vừa có thay đổi. Hãy xem lại rồi làm tiếp."),
            status=409,
            detail=answer_of(issue),
        )
    if step.verb not in powers_over(actor, issue):
        raise _refusal(issue, step.verb)
    check_words(issue, step.verb, step.text)
    _check_contact(actor, issue, step)
    _check_other(actor, issue, step)
    if step.verb == Verb.HAND_OVER:
        _check_owner(issue, step, at=at)


def _refusal(issue: Issue, verb: Verb) -> DomainError:
    """Why a step is not open to somebody: nobody can take it now, or others do."""
    if verb in BY_CLOCK or verb in _powers_at(frozenset(Level), issue):
        return DomainError("not_yours", _("Bước này không thuộc phần việc của bạn."), status=403)
    return DomainError(
        "not_in_this_state",
        _("Vấn đề đang ở trạng thái “%(state)s”, nên không làm được bước này.")
        % {"state": issue.get_state_display()},
        status=409,
    )


def check_words(issue: Issue, verb: Verb, text: str) -> None:
    """Whether what is said with a step is there, and may be."""
    has_text = spec_of_issue(issue).has_text
    if needs_text(verb, has_text=has_text) and not text.strip():
        raise DomainError("no_text", _("Hãy ghi rõ nội dung của bước này."), status=422)
    if text and not has_text:
        raise DomainError(
            "wordless",
            _("Loại việc này không ghi bằng lời. Hãy để trống phần nội dung."),
            status=422,
        )
    if len(text) > LONGEST_TEXT:
        raise DomainError("text_too_long", _("Nội dung dài quá 1.000 ký tự."), status=422)


def likely_doubles(actor: Actor, issue: Issue) -> IssueQuerySet[Issue]:
    """Other issues of the same household and kind: what this one may be merged into.

    Only what still waits for its answer: merged into what has one, it would never get its own.
    """
    rows = Issue.objects.visible_to(actor).filter(state__in=sorted(UNANSWERED))
    return rows.filter(household=issue.household_id, kind=issue.kind).exclude(pk=issue.pk)


def check_talk(issue: Issue, verb: Verb, talk: object) -> None:
    """What a household was told, and says to it, comes from a talk: ``talk`` is None without one.

    Kinds of which most who go there know nothing, like the police who go, need none.
    """
    is_needed = is_told_in_a_talk(verb, State(issue.state))
    if talk is None and is_needed and not spec_of_issue(issue).is_restricted:
        raise DomainError(
            "talk_needed",
            _("Hãy chọn lần nói chuyện với hộ: hôm nay, hoặc một lần đã ghi."),
            status=422,
            detail={"field": "talk"},
        )


def _check_contact(actor: Actor, issue: Issue, step: Step) -> None:
    """The talk is a contact with this household."""
    check_talk(issue, step.verb, step.contact)
    if step.contact is None:
        return
    if not is_told_in_a_talk(step.verb, State(issue.state)):
        raise DomainError("no_talk", _("Bước này không kèm lần nắm tình hình."), status=422)
    known = Contact.objects.visible_to(actor).filter(pk=step.contact, household=issue.household_id)
    if not known.exists():
        raise not_found()


def _check_other(actor: Actor, issue: Issue, step: Step) -> None:
    """What is merged goes into another of its kind and household, unanswered, in the actor's sight.

    Since that one has not ended and is locked, nothing is ever merged in a circle.
    """
    if step.other is None:
        is_right = step.verb != Verb.MERGE
    else:
        doubles = likely_doubles(actor, issue)
        is_right = step.verb == Verb.MERGE and doubles.filter(pk=step.other).exists()
    if is_right:
        return
    raise DomainError(
        "no_such_issue",
        _("Hãy chọn một vấn đề khác cùng loại, chưa có trả lời, của chính hộ này."),
        status=422,
        detail={"field": "other"},
    )


def _check_owner(issue: Issue, step: Step, *, at: datetime) -> None:
    candidates = people_at(Level(issue.level), issue.household, at=local_day(at))
    if step.owner is not None and step.owner == issue.owner_id:
        raise DomainError(
            "same_owner",
            _("Người này đang lo việc ấy. Hãy chọn người khác."),
            status=422,
            detail={"field": "owner"},
        )
    if step.owner is None or not candidates.filter(pk=step.owner).exists():
        raise DomainError(
            "no_such_owner",
            _("Hãy chọn một người đang phụ trách ở cấp này."),
            status=422,
            detail={"field": "owner"},
        )


def _words(actor: Actor, issue: Issue, step: Step) -> Words:
    """Who takes it up has it, and where they sit: whoever does so from above takes it up there."""
    owner = step.owner if step.verb == Verb.HAND_OVER else None
    level = None
    if step.verb in _AT_ONES_LEVEL:
        level = acting_level(issue, levels_of(actor, issue))
    if step.verb in {Verb.RECEIVE, Verb.START}:
        owner = actor.person_id
    return Words(step.text, step.contact, step.other, owner, level)


def acting_level(issue: Issue, held: Collection[Level]) -> Level | None:
    """Of the levels ``held`` where somebody acts on it: where it lies, or the next above."""
    here, route = Level(issue.level), spec_of_issue(issue).route
    order = list(Level)
    fit = (
        level
        for level in order
        if level in held
        and (level == here or (level in route and order.index(level) > order.index(here)))
    )
    return next(fit, None)
