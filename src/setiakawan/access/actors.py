"""Who acts: a person with appointments, the system itself, the public, or the holder of a link."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal
from uuid import UUID

from setiakawan.access.reach import Range, reach_ranges
from setiakawan.access.roles import Role

ActorKind = Literal["person", "system", "public", "link"]

KELURAHAN_DOTS = 3
"""Dots in the code of a kelurahan (``33.72.03.1008``); what lies below it has more."""


@dataclass(frozen=True)
class Held:
    """One live appointment, as access sees it."""

    role: Role
    reach: str = ""
    """Area code; everything below it is in reach. Empty for a role that is bound to a partner."""
    appointment_id: UUID | None = None
    partner_id: UUID | None = None
    certified_until: date | None = None
    """Last day of the pekerja sosial certificate; signing an assessment needs it."""


@dataclass(frozen=True)
class Actor:
    """Somebody or something that acts, with all that decides how far it may go."""

    kind: ActorKind
    account_id: UUID | None = None
    held: tuple[Held, ...] = ()
    staff_until: datetime | None = None
    """End of the open staff session of an administrator, else None."""
    name: str = field(default="", compare=False)

    def holds(self, role: Role) -> bool:
        """Say whether this actor has a role at all."""
        return any(one.role == role for one in self.roles())

    def roles(self) -> Iterator[Held]:
        """Go through the roles in force, with what being signed in and a staff session add."""
        yield from self.held
        if self.kind != "person":
            return
        yield Held(Role.MEMBER)
        for one in self.held:
            if one.role == Role.COORDINATOR and one.reach.count(".") >= KELURAHAN_DOTS:
                yield Held(Role.KELURAHAN_COORDINATOR, one.reach, one.appointment_id)
        if self.staff_until is not None:
            for one in self.held:
                if one.role == Role.ADMINISTRATOR:
                    yield Held(Role.STAFF, one.reach, one.appointment_id)

    def reach_of(self, role: Role) -> tuple[Range, ...]:
        """The area ranges in which this actor has a role."""
        return self._ranges.get(role, ())

    @cached_property
    def _ranges(self) -> dict[Role, tuple[Range, ...]]:
        codes: dict[Role, list[str]] = {}
        for one in self.roles():
            if one.reach:
                codes.setdefault(one.role, []).append(one.reach)
        return {role: reach_ranges(found) for role, found in codes.items()}

    @cached_property
    def partners(self) -> tuple[UUID, ...]:
        """Partners for which this actor works. What stands beside another role lends nothing."""
        return tuple(
            sorted(
                {
                    one.partner_id
                    for one in self.held
                    if one.role == Role.PARTNER_STAFF and one.partner_id is not None
                }
            )
        )

    @property
    def appointment_id(self) -> UUID | None:
        """The appointment that speaks for this actor when no other was named."""
        return self.held[0].appointment_id if self.held else None


SYSTEM = Actor("system", name="Sistem")
"""The system itself: jobs, the first setting up, the demo. Sees all, but only as the worker."""

PUBLIC = Actor("public", name="Warga")
"""Somebody without an account."""
