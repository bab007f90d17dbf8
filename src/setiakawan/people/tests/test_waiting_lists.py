"""What waits about people: on the first page, in its list, and answered once."""

import pytest

from setiakawan.access.actors import SYSTEM
from setiakawan.access.context import acting_as
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    SANGKRAH,
    SEMANGGI,
    act_of,
    actor,
    bu_kartika,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    pak_harjo,
    pak_joko,
)
from setiakawan.foundation.clock import today
from setiakawan.people.jobs import find_shared_numbers
from setiakawan.people.models import Identifier, JoinRequest, Person, SharedNumber
from setiakawan.people.operations.life import confirm_death, tell_life
from setiakawan.people.operations.unhoused import ask_to_join
from setiakawan.people.tests.browsers import act_in, browser_of, hidden, words_of
from setiakawan.people.tests.stage import HEAD, household_of, nik, page, registered, said


@pytest.fixture(autouse=True)
def _everything_commits(committed_db: str) -> None:
    """As in the running system."""


def home(part) -> str:
    return words_of(browser_of(part).get("/").content.decode())


# Joining


@pytest.fixture
def asked() -> JoinRequest:
    known = registered(bu_sri, "Sugito", is_unhoused=True, marks="Bekas luka")
    return ask_to_join(
        act=act_of(pak_joko), person_id=known.id, found_in=SEMANGGI, name="Sugito",
        note="Bertemu di terminal",
    )  # fmt: skip


LIST = "/warga/permintaan-bergabung/"


def test_a_request_waits_for_the_citys_coordinator_and_is_agreed(asked: JoinRequest):
    assert "Satu permintaan ikut mendampingi" in home(pak_harjo)
    browser = browser_of(pak_harjo)
    shown = browser.get(LIST).content.decode()
    assert "Sugito" in shown and "Kelurahan Semanggi" in shown and "Bertemu di terminal" in shown

    browser.post(
        f"{LIST}{asked.id}/",
        {
            "act": act_in(shown),
            "version": hidden(shown, "version"),
            "keputusan": "setuju",
            "note": "",
        },
    )

    assert page(pak_joko, asked.person_id).person.name == "Sugito"
    assert "Satu permintaan" not in home(pak_harjo)
    assert "Disetujui, Anda ikut mendampingi" in browser_of(pak_joko).get(LIST).content.decode()


def test_a_request_is_declined_and_nothing_opens(asked: JoinRequest):
    browser = browser_of(pak_harjo)
    shown = browser.get(LIST).content.decode()

    browser.post(
        f"{LIST}{asked.id}/",
        {"act": act_in(shown), "version": hidden(shown, "version"), "keputusan": "tidak"},
    )

    assert browser_of(pak_joko).get(f"/warga/{asked.person_id}/").status_code == 404
    assert "Belum disetujui" in browser_of(pak_joko).get(LIST).content.decode()


def test_the_asker_sees_the_request_without_the_name_and_the_others_see_none(asked: JoinRequest):
    own = browser_of(pak_joko).get(LIST).content.decode()

    assert "Menunggu jawaban koordinator kota" in own and "Sugito" not in own
    assert "Bertemu di terminal" not in browser_of(bu_sri).get(LIST).content.decode()
    assert (
        browser_of(pak_joko).post(f"{LIST}{asked.id}/", {"keputusan": "setuju"}).status_code == 404
    )
    assert browser_of(bu_kartika).get(LIST).status_code == 404


def test_a_press_without_a_decision_decides_nothing(asked: JoinRequest):
    browser = browser_of(pak_harjo)

    browser.post(f"{LIST}{asked.id}/", {"version": "1"})
    browser.post(f"{LIST}{asked.id}/", {"keputusan": "setuju", "version": "x"})

    with acting_as(actor(pak_harjo)):
        assert JoinRequest.objects.get().decided_at is None


