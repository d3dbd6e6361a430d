"""Upkeep that runs by itself in the worker."""

from django.core.management import call_command
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

# A worker that died leaves its job "doing"; ten minutes without a heartbeat are proof enough.
STALLED_AFTER_SECONDS = 600


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=False)
async def retry_stalled_jobs(timestamp: int) -> None:
    """Put the jobs of dead workers back into the queue."""
    manager = app.job_manager
    stalled: list[Job] = list(
        await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS)
    )
    for job in stalled:
        await manager.retry_job(job)


@app.periodic(cron="17 2 * * *")
@app.task(queueing_lock="clear_sessions", retry=RetryStrategy(max_attempts=3, wait=60))
def clear_sessions(timestamp: int) -> None:
    """Forget sessions that have ended."""
    call_command("clearsessions")
