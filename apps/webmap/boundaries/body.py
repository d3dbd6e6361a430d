"""A request of the boundary editor, read out of plain JSON: no geometry before its numbers are
checked, no text that the database could not keep.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import IO, Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from apps.accounts.actor import Actor
from apps.areas.drawing import Manner, NeighbourChange
from apps.areas.inspection import Draft
from apps.areas.levels import Level
from apps.areas.outline import MAX_BYTES, read_line, read_outline
from apps.areas.reshaping import Cut, Part
from apps.areas.services import Drawing, NewUnit, Order
from apps.common import clock
from apps.common.errors import DomainError

Body = Mapping[str, Any]

BIGGEST_KEY: Final = 2**63 - 1
#: neighbours, gaps, parts, units of one request
MOST_ITEMS: Final = 100
#: households that follow an outline by name; more are told by ``true``
MOST_HOMES: Final = 25_000
#: letters of any text; what each may have is checked where it is kept
LONGEST_TEXT: Final = 2_000


def invalid(field: str) -> DomainError:
    return DomainError(
        "invalid",
        _("Yêu cầu không hợp lệ ở mục “%(field)s”.") % {"field": field},
        status=422,
        detail={"field": field},
    )


class OutlineParser(BaseParser):
    """JSON of at most ``MAX_BYTES`` bytes, without NaN, however deep somebody nests it."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        text = stream.read(MAX_BYTES + 1)
        if len(text) > MAX_BYTES:
            raise DomainError("too_big", _("Hình vẽ quá lớn (tối đa 2 MB)."), status=413)
        try:
            return json.loads(text, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise ParseError(_("Yêu cầu không phải là JSON.")) from error


def _no_constant(name: str) -> float:
    raise ValueError(name)


def body_of(data: object) -> Body:
    if not isinstance(data, dict):
        raise invalid("body")
    return data


def digest_of(path: str, body: Body) -> str:
    """The same for the same request, whatever the order of its keys."""
    text = json.dumps([path, body], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def whole(value: object, field: str, *, least: int = 1, most: int = BIGGEST_KEY) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise invalid(field)
    return value


def maybe_key(body: Body, field: str) -> int | None:
    value = body.get(field)
    return None if value is None else whole(value, field)


def flag(body: Body, field: str) -> bool:
    value = body.get(field, False)
    if not isinstance(value, bool):
        raise invalid(field)
    return value


def text(body: Body, field: str) -> str:
    """Text in NFC; "" where there is none."""
    value = body.get(field, "")
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or "\x00" in value:
        raise invalid(field)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        # Half of a surrogate pair: JSON can say it, no database can keep it.
        raise invalid(field) from error
    return unicodedata.normalize("NFC", value)


def items(body: Body, field: str, most: int = MOST_ITEMS) -> list[Any]:
    value = body.get(field) or []
    if not isinstance(value, list) or len(value) > most:
        raise invalid(field)
    return value


def level_of(body: Body) -> Level:
    value = body.get("level")
    if not isinstance(value, str) or value not in Level.values:
        raise invalid("level")
    return Level(value)


def version_of(body: Body) -> int:
    return whole(body.get("version"), "version", least=0)


def order_of(body: Body, *, actor: Actor, path: str, now: datetime) -> Order:
    """Who wants it, from when, why, and under which key."""
    try:
        key = UUID(body.get("key") if isinstance(body.get("key"), str) else "")
    except ValueError as error:
        raise invalid("key") from error
    at = _day(body.get("at"), clock.local_day(now))
    return Order(actor, at, text(body, "reason").strip(), now, key, digest_of(path, body))


def _day(value: object, today: date) -> date:
    if value is None:
        return today
    try:
        day = date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise invalid("at") from error
    if day.year < 1900:
        raise invalid("at")
    return day


def neighbours_of(body: Body) -> tuple[NeighbourChange, ...]:
    return tuple(map(_neighbour, items(body, "neighbours")))


def _neighbour(value: object) -> NeighbourChange:
    if not isinstance(value, dict) or value.get("manner") not in list(Manner):
        raise invalid("neighbours")
    points = tuple(map(_point, items(value, "points")))
    unit = whole(value.get("unit"), "neighbours")
    return NeighbourChange(unit, version_of(value), Manner(value["manner"]), points)


def _point(value: object) -> tuple[float, float]:
    if not isinstance(value, list) or [type(each) in (int, float) for each in value] != [True] * 2:
        raise invalid("points")
    lon, lat = value
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise invalid("points")
    return float(lon), float(lat)


def drawing_of(body: Body) -> Drawing:
    move = body.get("move", True)
    chosen: frozenset[int] | None = None
    if move is False:
        chosen = frozenset()
    elif move is not True:
        if not isinstance(move, list):
            raise invalid("move")
        chosen = frozenset(whole(each, "move") for each in items(body, "move", MOST_HOMES))
    return Drawing(
        read_outline(body.get("outline")), neighbours_of(body), chosen, flag(body, "repair")
    )


def draft_of(body: Body) -> Draft:
    """An outline to look at; of a unit, or of a new one under a parent."""
    level, unit, parent = level_of(body), maybe_key(body, "unit"), maybe_key(body, "parent")
    if unit is None and parent is None:
        raise invalid("unit")
    outline = read_outline(body.get("outline"))
    return Draft(level, unit, parent, outline, neighbours_of(body), flag(body, "repair"))


def cut_of(body: Body, *, named: bool = True) -> Cut:
    """How a unit is to be split. Not ``named``: only a look at what a line or outlines give."""
    line = None if body.get("line") is None else read_line(body["line"])
    parts = []
    for each in items(body, "parts"):
        outline = each.get("outline") if named and isinstance(each, dict) else each
        if named and not isinstance(each, dict):
            raise invalid("parts")
        given = {} if not named else each
        drawn = None if line is not None or outline is None else read_outline(outline)
        parts.append(Part(text(given, "name"), text(given, "code"), drawn))
    rest = body.get("rest")
    return Cut(
        tuple(parts), line, None if rest is None else whole(rest, "rest", least=0, most=MOST_ITEMS)
    )


def new_unit_of(body: Body) -> NewUnit:
    kind = text(body, "kind")
    return NewUnit(text(body, "name"), text(body, "code"), *([kind] if kind else []))


def versions_of(body: Body) -> dict[int, int]:
    """Keys of the units to merge with their versions."""
    found = {}
    for each in items(body, "units"):
        if not isinstance(each, dict):
            raise invalid("units")
        found[whole(each.get("unit"), "units")] = version_of(each)
    return found
