"""The people of the field cases are there, as the cases want them, and in nobody else's way."""

import re
from datetime import date

import pytest

from setiakawan.synth.made import AS_OF
from setiakawan.synth.stories import SANGKRAH, SEMANGGI, can_hold, make_stories


@pytest.fixture(scope="module")
def stories():
    return {story.key: story for story in make_stories()}


@pytest.fixture(scope="module")
def everybody(stories):
    return {person.key: person for story in stories.values() for person in story.people()}


def test_every_case_has_its_people(stories):
    assert {story.case for story in stories.values()} - {""} == {
        "CASE-05", "CASE-06", "CASE-07", "CASE-08", "CASE-09", "CASE-10", "CASE-11", "CASE-20",
        "CASE-22", "CASE-30",
    }  # fmt: skip
    for story in stories.values():
        assert story.about
        assert set(story.beside) <= {person.key for person in story.people()}
        assert {again.of for again in story.again} <= {person.key for person in story.people()}


def test_nobody_of_them_could_be_somebody(everybody):
    niks = [one.nik for one in everybody.values() if len(one.nik) == 16 and one.nik != "9" * 16]
    twice = {nik for nik in niks if niks.count(nik) > 1}
    assert twice == {"3372045207619007"}  # CASE-09 wants it so
    for one in everybody.values():
        assert re.fullmatch(r"|0|-|9{16}|\d{12}90\d\d", one.nik), one.nik
        assert re.fullmatch(r"|\d{12}90\d\d", one.kk)
        assert re.fullmatch(r"(0812-0000-\d{4})?", one.phone)


def test_none_of_their_numbers_or_telephones_is_given_to_others(everybody, people):
    theirs = {one.nik for one in everybody.values() if len(one.nik) == 16} - {"9" * 16}
    phones = {one.phone for one in everybody.values() if one.phone}
    assert theirs.isdisjoint(one.nik for one in people)
    assert phones.isdisjoint(one.phone for one in people)


def test_numbers_tell_the_birth(everybody):
    for one in everybody.values():
        if one.born_on and len(one.nik) == 16 and one.key != "story-one-number-bagas":
            day = one.born_on.day + 40 * (one.sex == "f")
            assert one.nik[6:12] == f"{day:02}{one.born_on:%m%y}", one.key


def test_they_live_where_the_city_has_an_rw_and_rt(everybody, kelurahan):
    models = {model.code: model for model in kelurahan}
    assert can_hold(models[SANGKRAH])
    assert can_hold(models[SEMANGGI])
    assert not can_hold(models["33.72.01.1002"])
    for one in everybody.values():
        code = one.lived_area[:13]
        assert code in {SANGKRAH, SEMANGGI}
        if one.lived_area != code:
            rw, rt = (int(part) for part in one.lived_area[14:].split("."))
            assert rw <= models[code].rw
            assert rt <= models[code].rt_of_rw(rw)


def test_they_can_live_in_other_kelurahan():
    for story in make_stories("33.72.05.1001", "33.72.05.1002"):
        for one in story.people():
            assert one.lived_area.startswith(("33.72.05.1001", "33.72.05.1002"))


def test_nothing_lies_in_the_future():
    then = date(2026, 3, 1)
    for story in make_stories(as_of=then):
        for one in story.people():
            days = [one.born_on, one.died_on, one.estimated_on]
            beside = story.beside_of(one)
            days += [contact.asked_on for contact in beside.contacts]
            days += [consent.said_on for consent in beside.consents]
            assert all(day <= then for day in days if day)


def test_the_twins_differ_by_letters_and_one_digit(everybody):
    rizki, rizky = everybody["story-twins-rizki"], everybody["story-twins-rizky"]
    assert (rizki.name_used, rizky.name_used) == ("Rizki Ramadhan", "Rizky Ramadhani")
    assert rizki.born_on == rizky.born_on
    assert (rizki.phone, rizki.lived_address) == (rizky.phone, rizky.lived_address)
    assert int(rizky.nik) - int(rizki.nik) == 1


