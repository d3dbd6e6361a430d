"""The worker's upkeep."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.utils import timezone

from apps.common.jobs import clear_sessions, retry_stalled_jobs


def _status(job_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job_id])
        return str(cursor.fetchone()[0])


def _start(job_id: int) -> None:
    """As if a worker had taken the job and died."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job_id])


async def _retry() -> None:
    await retry_stalled_jobs.func(timestamp=0)
    await sync_to_async(connections.close_all)()


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_dead_worker_goes_back_into_the_queue() -> None:
    job_id = clear_sessions.configure().defer(timestamp=0)
    _start(job_id)
    # In a thread of its own: browser tests leave an event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _retry()).result()
    assert _status(job_id) == "todo"


@pytest.mark.django_db
def test_ended_sessions_are_forgotten() -> None:
    now = timezone.now()
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=now)
    Session.objects.create(
        session_key="b" * 32, session_data="", expire_date=now + timedelta(hours=1)
    )
    clear_sessions.func(timestamp=0)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["b" * 32]
