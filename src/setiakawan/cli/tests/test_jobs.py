"""What is swept out by the clock, and what is taken up again."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection

from setiakawan.accounts.jobs import sweep_counters, sweep_sessions
from setiakawan.audit.jobs import close_days
from setiakawan.audit.models import Stream
from setiakawan.audit.sealing import seal_pending
from setiakawan.cli.tests.conftest import WorkerProcess, wait_until
from setiakawan.foundation.clock import now, today


@pytest.fixture(autouse=True)
def as_worker(as_login):
    with as_login("worker"):
        yield


def test_only_sessions_that_ran_out_are_swept():
    for key, ends_in in (("over", -1), ("alive", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=now() + timedelta(hours=ends_in)
        )

    sweep_sessions(timestamp=0)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["alive"]


def test_only_counters_that_ran_out_are_swept():
    cache.set("over", 1, timeout=3600)
    cache.set("alive", 1, timeout=3600)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE setiakawan_cache SET expires = now() - interval '1 hour'"
            " WHERE cache_key LIKE '%%over'"
        )

    sweep_counters(timestamp=0)

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM setiakawan_cache")
        assert [row[0] for row in cursor.fetchall()] == [":1:alive"]


def test_a_closed_day_gets_its_head(tmp_path, settings, as_login):
    seal_pending()
    with as_login("owner"), connection.cursor() as cursor:
        # Yesterday's work: sealed a day ago, as far as the database can tell.
        cursor.execute("ALTER TABLE audit_seal DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_seal SET sealed_at = sealed_at - interval '1 day'")
        cursor.execute("ALTER TABLE audit_seal ENABLE TRIGGER USER")
    settings.HOME = type(settings.HOME)(tmp_path)

    with as_login("worker"):
        close_days(timestamp=0)
        close_days(timestamp=0)

    day = (today() - timedelta(days=1)).isoformat()
    assert [path.name for path in tmp_path.glob("heads/*")] == [f"{Stream.LEDGER.value}-{day}.json"]


def test_the_job_of_a_worker_that_is_gone_is_taken_up_again(worker: WorkerProcess):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
            " RETURNING id"
        )
        gone = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
            " VALUES ('default', 'setiakawan.audit.jobs.close_days', '{\"timestamp\": 0}', 'doing', %s)",
            [gone],
        )
        worker.start()

        def done() -> bool:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND task_name LIKE"
                " '%%close_days'"
            )
            return not cursor.fetchone()[0]

        wait_until(done, within=90)
