"""The worklist of entries that may be one household, found by the database, judged by ``likeness``.

Pairs are looked for in blocks that an index or a hash join finds: one phone, one name with one
birth year, one name close by, or names alike close by. What is in no block cannot reach the score
that makes a pair worth a look, so nothing is compared with everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.accounts.roles import AreaKind
from apps.common.errors import not_found
from apps.households.likeness import NEAR_METRES, POINTS, Facts, Likeness, Sign, likeness
from apps.households.merging import DOUBLES_ROLES
from apps.households.models import Household, NotDouble

#: A phone that more households share (a shop's, the village head's) says nothing.
MOST_SHARING: Final = 4
#: degrees of latitude that are at least ``NEAR_METRES``; a degree of longitude is shorter
_NEAR_LAT: Final = NEAR_METRES / 110_000
#: the same in longitude, good up to 24° of latitude
_NEAR_LON: Final = NEAR_METRES / 100_000
# How names and phones are compared in SQL; in Python by ``common.text.fold``. Compared byte by
# byte, since only equality matters.
_FOLDED: Final = "lower(unaccent(btrim(regexp_replace({}, '\\s+', ' ', 'g')))) COLLATE \"C\""
_NAME, _ADDRESS = _FOLDED.format("head_name"), _FOLDED.format("address")
_DIGITS: Final = (
    "regexp_replace(regexp_replace(phone, '\\D', '', 'g'), '^84(?=\\d{9}$)', '0') COLLATE \"C\""
)
# One number for each square of a grid about ``NEAR_METRES`` wide.
_NORTHWARD: Final = 1_000_000
_CELL: Final = (
    f"floor(ST_X(position) / {_NEAR_LON})::bigint * {_NORTHWARD}"
    f" + floor(ST_Y(position) / {_NEAR_LAT})::bigint"
)
# What of a household is compared; SCOPE is the actor's, as the queryset says it.
_HOMES: Final = f"""
home AS MATERIALIZED (
    SELECT id, commune_id, {_NAME} AS name, birth, address, position, head_name,
        CASE WHEN address ~ '\\d' THEN {_ADDRESS} END AS house, {_CELL} AS cell,
        CASE WHEN digits <> '' AND count(*) OVER (PARTITION BY commune_id, digits) <= %s
            THEN digits ELSE '' END AS digits
    FROM (
        SELECT id, commune_id, head_name, head_birth_year AS birth, address, position,
            {_DIGITS} AS digits
        FROM (SCOPE) AS scope
    ) AS read
)
"""  # noqa: S608 - made of the constants above
# Whoever is near stands in the same square or in one of the eight around it, four of which are
# enough when both look: neighbours found by equality, quicker than asking an index 20,000 times.
_BLOCKS: Final = f"""
around AS MATERIALIZED (
    SELECT id, commune_id, name, birth, house, step, cell + step AS cell FROM home
    CROSS JOIN (VALUES (0), (1), ({_NORTHWARD - 1}), ({_NORTHWARD}), ({_NORTHWARD + 1}))
        AS steps(step)
    WHERE cell IS NOT NULL
),
pair AS (
    SELECT a.id AS one, b.id AS other FROM home AS a
    JOIN home AS b USING (commune_id, digits) WHERE digits <> '' AND a.id < b.id
    UNION
    SELECT a.id, b.id FROM home AS a
    JOIN home AS b USING (commune_id, name, birth) WHERE a.id < b.id
    UNION
    SELECT least(a.id, b.id), greatest(a.id, b.id)
    FROM around AS a JOIN home AS b USING (cell, commune_id)
    WHERE (a.step > 0 OR a.id < b.id) AND (
        a.name = b.name
        OR (a.birth = b.birth OR a.house = b.house) AND similarity(a.name, b.name) > 0.4
    )
)
"""  # noqa: S608 - made of the constants above
_FOUND: Final = """
SELECT a.id, a.head_name, a.digits, a.birth, a.address, ST_X(a.position), ST_Y(a.position),
    b.id, b.head_name, b.digits, b.birth, b.address, ST_X(b.position), ST_Y(b.position)
FROM pair JOIN home AS a ON a.id = pair.one JOIN home AS b ON b.id = pair.other
WHERE NOT EXISTS (
    SELECT FROM households_notdouble AS said
    WHERE said.first_id = pair.one AND said.second_id = pair.other
)
"""
_COLUMNS: Final = (
    *("id", "commune_id", "head_name", "head_birth_year", "phone", "address", "position"),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Keys of two households, the smaller first, and how alike they are."""

    one: int
    other: int
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Shown:
    """A pair with its two households, and in words what speaks for it."""

    one: Household
    other: Household
    likeness: Likeness
    reasons: str


