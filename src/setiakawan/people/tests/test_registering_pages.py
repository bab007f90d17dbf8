"""Registering in the office: as they are, once, and with everything that was typed kept."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    SANGKRAH,
    SEMANGGI,
    Part,
    actor,
    bu_maya,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    pak_harjo,
    pak_joko,
)
from setiakawan.foundation.clock import today
from setiakawan.people.models import Address, Consent, Contact, NotTheSame, Person
from setiakawan.people.tests.browsers import act_in, browser_of, hidden, words_of
from setiakawan.people.tests.stage import (
    NIK,
    born,
    household_of,
    listed,
    members_of,
    page,
    registered,
    said,
)

QUICK, FULL, HOME = "/warga/daftar/", "/warga/daftar/lengkap/", "/warga/daftar/rumah/"


@pytest.fixture(autouse=True)
def _everything_commits(committed_db: str) -> None:
    """As in the running system."""


def send(client: Client, where: str, /, **filled: object):
    """Open the form, fill it, and send it as a browser does."""
    opened = client.get(where).content.decode()
    return client.post(where, {"act": act_in(opened), "area": SANGKRAH, **filled})


def again(client: Client, where: str, answer, /, **filled: object):
    """Send the form that came back, with what else was filled in."""
    shown = answer.content.decode()
    carried = {"act": act_in(shown), "noted": hidden(shown, "noted"), "area": SANGKRAH}
    return client.post(where, {**carried, **filled})


def person_of(answer) -> UUID:
    assert answer.status_code == 302, words_of(answer.content.decode())[:600]
    found = re.fullmatch(r"/warga/([0-9a-f-]{36})/", answer.headers["Location"])
    assert found
    return UUID(found[1])


def told(client: Client) -> str:
    """The short notices on the next page."""
    return words_of(client.get("/warga/").content.decode().partition('id="snacks"')[2])


def test_a_name_and_the_kelurahan_are_enough():
    browser = browser_of(bu_sri)

    answer = send(browser, QUICK, name="Ng")

    shown = page(bu_sri, person_of(answer))
    assert shown.person.name == "Ng" and shown.person.area_code == SANGKRAH
    assert shown.person.birth_kind == Person.Birth.UNKNOWN and shown.needs_documents
    assert "Ng sudah didaftarkan." in told(browser)


def test_the_only_kelurahan_is_chosen_already_and_an_officer_chooses():
    own = browser_of(bu_sri).get(QUICK).content.decode()
    officer = browser_of(bu_ratna).get(QUICK).content.decode()

    assert hidden(own, "area") == SANGKRAH and '<select name="area"' not in own
    assert officer.count("<optgroup") == 5


def test_what_is_missing_is_said_and_the_rest_stays():
    answer = send(
        browser_of(bu_sri), QUICK, name="", landmark="Gang masjid", birth="year", birth_year="1948"
    )

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Tulis nama atau sebutannya" in shown
    assert 'value="Gang masjid"' in shown and 'value="1948"' in shown


@pytest.mark.parametrize(
    ("filled", "kind"),
    [
        ({"birth": "date", "born_on": "1961-06-15"}, Person.Birth.DATE),
        ({"birth": "year", "birth_year": "1948"}, Person.Birth.YEAR),
        ({"birth": "estimated", "age": "78"}, Person.Birth.ESTIMATED),
        ({"birth": "unknown", "age": "78"}, Person.Birth.UNKNOWN),
        ({"age": "78"}, Person.Birth.ESTIMATED),
        ({}, Person.Birth.UNKNOWN),
    ],
)
def test_a_birth_is_kept_as_well_as_it_is_known(filled, kind):
    answer = send(browser_of(bu_sri), QUICK, name="Karso", **filled)

    shown = page(bu_sri, person_of(answer)).person
    assert shown.birth_kind == kind
    if kind == Person.Birth.ESTIMATED:
        assert (shown.estimated_age, shown.estimated_on) == (78, today())


@pytest.mark.parametrize(
    "filled",
    [
        {"birth": "date"},
        {"birth": "date", "born_on": "9999-01-01"},
        {"birth": "date", "born_on": "1800-01-01"},
        {"birth": "year", "birth_year": "2999"},
        {"birth": "estimated", "age": "131"},
    ],
)
def test_a_birth_that_cannot_be_is_said_at_its_field(filled):
    answer = send(browser_of(bu_sri), QUICK, name="Karso", **filled)

    assert answer.status_code == 422
    assert listed(bu_sri) == []


def test_an_rw_that_is_not_entered_falls_back_and_is_kept_in_words():
    browser = browser_of(bu_sri)

    answer = send(browser, QUICK, name="Karso", rw="88", rt="2")

    shown = page(bu_sri, person_of(answer))
    assert shown.person.area_code == SANGKRAH
    assert shown.address is not None and shown.address.text == "RW 088 RT 002"
    assert "RW 088 RT 002 belum tercatat di Kelurahan Sangkrah" in told(browser)


def test_an_rw_that_is_entered_is_the_place_and_an_unknown_rt_stays_in_words():
    answer = send(browser_of(bu_sri), QUICK, name="Karso", rw="iv", rt="7")

    shown = page(bu_sri, person_of(answer))
    assert shown.person.area_code == f"{SANGKRAH}.004"
    assert shown.address is not None and shown.address.text == "RT 007"


def test_the_second_press_is_the_same_person():
    browser = browser_of(bu_sri)
    filled = {"act": act_in(browser.get(QUICK).content.decode()), "area": SANGKRAH, "name": "Karso"}

    one, two = browser.post(QUICK, filled), browser.post(QUICK, filled)

    assert person_of(one) == person_of(two)
    assert listed(bu_sri) == ["Karso"]


def test_two_registrars_in_the_same_minute_and_the_second_sees_the_first():
    def register(part: Part):
        try:
            return send(
                browser_of(part), QUICK, name="Sutini", birth="date", born_on="1961-06-15", sex="f"
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(register, [bu_sri, bu_wahyuni]))

    assert sorted(one.status_code for one in answers) == [302, 409]
    refused = next(one for one in answers if one.status_code == 409)
    assert "Mungkin orang yang sama" in refused.content.decode()
    assert listed(bu_sri) == ["Sutini"]


def test_who_looks_known_is_shown_and_after_a_look_both_are_there():
    first = registered(bu_sri, "Sutini", birth=born(1961, 6, 15), sex="f")
    browser = browser_of(bu_sri)
    filled = {
        "name": "Soetini",
        "birth": "date",
        "born_on": "1961-06-15",
        "sex": "f",
        "landmark": "Gang II",
    }

    answer = send(browser, QUICK, **filled)

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert f'href="/warga/{first.id}/" target="_blank"' in shown
    assert f'name="bukan" value="{first.id}"' in shown and "beda ejaan" in shown
    assert 'value="Soetini"' in shown and 'value="Gang II"' in shown
    done = again(browser, QUICK, answer, **filled, bukan=[str(first.id)])
    second = person_of(done)
    assert listed(bu_sri) == ["Soetini", "Sutini"]
    with reading(actor(bu_sri)):
        assert NotTheSame.objects.get().other_id == first.id and second != first.id


def test_the_hint_comes_while_somebody_types_and_shows_nobody_out_of_sight():
    registered(bu_sri, "Sutini", birth=born(1961, 6, 15), sex="f")
    registered(bu_maya, "Ratna Puspita", birth=born(1990, 6, 15), sex="f", is_hidden=True)
    typed = {"area": SANGKRAH, "birth": "date", "sex": "f"}
    browser = browser_of(bu_sri)

    known = browser.post(
        "/warga/daftar/mirip/", {**typed, "name": "Sutini", "born_on": "1961-06-15"}
    )
    hidden_one = browser.post(
        "/warga/daftar/mirip/", {**typed, "name": "Ratna Puspita", "born_on": "1990-06-15"}
    )
    nobody = browser.post("/warga/daftar/mirip/", {"name": ""})

    assert "Mungkin orang yang sama" in known.content.decode()
    assert hidden_one.content.decode().strip() == nobody.content.decode().strip() == ""


FILLED = {
    "name": "Sutini", "sex": "f", "birth": "date", "born_on": "1961-06-15",
    "call_name": "Mbah Tini", "mother_name": "Wagiyem", "address": "Gang Kenanga 4",
    "card_area": SEMANGGI, "card_address": "Jalan Kiai Mojo 1",
    "nik": NIK, "nik_seen": "on", "disabilities": ["physical", "sensory"], "language": "Jawa krama",
    "kontak-count": "1", "kontak-0-kind": "phone", "kontak-0-value": "0812-0000-2201",
    "consent_state": "given", "consent_how": "spoken",
}  # fmt: skip


def test_everything_that_is_known_is_kept():
    answer = send(browser_of(bu_sri), FULL, **FILLED)

    shown = page(bu_sri, person_of(answer))
    kinds = {one.kind: one for one in shown.addresses}
    assert kinds[Address.Kind.CARD].place_code == SEMANGGI
    assert kinds[Address.Kind.LIVED].text == "Gang Kenanga 4"
    assert shown.person.disabilities == ["physical", "sensory"]
    assert [(one.masked[-4:], one.status) for one in shown.numbers] == [(NIK[-4:], "seen")]
    assert [(one.value, one.safety) for one in shown.contacts] == [
        ("0812-0000-2201", Contact.Safety.UNKNOWN)
    ]
    assert [(one.state, one.how) for one in shown.consents] == [
        (Consent.State.GIVEN, Consent.How.SPOKEN)
    ]


def test_an_odd_number_is_explained_once_and_then_kept():
    browser = browser_of(bu_sri)
    odd = {**FILLED, "sex": "m", "kk": "33720"}

    answer = send(browser, FULL, **odd)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "milik perempuan" in shown and "<b>Nomor KK:</b>" in shown
    assert "Simpan begitu saja" in shown and f'value="{NIK}"' in shown
    assert listed(bu_sri) == []
    person_id = person_of(again(browser, FULL, answer, **odd))
    assert {one.kind for one in page(bu_sri, person_id).numbers} == {"nik", "kk"}


def test_another_oddness_than_was_shown_is_shown_first():
    browser = browser_of(bu_sri)
    answer = send(browser, FULL, **{**FILLED, "nik": "33720"})

    other = again(browser, FULL, answer, **{**FILLED, "sex": "m"})

    assert other.status_code == 422
    assert "milik perempuan" in other.content.decode()


@pytest.mark.parametrize("written", ["0", "-", "9999999999999999", "tidak ada"])
def test_a_stand_in_for_a_number_is_left_out_and_told_and_nothing_waits(written):
    """CASE-08."""
    browser = browser_of(bu_sri)

    answer = send(browser, FULL, name="Karso", nik=written, **{"kontak-count": "1"})

    shown = page(bu_sri, person_of(answer))
    assert shown.numbers == () and shown.needs_documents
    assert "NIK yang ditulis bukan nomor, dikosongkan" in told(browser)


def test_five_without_a_nik_are_five(committed_db):
    """CASE-08: nobody is offered as another because both have none."""
    names = ["Karso", "Wagiyem", "Parno", "Sutini", "Tukiman"]
    browser = browser_of(bu_sri)
    for name, written in zip(names, ["0", "0", "-", "", "9999999999999999"], strict=True):
        person_of(send(browser, FULL, name=name, nik=written, **{"kontak-count": "1"}))

    assert listed(bu_sri) == sorted(names)


def test_a_contact_is_safe_only_where_it_was_asked_and_a_row_without_number_is_told():
    browser = browser_of(bu_sri)
    asked = {"kontak-count": "2", "kontak-0-kind": "phone", "kontak-0-value": "0812-0000-2201",
             "kontak-0-safety": "unsafe", "kontak-0-how": "lewat bidan"}  # fmt: skip

    person_id = person_of(send(browser, FULL, name="Karso", **asked))
    wrong = send(browser, FULL, name="Wagiyem", **{"kontak-count": "1", "kontak-0-safety": "safe"})

    contact = page(bu_sri, person_id).contacts[0]
    assert (contact.safety, contact.asked_on) == (Contact.Safety.UNSAFE, today())
    assert wrong.status_code == 422
    assert "Tulis nomornya, atau lewat siapa" in wrong.content.decode()


def test_one_row_more_keeps_everything_that_was_typed():
    browser = browser_of(bu_sri)

    answer = send(browser, FULL, **{**FILLED, "name": "", "tambah": "kontak"})

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert hidden(shown, "kontak-count") == "2" and 'name="kontak-1-value"' in shown
    assert 'value="0812-0000-2201"' in shown and f'value="{NIK}"' in shown
    assert "Perbaiki" not in shown and listed(bu_sri) == []


def test_from_the_quick_form_one_goes_on_to_the_full_one_with_what_was_typed():
    browser = browser_of(bu_sri)
    answer = browser.post(
        FULL,
        {
            "pindah": "1",
            "name": "Karso",
            "area": SANGKRAH,
            "rw": "4",
            "birth": "year",
            "birth_year": "1948",
        },
    )

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Karso"' in shown and 'value="1948"' in shown and 'name="mother_name"' in shown


def test_a_child_needs_a_guardian_for_consent():
    child = {"name": "Yanto", "birth": "year", "birth_year": str(today().year - 8), "kontak-count": "1",
             "consent_state": "given"}  # fmt: skip
    browser = browser_of(bu_sri)

    answer = send(browser, FULL, **child)

    assert 'href="#id_given_by"' in answer.content.decode()
    person_id = person_of(again(browser, FULL, answer, **child, given_by="Sulastri, ibu"))
    assert page(bu_sri, person_id).consents[0].given_by == "Sulastri, ibu"


def test_somebody_without_fixed_residence_is_the_citys_and_seen_where_found():
    browser = browser_of(bu_sri)
    answer = send(
        browser, QUICK, name="Bapak di pos ronda", is_unhoused="on", rw="4", landmark="Emper pasar",
        claimed_names="Gito\r\nSugito", usual_places="Alun-alun", marks="Bekas luka di pipi kiri",
    )  # fmt: skip

    shown = page(bu_sri, person_of(answer))
    assert shown.person.area_code == "33.72" and shown.person.claimed_names == ["Gito", "Sugito"]
    assert {one.text for one in shown.addresses} == {"Emper pasar", "Alun-alun"}
    assert shown.person.name in listed(pak_harjo) and listed(pak_joko) == []


def test_who_is_known_elsewhere_is_shown_and_one_can_ask_to_join():
    known = registered(bu_sri, "Sugito", is_unhoused=True, marks="Bekas luka di pipi kiri")
    browser = browser_of(pak_joko)
    filled = {"name": "Soegito", "area": SEMANGGI, "is_unhoused": "on"}

    answer = send(browser, QUICK, **filled)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Mungkin sudah dikenal" in shown and "Bekas luka di pipi kiri" in shown
    assert f'formaction="/warga/ikut-mendampingi/" name="orang" value="{known.id}"' in shown
    assert f"/warga/{known.id}/" not in shown
    asking = browser.post(
        "/warga/ikut-mendampingi/", {**filled, "orang": known.id}
    ).content.decode()
    sent = {"act": act_in(asking), "kirim": "1", "orang": known.id, "name": hidden(asking, "name"),
            "area": SEMANGGI, "note": "Bertemu di terminal"}  # fmt: skip
    assert browser.post("/warga/ikut-mendampingi/", sent).headers["Location"] == (
        "/warga/permintaan-bergabung/"
    )
    assert (
        "Menunggu jawaban koordinator kota"
        in browser.get("/warga/permintaan-bergabung/").content.decode()
    )


def test_who_is_known_elsewhere_but_another_is_registered_after_a_look():
    known = registered(bu_sri, "Sugito", is_unhoused=True)
    browser = browser_of(pak_joko)
    filled = {"name": "Sugito", "area": SEMANGGI, "is_unhoused": "on"}
    opened = browser.get(QUICK).content.decode()
    answer = browser.post(QUICK, {**filled, "act": act_in(opened)})

    done = again(browser, QUICK, answer, **filled, bukan=[str(known.id)])

    assert person_of(done) != known.id


def test_an_id_alone_asks_about_nobody():
    known = registered(bu_sri, "Sutini")
    browser = browser_of(pak_joko)

    answer = browser.post("/warga/ikut-mendampingi/", {"orang": known.id, "name": "Sutini"})

    assert answer.headers["Location"] == QUICK
    assert browser.post("/warga/ikut-mendampingi/", {}).headers["Location"] == QUICK


def test_the_citys_coordinator_registers_only_who_lives_nowhere_fixed():
    browser = browser_of(pak_harjo)

    housed = send(browser, QUICK, name="Karso")
    unhoused = send(browser, QUICK, name="Gito", is_unhoused="on")

    assert housed.status_code == 422
    assert "Warga lain didaftarkan PSM" in housed.content.decode()
    person_of(unhoused)
    assert listed(pak_harjo) == ["Gito"]


def test_a_case_manager_may_register_somebody_hidden_and_a_volunteer_is_not_asked():
    filled = {"name": "Ratna Puspita", "is_hidden": "on", "kontak-count": "1"}

    person_id = person_of(send(browser_of(bu_maya), FULL, **filled))

    assert page(bu_maya, person_id).person.is_restricted
    assert listed(bu_sri) == []
    assert 'name="is_hidden"' not in browser_of(bu_sri).get(FULL).content.decode()


# A household

LINES = {
    "anggota-count": "4", "anggota-0-name": "Karso", "anggota-0-part": "head",
    "anggota-0-birth": "17 Agustus 1948", "anggota-1-name": "Wagiyem", "anggota-1-part": "spouse",
    "anggota-1-birth": "70", "anggota-1-sex": "f", "anggota-2-name": "Yanto", "anggota-2-birth": "2002", "anggota-2-part": "child",
    "anggota-2-nik": "-", "rw": "4", "address": "Gang Kenanga 4", "card": "held",
}  # fmt: skip


def home_of(answer) -> UUID:
    assert answer.status_code == 302, words_of(answer.content.decode())[:600]
    return UUID(answer.headers["Location"].split("/")[2])


def test_those_who_live_together_are_registered_at_once_and_empty_lines_are_nobody():
    browser = browser_of(bu_sri)

    answer = send(browser, HOME, **LINES)

    assert members_of(bu_sri, home_of(answer)) == {
        "Karso": "head",
        "Wagiyem": "spouse",
        "Yanto": "child",
    }
    words = told(browser)
    assert "Satu rumah dengan 3 orang" in words and "NIK Yanto yang ditulis bukan nomor" in words
    with reading(actor(bu_sri)):
        births = dict(Person.objects.values_list("name", "birth_kind"))
    assert births == {"Karso": "date", "Wagiyem": "estimated", "Yanto": "year"}


def test_the_second_press_is_the_same_household():
    browser = browser_of(bu_sri)
    filled = {"act": act_in(browser.get(HOME).content.decode()), "area": SANGKRAH, **LINES}

    one, two = browser.post(HOME, filled), browser.post(HOME, filled)

    assert home_of(one) == home_of(two)
    assert len(listed(bu_sri)) == 3


def test_a_member_who_looks_known_is_shown_before_anything_is_saved():
    known = registered(bu_sri, "Karso", area_code=f"{SANGKRAH}.004", birth=born(1948, 8, 17))
    browser = browser_of(bu_sri)

    answer = send(browser, HOME, **LINES)

    shown = answer.content.decode()
    assert answer.status_code == 422 and listed(bu_sri) == ["Karso"]
    assert "Mirip Karso yang Anda tulis" in shown and 'value="17 Agustus 1948"' in shown
    home_of(again(browser, HOME, answer, **LINES, bukan=[str(known.id)]))
    assert len(listed(bu_sri)) == 4


def test_one_line_more_keeps_what_was_typed_and_an_empty_house_is_told():
    browser = browser_of(bu_sri)

    more = send(browser, HOME, **LINES, tambah="anggota").content.decode()
    empty = send(browser, HOME, **{"anggota-count": "4"})
    nameless = send(browser, HOME, **{"anggota-count": "1", "anggota-0-birth": "70"})

    assert hidden(more, "anggota-count") == "5" and 'value="Wagiyem"' in more
    assert 'value="Gang Kenanga 4"' in more
    assert "paling sedikit satu orang" in empty.content.decode()
    assert "Tulis nama atau sebutannya" in nameless.content.decode()


def test_somebody_is_added_to_a_household_that_is_there():
    home = household_of(bu_sri, said("Karso", part="head"))
    browser = browser_of(bu_sri)
    address = f"{QUICK}?rumah={home}"

    opened = browser.get(address).content.decode()
    assert "Tinggal bersama Karso" in opened
    person_of(send(browser, address, name="Wagiyem", part="spouse"))

    assert members_of(bu_sri, home) == {"Karso": "head", "Wagiyem": "spouse"}
    assert browser_of(pak_joko).get(address).status_code == 404
    assert browser.get(f"{QUICK}?rumah=bukan-id").status_code == 404


def test_no_number_comes_into_a_log_or_an_address(caplog):
    browser = browser_of(bu_sri)
    answer = send(browser, FULL, **{**FILLED, "nik": f"{NIK}7"})
    assert answer.status_code == 422

    done = again(browser, FULL, answer, **{**FILLED, "nik": f"{NIK}7"})

    assert NIK not in caplog.text and NIK not in done.headers["Location"]
    assert NIK not in told(browser)


def test_a_line_without_a_part_is_asked_for_and_linked():
    browser = browser_of(bu_sri)
    lines = {name: value for name, value in LINES.items() if name != "anggota-0-part"}
    answer = send(browser, HOME, **lines)
    assert answer.status_code == 422 and listed(bu_sri) == []
    shown = answer.content.decode()
    assert '<a href="#id_anggota-0-part">Orang ke-1, Hubungan: Pilih hubungannya.</a>' in shown


def test_what_is_written_in_a_field_of_another_choice_is_not_judged():
    browser = browser_of(bu_sri)
    answer = send(browser, QUICK, name="Ng", birth="unknown", age="-3", born_on="x")
    assert page(bu_sri, person_of(answer)).person.birth_kind == Person.Birth.UNKNOWN


def test_a_registration_is_undone_by_the_notice_and_brought_back():
    browser = browser_of(bu_sri)
    person_id = person_of(send(browser, QUICK, name="Sukinem"))
    undo = f"/warga/{person_id}/salah-daftar/"
    assert f'action="{undo}"' in browser.get(f"/warga/{person_id}/").content.decode()
    assert browser.post(undo).status_code == 302
    assert listed(bu_sri) == []
    shown = browser.get(f"/warga/{person_id}/").content.decode()
    assert "Salah daftar, dibatalkan oleh Sri Lestari pada" in words_of(shown)
    assert "Batalkan pembatalan" in shown
    assert browser_of(bu_wahyuni).get(f"/warga/{person_id}/").status_code == 404
    assert browser.post(undo + "batal/").status_code == 302
    assert listed(bu_sri) == ["Sukinem"]


def test_one_name_and_a_sex_show_the_namesake_before_saving():
    registered(bu_sri, "Sukinem", area_code=f"{SANGKRAH}.004", sex="f")
    answer = send(browser_of(bu_sri), QUICK, name="Sukinem", sex="f")
    assert "Sukinem" in words_of(answer.content.decode()) and len(listed(bu_sri)) == 1
    assert answer.status_code in {409, 422}
