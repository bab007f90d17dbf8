"""What is swept out by the clock: ended sessions, run-out counters of tries, names of who never came."""

import logging

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from procrastinate.contrib.django import app

from setiakawan.access.actors import SYSTEM
from setiakawan.access.context import acting_as
from setiakawan.accounts.operations import forget_uninvited
from setiakawan.accounts.operations.invitations import names_to_forget
from setiakawan.audit.acts import system_act
from setiakawan.audit.jobs import PATIENTLY
from setiakawan.foundation.clock import now
from setiakawan.foundation.connections import fresh_connection

log = logging.getLogger(__name__)


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


@app.periodic(cron="37 2 * * *")
@app.task(queueing_lock="accounts.forget_uninvited", retry=PATIENTLY)
def forget_names(timestamp: int) -> None:
    """Forget for whom invitations were that nobody used for three months; see the operation."""
    with fresh_connection():
        # A day on which nothing is forgotten leaves no entry.
        with acting_as(SYSTEM):
            is_anything = names_to_forget(now()).exists()
        if is_anything:
            log.info("forgot the names of %d invitations", forget_uninvited(act=system_act()))
