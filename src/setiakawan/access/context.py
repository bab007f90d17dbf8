"""Tell PostgreSQL who asks, for one transaction.

Row security reads ``setiakawan.*`` settings that are set with ``set_config(…, true)`` and so end
with the transaction. Nothing set means no rows. One statement sets all of them, so that nothing of
an earlier actor can be left over inside a longer transaction.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, transaction

from setiakawan.access.actors import Actor
from setiakawan.access.reach import Range, multirange, reach_range
from setiakawan.access.roles import Role

ROLE_SETTINGS = {role: f"setiakawan.role_{role.value}" for role in Role}
"""For each role the setting that holds its reach (``area_multirange``), ``on`` without an area."""


@dataclass
class AccessContext:
    """What is set in the running transaction."""

    actor: Actor
    operation_id: UUID | None = None
    granted: set[UUID] = field(default_factory=set)
    write_reach: list[Range] = field(default_factory=list)
    candidates: tuple[UUID, ...] = ()
    """Accounts somebody who isn't signed in yet may turn out to be."""

    def settings(self) -> dict[str, str]:
        """Every setting with its value; what isn't held is set to nothing."""
        values = dict.fromkeys(ROLE_SETTINGS.values(), "")
        for one in self.actor.roles():
            values[ROLE_SETTINGS[one.role]] = (
                multirange(self.actor.reach_of(one.role)) or values[ROLE_SETTINGS[one.role]] or "{}"
            )
        values["setiakawan.account"] = str(self.actor.account_id or "")
        values["setiakawan.partners"] = _uuids(self.actor.partners)
        values["setiakawan.system"] = "on" if self.actor.kind == "system" else ""
        values["setiakawan.act"] = str(self.operation_id or "")
        values["setiakawan.granted"] = _uuids(sorted(self.granted))
        values["setiakawan.write_reach"] = multirange(sorted(set(self.write_reach)))
        values["setiakawan.candidates"] = _uuids(self.candidates)
        return values


def _uuids(ids: Iterable[UUID]) -> str:
    written = ",".join(map(str, ids))
    return f"{{{written}}}" if written else ""


_current: ContextVar[AccessContext | None] = ContextVar("setiakawan_access", default=None)

_BLANK = {
    **dict.fromkeys(ROLE_SETTINGS.values(), ""),
    **dict.fromkeys(
        (
            "setiakawan.account",
            "setiakawan.partners",
            "setiakawan.system",
            "setiakawan.act",
            "setiakawan.granted",
            "setiakawan.write_reach",
            "setiakawan.candidates",
        ),
        "",
    ),
}


class NoTransaction(RuntimeError):
    """Something asked for rows outside a read or an operation; without one there are none."""


def current() -> AccessContext:
    """The access context of the running transaction."""
    context = _current.get()
    if context is None:
        raise NoTransaction("open one with acting_as(actor), reading(actor) or an @operation")
    return context


def is_running() -> bool:
    """Say whether a read or an operation is open."""
    return _current.get() is not None


@contextmanager
def acting_as(actor: Actor, *, operation_id: UUID | None = None) -> Iterator[AccessContext]:
    """Open a transaction in which PostgreSQL shows what this actor may see.

    Inside another one (a test, a batch) it opens a savepoint, and puts the outer settings back
    at its end.
    """
    outer = _current.get()
    context = AccessContext(actor, operation_id)
    # Before anything is set: a page's actor is looked up when it is first asked about, which opens
    # a reading of its own.
    values = context.settings()
    token = _current.set(context)
    try:
        with transaction.atomic():
            _send(values)
            yield context
    finally:
        _current.reset(token)
        if connection.in_atomic_block and not connection.needs_rollback:
            _send(outer.settings() if outer else _BLANK)


def grant(ids: Iterable[UUID]) -> None:
    """Let the running operation write these rows, and still see them when it has moved them away."""
    context = current()
    context.granted.update(ids)
    _send({"setiakawan.granted": context.settings()["setiakawan.granted"]})


def grant_reach(codes: Iterable[str]) -> None:
    """Let the running operation write rows in these areas: for the set form, many rows at once."""
    context = current()
    context.write_reach.extend(reach_range(code) for code in codes)
    _send({"setiakawan.write_reach": context.settings()["setiakawan.write_reach"]})


def consider(candidates: Iterable[UUID]) -> None:
    """Let somebody who is signing in be checked against these accounts, and no others."""
    context = current()
    context.candidates = tuple(candidates)
    _send({"setiakawan.candidates": context.settings()["setiakawan.candidates"]})


def _send(values: dict[str, str]) -> None:
    parts = ", ".join(["set_config(%s, %s, true)"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}", [part for pair in values.items() for part in pair])
