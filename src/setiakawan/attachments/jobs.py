"""Files that arrived and that nothing names are swept out: a form that was never sent on."""

import logging
from collections.abc import Callable, Set

from procrastinate.contrib.django import app

from setiakawan.access.actors import SYSTEM
from setiakawan.attachments import vault
from setiakawan.audit.jobs import PATIENTLY
from setiakawan.audit.readings import reading
from setiakawan.foundation.connections import fresh_connection

log = logging.getLogger(__name__)

Keeper = Callable[[], Set[str]]
"""The digests that a package's rows name, over all rows; asked as the system."""

_keepers: list[Keeper] = []


def keep_what_is_named_by(keeper: Keeper) -> None:
    """Let a package say which files its rows name; at start. A package that has files must."""
    if keeper not in _keepers:
        _keepers.append(keeper)


@app.periodic(cron="47 2 * * *")
@app.task(queueing_lock="attachments.sweep_files", retry=PATIENTLY)
def sweep_files(timestamp: int) -> None:
    """Take away files older than a day that nothing names."""
    with fresh_connection(), reading(SYSTEM):
        named = {digest for keeper in _keepers for digest in keeper()}
        removed = vault.sweep(named)
    if removed:
        log.info("swept %d files that nothing names", removed)
