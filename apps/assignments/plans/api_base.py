"""What all views of the plans' interface share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.accounts.api import ActorAPIView
from apps.accounts.orders import Order
from apps.assignments.plans.answers import RefusalAnswer
from apps.common import clock
from apps.common.errors import DomainError

_LONGEST_KEY: Final = 18
TAG: Final = "plans"
Method = Callable[..., Response]


class PlanView(ActorAPIView):
    """Base of what programs ask about plans."""

    @property
    def today(self) -> date:
        return clock.local_day(clock.now())

    def order(self, key: UUID, reason: str = "") -> Order:
        """Who wants it, now, under the sender's key; edits of a draft need no reason of theirs."""
        return Order(self.actor, reason or _("Soạn kế hoạch phân công"), clock.now(), key)

    def asked(self, name: str) -> int | None:
        """A key out of the query; what cannot be one is refused."""
        value = self.request.query_params.get(name)
        if value is None:
            return None
        if not value.isascii() or not value.isdigit() or len(value) > _LONGEST_KEY:
            raise invalid(name)
        return int(value)


def invalid(field: str) -> DomainError:
    return DomainError(
        "invalid",
        _("Yêu cầu không hợp lệ ở mục “%(field)s”.") % {"field": field},
        status=422,
        detail={"field": field},
    )


def told(
    answer: type[serializers.Serializer[Any]],
    body: type[serializers.Serializer[Any]] | None = None,
    *,
    name: str,
    **more: Any,
) -> Callable[[Method], Method]:
    """How a view's method stands in the interface's description."""
    refusals = {403: RefusalAnswer, 404: RefusalAnswer, 409: RefusalAnswer, 422: RefusalAnswer}
    mark: Callable[[Method], Method] = extend_schema(
        tags=[TAG],
        operation_id=name,
        request=body,
        responses={200: answer, **refusals},
        **more,
    )
    return mark
