"""Many wishes at once, each as ``keys.once`` treats one: a phone brings a day's work in one go.

The keys of a batch are claimed together and in their order, so that two batches with the same keys
wait for each other and never in a circle. Whoever comes second finds the first one's answers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, digest_of
from apps.accounts.models import RequestKey
from apps.common.errors import DomainError

_CLAIM = """
INSERT INTO accounts_requestkey (key, user_id, body_sha256, answer, at)
SELECT wish.key, %s, wish.digest, '{}', %s
FROM unnest(%s::uuid[], %s::text[]) AS wish (key, digest) ORDER BY wish.key
ON CONFLICT (key) DO NOTHING RETURNING key
"""
_KEEP = """
UPDATE accounts_requestkey AS row SET answer = said.answer
FROM unnest(%s::uuid[], %s::jsonb[]) AS said (key, answer) WHERE row.key = said.key
"""


@dataclass(frozen=True, slots=True)
class Claims:
    """``new``: to be carried out now. ``earlier``: carried out before, with the answer of then.
    ``used``: keys that stand for something else (409).
    """

    new: frozenset[UUID]
    earlier: dict[UUID, Answer] = field(default_factory=dict)
    used: frozenset[UUID] = frozenset()


def claim(*, actor: Actor, bodies: Mapping[UUID, Mapping[str, Any]], at: datetime) -> Claims:
    """Claim the keys; for use inside the transaction that does the work.

    What comes of those that are new is told by ``keep``, or they are given up by ``release``.
    """
    if actor.user_id is None:
        raise DomainError("unknown_actor", _("Hãy đăng nhập."), status=403)
    digests = {key: digest_of(body) for key, body in bodies.items()}
    if not digests:
        return Claims(frozenset())
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [actor.user_id, at, list(digests), list(digests.values())])
        new = frozenset(key for (key,) in cursor.fetchall())
    known = RequestKey.objects.filter(key__in=digests.keys() - new) if digests.keys() - new else []
    earlier = {
        row.key: row.answer
        for row in known
        if row.user_id == actor.user_id and row.body_sha256 == digests[row.key]
    }
    return Claims(new, earlier, frozenset(digests.keys() - new - earlier.keys()))


def keep(answers: Mapping[UUID, Answer]) -> None:
    """Remember what was answered."""
    if answers:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, [list(answers), [Jsonb(answer) for answer in answers.values()]])


def release(keys: Collection[UUID]) -> None:
    """Nothing is remembered of what was refused, so that it may be put right and sent again."""
    if keys:
        RequestKey.objects.filter(key__in=keys).delete()
