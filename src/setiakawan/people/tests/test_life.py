"""Death, and what goes on; households; somebody without fixed residence."""

from datetime import date, timedelta

import pytest

from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    SANGKRAH,
    SEMANGGI,
    SOLO,
    act_of,
    actor,
    bu_maya,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    pak_harjo,
    pak_joko,
)
from setiakawan.foundation.clock import today
from setiakawan.foundation.problems import Missing
from setiakawan.people import queries
from setiakawan.people.models import Household, Membership, Person
from setiakawan.people.operations import life as verbs
from setiakawan.people.operations import problems
from setiakawan.people.operations.households import (
    correct_household,
    found_household,
    join_household,
    leave_household,
    name_receiver,
)
from setiakawan.people.operations.life import confirm_death, tell_life, undo_death
from setiakawan.people.operations.unhoused import (
    ask_to_join,
    decide_join,
    find_person,
    known_unhoused,
)
from setiakawan.people.tests.stage import (
    CHILD,
    HEAD,
    SPOUSE,
    found,
    household_of,
    listed,
    members_of,
    page,
    registered,
    said,
)

pytestmark = pytest.mark.django_db

YESTERDAY = today() - timedelta(days=1)


def home_of(who, home):
    with reading(actor(who)):
        return queries.household_page(actor(who), home)


def member(who, home, name):
    return next(one for one in home_of(who, home).members if one.person.name == name)


@pytest.fixture
def pardi_home():
    """CASE-11: Pardi, Ngatini and two children."""
    return household_of(
        bu_sri,
        said("Pardi", part=HEAD, sex="m"),
        said("Ngatini", part=SPOUSE, sex="f"),
        said("Rini", part=CHILD),
        said("Roni", part=CHILD),
    )


def test_the_head_dies_and_the_household_goes_on(pardi_home):
    """CASE-11: same id, one smaller, asks who receives; nothing else changes."""
    pardi = member(bu_sri, pardi_home, "Pardi").person
    ngatini = member(bu_sri, pardi_home, "Ngatini").person
    confirm_death(act=act_of(bu_wahyuni), person_id=pardi.id, on=YESTERDAY, proof="Surat kematian")
    after = home_of(bu_sri, pardi_home)
    assert [one.person.name for one in after.members] == ["Ngatini", "Rini", "Roni"]
    assert [one.person.name for one in after.gone] == ["Pardi"]
    assert after.household.asks_receiver
    with reading(actor(bu_sri)):
        assert [one.id for one in queries.households_that_ask(actor(bu_sri))] == [pardi_home]
    name_receiver(
        act=act_of(bu_sri),
        household_id=pardi_home,
        version=after.household.version,
        receiver_id=ngatini.id,
    )
    after = home_of(bu_sri, pardi_home)
    assert not after.household.asks_receiver
    assert after.receiver.name == "Ngatini"
    correct_household(
        act=act_of(bu_sri),
        household_id=pardi_home,
        version=after.household.version,
        area_code=SANGKRAH,
        card=Household.Card.WAITING,
    )
    assert home_of(bu_sri, pardi_home).household.card == "waiting"


def test_a_death_is_undone_whole(pardi_home):
    """CASE-10: undo restores all of it; later packages are told of both."""
    told: list[str] = []
    verbs.on_death(
        lambda act, one: told.append(f"died {one.name}"),
        lambda act, one: told.append(f"lives {one.name}"),
    )
    try:
        pardi = member(bu_sri, pardi_home, "Pardi").person
        confirm_death(act=act_of(bu_wahyuni), person_id=pardi.id, on=YESTERDAY, proof="Surat")
        with pytest.raises(problems.DeadAlready):
            confirm_death(act=act_of(bu_wahyuni), person_id=pardi.id, on=YESTERDAY, proof="Surat")
        with pytest.raises(Missing):
            undo_death(act=act_of(pak_joko), person_id=pardi.id, reason="x")
        undo_death(act=act_of(bu_maya), person_id=pardi.id, reason="Salah orang")
    finally:
        verbs._on_death.pop()
        verbs._on_undone.pop()
    after = home_of(bu_sri, pardi_home)
    assert [one.person.name for one in after.members] == ["Pardi", "Ngatini", "Rini", "Roni"]
    assert after.gone == ()
    assert not after.household.asks_receiver
    assert page(bu_sri, pardi.id).person.life == Person.Life.ALIVE
    assert told == ["died Pardi", "lives Pardi"]


def test_a_death_that_is_only_told_changes_nothing(pardi_home):
    pardi = member(bu_sri, pardi_home, "Pardi").person
    tell_life(act=act_of(bu_sri), person_id=pardi.id, life=Person.Life.DEAD, note="Kata tetangga")
    assert len(home_of(bu_sri, pardi_home).members) == 4
    assert not page(bu_sri, pardi.id).person.is_dead
    with reading(actor(bu_wahyuni)):
        assert [one.name for one in queries.deaths_to_confirm(actor(bu_wahyuni))] == ["Pardi"]
    with reading(actor(bu_sri)):
        assert queries.deaths_to_confirm(actor(bu_sri)) == []