def test_the_second_answer_is_told_that_the_first_is_there(asked: JoinRequest):
    browser = browser_of(pak_harjo)
    shown = browser.get(LIST).content.decode()
    filled = {"version": hidden(shown, "version"), "keputusan": "setuju"}
    browser.post(f"{LIST}{asked.id}/", filled)

    browser.post(f"{LIST}{asked.id}/", filled | {"keputusan": "tidak"})

    assert "sudah dijawab" in words_of(browser.get(LIST).content.decode())
    with acting_as(actor(pak_harjo)):
        assert JoinRequest.objects.get().is_agreed


# Shared numbers


@pytest.fixture
def shared(as_login) -> SharedNumber:
    registered(bu_sri, "Sutini", numbers=(nik(),), sex="f")
    registered(pak_joko, "Agung", area_code=SEMANGGI, numbers=(nik(),), sex="m")
    with as_login("worker"):
        with reading(SYSTEM):
            ids = [str(one) for one in Identifier.objects.values_list("id", flat=True)]
        find_shared_numbers.func(identifier_ids=ids)
    with acting_as(actor(bu_ratna)):
        return SharedNumber.objects.get()


NUMBERS = "/warga/nomor-ganda/"


def test_both_stand_beside_each_other_and_the_answer_is_kept(shared: SharedNumber):
    """CASE-09."""
    assert "Satu nomor dipakai lebih dari satu orang" in home(bu_ratna)
    browser = browser_of(bu_ratna)
    listed = browser.get(NUMBERS).content.decode()
    assert "Sutini" in listed and "Agung" in listed and "•••• •••• •••• 9001" in listed

    address = f"{NUMBERS}{shared.id}/"
    opened = browser.get(address).content.decode()
    nothing = browser.post(address, {"act": act_in(opened), "version": "1", "outcome": ""})
    assert nothing.status_code == 422
    filled = {"version": hidden(opened, "version"), "outcome": "Milik Sutini"}
    browser.post(address, {**filled, "act": act_in(opened)})

    assert "Satu nomor dipakai" not in home(bu_ratna)
    settled = browser.get(address).content.decode()
    assert "Milik Sutini" in settled and 'name="outcome"' not in settled
    late = browser.post(address, {**filled, "outcome": "Milik Agung"})
    assert late.status_code == 409 and "sudah dijawab" in late.content.decode()


def test_a_volunteer_sees_no_such_question(shared: SharedNumber):
    for address in (NUMBERS, f"{NUMBERS}{shared.id}/"):
        assert browser_of(bu_sri).get(address).status_code == 404
    assert "dipakai lebih dari satu" not in home(bu_sri)


# Deaths and households


def test_a_death_that_was_told_waits_to_be_confirmed_and_then_a_household_asks():
    family = household_of(bu_sri, said("Karso", part=HEAD), said("Wagiyem"))
    with acting_as(actor(bu_sri)):
        karso = Person.objects.get(name="Karso")
    tell_life(act=act_of(bu_sri), person_id=karso.id, life=Person.Life.DEAD, on=today())

    assert "Satu kabar meninggal belum dipastikan" in home(bu_wahyuni)
    assert "kabar meninggal belum" not in home(bu_sri)
    listed = browser_of(bu_wahyuni).get("/warga/kabar-meninggal/").content.decode()
    assert f'href="/warga/{karso.id}/">Karso' in listed
    confirm_death(act=act_of(bu_wahyuni), person_id=karso.id, on=today(), proof="Surat kematian")

    assert "Satu kabar" not in home(bu_wahyuni)
    assert "Satu rumah tangga menunggu penerima baru" in home(bu_sri)
    waiting = browser_of(bu_sri).get("/rumah-tangga/menunggu-penerima/").content.decode()
    assert f"/rumah-tangga/{family}/" in waiting
    assert (
        str(family)
        not in browser_of(pak_joko).get("/rumah-tangga/menunggu-penerima/").content.decode()
    )


def test_more_than_fifty_are_not_counted(monkeypatch):
    monkeypatch.setattr("setiakawan.people.waiting.COUNTED_AT_MOST", 2)
    for name in ("Karso", "Wagiyem", "Yanto"):
        registered(bu_sri, name, area_code=SANGKRAH)

    assert "Lebih dari 2 warga perlu dokumen" in home(bu_sri)
