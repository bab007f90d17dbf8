"""The envelope every change comes in, from whatever door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from setiakawan.access.actors import SYSTEM, Actor
from setiakawan.foundation.clock import EffectiveTime, effective_time, now
from setiakawan.foundation.ids import uuid7


@dataclass(frozen=True)
class Act:
    """One act of one actor: who, from which device, when, and what they knew.

    ``id`` is made by the caller (a page carries it as a hidden field), so that the same act sent
    twice is still one act.
    """

    id: UUID
    actor: Actor
    appointment_id: UUID | None = None
    """The appointment that speaks; where none is named, the actor's first."""
    device: UUID | None = None
    device_seq: int | None = None
    authored_at: datetime | None = None
    """What the device's clock said, if a device wrote it."""
    received_at: datetime = field(default_factory=now)
    clock_offset: timedelta | None = None
    """How far the device was found to run ahead of the server."""
    base: Mapping[str, Any] | None = None
    """The values the author saw when writing; what differs now is a conflict and not overwritten."""
    seen: int | None = None
    """The last seal number the author's device knew."""
    origin: str = "page"
    """The door: page, phone, file, job, command, test."""
    address: str = ""
    """Network address it came from; kept only with readings and refused tries."""

    @cached_property
    def effective(self) -> EffectiveTime:
        """The best known moment of this act, with the reason."""
        return effective_time(
            authored_at=self.authored_at,
            received_at=self.received_at,
            clock_offset=self.clock_offset,
        )

    @property
    def effective_at(self) -> datetime:
        """The best known moment of this act."""
        return self.effective.at

    @property
    def speaking_appointment_id(self) -> UUID | None:
        """The appointment under which this act is done."""
        return self.appointment_id or self.actor.appointment_id


def system_act(origin: str = "job") -> Act:
    """An act of the system itself: a job, the first setting up, the demo."""
    return Act(id=uuid7(), actor=SYSTEM, origin=origin)
