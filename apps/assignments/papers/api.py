"""A plan's papers for programs: the same files as the page gives, with the same trace."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from apps.accounts.access import only
from apps.assignments.papers.kinds import Form, Paper
from apps.assignments.papers.making import PaperWish, make_paper
from apps.assignments.papers.reading import find_papers
from apps.assignments.papers.views import file_answer
from apps.assignments.plans.answers import RefusalAnswer
from apps.assignments.plans.api_base import TAG, PlanView
from apps.assignments.plans.bodies import BIGGEST_KEY, read
from apps.assignments.plans.querysets import PLAN_ROLES
from apps.common import clock
from apps.people.makers import maker_of


class PaperBody(serializers.Serializer[Any]):
    """``person``: only this one's own list (of ``lists``)."""

    paper = serializers.ChoiceField(choices=Paper.choices)
    form = serializers.ChoiceField(choices=Form.choices)
    person = serializers.IntegerField(
        min_value=1, max_value=BIGGEST_KEY, required=False, allow_null=True, default=None
    )


class PaperView(PlanView):
    """The resolution or decision with its appendix, or people's own lists, as far as the actor
    may have them. By POST, since each copy is written into the log.
    """

    access = only(PLAN_ROLES)

    @extend_schema(
        tags=[TAG],
        operation_id="plans_paper",
        request=PaperBody,
        responses={
            200: OpenApiTypes.BINARY,
            403: RefusalAnswer,
            404: RefusalAnswer,
            422: RefusalAnswer,
        },
    )
    def post(self, request: Request, pk: int) -> HttpResponse:
        papers = find_papers(self.actor, pk)
        body = read(PaperBody, request.data)
        wish = PaperWish(Paper(body["paper"]), Form(body["form"]), body["person"])
        return file_answer(
            make_paper(
                actor=self.actor,
                papers=papers,
                wish=wish,
                who=maker_of(self.actor, request.user.get_username()),
                now=clock.now(),
            )
        )
