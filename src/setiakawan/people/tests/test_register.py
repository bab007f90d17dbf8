"""Everyone can be registered as they are: one name, no papers, a number that others claim."""

from datetime import date, timedelta

import pytest

from setiakawan.access.permissions import NotForThisRole
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    SANGKRAH,
    SEMANGGI,
    act_of,
    actor,
    bu_endah,
    bu_kartika,
    bu_maya,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    pak_harjo,
    pak_hendro,
    pak_joko,
)
from setiakawan.foundation.clock import now, today
from setiakawan.foundation.problems import Missing
from setiakawan.people import queries
from setiakawan.people.likeness import find_likely_same, sketch_of_said
from setiakawan.people.models import NotTheSame, Person
from setiakawan.people.operations import problems
from setiakawan.people.operations.registering import (
    keep_registration,
    register_person,
    register_together,
    undo_registration,
)
from setiakawan.people.said import BirthSaid, HouseholdSaid
from setiakawan.people.tests.stage import (
    CHILD,
    HEAD,
    NIK,
    born,
    entries_of,
    found,
    has_phone,
    household_of,
    listed,
    members_of,
    nik,
    page,
    payload,
    protected,
    registered,
    said,
)

pytestmark = pytest.mark.django_db

RW_004 = f"{SANGKRAH}.004"


def age(years: int) -> BirthSaid:
    """Somebody of about so many years."""
    return BirthSaid(kind=Person.Birth.ESTIMATED, age=years, asked_on=today())


@pytest.mark.parametrize("name", ["Sutini", "Ng"])
def test_one_name_is_a_name(name):
    person = registered(name=name)
    assert page(bu_sri, person.id).person.name == name
    assert found(bu_sri, name.lower()) == [name]


@pytest.mark.parametrize("typed", ["Sutini -", "Sutini .", "  Sutini  "])
def test_a_stand_in_for_a_second_name_is_no_name(typed):
    assert registered(name=typed).name == "Sutini"


def test_nobody_needs_more_than_a_name_and_a_place():
    person = registered(name="Bapak di pos ronda")
    shown = page(bu_sri, person.id)
    assert shown.birth.age_range(today()) is None
    assert shown.needs_documents
    assert not shown.numbers


def test_twice_is_once():
    act = act_of(bu_sri)
    first = register_person(act=act, person=said())
    again = register_person(act=act, person=said())
    assert first.id == again.id
    assert listed(bu_sri) == ["Sutini"]


def test_it_is_in_the_ledger_without_the_number():
    act = act_of(bu_sri)
    register_person(act=act, person=said(numbers=(nik(),)))
    [entry] = entries_of(bu_sri, act.id)
    assert entry.kind == "person.registered"
    assert NIK not in str(payload(bu_sri, entry.id))


@pytest.mark.parametrize("outsider", [pak_joko, pak_harjo, bu_endah, pak_hendro, bu_kartika])
def test_for_anyone_else_nobody_is_there(outsider):
    person = registered()
    with pytest.raises(Missing):
        page(outsider, person.id)
    assert found(outsider, "sutini") == []
    assert listed(outsider) == []


@pytest.mark.parametrize("insider", [bu_wahyuni, bu_ratna, bu_maya])
def test_those_who_work_here_find_them(insider):
    person = registered()
    assert page(insider, person.id).person.name == "Sutini"
    assert found(insider, "soetini") == ["Sutini"]


def test_nobody_is_registered_elsewhere_or_by_who_only_counts():
    with pytest.raises(Missing):
        registered(area_code=SEMANGGI)
    with pytest.raises(NotForThisRole):
        registered(pak_hendro)


@pytest.mark.parametrize("day", [date(9999, 1, 1), today() + timedelta(days=1), date(1850, 1, 1)])
def test_nobody_is_born_tomorrow(day):
    with pytest.raises(problems.BirthImpossible):
        registered(birth=BirthSaid(kind=Person.Birth.DATE, on=day))


def test_1900_is_a_birth():
    person = registered(birth=born(1900, 1, 1))
    assert page(bu_sri, person.id).person.born_on == date(1900, 1, 1)


@pytest.mark.parametrize("number", ["0", "-", "", "9999999999999999", "0000000000000000"])
def test_a_placeholder_is_no_number(number):
    """CASE-08: five people, none with a NIK, none taken for another because of it."""
    first = registered(name="Tumijan", numbers=(nik(number),))
    second = registered(name="Saminem", numbers=(nik(number),))
    assert first.id != second.id
    assert page(bu_sri, first.id).needs_documents
    with reading(actor(bu_sri)):
        waiting = queries.without_documents(actor(bu_sri))
    assert [one.name for one in waiting.rows] == ["Saminem", "Tumijan"]


