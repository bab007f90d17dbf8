"""Time: UTC inside, Asia/Jakarta on screen, and the best known moment of something a phone wrote."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")

# A phone whose clock is right may still be some seconds ahead; more than this is a wrong clock.
AHEAD_ALLOWED = timedelta(minutes=5)
# The first PSM could have written something with this system; a clock before it has lost its battery.
EARLIEST_BELIEVABLE = datetime(2024, 1, 1, tzinfo=UTC)


def now() -> datetime:
    """Say what time it is, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Say what day it is in Surakarta."""
    return now().astimezone(JAKARTA).date()


@dataclass(frozen=True)
class EffectiveTime:
    """The best known moment of an act, and why it is that one."""

    at: datetime
    reason: str
    """``phone`` (believed), ``corrected`` (by a measured offset) or ``received`` (clock not believed)."""


def effective_time(
    *, authored_at: datetime | None, received_at: datetime, clock_offset: timedelta | None = None
) -> EffectiveTime:
    """Weigh the writer's clock against ours (CASE-29: a dead battery says 1980, another runs ahead).

    ``clock_offset`` is how far the phone was found to run ahead of the server; None when nobody
    measured it. Nothing is refused for its time: an act is true even if its clock isn't.
    """
    if authored_at is None:
        return EffectiveTime(received_at, "received")
    if clock_offset is not None and abs(clock_offset) > AHEAD_ALLOWED:
        corrected = authored_at - clock_offset
        if EARLIEST_BELIEVABLE <= corrected <= received_at + AHEAD_ALLOWED:
            return EffectiveTime(corrected, "corrected")
        return EffectiveTime(received_at, "received")
    if EARLIEST_BELIEVABLE <= authored_at <= received_at + AHEAD_ALLOWED:
        return EffectiveTime(min(authored_at, received_at), "phone")
    return EffectiveTime(received_at, "received")
