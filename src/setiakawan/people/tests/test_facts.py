"""Facts are added; who may not know the newest keeps the one before, and nothing tells."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from setiakawan.accounts.operations.bars import name_barred
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    SANGKRAH,
    SEMANGGI,
    act_of,
    actor,
    bu_maya,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    pak_joko,
)
from setiakawan.foundation.clock import today
from setiakawan.foundation.problems import ChangedMeanwhile, Missing
from setiakawan.people import queries
from setiakawan.people.models import Address, Contact, Identifier, Relation
from setiakawan.people.operations import problems
from setiakawan.people.operations.correcting import Changes, correct_person, values_of
from setiakawan.people.operations.facts import (
    end_fact,
    record_address,
    record_consent,
    record_contact,
    record_relation,
    restore_fact,
    withdraw_consent,
)
from setiakawan.people.operations.numbers import judge_number, record_number
from setiakawan.people.operations.protecting import (
    begin_protection,
    end_protection,
    join_team,
    leave_team,
)
from setiakawan.people.said import ConsentSaid, ContactSaid
from setiakawan.people.tests.stage import (
    address_of,
    born,
    found,
    has_phone,
    listed,
    lives_at,
    nik,
    page,
    protected,
    registered,
)

pytestmark = pytest.mark.django_db


def phones(who, person):
    return [one.value for one in page(who, person.id).contacts]


def history(who, person):
    with reading(actor(who)):
        return [one.kind for one in queries.history_of_person(person.id)]


def test_a_number_is_unsafe_until_somebody_asked():
    person = registered()
    has_phone(bu_sri, person, "0812-0000-2201")
    [contact] = page(bu_sri, person.id).contacts
    assert contact.safety == Contact.Safety.UNKNOWN
    assert not contact.may_be_used
    with pytest.raises(problems.SafetyNeedsDay):
        has_phone(bu_sri, person, "0812-0000-2202", safety=Contact.Safety.SAFE)


def test_a_correction_keeps_what_stood_before():
    person = registered()
    first = has_phone(bu_sri, person, "0812-0000-2201")
    record_contact(
        act=act_of(bu_wahyuni),
        person_id=person.id,
        contact=ContactSaid(value="0812-0000-2202"),
        slot_id=first.slot_id,
        seen_id=first.id,
    )
    assert phones(bu_sri, person) == ["0812-0000-2202"]
    with reading(actor(bu_sri)):
        rows = queries.history_of_fact(actor(bu_sri), Contact, person.id, first.slot_id)
    assert [one.value for one in rows] == ["0812-0000-2202", "0812-0000-2201"]


def test_who_saw_an_older_one_is_told():
    person = registered()
    first = has_phone(bu_sri, person, "0812-0000-2201")
    change: dict[str, Any] = {
        "person_id": person.id,
        "slot_id": first.slot_id,
        "seen_id": first.id,
        "contact": ContactSaid(value="0812-0000-2202"),
    }
    record_contact(act=act_of(bu_wahyuni), **change)
    with pytest.raises(ChangedMeanwhile):
        record_contact(act=act_of(bu_sri), **change)


def test_a_fact_that_does_not_hold_any_more_can_be_taken_back():
    person = registered()
    first = has_phone(bu_sri, person, "0812-0000-2201")
    gone = end_fact(
        act=act_of(bu_sri),
        person_id=person.id,
        fact="contact",
        slot_id=first.slot_id,
        seen_id=first.id,
        reason="Nomor orang lain",
    )
    assert phones(bu_sri, person) == []
    restore_fact(
        act=act_of(bu_sri),
        person_id=person.id,
        fact="contact",
        slot_id=first.slot_id,
        seen_id=gone.id,
    )
    assert phones(bu_sri, person) == ["0812-0000-2201"]


def test_what_is_learned_under_protection_is_for_the_team():
    person = registered()
    has_phone(bu_sri, person, "0812-0000-2201")
    protected(person)
    has_phone(bu_maya, person, "0812-0000-2209")
    lives_at(bu_maya, person, "Rumah aman", place_code=SEMANGGI)
    record_relation(
        act=act_of(bu_maya), person_id=person.id, kind=Relation.Kind.SIBLING, other_name="Wati"
    )
    assert phones(bu_maya, person) == ["0812-0000-2209", "0812-0000-2201"]
    for ordinary in (bu_sri, bu_wahyuni, bu_ratna):
        assert phones(ordinary, person) == ["0812-0000-2201"]
        assert address_of(ordinary, person) == ""
        assert page(ordinary, person.id).relations == ()
        assert history(ordinary, person) == ["contact.recorded", "person.registered"]
        assert page(ordinary, person.id).protection is None
        assert page(ordinary, person.id).person.area_code == SANGKRAH
    assert listed(bu_sri) == ["Sutini"]
    assert listed(pak_joko) == []
    assert found(pak_joko, "sutini") == []
    assert address_of(bu_maya, person) == "Rumah aman"
    assert "protection.begun" in history(bu_maya, person)


def test_the_author_goes_on_seeing_what_she_wrote():
    person = registered()
    first = has_phone(bu_sri, person, "0812-0000-2201")
    protected(person)
    record_contact(
        act=act_of(bu_sri),
        person_id=person.id,
        contact=ContactSaid(value="0812-0000-2203"),
        slot_id=first.slot_id,
        seen_id=first.id,
    )
    assert phones(bu_sri, person) == ["0812-0000-2203"]
    assert phones(bu_wahyuni, person) == ["0812-0000-2201"]
    assert history(bu_sri, person) == ["contact.recorded", "contact.recorded", "person.registered"]
    assert history(bu_wahyuni, person) == ["contact.recorded", "person.registered"]


def test_a_hidden_newer_one_is_no_conflict():
    person = registered()
    first = has_phone(bu_sri, person, "0812-0000-2201")
    protected(person)
    change: dict[str, Any] = {"person_id": person.id, "slot_id": first.slot_id, "seen_id": first.id}
    record_contact(act=act_of(bu_maya), contact=ContactSaid(value="0812-0000-2209"), **change)
    record_contact(act=act_of(bu_sri), contact=ContactSaid(value="0812-0000-2204"), **change)
    assert phones(bu_sri, person) == ["0812-0000-2204"]


def test_where_somebody_sleeps_is_for_the_team_and_the_author():
    person = registered(is_unhoused=True, name="Pak Topi")
    record_address(
        act=act_of(bu_sri),
        person_id=person.id,
        kind=Address.Kind.SLEEPING,
        text="Emper toko",
    )
    kinds = {
        who: [one.kind for one in page(who, person.id).addresses] for who in (bu_sri, bu_wahyuni)
    }
    assert kinds == {bu_sri: ["sleeping"], bu_wahyuni: []}
    assert history(bu_wahyuni, person) == ["person.registered"]


def test_the_address_on_the_card_moves_nobody():
    person = registered()
    record_address(
        act=act_of(bu_sri),
        person_id=person.id,
        kind=Address.Kind.CARD,
        place_code="33.12.01",
        text="Wonogiri",
    )
    assert listed(bu_sri) == ["Sutini"]


def test_a_team_keeps_at_least_one():
    person = registered()
    protected(person)
    join_team(act=act_of(bu_maya), person_id=person.id, account_id=bu_sri.account_id)
    has_phone(bu_maya, person, "0812-0000-2209")
    assert phones(bu_sri, person) == ["0812-0000-2209"]
    leave_team(act=act_of(bu_maya), person_id=person.id, account_id=bu_sri.account_id)
    assert phones(bu_sri, person) == []
    with pytest.raises(problems.LastOfTheTeam):
        leave_team(act=act_of(bu_maya), person_id=person.id, account_id=bu_maya.account_id)


def test_nobody_puts_themselves_on_the_team():
    person = registered()
    protected(person)
    with pytest.raises(Missing):
        join_team(act=act_of(bu_ratna), person_id=person.id, account_id=bu_ratna.account_id)
    with pytest.raises(problems.ProtectedAlready):
        begin_protection(act=act_of(bu_maya), person_id=person.id, reason="lagi")


def test_ending_a_protection_opens_nothing():
    person = registered()
    protected(person)
    has_phone(bu_maya, person, "0812-0000-2209")
    end_protection(act=act_of(bu_maya), person_id=person.id, reason="Sudah aman")
    assert phones(bu_sri, person) == []
    has_phone(bu_maya, person, "0812-0000-2210")
    assert phones(bu_sri, person) == ["0812-0000-2210"]


def test_a_consent_is_taken_back_and_stays_on_record():
    """CASE-30 for what exists here."""
    person = registered(birth=born(1980))
    given = record_consent(
        act=act_of(bu_sri),
        person_id=person.id,
        consent=ConsentSaid(said_on=today() - timedelta(days=9)),
    )
    change: dict[str, Any] = {"person_id": person.id, "slot_id": given.slot_id, "seen_id": given.id}
    back = withdraw_consent(act=act_of(bu_sri), said_on=today(), **change)
    [shown] = page(bu_sri, person.id).consents
    assert shown.state == "withdrawn"
    change["seen_id"] = back.id
    with pytest.raises(problems.WithdrawnAlready):
        withdraw_consent(act=act_of(bu_sri), said_on=today(), **change)


def test_for_a_child_the_guardian_speaks():
    child = registered(name="Dimas", birth=born(today().year - 9, 3, 9))
    with pytest.raises(problems.GuardianNeeded):
        record_consent(act=act_of(bu_sri), person_id=child.id, consent=ConsentSaid())
    record_consent(
        act=act_of(bu_sri), person_id=child.id, consent=ConsentSaid(given_by="Lestari, ibunya")
    )


def test_a_correction_of_fields_keeps_the_earlier_values():
    person = registered()
    correct_person(
        act=act_of(bu_sri),
        person_id=person.id,
        base=dict(values_of(person)),
        changes=Changes(name="Sutinah", sex="f"),
        reason="Lihat KTP",
    )
    with reading(actor(bu_sri)):
        kept = {
            one.field: (one.before, one.after)
            for one in queries.corrections_of(actor(bu_sri), person.id)
        }
    assert kept == {"name": ("Sutini", "Sutinah"), "sex": ("", "f")}
    assert found(bu_sri, "sutinah") == ["Sutinah"]


def test_corrections_of_different_fields_go_together():
    person = registered()
    base = dict(values_of(person))
    for who, changes in ((bu_sri, Changes(sex="f")), (bu_wahyuni, Changes(call_name="Mbah Tini"))):
        correct_person(act=act_of(who), person_id=person.id, base=base, changes=changes)
    shown = page(bu_sri, person.id).person
    assert (shown.sex, shown.call_name) == ("f", "Mbah Tini")


def test_corrections_of_one_field_are_shown_to_the_later():
    person = registered()
    base = dict(values_of(person))
    correct_person(
        act=act_of(bu_sri), person_id=person.id, base=base, changes=Changes(name="Sutinah")
    )
    with pytest.raises(ChangedMeanwhile):
        correct_person(
            act=act_of(bu_wahyuni), person_id=person.id, base=base, changes=Changes(name="Sutinem")
        )


def test_a_claim_is_judged_by_an_officer():
    person = registered(numbers=(nik(),))
    [number] = page(bu_ratna, person.id).numbers
    change: dict[str, Any] = {
        "person_id": person.id,
        "slot_id": number.slot_id,
        "seen_id": number.row_id,
    }
    with pytest.raises(Missing):
        judge_number(act=act_of(pak_joko), status=Identifier.Status.VERIFIED, reason="x", **change)
    judge_number(
        act=act_of(bu_ratna), status=Identifier.Status.VERIFIED, reason="Dukcapil 24-11", **change
    )
    assert page(bu_sri, person.id).numbers[0].status == Identifier.Status.VERIFIED


def test_a_placeholder_is_refused_where_it_stands_alone():
    person = registered()
    with pytest.raises(problems.NotANumber):
        record_number(
            act=act_of(bu_sri), person_id=person.id, kind=Identifier.Kind.NIK, number=SecretStr("0")
        )


@pytest.mark.parametrize("bad", [date(9999, 1, 1), today() + timedelta(days=1)])
def test_nobody_was_asked_tomorrow(bad):
    person = registered()
    with pytest.raises(problems.DayImpossible):
        has_phone(bu_sri, person, "0812-0000-2201", safety=Contact.Safety.SAFE, asked_on=bad)


def test_the_columns_of_a_fact_of_somebody_unknown_stay_unwritten():
    with pytest.raises(Missing):
        has_phone(pak_joko, registered(), "0812-0000-2201")


def test_who_must_never_see_somebody_finds_the_name_on_no_relatives_page():
    karso, ngatini = registered(name="Karso"), registered(name="Ngatini")
    record_relation(
        act=act_of(bu_sri),
        person_id=karso.id,
        kind=Relation.Kind.SIBLING,
        other_id=ngatini.id,
    )
    name_barred(
        act=act_of(bu_maya),
        subject_kind="person",
        subject_id=ngatini.id,
        account_id=bu_wahyuni.account_id,
    )
    assert [one.name for one in page(bu_sri, karso.id).relations] == ["Ngatini"]
    assert page(bu_wahyuni, karso.id).relations == ()
    assert found(bu_wahyuni, "ngatini") == []
