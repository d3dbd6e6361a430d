"""A wish sent twice is carried out once."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from apps.accounts.actor import NOBODY, Actor
from apps.accounts.jobs import forget_request_keys
from apps.accounts.keys import KEPT_DAYS, once
from apps.accounts.models import RequestKey
from apps.common.errors import DomainError
from tests.factories.people import UserFactory

BODY = {"verb": "move", "person": 7, "day": "2026-11-16"}


class Work:
    """Counts how often it was done."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> dict[str, Any]:
        self.done += 1
        return {"person": 7, "times": self.done}


@pytest.fixture
def actor(db: None) -> Actor:
    return Actor(user_id=UserFactory.create().pk)


def test_the_same_again_gets_the_first_answer(actor: Actor, now: datetime) -> None:
    key, work = uuid4(), Work()
    first = once(key=key, actor=actor, body=BODY, at=now, work=work)
    turned = dict(reversed(BODY.items()))
    assert once(key=key, actor=actor, body=turned, at=now, work=work) == first
    assert work.done == 1


@pytest.mark.parametrize("change", [{"person": 8}, {"verb": "leave"}, {"more": None}])
def test_another_body_is_refused(actor: Actor, now: datetime, change: dict[str, Any]) -> None:
    key, work = uuid4(), Work()
    once(key=key, actor=actor, body=BODY, at=now, work=work)
    with pytest.raises(DomainError) as refused:
        once(key=key, actor=actor, body=BODY | change, at=now, work=work)
    assert (refused.value.code, refused.value.status, work.done) == ("key_used", 409, 1)


def test_somebody_else_is_refused(actor: Actor, now: datetime) -> None:
    key, work = uuid4(), Work()
    once(key=key, actor=actor, body=BODY, at=now, work=work)
    other = Actor(user_id=UserFactory.create().pk)
    with pytest.raises(DomainError, match="key_used"):
        once(key=key, actor=other, body=BODY, at=now, work=work)
    assert work.done == 1


def test_nobody_is_refused(db: None, now: datetime) -> None:
    with pytest.raises(DomainError, match="unknown_actor"):
        once(key=uuid4(), actor=NOBODY, body=BODY, at=now, work=Work())


def test_work_that_failed_may_be_wished_again(actor: Actor, now: datetime) -> None:
    key = uuid4()

    def refuse() -> dict[str, Any]:
        raise DomainError("stale", "…", status=409)

    with pytest.raises(DomainError, match="stale"):
        once(key=key, actor=actor, body=BODY, at=now, work=refuse)
    assert once(key=key, actor=actor, body=BODY | {"more": 1}, at=now, work=Work())


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_done_once(now: datetime) -> None:
    actor, key, work = Actor(user_id=UserFactory.create().pk), uuid4(), Work()
    start, answers = Barrier(2), list[dict[str, Any]]()

    def send() -> None:
        try:
            start.wait(timeout=10)
            answers.append(once(key=key, actor=actor, body=BODY, at=now, work=work))
        finally:
            connection.close()

    threads = [Thread(target=send) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert (work.done, answers[0]) == (1, answers[1])


def test_old_keys_are_forgotten(actor: Actor, now: datetime) -> None:
    for days in (KEPT_DAYS + 1, KEPT_DAYS - 1):
        at = now - timedelta(days=days)
        once(key=uuid4(), actor=actor, body={"days": days}, at=at, work=dict)
    forget_request_keys.func(timestamp=0)
    assert RequestKey.objects.get().at == now - timedelta(days=KEPT_DAYS - 1)
