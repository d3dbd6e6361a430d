"""Upkeep of the map in the worker."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from apps.common import clock
from apps.webmap.upkeep import count_figures, fold_tallies


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="keep_map", retry=RetryStrategy(max_attempts=3, wait=60))
def keep_map(timestamp: int) -> None:
    """Every hour, so that soon after midnight the new day's figures wait for their readers."""
    fold_tallies()
    count_figures(at=clock.local_day(clock.now()))
