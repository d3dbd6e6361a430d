"""What requests about issues say: checked before a service sees any of it, and told to OpenAPI."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from rest_framework import serializers

from apps.accounts.orders import REASON_LENGTH
from apps.common.errors import DomainError
from apps.issues.blanking.models import BlankReason, WordsPart
from apps.issues.kinds import IssueKind
from apps.issues.levels import Level
from apps.issues.machine import BY_CLOCK, State, Verb
from apps.issues.narrowing import OPEN_ONES, WHATEVER

BIGGEST_KEY: Final = 2**63 - 1
MOST_STEPS: Final = 2**31 - 1
#: issues of one batch; a page of the list has fewer
MOST_ISSUES: Final = 100
LONGEST_TEXT: Final = 1_000
LONGEST_WISH: Final = 500
LONGEST_SEARCH: Final = 100
# What people may ask for; the rest is the clock's, or begins an issue.
STEP_VERBS: Final = [(v.value, v.label) for v in Verb if v not in {*BY_CLOCK, Verb.REPORT}]
_STATES: Final = [OPEN_ONES, WHATEVER, *State.values]


def _key() -> Any:
    return serializers.IntegerField(min_value=1, max_value=BIGGEST_KEY)


def _maybe_key() -> Any:
    return serializers.IntegerField(
        min_value=1, max_value=BIGGEST_KEY, allow_null=True, default=None
    )


def _text(longest: int) -> Any:
    return serializers.CharField(max_length=longest, allow_blank=True, default="")


class IssueListQuery(serializers.Serializer[Any]):
    """``state``: one of the states, those that are open (if nothing is said), or any.
    ``waiting``: only what lies at a level of the asker's own.
    """

    state = serializers.ChoiceField(choices=_STATES, default=OPEN_ONES)
    kind = serializers.ChoiceField(choices=IssueKind.choices, default=None, allow_null=True)
    level = serializers.ChoiceField(choices=Level.choices, default=None, allow_null=True)
    late = serializers.BooleanField(default=False)
    waiting = serializers.BooleanField(default=False)
    village = _maybe_key()
    household = _maybe_key()
    q = _text(LONGEST_SEARCH)
    page = serializers.IntegerField(min_value=1, max_value=1_000_000, default=1)


class IssueReportBody(serializers.Serializer[Any]):
    """``key``: a UUID made by the sender for this issue; the same again gets the same answer.
    ``details``: the kind's own fields by name. ``pass_on``: not for the reporter's level, but for
    the next one above that has somebody.
    """

    key = serializers.UUIDField()
    household = _key()
    kind = serializers.ChoiceField(choices=IssueKind.choices)
    details = serializers.DictField(child=serializers.JSONField(allow_null=True), default=dict)
    summary = _text(LONGEST_TEXT)
    wish = _text(LONGEST_WISH)
    reported_on = serializers.DateField(allow_null=True, default=None)
    pass_on = serializers.BooleanField(default=False)


class _StepBody(serializers.Serializer[Any]):
    """``owner``: to whom it is handed over; ``other``: what it is merged into."""

    verb = serializers.ChoiceField(choices=STEP_VERBS)
    text = _text(LONGEST_TEXT)
    owner = _maybe_key()
    other = _maybe_key()


class IssueStepBody(_StepBody):
    """``seen``: the number of the last step that the sender knew of (``steps`` of an issue)."""

    key = serializers.UUIDField()
    seen = serializers.IntegerField(min_value=1, max_value=MOST_STEPS)
    contact = _maybe_key()


class IssueStepEntry(serializers.Serializer[Any]):
    key = serializers.UUIDField()
    issue = _key()
    seen = serializers.IntegerField(min_value=1, max_value=MOST_STEPS)


class IssueStepsBody(_StepBody):
    """The same step of several issues, each under a key of its own."""

    entries = serializers.ListField(
        child=IssueStepEntry(), allow_empty=False, max_length=MOST_ISSUES
    )


class IssueBlankBody(serializers.Serializer[Any]):
    """``number``: of the step whose words go, and of nothing else."""

    key = serializers.UUIDField()
    part = serializers.ChoiceField(choices=WordsPart.choices)
    number = serializers.IntegerField(
        min_value=1, max_value=MOST_STEPS, allow_null=True, default=None
    )
    reason = serializers.ChoiceField(choices=BlankReason.choices)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["part"] == WordsPart.STEP) != (attrs["number"] is not None):
            raise serializers.ValidationError({"number": "of a step"})
        return attrs


class IssueDaysBody(serializers.Serializer[Any]):
    """Days by kind. ``seen``: those that the sender changed them from."""

    key = serializers.UUIDField()
    reason = serializers.CharField(max_length=REASON_LENGTH)
    seen = serializers.DictField(child=serializers.IntegerField())
    days = serializers.DictField(child=serializers.IntegerField())


def read(kind: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    """The checked body; DomainError 422 ``invalid`` with the field that is to blame."""
    body = kind(data=data)
    if not body.is_valid():
        field = next(iter(body.errors), "body")
        raise DomainError(
            "invalid",
            _("Yêu cầu không hợp lệ ở mục “%(field)s”.") % {"field": field},
            status=422,
            detail={"field": field},
        )
    checked: dict[str, Any] = body.validated_data
    return checked
