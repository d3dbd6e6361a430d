"""The reach that posts give, for ``accounts.reach``.

Asked by every request, tiles included, and so written in SQL: putting the querysets together took
several times as long as their answers.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from apps.accounts.actor import Grant
from apps.accounts.roles import AreaKind
from apps.common.clock import local_day
from apps.people.kinds import ROLE_OF_POST, PostKind

# One row for each area that a post reaches: its kind, and the key of one of the three.
_POSTS = """
SELECT post.kind, post.province_id, post.commune_id, coalesce(post.village_id, served.village_id)
FROM people_post AS post
LEFT JOIN people_cellvillage AS served
    ON served.cell_id = post.cell_id AND post.province_id IS NULL AND post.commune_id IS NULL
WHERE post.person_id = %(person)s AND post.kind = ANY (%(kinds)s)
    AND (post.valid_from IS NULL OR post.valid_from <= %(day)s)
    AND (post.valid_to IS NULL OR post.valid_to > %(day)s)
"""

# For accounts.reach: all that the two functions below read, in one value each. A row's place and
# the transaction that put it there stand for all of its columns: no change leaves both as is.
PERSON_TRACE = "SELECT id FROM people_person WHERE user_id = account.id"
POSTS_TRACE = """
SELECT bit_xor(hash_record_extended((post.xmin, post.ctid), 0)) # coalesce(bit_xor(
    -- With the post's key, so that two posts in one cell do not undo each other.
    CASE WHEN post.cell_id IS NOT NULL THEN (
        SELECT bit_xor(hash_record_extended((post.id, served), 0))
        FROM people_cellvillage AS served WHERE served.cell_id = post.cell_id
    ) END
), 0)
FROM people_post AS post WHERE post.person_id = person.id
"""


def person_of(user_id: int) -> int | None:
    """The person who uses a log-in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM people_person WHERE user_id = %s", [user_id])
        row = cursor.fetchone()
    return None if row is None else int(row[0])


def post_grants(person_id: int, at: datetime) -> Iterable[Grant]:
    """Grants of the posts in force at the moment ``at``."""
    kinds = [kind.value for kind in ROLE_OF_POST]
    with connection.cursor() as cursor:
        cursor.execute(_POSTS, {"person": person_id, "kinds": kinds, "day": local_day(at)})
        rows = cursor.fetchall()
    for kind, province, commune, village in rows:
        role = ROLE_OF_POST[PostKind(kind)]
        if province is not None:
            yield Grant(role, AreaKind.PROVINCE, province)
        elif commune is not None:
            yield Grant(role, AreaKind.COMMUNE, commune)
        elif village is not None:
            yield Grant(role, AreaKind.VILLAGE, village)
