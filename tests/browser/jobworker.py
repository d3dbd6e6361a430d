"""A real job worker beside the live server: the queue is the database's own, as in operation."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

# Longer than any job of a test takes.
PATIENCE_SECONDS = 300


class Worker:
    """Runs in a thread with an event loop of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="job-worker")

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._work())
        finally:
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    async def _work(self) -> None:
        connector = app.connector
        assert isinstance(connector, DjangoConnector)
        working = app.with_connector(connector.get_worker_connector())
        async with working.open_async():
            task = asyncio.create_task(
                working.run_worker_async(
                    # Asked often in place of being notified: the queue is short.
                    fetch_job_polling_interval=0.1,
                    listen_notify=False,
                    install_signal_handlers=False,
                    wait=True,
                )
            )
            stop = asyncio.create_task(self._stop.wait())
            await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
            task.cancel()
            stop.cancel()
            await asyncio.gather(task, stop, return_exceptions=True)

    @contextmanager
    def running(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(PATIENCE_SECONDS)
            assert not self._thread.is_alive()
