"""The open issues of the households that a phone keeps, with the least that a visit needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from rest_framework import serializers

from apps.accounts.actor import Actor
from apps.issues.kinds import CURRENT, FieldSpec, FieldType, IssueKind, KindSpec
from apps.issues.levels import Level
from apps.issues.machine import UNTOLD, State, Verb
from apps.issues.models import Issue
from apps.issues.steps import powers_over

# What tells the place apart for powers, and no more of the household.
_PLACE = ("commune", "village", "group")
_COLUMNS = (
    *("kind", "kind_version", "state", "level", "chain", "late_after", "due_on", "steps"),
    *("answer", "household"),
    *(f"household__{name}" for name in _PLACE),
)


def issues_of(actor: Actor, homes: Collection[int], at: date) -> dict[int, list[dict[str, Any]]]:
    """By the household's key, the issues that the actor may read: first those to tell of."""
    rows = Issue.objects.visible_to(actor).open().filter(household__in=homes)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for issue in rows.select_related("household").only(*_COLUMNS).most_urgent_first():
        found[issue.household_id].append(_row(actor, issue, at))
    for told in found.values():
        told.sort(key=lambda row: not row["needs_telling"])
    return found


def _row(actor: Actor, issue: Issue, at: date) -> dict[str, Any]:
    """Without its summary: whoever is at the gate asks about it, and reads no file there."""
    is_untold = State(issue.state) in UNTOLD
    may_tell = is_untold and not powers_over(actor, issue).isdisjoint({Verb.TELL, Verb.CONFIRM})
    return {
        "id": issue.pk,
        "kind": issue.kind,
        "state": issue.state,
        "level": issue.level,
        # The phone tells by it what has become late since it was told.
        "due_on": None if issue.late_after is None else issue.late_after.isoformat(),
        "late": issue.late_after is not None and issue.late_after < at,
        "seen": issue.steps,
        "needs_telling": may_tell,
        "answer": issue.answer if is_untold else "",
    }


def words() -> dict[str, Any]:
    """What the phone's forms and lists are made of, in the reader's language."""
    return {
        "kinds": [_kind(CURRENT[kind]) for kind in IssueKind],
        "states": _codes(State.choices),
        "levels": _codes(Level.choices),
    }


def _codes(choices: Any) -> list[dict[str, str]]:
    return [{"code": str(code), "label": str(label)} for code, label in choices]


def _kind(spec: KindSpec) -> dict[str, Any]:
    return {
        "code": spec.kind.value,
        "label": str(spec.kind.label),
        "version": spec.version,
        "has_text": spec.has_text,
        "begins_with": str(spec.begins_with or ""),
        "fields": [_field(field) for field in spec.fields],
    }


def _field(field: FieldSpec) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": str(field.label),
        "type": field.type.value,
        "choices": _codes(field.choices),
        "required": field.is_required,
        "most": field.most,
    }


_Fields = serializers.Serializer[Any]
_text = serializers.CharField
_whole = serializers.IntegerField


class IssueRowAnswer(_Fields):
    """``seen``: the number of its last step. ``answer``: while the household has yet to hear it."""

    id = _whole()
    kind = serializers.ChoiceField(choices=IssueKind.choices)
    state = serializers.ChoiceField(choices=State.choices)
    level = serializers.ChoiceField(choices=Level.choices)
    due_on = serializers.DateField(allow_null=True)
    late = serializers.BooleanField()
    seen = _whole()
    needs_telling = serializers.BooleanField()
    answer = _text(allow_blank=True)


class CodeAnswer(_Fields):
    code = _text()
    label = _text()  # type: ignore[assignment]  # a field of that name


class IssueFieldAnswer(_Fields):
    name = _text()
    label = _text()  # type: ignore[assignment]  # a field of that name
    type = serializers.ChoiceField(choices=[(each.value, each.value) for each in FieldType])
    choices = CodeAnswer(many=True)
    required = serializers.BooleanField()  # type: ignore[assignment]  # a field of that name
    most = _whole()


class PhoneIssueKindAnswer(_Fields):
    """``begins_with``: the level to which it goes at once, whoever reports it; "": as they say."""

    code = _text()
    label = _text()  # type: ignore[assignment]  # a field of that name
    version = _whole()
    has_text = serializers.BooleanField()
    begins_with = serializers.ChoiceField(choices=Level.choices, allow_blank=True)
    fields = IssueFieldAnswer(many=True)  # type: ignore[assignment]  # a field of that name


class IssueWordsAnswer(_Fields):
    kinds = PhoneIssueKindAnswer(many=True)
    states = CodeAnswer(many=True)
    levels = CodeAnswer(many=True)