def test_two_of_one_name_and_one_of_two_letters(stories):
    people = list(stories["one_name_only"].people())
    assert [one.name_used for one in people] == ["Sutini", "Sutini", "Ng"]
    assert people[0].born_on.year != people[1].born_on.year


def test_five_without_a_number(stories):
    people = stories["without_number"].alone
    assert [one.nik for one in people] == ["0", "0", "-", "", "9999999999999999"]
    assert len({one.name_used for one in people}) == 5


def test_the_dead_left_families(stories):
    for key in ("head_died", "father_died"):
        (household,) = stories[key].households
        assert [one.life for one in household.members] == ["dead", "alive", "alive", "alive"]
    assert stories["head_died"].households[0].card == "waiting"


def test_the_homeless_man_is_known_by_two_names_in_two_kelurahan(stories):
    (man,) = stories["without_home"].alone
    beside = stories["without_home"].beside_of(man)
    assert beside.is_unhoused
    assert len(beside.claimed_names) == len(beside.found_in) == 2
    assert beside.marks
    assert beside.usual_places
    assert not man.nik


def test_who_hides_is_hidden_and_is_not_the_officer(stories):
    story = stories["in_hiding"]
    assert all(story.beside_of(one).is_hidden for one in story.people())
    assert next(story.people()).name_used == "Ratna Puspita"
    others = [one for key in stories for one in stories[key].people() if key != "in_hiding"]
    assert not any("Ratna" in one.name_used for one in others)


def test_the_read_telephone_is_unsafe_and_stands_nowhere_else(stories, everybody):
    story = stories["phone_on_the_table"]
    wife = everybody["story-phone-wife"]
    unsafe, safe = story.beside_of(wife).contacts
    assert (unsafe.value, unsafe.safety) == ("0812-0000-2201", "unsafe")
    assert (safe.whose, safe.how) == ("bidan", "lewat bidan, Selasa 09.00-11.00")
    assert not wife.phone


def test_consent_was_taken_back_after_it_was_given(stories, everybody):
    beside = stories["consent_withdrawn"].beside_of(everybody["story-consent-child"])
    share = [one for one in beside.consents if one.purpose == "share"]
    assert [one.state for one in share] == ["given", "withdrawn"]
    assert share[0].said_on < share[1].said_on < AS_OF
    assert all(one.given_by == "Tri Handayani" for one in share)


def test_mbah_karso_is_as_on_his_page(stories, everybody):
    karso = everybody["story-karso"]
    assert (karso.name_used, karso.estimated_age, karso.marital) == ("Karso", 78, "widowed")
    assert karso.nik.endswith("9021")
    assert karso.lived_area.endswith(".004.002")
    relations = {one.name: one for one in stories["karso"].beside_of(karso).relations}
    assert set(relations) == {"Wagiyem", "Sulastri", "Parno", "Yanto"}
    assert relations["Parno"].is_dead
    assert relations["Yanto"].is_for_emergency


def test_the_mother_gives_two_years(stories):
    story = stories["two_birth_years"]
    (again,) = story.again
    first = next(one for one in story.people() if one.key == again.of)
    assert (first.born_on, again.person.born_on) == (date(2017, 3, 9), date(2019, 3, 9))
    assert again.person.mother_name == first.mother_name == "Lestari Wulandari"
    assert not first.nik


def test_the_brother_is_cared_for_and_the_child_of_five_is_not_forgotten(stories, everybody):
    brother = everybody["story-sister-sarwono"]
    (carer,) = stories["cared_for_by_his_sister"].beside_of(brother).relations
    assert everybody[carer.key].name_used == "Sarwiti"
    assert brother.disabilities == ("mental",)
    (five,) = stories["family_of_five"].households
    assert len(five.members) == 5
    assert sum(bool(one.disabilities) for one in five.members) == 1
