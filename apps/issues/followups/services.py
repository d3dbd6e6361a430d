"""Tuning a commune's follow-up rules: nothing is on before somebody saw what it would raise."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import pghistory
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, digest_of, once
from apps.common.clock import local_day
from apps.common.db import by_unit_name
from apps.common.errors import DomainError, not_found
from apps.households.models import Household
from apps.issues.followups.kinds import RuleKind
from apps.issues.followups.matching import matching
from apps.issues.followups.models import FollowUpRule, unsaved
from apps.issues.followups.raising import (
    close_all,
    ended_by_people,
    open_subjects,
    reasons_of,
    run_rule,
)
from apps.people.querysets import edited_communes

SHOWN_HOMES: Final = 50


@dataclass(frozen=True, slots=True)
class Tuning:
    """What can be set of a rule."""

    number: int
    level: str
    due_days: int
    is_on: bool

    @classmethod
    def of(cls, rule: FollowUpRule) -> Tuning:
        return cls(rule.number, rule.level, rule.due_days, rule.is_on)

    @property
    def version(self) -> str:
        """Equal for what is the same: the page's optimistic lock."""
        return digest_of(asdict(self))

    @property
    def effect(self) -> str:
        """Equal where the same would be raised."""
        return digest_of({"number": self.number})


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would raise today: how many in all, how many of them wait already, the first
    households within the reader's reach. What somebody ended in this month is not raised again.
    """

    count: int
    waiting: int
    homes: list[Household]


def rule_of(commune_id: int, kind: RuleKind) -> FollowUpRule:
    """As it is kept, or as it comes."""
    kept = FollowUpRule.objects.filter(commune=commune_id, kind=kind).first()
    return kept or unsaved(commune_id, kind)


def preview(actor: Actor, rule: FollowUpRule, *, at: date) -> Preview:
    subjects = {reason.subject for reason in reasons_of(rule, at=at)}
    waiting = 0
    if rule.pk:
        opened = open_subjects(rule)
        subjects -= ended_by_people(rule, at=at) - opened
        waiting = len(subjects & opened)
    homes = Household.objects.visible_to(actor).filter(pk__in=matching(rule, at=at).values("pk"))
    ordered = homes.with_places().order_by(
        by_unit_name("village__name"), by_unit_name("group__name"), by_unit_name("code")
    )
    return Preview(len(subjects), waiting, list(ordered[:SHOWN_HOMES]))


def tune(
    *,
    key: UUID,
    actor: Actor,
    commune: int,
    kind: RuleKind,
    tuning: Tuning,
    seen: str,
    shown: str,
    now: datetime,
) -> Answer:
    """Set the rule; once it is on, its tasks are raised at once.

    ``seen``: the version that the form was filled in from; ``shown``: the effect that the editor
    was shown. Raises DomainError 404 outside, 409 ``stale``, 422 ``not_shown``.
    """

    def work() -> Answer:
        rule = _locked(actor, commune, kind)
        if Tuning.of(rule).version != seen:
            raise DomainError(
                "stale",
                _("Người khác vừa sửa quy tắc này. Chưa có gì bị ghi đè: hãy xem lại."),
                status=409,
                detail={"version": Tuning.of(rule).version},
            )
        if tuning.is_on and shown != tuning.effect:
            raise DomainError(
                "not_shown", _("Hãy xem trước quy tắc sẽ nêu những hộ nào rồi mới bật."), status=422
            )
        was_on = rule.is_on
        for name, value in asdict(tuning).items():
            setattr(rule, name, value)
        rule.save()
        if rule.is_on:
            done = run_rule(rule.pk, now=now)
            return {"rule": rule.pk, "raised": done.raised, "closed": done.closed}
        closed = close_all(rule, at=local_day(now)) if was_on else 0
        return {"rule": rule.pk, "raised": 0, "closed": closed}

    body = {"verb": "tune_rule", "commune": commune, "kind": kind.value, "seen": seen}
    with pghistory.context(reason="tune_rule"):
        wish = {**body, "shown": shown, **asdict(tuning)}
        return once(key=key, actor=actor, body=wish, at=now, work=work)


def _locked(actor: Actor, commune: int, kind: RuleKind) -> FollowUpRule:
    """The rule, kept from others until the transaction ends; made where there was none."""
    if commune not in edited_communes(actor):
        raise not_found()
    fresh = Tuning.of(unsaved(commune, kind))
    FollowUpRule.objects.get_or_create(commune_id=commune, kind=kind, defaults=asdict(fresh))
    return FollowUpRule.objects.select_for_update().get(commune=commune, kind=kind)
