"""What the interface of issues answers, as it is told to OpenAPI."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.issues.blanking.models import BlankReason, WordsPart
from apps.issues.kinds import FieldType, IssueKind
from apps.issues.levels import Level
from apps.issues.machine import State, Verb

Fields = serializers.Serializer[Any]


def _lines(longest: int) -> Any:
    return serializers.CharField(max_length=longest, allow_blank=True)


class IssueRefusal(Fields):
    code = serializers.CharField()
    message = serializers.CharField()


class IssueChoice(Fields):
    value = serializers.CharField()
    label: Any = serializers.CharField()


class IssueField(Fields):
    """``most``: of a number, the greatest that is taken."""

    name = serializers.CharField()
    label: Any = serializers.CharField()
    type = serializers.ChoiceField(choices=[(each.value, each.value) for each in FieldType])
    is_required = serializers.BooleanField()
    most = serializers.IntegerField(allow_null=True)
    choices = IssueChoice(many=True)


class IssueKindAnswer(Fields):
    """``answer_days``: in all, where the commune has set nothing else."""

    kind = serializers.ChoiceField(choices=IssueKind.choices)
    version = serializers.IntegerField()
    label: Any = serializers.CharField()
    answer_days = serializers.IntegerField()
    weight = serializers.IntegerField()
    route = serializers.ListField(child=serializers.ChoiceField(choices=Level.choices))
    is_restricted = serializers.BooleanField()
    has_text = serializers.BooleanField()
    fields_of_kind = IssueField(many=True)


class IssueKindsAnswer(Fields):
    kinds = IssueKindAnswer(many=True)
    states = IssueChoice(many=True)
    levels = IssueChoice(many=True)
    verbs = IssueChoice(many=True)


class IssueDaysAnswer(Fields):
    """Days in all by kind, as the commune wants it."""

    commune = serializers.IntegerField()
    days = serializers.DictField(child=serializers.IntegerField())


class IssueHome(Fields):
    id = serializers.IntegerField()
    code = serializers.CharField()
    head_name = serializers.CharField()
    address = _lines(200)
    village = serializers.IntegerField()
    village_name = serializers.CharField()


class IssuePerson(Fields):
    id = serializers.IntegerField()
    full_name = serializers.CharField()


class IssueRow(Fields):
    """``steps``: how many were taken; sent back as ``seen`` with the next one."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=IssueKind.choices)
    state = serializers.ChoiceField(choices=State.choices)
    level = serializers.ChoiceField(choices=Level.choices)
    household = IssueHome()
    summary = _lines(1_000)
    owner = IssuePerson(allow_null=True)
    reported_on = serializers.DateField()
    due_on = serializers.DateField(allow_null=True)
    answer_by = serializers.DateField()
    late_after = serializers.DateField(allow_null=True)
    is_late = serializers.BooleanField()
    ended_on = serializers.DateField(allow_null=True)
    steps = serializers.IntegerField()


class IssuesAnswer(Fields):
    issues = IssueRow(many=True)
    total = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()


class IssueDetail(Fields):
    label: Any = serializers.CharField()
    value = serializers.CharField()


class IssueActionAnswer(Fields):
    """``person`` null: the clock took the step."""

    number = serializers.IntegerField()
    verb = serializers.ChoiceField(choices=Verb.choices)
    from_state = serializers.ChoiceField(choices=State.choices, allow_blank=True)
    to_state = serializers.ChoiceField(choices=State.choices)
    from_level = serializers.ChoiceField(choices=Level.choices, allow_blank=True)
    to_level = serializers.ChoiceField(choices=Level.choices)
    text = _lines(1_000)
    person = IssuePerson(allow_null=True)
    owner = IssuePerson(allow_null=True)
    contact = serializers.IntegerField(allow_null=True)
    other = serializers.IntegerField(allow_null=True)
    at = serializers.DateTimeField()
    due_on = serializers.DateField(allow_null=True)


class IssueConclusion(Fields):
    """What a cell's meeting concluded; ``text`` is empty for kinds without words."""

    meeting = serializers.IntegerField()
    cell = serializers.CharField()
    held_on = serializers.DateField()
    text = _lines(1_000)


class IssueBlanked(Fields):
    """Words that were taken out by hand; ``number``: of the step."""

    part = serializers.ChoiceField(choices=WordsPart.choices)
    number = serializers.IntegerField(allow_null=True)
    reason = serializers.ChoiceField(choices=BlankReason.choices)
    by = serializers.CharField()
    at = serializers.DateTimeField()


class IssueAnswer(IssueRow):
    """``may``: the steps that the asker may take now. ``conclusions``: of the meetings that the
    asker may read.
    """

    kind_version = serializers.IntegerField()
    details = IssueDetail(many=True)
    wish = _lines(500)
    answer = _lines(1_000)
    cause = serializers.IntegerField(allow_null=True)
    merged_into = serializers.IntegerField(allow_null=True)
    actions = IssueActionAnswer(many=True)
    conclusions = IssueConclusion(many=True)
    blanked = IssueBlanked(many=True)
    may = serializers.ListField(child=serializers.ChoiceField(choices=Verb.choices))


class IssueStepAnswer(Fields):
    issue = serializers.IntegerField()
    state = serializers.ChoiceField(choices=State.choices)
    level = serializers.ChoiceField(choices=Level.choices)
    steps = serializers.IntegerField()


class IssueBlankAnswer(Fields):
    issue = serializers.IntegerField()
    part = serializers.ChoiceField(choices=WordsPart.choices)
    number = serializers.IntegerField(allow_null=True)


class IssueStepResult(Fields):
    """``status`` as the step alone would have been answered with; refused with code and words."""

    key = serializers.UUIDField()
    issue = serializers.IntegerField()
    status = serializers.IntegerField()
    answer = IssueStepAnswer(allow_null=True)
    refusal = IssueRefusal(allow_null=True)


class IssueStepsAnswer(Fields):
    results = IssueStepResult(many=True)
