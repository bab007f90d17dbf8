"""What needs several connections or other logins: ciphertext at rest, a race, facts that stay."""

import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction

from setiakawan.access.context import acting_as, grant
from setiakawan.access.roles import Role
from setiakawan.accounts.models import Appointment
from setiakawan.accounts.operations import appoint, end_appointment
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    SEMANGGI,
    SOLO,
    act_of,
    actor,
    bu_dewi,
    bu_maya,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    pak_agus,
    pak_joko,
)
from setiakawan.foundation.clock import today
from setiakawan.foundation.keyring import Damaged, keyring
from setiakawan.foundation.problems import Missing
from setiakawan.people import queries, rotation
from setiakawan.people.jobs import follow_areas_now, keep_teams_now
from setiakawan.people.models import Identifier
from setiakawan.people.numbers import context_of
from setiakawan.people.operations import problems
from setiakawan.people.operations.registering import register_person
from setiakawan.people.tests.stage import (
    NIK,
    address_of,
    born,
    has_phone,
    listed,
    lives_at,
    nik,
    page,
    protected,
    registered,
    said,
)


def test_a_number_is_kept_as_ciphertext(committed_db, as_login):
    person = registered(numbers=(nik(),))
    with as_login("owner"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT p::text FROM people_person p UNION SELECT i::text FROM people_identifier i"
        )
        text = " ".join(row[0] for row in cursor.fetchall())
    assert NIK not in text
    assert page(bu_sri, person.id).numbers[0].masked.endswith(NIK[-4:])


def test_one_nik_two_people(committed_db, as_login):
    """CASE-09: both are kept, both are marked for who sees both, the officer is asked."""
    from setiakawan.people.jobs import find_shared_numbers

    sumarni = registered(
        name="Sumarni", sex="f", birth=born(1961, 7, 12), numbers=(nik("3372045207619007"),)
    )
    bagas = register_person(
        act=act_of(bu_sri),
        person=said(
            "Bagas Pratama", sex="m", birth=born(2004, 1, 30), numbers=(nik("3372045207619007"),)
        ),
        not_the_same_as=(sumarni.id,),
    )
    assert page(bu_sri, sumarni.id).numbers[0].is_shared
    assert page(bu_sri, bagas.id).numbers[0].is_shared
    assert page(bu_sri, sumarni.id).numbers[0].status == Identifier.Status.CLAIMED
    with as_login("worker"):
        ids = [str(page(bu_ratna, one.id).numbers[0].row_id) for one in (sumarni, bagas)]
        find_shared_numbers.func(identifier_ids=ids)
        find_shared_numbers.func(identifier_ids=ids)
    with reading(actor(bu_ratna)):
        [question] = queries.shared_numbers(actor(bu_ratna))
    assert {one.name for one in question.claims} == {"Sumarni", "Bagas Pratama"}
    with reading(actor(bu_sri)):
        assert queries.shared_numbers(actor(bu_sri)) == []


@pytest.mark.parametrize("known", [{"birth": born(1950), "sex": "f"}, {}])
def test_two_who_register_the_same_one_in_a_minute(committed_db, known):
    """The second waits for the first and then sees what the first saved."""
    outcomes: list[str] = []

    def go(who):
        try:
            registered(who, **known)
            outcomes.append("saved")
        except problems.LooksKnown:
            outcomes.append("hint")
        finally:
            connections.close_all()

    both = [threading.Thread(target=go, args=(who,)) for who in (bu_sri, bu_wahyuni)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(outcomes) == ["hint", "saved"]


def test_no_fact_is_ever_changed(committed_db, as_login):
    person = registered()
    fact = has_phone(bu_sri, person, "0812-0000-2201")
    for login in ("app", "worker"):
        with as_login(login), acting_as(actor(bu_sri)), pytest.raises(DatabaseError):
            change(fact.id)
    with as_login("owner"), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_contact")


def change(fact_id):
    with transaction.atomic(), connection.cursor() as cursor:
        grant([fact_id])
        cursor.execute("UPDATE people_contact SET value = 'x' WHERE id = %s", [fact_id])


def test_numbers_are_sealed_and_indexed_anew_when_keys_change(committed_db, as_login):
    person = registered(numbers=(nik(),))
    [number] = page(bu_sri, person.id).numbers
    turned = keyring().with_new_key(index=True)
    with as_login("owner"):
        assert sum(rotation.reseal(turned)) == 1
        assert sum(rotation.reseal(turned)) == 0
        assert rotation.keys_in_use() == {turned.current_key_id: 1}
        row = Identifier.objects.get(pk=number.row_id)
    context = context_of(row.kind, row.slot_id)
    assert turned.unseal(bytes(row.sealed), context).decode() == NIK
    assert row.index == turned.index("number-nik", NIK)
    with pytest.raises(Damaged):
        turned.unseal(bytes(row.sealed), context_of(row.kind, person.id))


def test_a_move_is_followed_at_night_and_a_protected_person_stays(committed_db, as_login):
    """Whoever records the address sees no difference in the act itself (CASE-20)."""
    open_one, guarded = registered(name="Murni"), registered(name="Siti")
    protected(guarded)
    for person in (open_one, guarded):
        lives_at(bu_sri, person, "Jl. Baru 1", place_code=SEMANGGI)
        assert address_of(bu_sri, person) == "Jl. Baru 1"
    assert listed(bu_sri) == ["Murni", "Siti"]
    with as_login("worker"):
        follow_areas_now.func()
    assert listed(bu_sri) == ["Siti"]
    assert listed(pak_joko) == ["Murni"]
    assert address_of(pak_joko, open_one) == "Jl. Baru 1"


def test_a_team_follows_the_offices(committed_db, as_login):
    """CASE-13: the case manager leaves; another one takes over, and the first sees nothing more."""
    guarded = registered(name="Siti")
    protected(guarded)
    has_phone(bu_maya, guarded, "0812-0000-2209")
    appoint(
        act=act_of(bu_dewi),
        account_id=pak_agus.account_id,
        role=Role.CASE_MANAGER,
        area_code=SOLO,
        starts_on=today(),
        supervisor_id=bu_ratna.account_id,
    )
    with reading(actor(bu_ratna)):
        office = Appointment.objects.get(account_id=bu_maya.account_id)
    end_appointment(
        act=act_of(bu_dewi),
        appointment_id=office.id,
        version=office.version,
        ends_on=today(),
        reason="Pindah tugas",
    )
    with as_login("worker"):
        keep_teams_now.func()
        keep_teams_now.func()
    assert [one.value for one in page(pak_agus, guarded.id).contacts] == ["0812-0000-2209"]
    with pytest.raises(Missing):
        page(bu_maya, guarded.id)
