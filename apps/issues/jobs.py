"""What issues have the worker do: hand over, let the clocks fire, forget."""

import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from apps.common import clock
from apps.issues.escalation import fire_clocks
from apps.issues.handover import hand_over, hand_over_tasks
from apps.issues.machine import Verb
from apps.issues.retention import age_out_issues
from apps.issues.roadmap.departing import hand_on_unseen

logger = logging.getLogger(__name__)


@app.periodic(cron="4 * * * *")
@app.task(queueing_lock="issue_clocks", retry=RetryStrategy(max_attempts=4, wait=300))
def run_issue_clocks(timestamp: int) -> None:
    """Every hour: hand on what lies with nobody, then move what is overdue."""
    now = clock.now()
    handed = hand_over(at=now) + hand_over_tasks(at=now) + hand_on_unseen(at=now)
    fired = fire_clocks(at=now)
    if handed or fired.steps or fired.failed:
        logger.info(
            "issues: %d handed over, %d escalated, %d reminded, %d closed, %d failed",
            handed,
            fired.steps[Verb.ESCALATE],
            fired.steps[Verb.REMIND],
            fired.steps[Verb.CLOSE],
            len(fired.failed),
        )


@app.periodic(cron="49 2 * * *")
@app.task(queueing_lock="age_out_issues", retry=RetryStrategy(max_attempts=3, wait=600))
def age_out_issue_texts(timestamp: int) -> None:
    """Every night: blank the words of what ended longer ago than the commune's rule."""
    age_out_issues(at=clock.local_day(clock.now()))
