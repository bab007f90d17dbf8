"""What is swept out by the clock: ended sessions, and counters of tries that have run out."""

import logging

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from setiakawan.access.actors import SYSTEM
from setiakawan.access.context import acting_as
from setiakawan.foundation.clock import now
from setiakawan.foundation.connections import fresh_connection

log = logging.getLogger(__name__)

PATIENTLY = RetryStrategy(max_attempts=4, exponential_wait=5)


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="accounts.sweep_sessions", retry=PATIENTLY)
def sweep_sessions(timestamp: int) -> None:
    """Take away sessions that ran out, and from the session list those that are no more.

    Not an operation: nobody decides anything, and who was signed in isn't remembered for longer
    than it holds.
    """
    with fresh_connection(), acting_as(SYSTEM):
        ended, _ = Session.objects.filter(expire_date__lt=now()).delete()
        alive = Session.objects.values("session_key")
        UserSession.objects.exclude(session_key__in=alive).delete()
    if ended:
        log.info("swept %d ended sessions", ended)


@app.periodic(cron="27 * * * *")
@app.task(queueing_lock="accounts.sweep_counters", retry=PATIENTLY)
def sweep_counters(timestamp: int) -> None:
    """Take away counters of tries that have run out; Django does so only when a table overflows."""
    with fresh_connection(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM setiakawan_cache WHERE expires < %s", [now()])
