"""The worker's process: jobs and sealing, under the worker's login, until a signal says to stop."""

import asyncio

from setiakawan.cli.lifeline import leave_with_parent
from setiakawan.cli.setup import setup_django

JOBS_FINISH_WITHIN_S = 15


def work() -> None:
    """Run jobs and seal; come back after SIGTERM or SIGINT, with what was begun finished."""
    setup_django("worker")
    from django.conf import settings
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from setiakawan.audit.worker import Sealer

    leave_with_parent()
    sealer = Sealer(heads=settings.HOME.heads)
    sealer.start()
    # Not replace_connector: a job that runs an operation must put the jobs of that operation into
    # the same transaction, so tasks keep Django's connection and only the fetching has its own.
    connector = app.connector
    assert isinstance(connector, DjangoConnector)  # the app of procrastinate.contrib.django has it
    jobs = app.with_connector(connector.get_worker_connector())
    try:
        asyncio.run(_run_jobs(jobs))
    finally:
        sealer.stop()


async def _run_jobs(jobs: "object") -> None:
    from procrastinate import App

    assert isinstance(jobs, App)
    async with jobs.open_async():
        await jobs.run_worker_async(
            name="setiakawan",
            concurrency=2,
            delete_jobs="successful",
            shutdown_graceful_timeout=JOBS_FINISH_WITHIN_S,
        )
