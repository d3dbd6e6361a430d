"""The boundary editor over HTTP: read, look at a draft, and write.

Only for those who draw boundaries, each in the own commune; the rest gets 403, or 404 outside.
Every write says who, why, since when, and which versions it saw; said twice it happens once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Final

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import QueryCanceled
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import only
from apps.accounts.api import ActorAPIView
from apps.areas import services, undoing
from apps.areas.levels import Level
from apps.areas.querysets import BOUNDARY_ROLES
from apps.areas.reshaping import Merger
from apps.areas.services import Order
from apps.common import clock
from apps.common.errors import DomainError
from apps.webmap.boundaries import body as reading
from apps.webmap.boundaries import selectors
from apps.webmap.boundaries.body import Body, OutlineParser

#: milliseconds; an outline made to be slow holds no connection for longer
_LONGEST_QUERY: Final = "20000"


@contextmanager
def _bounded() -> Iterator[None]:
    """One transaction in which no query runs for long."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [_LONGEST_QUERY])
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise DomainError(
                "too_complex", _("Hình vẽ quá phức tạp. Hãy vẽ đơn giản hơn."), status=422
            ) from error
        raise


class _BoundaryView(ActorAPIView):
    access = only(BOUNDARY_ROLES)
    # The page's own business, not an interface for others.
    schema = None
    parser_classes = [OutlineParser]

    @property
    def today(self) -> date:
        return clock.local_day(clock.now())

    def asked(self, name: str) -> int | None:
        """A key out of the query; what cannot be one is refused."""
        value = self.request.query_params.get(name)
        if value is None:
            return None
        if not value.isascii() or not value.isdigit() or len(value) > 18:
            raise reading.invalid(name)
        return int(value)


class BoundariesView(_BoundaryView):
    """Units with outlines and versions: ``?commune=`` its villages, ``?village=`` its groups."""

    def get(self, request: Request) -> Response:
        commune, village = self.asked("commune"), self.asked("village")
        told = selectors.editor(self.actor, commune=commune, village=village, at=self.today)
        return Response(told)


class HistoryView(_BoundaryView):
    """Who changed what, when and why; ``?before=`` the last entry seen."""

    def get(self, request: Request) -> Response:
        unit, level = self.asked("unit"), request.query_params.get("level", "")
        if unit is not None and level not in Level.values:
            raise reading.invalid("level")
        told = selectors.history(
            self.actor,
            commune=self.asked("commune"),
            unit=None if unit is None else (Level(level), unit),
            before=self.asked("before"),
        )
        return Response(told)


class CheckView(_BoundaryView):
    """What an outline would do. Writes nothing."""

    def post(self, request: Request) -> Response:
        draft = reading.draft_of(reading.body_of(request.data))
        with _bounded():
            return Response(selectors.preview(self.actor, draft, at=self.today))


class CheckSplitView(_BoundaryView):
    """What the parts of a split would be. Writes nothing."""

    def post(self, request: Request) -> Response:
        body = reading.body_of(request.data)
        level, unit = reading.level_of(body), reading.whole(body.get("unit"), "unit")
        cut = reading.cut_of(body, named=False)
        drawn = [part.outline for part in cut.parts]
        with _bounded():
            told = selectors.preview_cut(self.actor, level, unit, cut.line, drawn, at=self.today)
        return Response(told)


class _WriteView(_BoundaryView):
    """Reads the order, then lets ``carry_out`` do it."""

    def post(self, request: Request) -> Response:
        body = reading.body_of(request.data)
        order = reading.order_of(body, actor=self.actor, path=request.path, now=clock.now())
        with _bounded():
            return Response(self.carry_out(body, order))

    def carry_out(self, body: Body, order: Order) -> dict[str, Any]:
        raise NotImplementedError


class RedrawView(_WriteView):
    def carry_out(self, body: Body, order: Order) -> dict[str, Any]:
        unit, version = reading.whole(body.get("unit"), "unit"), reading.version_of(body)
        drawing = reading.drawing_of(body)
        if reading.level_of(body) is Level.VILLAGE:
            return services.redraw_village(
                village=unit, version=version, drawing=drawing, order=order
            )
        return services.redraw_group(group=unit, version=version, drawing=drawing, order=order)


class AddView(_WriteView):
    def carry_out(self, body: Body, order: Order) -> dict[str, Any]:
        parent = reading.whole(body.get("parent"), "parent")
        new, drawing = reading.new_unit_of(body), reading.drawing_of(body)
        if reading.level_of(body) is Level.VILLAGE:
            return services.add_village(commune=parent, new=new, drawing=drawing, order=order)
        return services.add_group(village=parent, new=new, drawing=drawing, order=order)


class RenameView(_WriteView):
    def carry_out(self, body: Body, order: Order) -> dict[str, Any]:
        return services.rename(
            level=reading.level_of(body),
            unit=reading.whole(body.get("unit"), "unit"),
            version=reading.version_of(body),
            name=reading.text(body, "name"),
            order=order,
        )


class SplitView(_WriteView):
    def carry_out(self, body: Body, order: Order) -> dict[str, Any]:
        return services.split(
            level=reading.level_of(body),
            unit=reading.whole(body.get("unit"), "unit"),
            version=reading.version_of(body),
            cut=reading.cut_of(body),
            order=order,
        )


class MergeView(_WriteView):
    def carry_out(self, body: Body, order: Order) -> dict[str, Any]:
        return services.merge(
            level=reading.level_of(body),
            versions=reading.versions_of(body),
            merger=Merger(
                reading.maybe_key(body, "into"),
                reading.text(body, "name"),
                reading.text(body, "code"),
            ),
            order=order,
        )


class UndoView(_WriteView):
    def carry_out(self, body: Body, order: Order) -> dict[str, Any]:
        return undoing.undo(
            commune=reading.whole(body.get("commune"), "commune"),
            edit=reading.whole(body.get("edit"), "edit"),
            order=order,
        )
