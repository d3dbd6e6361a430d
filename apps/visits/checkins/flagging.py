"""Raises flags on contacts just written, and on those that only now turn out to be odd."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import takewhile
from typing import Final
from uuid import UUID

from django.db import connection

from apps.visits.checkins.flags import (
    SHORTEST_TELLS,
    SPEED_WINDOW,
    Flag,
    Seen,
    flags_of_pair,
    worst,
)
from apps.visits.checkins.neighbours import neighbours

# A measure that tells more takes the place of one that tells less; what was reviewed stays so.
_RAISE: Final = """
INSERT INTO visits_contactflag AS known (contact_id, kind, measure, outcome)
SELECT said.contact, said.kind, said.measure, ''
FROM unnest(%(contacts)s::bigint[], %(kinds)s::text[], %(measures)s::float8[])
    AS said (contact, kind, measure)
ORDER BY said.contact, said.kind
ON CONFLICT (contact_id, kind) DO UPDATE SET measure = excluded.measure
WHERE CASE WHEN known.kind = ANY (%(shortest)s::text[]) THEN known.measure > excluded.measure
    ELSE known.measure < excluded.measure END
"""


def raise_flags(seen: Collection[Seen], own: Iterable[Flag]) -> list[Flag]:
    """Write the flags ``own``, and those of the contacts ``seen`` beside others; all that were
    raised, on whichever contact.
    """
    near = neighbours(seen)
    ids = {each.key: pk for pk, each in near.items()}
    new = {each.key for each in seen}
    flags = worst([*own, *_of_pairs(near.values(), new)])
    if flags:
        _write(flags, ids)
    return flags


def _of_pairs(near: Iterable[Seen], new: set[UUID]) -> Iterator[Flag]:
    """A day's work has few pairs that say anything: of one household, or of one hour."""
    in_order = sorted(near, key=lambda each: (each.happened_at, each.key))
    by_home: dict[int, list[Seen]] = defaultdict(list)
    by_person: dict[int, list[Seen]] = defaultdict(list)
    for each in in_order:
        pairs = [(other, each) for other in by_home[each.household]]
        pairs += [(other, each) for other in _within_the_hour(by_person[each.person], each)]
        for one, other in pairs:
            if one.key in new or other.key in new:
                yield from flags_of_pair(one, other)
        by_home[each.household].append(each)
        by_person[each.person].append(each)


def _within_the_hour(earlier: list[Seen], later: Seen) -> Iterator[Seen]:
    since = later.happened_at - SPEED_WINDOW
    return takewhile(lambda each: each.happened_at >= since, reversed(earlier))


def _write(flags: list[Flag], ids: dict[UUID, int]) -> None:
    values = {
        "contacts": [ids[flag.key] for flag in flags],
        "kinds": [flag.kind.value for flag in flags],
        "measures": [flag.measure for flag in flags],
        "shortest": sorted(SHORTEST_TELLS),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, values)
