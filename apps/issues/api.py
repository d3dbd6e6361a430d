"""Issues over HTTP: kinds and their days, list, one with its steps, report, step, steps.

Who may take which step is decided by the services; an issue out of reach is not found before its
request is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import only
from apps.accounts.api import ActorAPIView, DescriptionView
from apps.accounts.orders import Order
from apps.accounts.roles import HOUSEHOLD_ROLES, Role
from apps.areas.models import Commune
from apps.common import clock
from apps.common.errors import not_found
from apps.issues import answers, bodies, reading
from apps.issues.batches import Entry, take_steps
from apps.issues.blanking.services import Blank, blank_words
from apps.issues.kind_days import kind_days, save_kind_days
from apps.issues.kinds import IssueKind
from apps.issues.levels import HANDLER_ROLES
from apps.issues.machine import Verb
from apps.issues.narrowing import Wanted
from apps.issues.reading import log_reading
from apps.issues.reporting import REPORTER_ROLES, Report, report_issue
from apps.issues.steps import Step, take_step
from apps.people.querysets import EDITOR_ROLES, edited_communes

#: the police read what restricted kinds they handle, and no household
READER_ROLES: Final = HOUSEHOLD_ROLES | {Role.COMMUNE_POLICE}
#: who reads the commune's rules
RULE_READERS: Final = READER_ROLES - {Role.MEMBER_IN_CHARGE, Role.VILLAGE_HEAD}
TAG: Final = "issues"
Method = Callable[..., Response]


def told(
    answer: type[serializers.Serializer[Any]],
    body: type[serializers.Serializer[Any]] | None = None,
    *,
    name: str,
    **more: Any,
) -> Callable[[Method], Method]:
    """How a view's method stands in the interface's description."""
    refusals = dict.fromkeys((403, 404, 409, 422), answers.IssueRefusal)
    mark: Callable[[Method], Method] = extend_schema(
        tags=[TAG],
        operation_id=name,
        request=body,
        responses={200: answer, **refusals},
        **more,
    )
    return mark


class KindsView(ActorAPIView):
    """Kinds of issues with their fields, and what states, levels and steps are called."""

    access = only(READER_ROLES)

    @told(answers.IssueKindsAnswer, name="issues_kinds")
    def get(self, request: Request) -> Response:
        return Response(reading.kinds())


class IssuesView(ActorAPIView):
    """Issues in reach, the most urgent first, a page at a time."""

    access = only(READER_ROLES)

    @told(answers.IssuesAnswer, name="issues_list", parameters=[bodies.IssueListQuery])
    def get(self, request: Request) -> Response:
        asked = bodies.read(bodies.IssueListQuery, request.query_params)
        page, search = asked.pop("page"), asked.pop("q")
        wanted = Wanted(search=search, **asked)
        day = clock.local_day(clock.now())
        return Response(reading.issues(self.actor, wanted, page=page, at=day))


class IssueView(ActorAPIView):
    """One issue with all its steps; that it was read is written down (``log_reading``)."""

    access = only(READER_ROLES)

    @told(answers.IssueAnswer, name="issues_read")
    def get(self, request: Request, pk: int) -> Response:
        now = clock.now()
        issue = reading.find_issue(self.actor, pk)
        log_reading(self.actor, issue, at=now, detail="issue")
        return Response(reading.issue_in_full(self.actor, issue, at=clock.local_day(now)))


class ReportView(ActorAPIView):
    """Write an issue down."""

    access = only(REPORTER_ROLES)

    @told(answers.IssueStepAnswer, bodies.IssueReportBody, name="issues_report")
    def post(self, request: Request) -> Response:
        body = bodies.read(bodies.IssueReportBody, request.data)
        report = Report(
            kind=IssueKind(body["kind"]),
            details=body["details"],
            summary=body["summary"],
            wish=body["wish"],
            reported_on=body["reported_on"],
            pass_on=body["pass_on"],
        )
        return Response(
            report_issue(
                key=body["key"],
                actor=self.actor,
                household_id=body["household"],
                report=report,
                at=clock.now(),
            )
        )


class StepView(ActorAPIView):
    """Take a step on one issue."""

    access = only(HANDLER_ROLES)

    @told(answers.IssueStepAnswer, bodies.IssueStepBody, name="issues_step")
    def post(self, request: Request, pk: int) -> Response:
        reading.find_issue(self.actor, pk)
        body = bodies.read(bodies.IssueStepBody, request.data)
        key, verb = body.pop("key"), Verb(body.pop("verb"))
        step = Step(verb=verb, **body)
        return Response(
            take_step(key=key, actor=self.actor, issue_id=pk, step=step, at=clock.now())
        )


class BlankView(ActorAPIView):
    """Take words out of one issue, in its row, its steps and its history."""

    access = only(EDITOR_ROLES)

    @told(answers.IssueBlankAnswer, bodies.IssueBlankBody, name="issues_blank")
    def post(self, request: Request, pk: int) -> Response:
        reading.find_issue(self.actor, pk)
        body = bodies.read(bodies.IssueBlankBody, request.data)
        key = body.pop("key")
        return Response(
            blank_words(key=key, actor=self.actor, issue_id=pk, blank=Blank(**body), at=clock.now())
        )


class StepsView(ActorAPIView):
    """Take the same step on several issues; each is taken or refused by itself."""

    access = only(HANDLER_ROLES)

    @told(answers.IssueStepsAnswer, bodies.IssueStepsBody, name="issues_steps")
    def post(self, request: Request) -> Response:
        body = bodies.read(bodies.IssueStepsBody, request.data)
        entries = [Entry(**entry) for entry in body["entries"]]
        results = take_steps(
            actor=self.actor,
            verb=Verb(body["verb"]),
            text=body["text"],
            owner=body["owner"],
            other=body["other"],
            entries=entries,
            at=clock.now(),
        )
        return Response({"results": [result.as_json() for result in results]})


class KindDaysView(ActorAPIView):
    """Within how many days a commune wants issues of each kind answered."""

    access = only(RULE_READERS)

    @told(answers.IssueDaysAnswer, name="issues_days")
    def get(self, request: Request, pk: int) -> Response:
        if not Commune.objects.visible_to(self.actor).filter(pk=pk).exists():
            raise not_found()
        return Response({"commune": pk, "days": kind_days(pk)})


class SaveKindDaysView(ActorAPIView):
    """Set other days; they count for what is reported from then on."""

    access = only(EDITOR_ROLES)

    @told(answers.IssueDaysAnswer, bodies.IssueDaysBody, name="issues_save_days")
    def post(self, request: Request, pk: int) -> Response:
        if pk not in edited_communes(self.actor):
            raise not_found()
        body = bodies.read(bodies.IssueDaysBody, request.data)
        order = Order(self.actor, body["reason"], clock.now(), body["key"])
        return Response(
            save_kind_days(commune=pk, seen=body["seen"], days=body["days"], order=order)
        )


class SchemaView(DescriptionView):
    """This interface described in OpenAPI 3."""

    access = only(READER_ROLES)
    urlconf = "apps.issues.api_urls"
