"""Who may give what, how a number is written, how a user name is made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setiakawan.access.actors import SYSTEM, Actor, Held
from setiakawan.access.roles import APPOINTABLE, NEEDS_SECOND_FACTOR, Role
from setiakawan.accounts import rules
from setiakawan.accounts.keys import invitation_key, key_digest
from setiakawan.foundation.ids import uuid7

CITY, KECAMATAN, A, B = "33.72", "33.72.03", "33.72.03.1008", "33.72.03.1002"


def holder(role: Role, reach: str = CITY) -> Actor:
    return Actor("person", uuid7(), (Held(role, reach),))


@pytest.mark.parametrize(
    ("giver", "given_roles"),
    [
        (Role.PSM, set()),
        (Role.COORDINATOR, {Role.PSM}),
        (Role.TKSK, set()),
        (Role.KELURAHAN_STAFF, set()),
        (
            Role.OFFICER,
            {
                Role.PSM,
                Role.COORDINATOR,
                Role.TKSK,
                Role.KELURAHAN_STAFF,
                Role.PARTNER_STAFF,
                Role.CASE_MANAGER,
                Role.LEADER,
            },
        ),
        (Role.CASE_MANAGER, set()),
        (Role.PARTNER_STAFF, set()),
        (Role.LEADER, set()),
        (Role.INSPECTOR, set()),
        (Role.ADMINISTRATOR, set(APPOINTABLE)),
    ],
)
def test_who_gives_what(giver, given_roles):
    actor = holder(giver)
    assert {role for role in Role if rules.gives(actor, role, A)} == given_roles
    assert set(rules.roles_given(actor)) == given_roles


def test_nobody_gives_beyond_their_reach():
    near = holder(Role.COORDINATOR, A)
    assert rules.gives(near, Role.PSM, A)
    assert rules.gives(near, Role.PSM, f"{A}.004")
    for code in (B, KECAMATAN, CITY, f"{A}9", "33.72.03.100", ""):
        assert not rules.gives(near, Role.PSM, code)


def test_a_wide_office_lends_nothing_to_a_narrow_one():
    """Coordinator of the city and officer of one kelurahan: coordinators are made in that one only."""
    both = Actor("person", uuid7(), (Held(Role.COORDINATOR, CITY), Held(Role.OFFICER, A)))
    assert rules.gives(both, Role.PSM, B)
    assert rules.gives(both, Role.COORDINATOR, A)
    assert not rules.gives(both, Role.COORDINATOR, B)


def test_the_system_gives_everything_and_strangers_nothing():
    assert rules.gives(SYSTEM, Role.ADMINISTRATOR, CITY)
    for kind in ("public", "link"):
        assert not rules.gives(Actor(kind), Role.PSM, A)


def test_every_appointable_role_has_its_levels():
    assert set(rules.LEVELS) == set(APPOINTABLE)
    assert all(rules.LEVELS.values())


@pytest.mark.parametrize("role", APPOINTABLE)
def test_two_people_let_back_in_whoever_decides_or_is_above_the_one_who_shows(role):
    officer, coordinator = holder(Role.OFFICER), holder(Role.COORDINATOR)
    assert rules.needs_second_person(officer, [(role, A)]) == (
        role in NEEDS_SECOND_FACTOR or role not in rules.GIVES[Role.OFFICER]
    )
    assert rules.needs_second_person(coordinator, [(role, A)]) == (role != Role.PSM)


def test_one_is_enough_for_somebody_without_an_office():
    assert not rules.needs_second_person(holder(Role.COORDINATOR), [])


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0812-0000-4121", "+6281200004121"),
        ("+62 812 0000 4121", "+6281200004121"),
        ("62812 0000 4121", "+6281200004121"),
        ("812 0000 4121", "+6281200004121"),
        ("(0812) 0000.4121", "+6281200004121"),
        ("0271 123456", "+62271123456"),
        ("1234", None),
        ("", None),
        ("nol delapan", None),
        ("0812-0000-4121-4121-41", None),
        ("+1 202 555 0100", None),
        ("٠٨١٢٠٠٠٠٤١٢١", None),
    ],
)
def test_numbers_are_written_one_way(typed, number):
    assert rules.phone_number(typed) == number


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_number_or_nothing(typed):
    number = rules.phone_number(typed)
    assert number is None or rules.phone_number(number) == number


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_user_name_can_be_typed_on_any_keyboard(name, place):
    stem = rules.username_stem(name, place)
    assert stem
    assert len(stem) <= 41
    assert set(stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789.")


def test_a_key_is_the_same_however_it_is_typed():
    invitation_id = uuid7()
    key = invitation_key(invitation_id)
    assert key == invitation_key(invitation_id)
    assert [len(group) for group in key.split("-")] == [4] * 6
    for typed in (key.lower(), key.replace("-", ""), key.replace("-", " "), f"  {key}\n"):
        assert key_digest(typed) == key_digest(key)
    for typed in (key.replace("O", "0"), key.replace("I", "1"), key.replace("B", "8")):
        assert key_digest(typed) == key_digest(key)
    assert key_digest(key[:-1]) != key_digest(key)
    assert key_digest(invitation_key(uuid7())) != key_digest(key)


@given(st.text(max_size=300))
def test_any_text_has_a_digest(typed):
    assert len(key_digest(typed)) == 32
