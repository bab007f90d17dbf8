"""Ids in the order of time."""

import threading
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from setiakawan.foundation.ids import derived_id, uuid7


def test_ids_made_in_a_burst_sort_as_they_were_made():
    made = [uuid7() for _ in range(20_000)]

    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {one.version for one in made} == {7}
    assert {one.variant for one in made} == {"specified in RFC 4122"}


def test_ids_of_several_threads_differ():
    made: list[list[UUID]] = [[] for _ in range(4)]

    def make(into):
        into.extend(uuid7() for _ in range(5_000))

    threads = [threading.Thread(target=make, args=[into]) for into in made]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    everything = [one for into in made for one in into]
    assert len(set(everything)) == 20_000
    assert all(into == sorted(into) for into in made)


@given(st.integers(min_value=0, max_value=50_000))
def test_a_part_has_the_same_id_whenever_it_is_made(index):
    base = UUID("01936a2b-7c00-7000-8000-000000000001")

    assert derived_id(base, index) == derived_id(base, index)
    assert derived_id(base, 0) == base
    assert derived_id(base, index).bytes[:6] == base.bytes[:6]
    if index:
        assert derived_id(base, index).version == 8
        assert derived_id(base, index) != derived_id(base, index + 1)


@given(st.uuids(), st.uuids(), st.integers(min_value=1, max_value=1000))
def test_parts_of_different_sets_differ(first, second, index):
    assert (first == second) == (derived_id(first, index) == derived_id(second, index))
