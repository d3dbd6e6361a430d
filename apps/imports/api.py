"""What the batch page asks for by itself: take a file, tell the progress, give the points."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import only
from apps.accounts.api import ActorAPIView
from apps.common import clock
from apps.common.errors import DomainError
from apps.imports import selectors
from apps.imports.models import ImportUpload
from apps.imports.outlines import outlines_of
from apps.imports.querysets import IMPORT_ROLES
from apps.imports.status import status_of
from apps.imports.uploads import Incoming, take_upload

_LENGTH: Final = re.compile(r"\d{1,12}")
_LONGEST_NAME: Final = 2000


class _AssistantView(ActorAPIView):
    access = only(IMPORT_ROLES)
    # The page's own business, not an interface for others.
    schema = None


class UploadView(_AssistantView):
    """``PUT`` the bytes of one file; its name stands in ``X-File-Name``, percent-encoded.

    The name is in no address, since addresses are logged, and the bytes are read as they come.
    """

    def put(self, request: Request, key: UUID, file: UUID) -> Response:
        # Before anything of the body is read.
        selectors.find_batch(self.actor, key)
        upload, is_new = take_upload(
            actor=self.actor, batch_key=key, incoming=_incoming(request, file), at=clock.now()
        )
        told = {"key": str(upload.key), "name": upload.name, "state": upload.state}
        return Response(told, status=201 if is_new else 200)


def _incoming(request: Request, key: UUID) -> Incoming:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not _LENGTH.fullmatch(length):
        raise DomainError(
            "no_length", _("Tệp chưa lên được; tải lại trang rồi gửi lại."), status=422
        )
    said = request.headers.get("X-File-Name", "")[:_LONGEST_NAME]
    # Django's own request: nothing may parse these bytes on the way.
    return Incoming(key=key, name=unquote(said), size=int(length), stream=request._request)


class ProgressView(_AssistantView):
    """How the batch's job is getting on; ``mark`` differs when the page should be read anew."""

    def get(self, request: Request, key: UUID) -> Response:
        batch = selectors.find_batch(self.actor, key)
        status = status_of(batch, at=clock.now())
        waiting = (
            ImportUpload.objects.visible_to(self.actor)
            .filter(batch=batch, state=ImportUpload.State.RECEIVED)
            .count()
        )
        return Response(
            {
                "phase": status.phase,
                "message": status.message,
                "note": status.note,
                "done": status.done,
                "total": status.total,
                "mark": f"{batch.state}-{batch.revision}-{waiting}-{status.phase == 'idle'}",
            }
        )


class OutlinesView(_AssistantView):
    """The villages among which the batch's rows stand."""

    def get(self, request: Request, key: UUID) -> Response:
        batch = selectors.find_batch(self.actor, key)
        return Response(
            {"villages": outlines_of(self.actor, batch, at=clock.local_day(clock.now()))}
        )


class PointsView(_AssistantView):
    """Where the batch's rows stand, for the map of the preview."""

    def get(self, request: Request, key: UUID) -> Response:
        batch = selectors.find_batch(self.actor, key)
        return Response(selectors.points_of(self.actor, batch))
