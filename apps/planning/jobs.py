"""Upkeep of trips in the worker."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from apps.common import clock
from apps.planning.retention import age_out_trips


@app.periodic(cron="53 2 * * *")
@app.task(queueing_lock="age_out_trips", retry=RetryStrategy(max_attempts=3, wait=600))
def age_out_trip_texts(timestamp: int) -> None:
    """Every night: blank the words of trips older than the commune's rule, and who went."""
    age_out_trips(at=clock.local_day(clock.now()))