@pytest.mark.parametrize("on", [today() + timedelta(days=1), date(9999, 1, 1)])
def test_nobody_dies_tomorrow(pardi_home, on):
    pardi = member(bu_sri, pardi_home, "Pardi").person
    with pytest.raises(problems.DayImpossible):
        confirm_death(act=act_of(bu_wahyuni), person_id=pardi.id, on=on, proof="Surat")


def test_somebody_moves_to_another_household(pardi_home):
    karso = registered(name="Karso")
    own = found_household(act=act_of(bu_sri), person_id=karso.id)
    with pytest.raises(problems.AlreadyMember):
        join_household(
            act=act_of(bu_sri),
            household_id=pardi_home,
            person_id=karso.id,
            part=Membership.Part.PARENT,
        )
    join_household(
        act=act_of(bu_sri),
        household_id=pardi_home,
        person_id=karso.id,
        part=Membership.Part.PARENT,
        moves=True,
    )
    assert "Karso" in members_of(bu_sri, pardi_home)
    assert members_of(bu_sri, own.id) == {}
    leaving = member(bu_sri, pardi_home, "Karso")
    leave_household(
        act=act_of(bu_sri),
        household_id=pardi_home,
        person_id=karso.id,
        slot_id=leaving.slot_id,
        seen_id=leaving.row_id,
        on=today(),
    )
    assert "Karso" not in members_of(bu_sri, pardi_home)


def test_a_household_is_not_there_for_others(pardi_home):
    with pytest.raises(Missing):
        home_of(pak_joko, pardi_home)


def test_a_household_of_hidden_people_is_not_there():
    home = household_of(bu_maya, said("Ratna Puspita", is_hidden=True, part=HEAD))
    assert members_of(bu_maya, home) == {"Ratna Puspita": "head"}
    for other in (bu_sri, bu_ratna):
        with pytest.raises(Missing):
            home_of(other, home)


@pytest.fixture
def pak_topi():
    return registered(
        name="Pak Topi",
        is_unhoused=True,
        claimed_names=("Sugeng", "Suwito"),
        sex="m",
        marks="Topi merah",
        usual_places=("Pasar",),
    )


def test_who_lives_nowhere_fixed_is_the_citys(pak_topi):
    assert pak_topi.area_code == SOLO
    for who in (bu_sri, bu_wahyuni, pak_harjo, bu_ratna):
        assert listed(who) == ["Pak Topi"], who.name
        assert found(who, "sugeng") == ["Pak Topi"], who.name
        assert page(who, pak_topi.id).person.marks == "Topi merah"
    assert listed(pak_joko) == []
    with pytest.raises(Missing):
        page(pak_joko, pak_topi.id)


def test_he_is_found_elsewhere(pak_topi):
    find_person(act=act_of(pak_harjo), person_id=pak_topi.id, area_code=SEMANGGI)
    assert listed(pak_joko) == ["Pak Topi"]
    assert found(pak_joko, "suwito") == ["Pak Topi"]


def test_another_psm_who_meets_him_asks_to_join(pak_topi):
    with reading(actor(pak_joko)):
        [(known, name, *_)] = known_unhoused("Sugeng", "m")
    assert (known, name) == (pak_topi.id, "Pak Topi")
    request = ask_to_join(
        act=act_of(pak_joko), person_id=known, found_in=SEMANGGI, name="Sugeng", note="Di terminal"
    )
    with pytest.raises(problems.AskedAlready):
        ask_to_join(act=act_of(pak_joko), person_id=known, found_in=SEMANGGI, name="Sugeng")
    with pytest.raises(Missing):
        page(pak_joko, pak_topi.id)
    with reading(actor(pak_harjo)):
        [(one, person, by)] = queries.join_requests(actor(pak_harjo))
    assert person is not None
    assert (one.id, person.name, by) == (request.id, "Pak Topi", "Joko Waluyo")
    with pytest.raises(Missing):
        decide_join(act=act_of(bu_sri), request_id=request.id, version=1, agree=True)
    decide_join(act=act_of(pak_harjo), request_id=request.id, version=1, agree=True)
    assert page(pak_joko, pak_topi.id).person.name == "Pak Topi"
    with pytest.raises(problems.DecidedAlready):
        decide_join(act=act_of(pak_harjo), request_id=request.id, version=2, agree=True)


def test_nobody_is_asked_about_by_id_alone(pak_topi):
    housed = registered(name="Sutini")
    hidden = registered(bu_maya, name="Sugeng", is_unhoused=True, is_hidden=True)
    for person, name in ((housed, "Sutini"), (hidden, "Sugeng"), (pak_topi, "Lainnya")):
        with pytest.raises(Missing):
            ask_to_join(act=act_of(pak_joko), person_id=person.id, found_in=SEMANGGI, name=name)
