"""Upkeep of accounts that runs by itself in the worker."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from apps.accounts.keys import forget_old_keys
from apps.common import clock


@app.periodic(cron="23 2 * * *")
@app.task(queueing_lock="forget_old_keys", retry=RetryStrategy(max_attempts=3, wait=60))
def forget_request_keys(timestamp: int) -> None:
    """Forget the keys of wishes carried out long ago."""
    forget_old_keys(at=clock.now())
