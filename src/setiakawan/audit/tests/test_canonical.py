"""One way to write a value as bytes."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setiakawan.audit.canonical import canonical_json, merkle_root, moment, sha256

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(TEXT, parts, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
def test_what_was_written_reads_back_the_same(value):
    written = canonical_json(value)

    assert json.loads(written) == value
    assert canonical_json(json.loads(written)) == written
    written.encode()


@given(st.dictionaries(TEXT, st.integers(), min_size=2))
def test_the_order_in_which_keys_were_given_does_not_matter(value):
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


@given(st.integers(min_value=-(10**400), max_value=10**400))
def test_whole_numbers_of_any_size_stay_exact(value):
    assert json.loads(canonical_json({"n": value}))["n"] == value


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))]),
                    min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)))  # fmt: skip  # noqa: DTZ001
def test_a_moment_is_the_same_text_in_every_zone(value):
    written = moment(value)

    assert datetime.fromisoformat(written) == value
    assert len(written) == 27 and written.endswith("Z")


@pytest.mark.parametrize(
    "value",
    [1.5, Decimal("1.5"), float("nan"), object(), datetime(2026, 1, 1), {1: "a"}, {"a": [2.0]}],  # noqa: DTZ001
)
def test_what_two_languages_would_write_differently_is_refused(value):
    with pytest.raises(TypeError):
        canonical_json(value)


def test_days_ids_and_bytes_are_texts():
    assert canonical_json([date(2026, 1, 2), UUID(int=1), b"\x00\xff", True]) == (
        '["2026-01-02","00000000-0000-0000-0000-000000000001","00ff",true]'
    )


def _root_by_the_book(leaves):
    """RFC 6962 section 2.1, word for word: split at the largest power of two below n."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = _root_by_the_book(leaves[:split]), _root_by_the_book(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70))
def test_the_root_is_that_of_the_book(leaves):
    assert merkle_root(leaves) == _root_by_the_book(leaves)


def test_known_roots():
    """The test vectors of the certificate-transparency project for RFC 6962."""
    assert merkle_root([]).hex() == sha256().hex()
    assert merkle_root([b""]).hex() == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )
    assert merkle_root([b"", b"\x00"]).hex() == (
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    )
