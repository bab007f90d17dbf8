"""The worker seals at once, loses nothing when it is killed, and goes on when the database falls."""

import signal
from datetime import date

import pytest
from django.db import connection

from setiakawan.access.actors import SYSTEM
from setiakawan.access.context import acting_as
from setiakawan.areas.operations import NewArea, load_areas
from setiakawan.audit.acts import system_act
from setiakawan.audit.sealing import verify
from setiakawan.cli.tests.conftest import WorkerProcess, wait_until


@pytest.fixture(autouse=True)
def as_worker(as_login):
    """The test looks at the ledger as the system does."""
    with as_login("worker"):
        yield


def waiting() -> int:
    """How many records wait for their seal."""
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_unsealed")
        return int(cursor.fetchone()[0])


def enter(number: int) -> None:
    """Do an operation that leaves one entry."""
    area = NewArea(code=f"33.72.05.{1900 + number}", name=f"Kelurahan {number}", level=4)
    load_areas(act=system_act("test"), areas=[area], valid_from=date(2020, 1, 1))


def all_sealed() -> bool:
    return waiting() == 0


def test_an_operation_is_sealed_within_two_seconds(worker: WorkerProcess):
    worker.start()
    wait_until(all_sealed)

    enter(1)

    assert wait_until(all_sealed) < 2
    assert verify().fault is None


def test_killed_in_the_middle_nothing_is_lost(worker: WorkerProcess):
    worker.start()
    wait_until(all_sealed)
    before = verify().sealed
    for number in range(1, 11):
        enter(number)
    assert worker.signal(signal.SIGKILL) == -signal.SIGKILL
    for number in range(11, 21):
        enter(number)
    assert waiting() >= 10

    worker.start()

    wait_until(all_sealed)
    verdict = verify()
    assert (verdict.fault, verdict.sealed) == (None, before + 20)


def test_asked_to_stop_it_finishes_and_leaves(worker: WorkerProcess):
    worker.start()
    wait_until(all_sealed)
    enter(1)

    assert worker.signal(signal.SIGTERM) == 0

    assert waiting() == 0


def test_a_lost_connection_does_not_end_the_sealing(worker: WorkerProcess, committed_db: str):
    worker.start()
    wait_until(all_sealed)
    cut = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()"
    )
    with connection.cursor() as cursor:
        cursor.execute(cut, [committed_db])
        assert cursor.fetchone()[0] >= 1

    enter(1)

    wait_until(all_sealed)
    assert verify().fault is None


def test_a_job_that_fails_does_not_stop_the_sealing(worker: WorkerProcess):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name)"
            " VALUES ('default', 'setiakawan.no_such_job')"
        )
    worker.start()
    with connection.cursor() as cursor:

        def failed() -> bool:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
            return bool(cursor.fetchone()[0])

        wait_until(failed)

    enter(1)

    wait_until(all_sealed)