def test_who_looks_the_same_is_shown_first():
    first = registered(birth=born(1950), sex="f")
    with pytest.raises(problems.LooksKnown):
        registered(birth=born(1950), sex="f")
    second = register_person(
        act=act_of(bu_sri),
        person=said(birth=born(1950), sex="f"),
        not_the_same_as=(first.id,),
    )
    assert second.id != first.id


def test_a_namesake_of_another_year_is_another():
    """CASE-05: the missing second name is neither match nor mismatch."""
    registered(birth=born(1941), sex="f")
    assert registered(birth=born(1968), sex="f").name == "Sutini"


def test_one_name_without_papers_is_shown_in_the_kelurahan():
    """CASE-05, 08: nothing but the name is known of the second one, and nothing speaks against."""
    registered(name="Sukinem", area_code=RW_004, sex="f", birth=age(80))
    for name in ("Sukinem", "Soekinem"):
        with pytest.raises(problems.LooksKnown):
            registered(bu_ratna, name=name)
        with pytest.raises(problems.LooksKnown):
            registered(bu_ratna, name=name, sex="f")
    assert registered(bu_ratna, name="Sukinem", sex="m").sex == "m"
    assert registered(bu_ratna, name="Sukinem", area_code=SEMANGGI).area_code == SEMANGGI


def test_a_long_list_of_namesakes_does_not_drown():
    registered_by_list = [said("Sukinem", area_code=SEMANGGI) for _ in range(220)]
    register_together(act=act_of(bu_ratna), people=registered_by_list)
    near = [said("Sukinem"), said("Sukinem", area_code=RW_004)] + [said("Sukinem")] * 6
    register_together(act=act_of(bu_ratna), people=near)
    with reading(actor(bu_ratna)):
        asked = sketch_of_said(said("Sukinem", area_code=RW_004))
        likely = find_likely_same(actor(bu_ratna), asked)
    assert len(likely) == 5
    assert likely[0].area_code == RW_004
    assert {one.area_code for one in likely[1:]} == {SANGKRAH}
    person = register_person(
        act=act_of(bu_ratna),
        person=said("Sukinem", area_code=RW_004),
        not_the_same_as=tuple(one.person_id for one in likely),
    )
    assert person.area_code == RW_004


def test_only_who_was_shown_is_remembered_as_another():
    other = registered(name="Karto")
    person = register_person(act=act_of(bu_sri), person=said(), not_the_same_as=(other.id,))
    with reading(actor(bu_sri)):
        assert not NotTheSame.objects.filter(person_id=person.id).exists()


def test_half_a_nik_is_no_paper():
    half = registered(name="Tumijan", numbers=(nik("337203"),))
    registered(name="Saminem", numbers=(nik(),))
    assert page(bu_sri, half.id).needs_documents
    with reading(actor(bu_sri)):
        [row] = queries.without_documents(actor(bu_sri)).rows
        assert row.name == "Tumijan" and row.needs_documents


def test_a_registration_is_taken_back_and_brought_back():
    person = registered(numbers=(nik(),))
    undo_registration(act=act_of(bu_sri), person_id=person.id)
    assert listed(bu_sri) == listed(bu_ratna) == []
    assert found(bu_sri, "sutini") == found(bu_sri, NIK) == []
    assert page(bu_sri, person.id).mistaken_by_name
    assert page(bu_ratna, person.id).person.is_mistaken
    with pytest.raises(Missing):
        page(bu_wahyuni, person.id)
    again = registered(numbers=(nik(),))
    assert listed(bu_sri) == ["Sutini"] and again.id != person.id
    keep_registration(act=act_of(bu_ratna), person_id=person.id)
    assert listed(bu_wahyuni) == found(bu_wahyuni, "sutini") == ["Sutini", "Sutini"]


def test_only_the_author_or_an_officer_takes_it_back_and_soon():
    person = registered()
    with pytest.raises(Missing):
        undo_registration(act=act_of(bu_wahyuni), person_id=person.id)
    has_phone(bu_wahyuni, person, "0812-0000-2219")
    for who in (bu_sri, bu_ratna):
        with pytest.raises(problems.TooLateToUndo):
            undo_registration(act=act_of(who), person_id=person.id)
    late = registered(name="Karto")
    tomorrow = act_of(bu_sri, now() + timedelta(hours=25))
    with pytest.raises(problems.TooLateToUndo):
        undo_registration(act=tomorrow, person_id=late.id)


