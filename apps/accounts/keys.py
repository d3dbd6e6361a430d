"""Writes that may be sent twice: by a double tap, a reload, a phone that heard no answer.

The sender makes a UUID for each wish. The first request with it does the work; the same again is
given the first one's answer; the same key with another body is refused (409). How to use it::

    def move_person(*, key: UUID, actor: Actor, person: Person, day: date, at: datetime) -> Answer:
        def work() -> Answer:
            …
            return {"person": person.pk}

        return once(key=key, actor=actor, body={"person": person.pk, "day": day}, at=at, work=work)

``once`` opens the transaction. Nothing is remembered of work that raises, so that the sender may
put right what was wrong and send it again under the same key.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.models import RequestKey
from apps.common.errors import DomainError

# Keys, counts, days as text: what JSON holds. Kept as it is given, so no personal data.
Answer = dict[str, Any]
# Phones that were away send again for weeks, not for months.
KEPT_DAYS = 120


def digest_of(body: Mapping[str, Any]) -> str:
    """One text for one wish, whatever the order of its fields."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, default=str)
    # A phone's text may end in half a character.
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def once(
    *,
    key: UUID,
    actor: Actor,
    body: Mapping[str, Any],
    at: datetime,
    work: Callable[[], Answer],
) -> Answer:
    """Do ``work`` in a transaction unless it was done under this key; its answer, then and now.

    ``body`` says what is wished, the verb included. Two requests at once: the second waits for the
    first. Raises DomainError 403 without a user, 409 when the key was used for something else.
    """
    if actor.user_id is None:
        raise DomainError("unknown_actor", _("Hãy đăng nhập."), status=403)
    digest = digest_of(body)
    with transaction.atomic():
        row, is_new = RequestKey.objects.get_or_create(
            key=key, defaults={"user_id": actor.user_id, "body_sha256": digest, "at": at}
        )
        if not is_new:
            return _earlier(row, actor, digest)
        answer = work()
        row.answer = answer
        row.save(update_fields=["answer"])
    return answer


def _earlier(row: RequestKey, actor: Actor, digest: str) -> Answer:
    if row.user_id != actor.user_id or row.body_sha256 != digest:
        raise DomainError(
            "key_used",
            _("Yêu cầu này trùng mã với một yêu cầu khác. Hãy tải lại trang."),
            status=409,
        )
    answer: Answer = row.answer
    return answer


def forget_old_keys(*, at: datetime) -> int:
    """Forget keys nobody will send again; how many."""
    forgotten, _by_model = RequestKey.objects.filter(at__lt=at - timedelta(days=KEPT_DAYS)).delete()
    return forgotten
