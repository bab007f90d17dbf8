"""The best known moment (CASE-29)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from setiakawan.foundation.clock import AHEAD_ALLOWED, effective_time

RECEIVED = datetime(2026, 11, 25, 3, tzinfo=UTC)
MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 1),  # noqa: DTZ001  # the zone stands beside
    max_value=datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def test_a_phone_that_is_right_is_believed():
    at = RECEIVED - timedelta(days=3)
    assert effective_time(authored_at=at, received_at=RECEIVED).reason == "phone"
    assert effective_time(authored_at=at, received_at=RECEIVED).at == at


def test_a_dead_battery_and_a_clock_that_runs_ahead_are_not():
    for wrong in (datetime(1980, 1, 1, tzinfo=UTC), RECEIVED + timedelta(days=1)):
        found = effective_time(authored_at=wrong, received_at=RECEIVED)
        assert (found.at, found.reason) == (RECEIVED, "received")


def test_a_measured_offset_corrects():
    found = effective_time(
        authored_at=RECEIVED + timedelta(hours=2),
        received_at=RECEIVED,
        clock_offset=timedelta(hours=3),
    )
    assert (found.at, found.reason) == (RECEIVED - timedelta(hours=1), "corrected")


@given(MOMENTS, st.none() | st.timedeltas(timedelta(days=-9000), timedelta(days=9000)))
def test_nothing_is_later_than_it_can_be(authored, offset):
    found = effective_time(authored_at=authored, received_at=RECEIVED, clock_offset=offset)
    assert found.at <= RECEIVED + AHEAD_ALLOWED
