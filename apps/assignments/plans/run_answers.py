"""What is answered about proposals asked of the worker, for OpenAPI."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.assignments.plans.kinds import ProposalState, RunState

_Fields = serializers.Serializer[Any]
_whole = serializers.IntegerField
_text = serializers.CharField


class ProposalAnswer(_Fields):
    cell = _whole()
    cell_name = _text()
    state = serializers.ChoiceField(choices=ProposalState.choices)
    made_at = serializers.DateTimeField(allow_null=True)
    pairs = _whole()
    left = serializers.DictField(child=_whole())
    cost = serializers.DictField()
    may_accept = serializers.BooleanField()


class RunAnswer(_Fields):
    key = serializers.UUIDField()
    commune = _whole()
    state = serializers.ChoiceField(choices=RunState.choices)
    state_label = _text()
    requested_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    done = _whole()
    total = _whole()
    interrupted = serializers.BooleanField()
    proposals = ProposalAnswer(many=True, required=False)


class RunsAnswer(_Fields):
    runs = RunAnswer(many=True)


class RunWishAnswer(_Fields):
    run = serializers.UUIDField()
    cells = _whole()
