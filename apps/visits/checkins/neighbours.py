"""Check-ins near others in time, which the rules about two of them ask for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db import connection

from apps.visits.checkins.flags import PARALLEL, SPEED_WINDOW, Seen, Spot
from apps.visits.models import Channel

# Three small searches, each by an index: with the same household at nearly the same time; by the
# same person within the hour; and with the same household where both set a date for the next visit
# before they could know of each other.
_NEAR: Final = """
WITH item AS (
    SELECT * FROM unnest(%(homes)s::bigint[], %(people)s::bigint[], %(happened)s::timestamptz[],
        %(received)s::timestamptz[], %(dates)s::boolean[])
        AS item (home, person, happened, received, sets_date)
), near AS (
    SELECT met.id FROM item JOIN visits_contact AS met ON met.household_id = item.home
        AND met.day BETWEEN (item.happened AT TIME ZONE 'Asia/Ho_Chi_Minh')::date - 1
            AND (item.happened AT TIME ZONE 'Asia/Ho_Chi_Minh')::date + 1
        AND met.happened_at BETWEEN item.happened - %(parallel)s AND item.happened + %(parallel)s
    UNION
    SELECT met.id FROM item JOIN visits_contact AS met ON met.person_id = item.person
        AND met.happened_at BETWEEN item.happened - %(window)s AND item.happened + %(window)s
    UNION
    SELECT met.id FROM item JOIN visits_contact AS met ON met.household_id = item.home
        AND met.next_visit_on IS NOT NULL
        AND met.received_at >= item.happened AND met.happened_at <= item.received
    WHERE item.sets_date
)
SELECT met.id, met.client_uuid, met.household_id, met.person_id, met.happened_at, met.received_at,
    met.channel, ST_X(met.position), ST_Y(met.position), met.position_accuracy, met.next_visit_on,
    (SELECT array_agg(person_id) FROM visits_contactcompanion WHERE contact_id = met.id)
FROM near JOIN visits_contact AS met USING (id)
"""


def neighbours(seen: Collection[Seen]) -> dict[int, Seen]:
    """These and all that lie near them, by the contact's key."""
    values = {
        "homes": [each.household for each in seen],
        "people": [each.person for each in seen],
        "happened": [each.happened_at for each in seen],
        "received": [each.received_at for each in seen],
        "dates": [each.next_visit_on is not None for each in seen],
        "parallel": PARALLEL,
        "window": SPEED_WINDOW,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, values)
        return {
            key: Seen(
                key=uuid,
                household=home,
                person=person,
                happened_at=happened,
                received_at=received,
                in_person=channel == Channel.IN_PERSON,
                spot=None if lon is None else Spot(lon, lat, accuracy or 0.0),
                companions=frozenset(companions or ()),
                next_visit_on=next_visit,
            )
            for (
                key, uuid, home, person, happened, received,
                channel, lon, lat, accuracy, next_visit, companions,
            ) in cursor.fetchall()
        }  # fmt: skip
