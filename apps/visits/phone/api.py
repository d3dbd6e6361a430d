"""What phones ask over HTTP. Views read, ask one verb, and say whether the phone is to wipe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final, NoReturn
from uuid import UUID

from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle

from apps.accounts.access import LOGGED_IN_FULLY, PUBLIC, only
from apps.accounts.api import ActorAPIView, DescriptionView
from apps.accounts.roles import PHONE_ROLES
from apps.accounts.services import holds_session_of_switched_off
from apps.common import clock
from apps.common.errors import DomainError
from apps.visits.checkins.recording import Bringing
from apps.visits.phone import answers, devices
from apps.visits.phone.changes import Wish, changes
from apps.visits.phone.envelopes import device_of, read_envelope
from apps.visits.phone.layers import layers
from apps.visits.phone.models import DeviceKind
from apps.visits.phone.parsing import PhoneParser, SealedParser
from apps.visits.phone.sealing import present_key
from apps.visits.phone.syncing import require_any_duty, sync

TAG: Final = "phone"
_HEADER: Final = "X-Device"
# What a whole batch may be refused with.
_BATCH: Final = (400, 403, 409, 413, 422, 429)
Method = Callable[..., Response]


class PhoneThrottle(UserRateThrottle):
    """Counted in each process by itself: a limit against runaway phones, not an exact one, and
    nothing that a busy morning would have to ask the database for.
    """

    cache = LocMemCache("phones", {"OPTIONS": {"MAX_ENTRIES": 20_000}})
    scope = "phone"
    rate = "600/min"


def told(
    answer: type[serializers.Serializer[Any]],
    body: type[serializers.Serializer[Any]] | None,
    *,
    name: str,
    refused: tuple[int, ...] = (403,),
) -> Callable[[Method], Method]:
    """How a view's method stands in the interface's description."""
    mark: Callable[[Method], Method] = extend_schema(
        tags=[TAG],
        operation_id=name,
        request=body,
        responses={200: answer, **dict.fromkeys(refused, answers.PhoneRefusal)},
    )
    return mark


class PhoneView(ActorAPIView):
    """Base of what phones ask."""

    parser_classes = [PhoneParser]
    throttle_classes = [PhoneThrottle]

    @staticmethod
    def is_revoked(request: HttpRequest) -> bool:
        """Of a request without a log-in; who only has to log in again keeps what is on the phone.

        No more is told than ``standing`` tells: whoever asks holds that very browser.
        """
        uuid = _named_device(request)
        is_known = uuid is not None and devices.is_switched_off(uuid)
        return is_known or holds_session_of_switched_off(request.session)

    @cached_property
    def now(self) -> datetime:
        return clock.now()

    @property
    def today(self) -> date:
        return clock.local_day(self.now)

    def throttled(self, request: Request, wait: float | None) -> NoReturn:
        error: Any = Throttled(detail=_("Gửi quá nhiều lần. Hãy chờ một phút rồi thử lại."))
        # Told in a header; in the message the framework would say it once more.
        error.wait = wait
        raise error

    def answered(self, answer: dict[str, Any], device: UUID | None = None) -> Response:
        """The answer, and whether this browser is to forget everything."""
        asking = device or _named_device(self.request)
        wipe = devices.must_wipe(self.actor, asking, now=self.now)
        return Response({**answer, "wipe": wipe})


def _named_device(request: HttpRequest | Request) -> UUID | None:
    try:
        return UUID(request.headers.get(_HEADER, ""))
    except ValueError:
        return None


class _BringView(PhoneView):
    """Also without any role: who was relieved while away brings what was done before that."""

    access = LOGGED_IN_FULLY
    sealed = False

    def bring(self, request: Request) -> Response:
        require_any_duty(self.actor)
        envelope = read_envelope(request.data, sealed=self.sealed)
        # Before anything is taken: what somebody else wrote here is not this user's.
        answer = self.answered({"received_at": self.now.isoformat()}, envelope.device)
        results = sync(Bringing(self.actor, envelope.sent_at, self.now), envelope.entries)
        answer.data["results"] = [result.as_json() for result in results]
        return answer


class SyncView(_BringView):
    """Take in a batch; each item is taken or refused by itself."""

    @told(
        answers.SyncAnswer, answers.SyncBody, name="phone_sync", refused=(400, 403, 409, 413, 422)
    )
    def post(self, request: Request) -> Response:
        return self.bring(request)


class SealedView(_BringView):
    """The same with items sealed to the server's key."""

    parser_classes = [SealedParser]
    sealed = True

    @told(answers.SyncAnswer, answers.SealedBody, name="phone_sealed", refused=_BATCH)
    def post(self, request: Request) -> Response:
        return self.bring(request)


class ChangesView(PhoneView):
    """What differs from what the phone has, by its cursor."""

    access = only(PHONE_ROLES)

    @told(answers.ChangesAnswer, answers.ChangesBody, name="phone_changes", refused=(403, 409, 422))
    def post(self, request: Request) -> Response:
        body = _read(answers.ChangesBody, request.data)
        answer = self.answered({}, device_of(request.data))
        # A phone that is to forget is given nothing more to keep.
        if answer.data["wipe"]:
            return answer
        wish = Wish(self.actor, self.now, body["cursor"])
        answer.data.update(changes(wish))
        return answer


class LayersView(PhoneView):
    """Outlines of the villages and groups of one's own households."""

    access = only(PHONE_ROLES)

    @told(answers.LayersAnswer, None, name="phone_layers")
    def get(self, request: Request) -> Response:
        return self.answered(layers(self.actor, at=self.today))


class DeviceView(PhoneView):
    """Register or renew this browser, or tell that it has forgotten all."""

    access = LOGGED_IN_FULLY

    @told(answers.DeviceAnswer, answers.DeviceBody, name="phone_device", refused=(403, 409, 422))
    def post(self, request: Request) -> Response:
        body = _read(answers.DeviceBody, request.data)
        wipe = devices.register(
            actor=self.actor,
            uuid=body["uuid"],
            kind=DeviceKind(body["kind"]),
            wiped=body["wiped"],
            now=self.now,
        )
        key = present_key()
        seal = {"key_id": key.id, "public_key": key.public_text}
        return Response({"wipe": wipe, "seal": seal})


class StandingView(PhoneView):
    """Asked without a log-in by a browser whose session is over: is it to forget everything?"""

    access = PUBLIC
    authentication_classes = ()

    @told(answers.StandingAnswer, answers.StandingBody, name="phone_standing", refused=(422,))
    def post(self, request: Request) -> Response:
        body = _read(answers.StandingBody, request.data)
        return Response({"wipe": devices.is_revoked(body["device"])})


class SchemaView(DescriptionView):
    """This interface described in OpenAPI 3."""

    access = only(PHONE_ROLES)
    urlconf = "apps.visits.phone.urls"


def _read(kind: type[serializers.Serializer[Any]], data: object) -> dict[str, Any]:
    """The checked body; DomainError 422 with the field that is to blame."""
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
