"""What is said before somebody is invited twice, and that it tells of nobody out of reach."""

import pytest

from setiakawan.access.roles import Role
from setiakawan.accounts.already_here import Newcomer, already_here, same_number
from setiakawan.accounts.operations import invite, open_staff_session, withdraw_invitation
from setiakawan.accounts.rules import phone_number
from setiakawan.accounts.tests.stage import invited
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    SANGKRAH,
    SEMANGGI,
    act_of,
    actor,
    bu_dewi,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    pak_joko,
)
from setiakawan.foundation.ids import uuid7

REASON = "Memeriksa nomor ganda di Sangkrah"


def told(part, *, name="Orang baru", phone="", role=Role.PSM, area_code=SANGKRAH, **more):
    with reading(actor(part)):
        [sentences] = already_here(
            actor(part), [Newcomer(name, phone_number(phone) or "", role, area_code)], **more
        )
    return sentences


def test_a_number_somebody_has_is_told_with_the_name(db):
    [sentence] = told(bu_wahyuni, phone=bu_sri.phone)
    assert bu_sri.name in sentence
    assert told(bu_wahyuni, phone="+6281200009999") == []
    assert told(bu_wahyuni, phone=bu_sri.phone, besides=bu_sri.account_id) == []


def test_no_number_is_told_of_somebody_out_of_reach(db):
    assert told(bu_wahyuni, phone=pak_joko.phone) == []
    assert told(bu_ratna, phone=pak_joko.phone) != []
    numbers = [str(phone_number(one.phone)) for one in (pak_joko, bu_wahyuni)]
    with reading(actor(bu_ratna)):
        assert len(same_number(actor(bu_ratna), numbers)) == 2
    with reading(actor(bu_sri)):
        assert same_number(actor(bu_sri), numbers) == {}


def test_an_administrator_compares_numbers_only_in_a_staff_session(db):
    assert told(bu_dewi, phone=bu_sri.phone) == []
    open_staff_session(act=act_of(bu_dewi), reason=REASON)
    assert told(bu_dewi, phone=bu_sri.phone) != []


@pytest.mark.parametrize("name", [bu_sri.name, f" {bu_sri.name.upper()}  "])
@pytest.mark.parametrize("part", [bu_wahyuni, bu_dewi], ids=["coordinator", "administrator"])
def test_the_same_office_is_told_for_it_is_public(db, part, name):
    [sentence] = told(part, name=name)
    assert "sudah menjabat PSM" in sentence
    assert told(part, name=name, role=Role.KELURAHAN_STAFF) == []
    assert told(part, name=name, area_code=f"{SANGKRAH}.001") == []


def test_an_invitation_that_is_out_is_told_until_it_is_withdrawn(db):
    made = invited(bu_wahyuni, name="Lastri Winarni", phone="0812-0000-0778")
    same = {"name": "lastri winarni", "phone": "+6281200000778"}
    number, office = told(bu_wahyuni, **same)
    assert "Lastri Winarni" in number
    assert "Sudah ada undangan" in office
    assert told(bu_dewi, **same) == []  # for whom it is isn't an administrator's to know
    withdraw_invitation(act=act_of(bu_wahyuni), invitation_id=made.id)
    assert told(bu_wahyuni, **same) == []


def test_a_coordinator_isnt_told_of_a_card_she_doesnt_see(db):
    invited(bu_ratna, name="Calon lurah", role=Role.KELURAHAN_STAFF, phone="0812-0000-0779")
    assert told(bu_wahyuni, phone="+6281200000779") == []
    assert told(bu_ratna, phone="+6281200000779") != []


def test_what_the_same_act_has_made_is_no_warning(db):
    act = act_of(bu_wahyuni)
    invite(act=act, name="Lastri", role=Role.PSM, area_code=SANGKRAH)
    assert told(bu_wahyuni, name="Lastri", act_id=act.id) == []
    assert told(bu_wahyuni, name="Lastri", act_id=uuid7()) != []


def test_many_are_compared_in_few_statements(db, django_assert_max_num_queries):
    people = [
        Newcomer(f"Orang {number}", f"+62813000{number:05}", Role.PSM, SANGKRAH)
        for number in range(200)
    ]
    person = actor(bu_wahyuni)
    with reading(person), django_assert_max_num_queries(6):
        assert already_here(person, people) == [[]] * 200
    assert told(bu_wahyuni, name=pak_joko.name, area_code=SEMANGGI) != []  # public, also next door
