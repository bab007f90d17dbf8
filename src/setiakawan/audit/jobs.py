"""What happens to the ledger and to the jobs themselves by the clock."""

import logging

from django.conf import settings
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from setiakawan.audit.sealing import make_day_heads
from setiakawan.foundation.clock import today
from setiakawan.foundation.connections import fresh_connection

log = logging.getLogger(__name__)

PATIENTLY = RetryStrategy(max_attempts=6, exponential_wait=5)
"""5 s, 25 s, 2 min … between tries."""


# Every hour, not once at midnight: the heads of closed days that are missing are made, also after a
# night without power, and whatever zone the machine's clock is set to.
@app.periodic(cron="3 * * * *")
@app.task(queueing_lock="audit.day_heads", retry=PATIENTLY)
def close_days(timestamp: int) -> None:
    """Make the head of every day (Jakarta) that is over and has none."""
    with fresh_connection():
        made = make_day_heads(until=today(), heads=settings.HOME.heads)
    if made:
        log.info("made %d day heads", made)


# A worker that was killed leaves its job marked as being done. Jobs are operations with an id of
# their own or can be run again, so doing one twice does no harm, and not doing it would.
@app.periodic(cron="* * * * *")
@app.task(queueing_lock="audit.stalled_jobs", pass_context=True)
async def take_up_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Offer the jobs of a worker that is gone to the living one."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=60):
        if job.task_name != take_up_stalled_jobs.name:
            log.warning("job %s (%s) is taken up again", job.id, job.task_name)
        await jobs.retry_job(job)