def alike_pairs(actor: Actor, *, at: date) -> list[Pair]:
    """Pairs worth a look in the actor's communes on the day ``at``, the likeliest first."""
    if not actor.areas(AreaKind.COMMUNE, DOUBLES_ROLES):
        # Django has no SQL for a query that can have no rows.
        return []
    scope, params = _scope(actor, at).values(*_COLUMNS).query.sql_with_params()
    sql = f"WITH {_HOMES}, {_BLOCKS} {_FOUND}".replace("SCOPE", scope)
    with transaction.atomic(), connection.cursor() as cursor:
        # The planner cannot know how few pairs there are, and would compile for seconds.
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '32MB'")
        cursor.execute(sql, [MOST_SHARING, *params])
        rows = cursor.fetchall()
    pairs = (Pair(row[0], row[7], likeness(_facts(row[1:7]), _facts(row[8:]))) for row in rows)
    return sorted((pair for pair in pairs if pair.likeness.is_worth_a_look), key=_likeliest)


def _scope(actor: Actor, at: date) -> Any:
    return Household.objects.reached_by(actor, DOUBLES_ROLES).living(at=at)


def _facts(row: Sequence[Any]) -> Facts:
    name, digits, birth, address, lon, lat = row
    return Facts(name, digits, birth, address, None if lon is None else (lon, lat))


def _likeliest(pair: Pair) -> tuple[float, float, int, int]:
    metres = pair.likeness.metres
    return (
        -pair.likeness.score,
        float("inf") if metres is None else metres,
        pair.one,
        pair.other,
    )


def shown(actor: Actor, pairs: Sequence[Pair]) -> list[Shown]:
    """These pairs with their households; those out of the actor's reach are left out."""
    keys = {key for pair in pairs for key in (pair.one, pair.other)}
    homes = Household.objects.reached_by(actor, DOUBLES_ROLES).with_places().in_bulk(keys)
    return [
        Shown(homes[pair.one], homes[pair.other], pair.likeness, reasons_of(pair.likeness))
        for pair in pairs
        if pair.one in homes and pair.other in homes
    ]


def two_households(actor: Actor, one: int, other: int, *, at: date) -> Shown:
    """Two living households of one commune of the actor's, the smaller key first; or 404."""
    rows = _scope(actor, at).with_places()
    homes = [home for _key, home in sorted(rows.in_bulk({one, other}).items())]
    if len(homes) != 2 or homes[0].commune_id != homes[1].commune_id:
        raise not_found()
    found = likeness(*(_facts_of(home) for home in homes))
    return Shown(homes[0], homes[1], found, reasons_of(found))


def _facts_of(home: Household) -> Facts:
    digits = "".join(sign for sign in home.phone if sign.isdigit())
    point = home.position
    place = None if point is None else (point.x, point.y)
    return Facts(home.head_name, digits, home.head_birth_year, home.address, place)


def reasons_of(found: Likeness) -> str:
    """In words: "cùng tên, cách 12 m, cùng số điện thoại"; "" where nothing speaks for it."""
    if all(POINTS[sign] < 0 for sign in found.signs):
        return ""
    metres = "" if found.metres is None else _metres(found.metres)
    words = {
        Sign.SAME_NAME: _("cùng tên"),
        Sign.ALIKE_NAME: _("tên gần giống"),
        Sign.SAME_PHONE: _("cùng số điện thoại"),
        Sign.SAME_PLACE: _("cách %(metres)s") % {"metres": metres},
        Sign.NEAR: _("cách %(metres)s") % {"metres": metres},
        Sign.SAME_BIRTH_YEAR: _("cùng năm sinh"),
        Sign.SAME_ADDRESS: _("cùng địa chỉ"),
        Sign.OTHER_BIRTH_YEAR: _("nhưng khác năm sinh"),
        Sign.FAR: _("nhưng cách %(metres)s") % {"metres": metres},
    }
    return ", ".join(words[sign] for sign in found.signs)


def _metres(metres: float) -> str:
    if metres < 1000:
        return _("%(n)d m") % {"n": round(metres)}
    return _("%(n)s km") % {"n": number_format(metres / 1000, 1)}


def say_two(*, actor: Actor, one: int, other: int, now: datetime, at: date) -> NotDouble:
    """The two are two; said again it is said once. DomainError 404 outside the actor's communes."""
    pair = two_households(actor, one, other, at=at)
    row, _is_new = NotDouble.objects.get_or_create(
        first=pair.one,
        second=pair.other,
        defaults={"said_by_id": actor.user_id, "said_at": now},
    )
    return row


def take_back_two(*, actor: Actor, key: UUID, said: int, now: datetime) -> Answer:
    """The pair stands on the worklist again; the same key again does nothing more.

    DomainError 404 outside the actor's communes.
    """

    def work() -> Answer:
        gone, _by_model = (
            NotDouble.objects.reached_by(actor, DOUBLES_ROLES).filter(pk=said).delete()
        )
        if not gone:
            raise not_found()
        return {"said": said}

    body = {"verb": "take_back_two", "said": said}
    return once(key=key, actor=actor, body=body, at=now, work=work)
