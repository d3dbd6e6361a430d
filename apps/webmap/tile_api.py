"""Tiles over HTTP: each actor's own, revalidated by ETag, never kept by a shared cache."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from apps.accounts.access import ActorView, only
from apps.accounts.roles import HOUSEHOLD_ROLES, MAP_ROLES, Role
from apps.common import clock
from apps.webmap.scope import scope_of
from apps.webmap.tiles import Tile, gap_tile, unit_tile

CONTENT_TYPE = "application/vnd.mapbox-vector-tile"


class _TileView(ActorView):
    def answer(self, request: HttpRequest, etag: str, render: Callable[[], bytes]) -> HttpResponse:
        """304 where the browser has the tile of this version already."""
        quoted = f'"{etag}"'
        unchanged = get_conditional_response(request, etag=quoted)
        if unchanged is not None:
            response = HttpResponse(status=unchanged.status_code)
        else:
            response = HttpResponse(render(), content_type=CONTENT_TYPE)
        response["ETag"] = quoted
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    def tile(self, z: int, x: int, y: int) -> Tile:
        tile = Tile(z, x, y)
        if not tile.exists:
            raise Http404
        return tile


class UnitTileView(_TileView):
    """Outlines of units with figures, and households from the zoom at which points begin."""

    access = only(MAP_ROLES)

    def get(self, request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
        tile = self.tile(z, x, y)
        at = clock.local_day(clock.now())
        scope = scope_of(self.actor, at=at)
        return self.answer(request, scope.etag, lambda: unit_tile(self.actor, scope, tile, at=at))


class GapTileView(_TileView):
    """Hexagons where households have nobody in charge."""

    access = only(HOUSEHOLD_ROLES | {Role.PROVINCE_VIEWER})

    def get(self, request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
        tile = self.tile(z, x, y)
        at = clock.local_day(clock.now())
        scope = scope_of(self.actor, at=at)
        return self.answer(request, scope.etag, lambda: gap_tile(self.actor, scope, tile, at=at))
