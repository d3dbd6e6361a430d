"""Whether all that was concluded about a session still stands, as one expression in SQL.

Who asks, and what they reach, is worked out from a handful of rows: session, user, second factors,
person, posts, assignments. Whoever remembers a conclusion remembers a digest of those rows with it,
and lets the database compare it in the very statement that gives anything away. Nothing has to be
told about changes, so no change can be missed; see decision 013.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

from apps.accounts.reach import grant_traces, person_traces

# Whole rows, so that a column that comes to matter later is in it from its first day.
_STANDING = """
SELECT encode(sha256(convert_to(
    ROW(session, account, ({factors}), {person}, {grants})::text, 'UTF8')), 'hex')
FROM django_session AS session
CROSS JOIN accounts_user AS account
CROSS JOIN LATERAL (SELECT ({found}) AS id) AS person
WHERE session.session_key = $1::text AND session.expire_date > $3::timestamptz
    AND account.id = $2::bigint
"""
_LASTING = """
EXISTS (
    SELECT FROM django_session AS session
    WHERE session.session_key = $1::text AND session.expire_date > $3::timestamptz
)
"""
_FACTORS = """
SELECT string_agg(factor.id || ' ' || factor.type, ',' ORDER BY factor.id)
FROM mfa_authenticator AS factor WHERE factor.user_id = account.id
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """``facts``: the digest at the time of asking, as ``standing_sql`` gives it."""

    session_key: str
    user_id: int
    facts: str


def standing_sql() -> str:
    """A SELECT of the facts' digest; no row once the session is over.

    Three open values: $1 the session's key, $2 the user's, $3 the moment.
    """
    persons = person_traces()
    return _STANDING.format(
        factors=_FACTORS,
        found=f"coalesce({', '.join(f'({trace})' for trace in persons)})",
        person=", ".join(f"({trace})" for trace in persons),
        grants=", ".join(f"({trace})" for trace in grant_traces()),
    )


def lasting_sql() -> str:
    """A condition: the session has not run out. All else that ``standing_sql`` looks at are rows.

    Open values as there: $1 the session's key, $3 the moment.
    """
    return _LASTING


def standing_of(session_key: str) -> Standing | None:
    """How things stand now; None for strangers.

    To be read before anything is concluded: what changes in between is then found out next time.
    """
    user = SessionStore(session_key).load().get(SESSION_KEY)
    if not isinstance(user, str) or not user.isdigit():
        return None
    sql = standing_sql()
    values: dict[str, str | int | datetime] = {
        "1": session_key, "2": int(user), "3": timezone.now(),
    }  # fmt: skip
    for number in values:
        sql = sql.replace(f"${number}", f"%({number})s")
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return None if row is None else Standing(session_key, int(user), str(row[0]))
