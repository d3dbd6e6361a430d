"""Upkeep of contacts and departed households in the worker."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from apps.common import clock
from apps.visits.phone.devices import forget_unseen
from apps.visits.retention import age_out


@app.periodic(cron="41 2 * * *")
@app.task(queueing_lock="age_out", retry=RetryStrategy(max_attempts=3, wait=600))
def age_out_data(timestamp: int) -> None:
    """Every night: blank what is older than the commune's rule, forget phones long unseen."""
    now = clock.now()
    age_out(at=clock.local_day(now))
    forget_unseen(now=now)
