"""Tiles over HTTP: each actor's own, never kept by a shared cache.

A browser asks by ETag whether it still has the newest, but for tiles of the version that the page
was opened with.
"""

from typing import ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from apps.accounts.access import ActorView, only
from apps.accounts.roles import HOUSEHOLD_ROLES, MAP_ROLES, Role
from apps.common import clock
from apps.webmap.issuehexes import STATEMENT_OF, issue_statement
from apps.webmap.scope import scope_of
from apps.webmap.shortcut import Conclusion, Statement, conclude
from apps.webmap.statements import run
from apps.webmap.tiles import (
    Tile,
    crowd_statement,
    gap_statement,
    overflows,
    unit_statement,
)

CONTENT_TYPE = "application/vnd.mapbox-vector-tile"


class _TileView(ActorView):
    statement: ClassVar[Statement]

    def get(self, request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
        """304 where the browser has the tile of this version already."""
        return self.answer(request, Tile(z, x, y), type(self).statement)

    def answer(self, request: HttpRequest, tile: Tile, statement: Statement) -> HttpResponse:
        if not tile.exists:
            raise Http404
        at = clock.local_day(clock.now())
        scope = scope_of(self.actor, at=at)
        etag = f'"{scope.etag}"'
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            response = HttpResponse(status=unchanged.status_code, content_type=CONTENT_TYPE)
        else:
            text = statement(self.actor, scope, tile, at=at)
            body = run(text, tile.slots())
            if overflows(text, body):
                body = run(crowd_statement(self.actor, scope, tile, at=at), tile.slots())
            response = HttpResponse(body, content_type=CONTENT_TYPE)
        response["ETag"] = etag
        if request.GET.get("v") == scope.etag:
            # The page names the version that it was opened with, so another one is another address.
            patch_cache_control(response, private=True, max_age=settings.SESSION_COOKIE_AGE)
        else:
            patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        conclude(response, Conclusion(self.actor, scope, at, statement))
        return response


class UnitTileView(_TileView):
    """Outlines of units with figures, and households from the zoom at which points begin."""

    access = only(MAP_ROLES)
    statement = staticmethod(unit_statement)


class GapTileView(_TileView):
    """Hexagons where households have nobody in charge."""

    access = only(HOUSEHOLD_ROLES | {Role.PROVINCE_VIEWER})
    statement = staticmethod(gap_statement)


class IssueTileView(_TileView):
    """Hexagons where households wait for something."""

    access = only(HOUSEHOLD_ROLES | {Role.PROVINCE_VIEWER})
    statement = staticmethod(issue_statement)


class IssueKindTileView(_TileView):
    """The same of one kind of issues, for the tier above: who reads rows filters those."""

    access = only({Role.PROVINCE_VIEWER})

    def get(self, request: HttpRequest, z: int, x: int, y: int, kind: str = "") -> HttpResponse:
        statement = STATEMENT_OF.get(kind)
        if statement is None:
            raise Http404
        return self.answer(request, Tile(z, x, y), statement)
