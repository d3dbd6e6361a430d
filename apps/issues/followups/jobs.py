"""Every day: raise what the communes' rules speak of, close what they no longer do."""

import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from apps.common import clock
from apps.issues.followups.raising import run_rules

logger = logging.getLogger(__name__)


# Ten past five in the morning in Vietnam.
@app.periodic(cron="10 22 * * *")
@app.task(queueing_lock="follow_up_rules", retry=RetryStrategy(max_attempts=4, wait=600))
def follow_up(timestamp: int) -> None:
    """Run every rule that is on."""
    done = run_rules(now=clock.now())
    logger.info("follow-up rules: %d tasks raised, %d closed", done.raised, done.closed)