def test_who_works_with_the_protected_does_not_lose_them():
    person = registered()
    protected(person)
    undo_registration(act=act_of(bu_sri), person_id=person.id)
    assert listed(bu_sri) == []
    assert listed(bu_maya) == ["Sutini"]
    assert page(bu_maya, person.id).person.is_mistaken


def test_a_nik_with_a_slip_is_found():
    registered(numbers=(nik(),))
    slip = NIK[:-1] + "2"
    swapped = NIK[:8] + NIK[9] + NIK[8] + NIK[10:]
    for typed in (NIK, slip, swapped):
        assert found(bu_sri, typed) == ["Sutini"], typed
    assert found(pak_joko, NIK) == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Soetrisno", "sutrisno"),
        ("Djoko Waloejo", "joko waluyo"),
        ("Muhammad Fauzi", "moh fauzi"),
        ("Tjipto", "cipto"),
        ("H. Slamet", "slamet"),
        ("Nurhidayah", "nur hidayah"),
        ("Sri Wahyuningsih", "wahyuni"),
    ],
)
def test_names_are_found_in_whatever_spelling(name, typed):
    registered(name=name)
    assert len(found(bu_sri, typed)) == 1


def test_a_household_is_registered_at_once():
    home = household_of(
        bu_sri,
        said("Pardi", part=HEAD, sex="m"),
        said("Rini", part=CHILD, sex="f", birth=born(2015)),
    )
    assert members_of(bu_sri, home) == {"Pardi": "head", "Rini": "child"}


def test_a_list_is_all_or_nothing():
    households = [
        HouseholdSaid(area_code=SANGKRAH, members=(said("Pardi", part=HEAD), said("Rini"))),
        HouseholdSaid(area_code=SANGKRAH, members=(said("Karto", area_code=SEMANGGI),)),
    ]
    with pytest.raises(Missing):
        register_together(act=act_of(bu_sri), households=households)
    assert listed(bu_sri) == []
    assert register_together(act=act_of(bu_ratna), households=households) == 3
    assert listed(bu_sri) == ["Pardi", "Rini"]


def test_a_case_manager_registers_somebody_hidden():
    """CASE-20: to everybody else she isn't there, by name, number, address or count."""
    person = registered(
        bu_maya, name="Ratna Puspita", is_hidden=True, numbers=(nik("3372036506889003"),)
    )
    assert page(bu_maya, person.id).protection is not None
    assert found(bu_maya, "ratna puspita") == ["Ratna Puspita"]
    for other in (bu_sri, bu_wahyuni, bu_ratna):
        with pytest.raises(Missing):
            page(other, person.id)
        assert found(other, "rat") == []
        assert found(other, "3372036506889003") == []
        assert listed(other) == []
    with pytest.raises(NotForThisRole):
        registered(bu_sri, name="Wulan", is_hidden=True)


def test_a_hidden_namesake_makes_no_hint():
    registered(bu_maya, name="Ratna Puspita", is_hidden=True, birth=born(1988))
    assert registered(bu_sri, name="Ratna Puspita", birth=born(1988)).name == "Ratna Puspita"


def test_a_household_elsewhere_is_not_registered_here():
    with pytest.raises(Missing):
        household_of(bu_sri, said("Pardi", part=HEAD), area_code=SEMANGGI)
    elsewhere = HouseholdSaid(area_code=SEMANGGI, members=(said("Pardi", part=HEAD),))
    with pytest.raises(Missing):
        register_together(act=act_of(bu_sri), households=[elsewhere])
    nowhere = HouseholdSaid(area_code=f"{SANGKRAH}.099", members=(said("Pardi", part=HEAD),))
    with pytest.raises(problems.PlaceUnknown):
        register_together(act=act_of(bu_ratna), households=[nowhere])


def test_a_long_list_may_hold_somebody_without_a_home():
    housed = [said(f"Warga {letter * 3}") for letter in "abcdefghijklmnopqrstuvw"]
    unhoused = said("Pak Topi", is_unhoused=True, usual_places=("Pasar",))
    assert register_together(act=act_of(bu_sri), people=[*housed, unhoused]) == 24
    assert found(bu_sri, "topi") == ["Pak Topi"]
