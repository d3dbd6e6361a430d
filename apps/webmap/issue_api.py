"""What the map asks about issues: which lie together, that some have one cause, and where the
commune's police is waited for.
"""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import only
from apps.accounts.api import ActorAPIView
from apps.accounts.roles import HOUSEHOLD_ROLES
from apps.areas.models import Village
from apps.common import clock
from apps.common.errors import DomainError
from apps.households.models import Household
from apps.issues.causes import LINKER_ROLES, LONGEST_TITLE, MOST_LINKED, Cause, link_cause
from apps.issues.kinds import RESTRICTED, IssueKind
from apps.webmap import issueclusters
from apps.webmap.issueclusters import issue_clusters
from apps.webmap.orderpoints import ORDER_ROLES, order_points

_BIGGEST_KEY = 2**63 - 1


class _ClustersQuery(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=[k.value for k in IssueKind if k not in RESTRICTED])
    village = serializers.IntegerField(min_value=1, max_value=_BIGGEST_KEY, required=False)
    metres = serializers.IntegerField(
        min_value=issueclusters.NEAREST_METRES,
        max_value=issueclusters.FURTHEST_METRES,
        default=issueclusters.USUAL_METRES,
    )
    least = serializers.IntegerField(
        min_value=issueclusters.FEWEST_HOUSEHOLDS,
        max_value=issueclusters.MOST_HOUSEHOLDS,
        default=issueclusters.USUAL_HOUSEHOLDS,
    )


class ClustersView(ActorAPIView):
    """Clusters of one kind: ``?kind=``, and ``village``, ``metres``, ``least`` where wanted."""

    access = only(HOUSEHOLD_ROLES)
    # The page's own business, not an interface for others.
    schema = None

    def get(self, request: Request) -> Response:
        asked = _ClustersQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        wish = asked.validated_data
        village = wish.get("village")
        if village is not None and not self._reaches(village):
            raise Http404
        found = issue_clusters(
            self.actor,
            IssueKind(wish["kind"]),
            village=village,
            metres=wish["metres"],
            least=wish["least"],
        )
        return Response({"clusters": [asdict(each) for each in found]})

    def _reaches(self, village: int) -> bool:
        own = Household.objects.visible_to(self.actor).filter(village=village)
        return Village.objects.visible_to(self.actor).filter(pk=village).exists() or own.exists()


class _CauseBody(serializers.Serializer[Any]):
    key = serializers.UUIDField()
    issues = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=_BIGGEST_KEY),
        min_length=1,
        max_length=MOST_LINKED,
    )
    title = serializers.CharField(max_length=LONGEST_TITLE, default="", allow_blank=True)
    cause = serializers.IntegerField(
        min_value=1, max_value=_BIGGEST_KEY, default=None, allow_null=True
    )


class CausesView(ActorAPIView):
    """Issues are said to have one cause: a new one with ``title``, or ``cause``."""

    access = only(LINKER_ROLES)
    schema = None

    def post(self, request: Request) -> Response:
        body = _CauseBody(data=request.data)
        body.is_valid(raise_exception=True)
        wish = body.validated_data
        cause = Cause(wish["cause"], wish["title"])
        if cause == Cause():
            raise DomainError(
                "no_title",
                _("Hãy ghi ngắn gọn nguyên nhân chung, không nêu tên người."),
                status=422,
                detail={"field": "title"},
            )
        answer = link_cause(
            key=wish["key"],
            actor=self.actor,
            issues=wish["issues"],
            cause=cause,
            at=clock.now(),
        )
        return Response(answer, status=201)


class OrderPointsView(ActorAPIView):
    """Public-order issues of the commune as points; 304 where nothing of them has changed.

    No browser keeps them: the page itself remembers what it was told, and by which tag.
    """

    access = only(ORDER_ROLES)
    schema = None

    def get(self, request: Request) -> HttpResponse:
        told = order_points(self.actor, at=clock.local_day(clock.now()))
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        answer = HttpResponse(body, content_type="application/geo+json", headers={"ETag": etag})
        return get_conditional_response(request, etag=etag, response=answer) or answer
