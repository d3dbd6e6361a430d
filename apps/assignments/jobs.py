"""What assignments have the worker do: propose, and end plans with their terms."""

import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from apps.assignments.plans import runs
from apps.assignments.plans.terms import end_past_terms
from apps.common import clock

logger = logging.getLogger(__name__)


@app.task(name=runs.RUN)
def run_plan(run_id: int) -> None:
    """Propose to each cell of the run that has no proposal yet."""
    try:
        runs.work_off(run_id)
    except Exception:
        # Say so, rather than let somebody wait. The queue logs the rest.
        runs.fail(run_id)
        raise


@app.periodic(cron="7 1 * * *")
@app.task(queueing_lock="end_past_terms", retry=RetryStrategy(max_attempts=3, wait=60))
def end_plans_with_terms(timestamp: int) -> None:
    """End the plans whose term is over."""
    ended = end_past_terms(at=clock.local_day(clock.now()))
    if ended:
        logger.info("%d plans ended with their term", ended)
