"""The pages of one person, as those who see them and those who don't."""

import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from setiakawan.attachments.tests import made
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    SANGKRAH,
    SEMANGGI,
    Part,
    act_of,
    actor,
    bu_maya,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    pak_joko,
)
from setiakawan.foundation.clock import today
from setiakawan.foundation.ids import uuid7
from setiakawan.people import queries
from setiakawan.people.models import Address, Consent, Contact, Identifier, Person
from setiakawan.people.operations.correcting import Changes, correct_person, values_of
from setiakawan.people.operations.facts import record_address, record_consent, record_contact
from setiakawan.people.operations.life import confirm_death, tell_life
from setiakawan.people.said import BirthSaid, ConsentSaid, ContactSaid
from setiakawan.people.tests.browsers import browser_of, words_of
from setiakawan.people.tests.filling import again, fields_of, send
from setiakawan.people.tests.stage import (
    HEAD,
    NIK,
    SPOUSE,
    born,
    has_phone,
    household_of,
    lives_at,
    nik,
    page,
    protected,
    registered,
    said,
)

pytestmark = pytest.mark.django_db

TABS = ("person", "person_data", "person_consents", "person_history", "person_readers")
FORMS = (
    "person_correct", "person_life", "death_confirm", "household_found", "address_record",
    "contact_record", "number_record", "relation_record", "consent_record", "document_add",
)  # fmt: skip


def shown(who: Part | Client, name: str, *args: object) -> str:
    """The HTML of a page."""
    browser = who if isinstance(who, Client) else browser_of(who)
    answer = browser.get(reverse(name, args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def lived(who: Part, person: Person) -> Address:
    """Where somebody lives, as one of the cast sees it."""
    found = page(who, person.id).address
    assert found is not None
    return found


def head_of(html: str) -> str:
    """What the head of the page says."""
    return words_of(html.partition('class="panel person-head"')[2].partition("</section>")[0])


def every_page(person_id: UUID, who: Part = bu_wahyuni) -> dict[str, str]:
    """Every page and form about a person that needs nothing but the person."""
    browser = browser_of(who)
    return {name: shown(browser, name, person_id) for name in (*TABS, *FORMS)}


# The head


def test_one_name_is_printed_once_everywhere():
    """CASE-05: nothing makes two of it."""
    person = registered(name="Sutini", name_on_card="SUTINI", call_name="Sutini")
    for name, html in every_page(person.id).items():
        assert head_of(html).lower().count("sutini") == 1, name
        assert not re.search(r"sutini\W+sutini", head_of(html).lower()), name
        title = html.partition("<title>")[2].partition("</title>")[0]
        assert title == "Warga · Setiakawan", name


def test_the_head_says_who_it_is_and_what_isnt_known():
    person = registered(
        name="Karso",
        area_code=f"{SANGKRAH}.004",
        call_name="Mbah Karso",
        sex="m",
        birth=BirthSaid(kind=Person.Birth.ESTIMATED, age=78, asked_on=today()),
        numbers=(nik(),),
    )
    said_there = head_of(shown(bu_sri, "person", person.id))
    for words in (
        "Karso Mbah Karso",
        "sekitar 78 tahun",
        "Laki-laki",
        f"NIK •••• •••• •••• {NIK[-4:]}",
        "Tinggal di RW 004 Sangkrah",
    ):
        assert words in said_there
    assert "Perlu dokumen" not in said_there
    other = head_of(shown(bu_sri, "person", registered(name="Ng").id))
    assert "umur belum diketahui" in other
    assert "Perlu dokumen" in other


def test_who_lives_nowhere_fixed_says_where_they_were_found():
    person = registered(name="Pak Topi", is_unhoused=True, marks="topi merah")
    said_there = head_of(shown(bu_sri, "person", person.id))
    assert "Ditemukan di Kelurahan Sangkrah" in said_there
    assert "Tanpa tempat tinggal tetap" in said_there
    answer = send(browser_of(bu_sri), reverse("person_found", args=[person.id]), place=SEMANGGI)
    assert answer.status_code == 302
    assert "Pak Topi" in shown(pak_joko, "person", person.id)


# Safe contact


def test_a_number_is_in_no_page_until_somebody_has_asked():
    """CASE-22: no number, no link to call or write, in any page's HTML."""
    person = registered()
    contact = has_phone(bu_sri, person, "0812-0000-2201")
    pages = every_page(person.id)
    pages["contact_correct"] = shown(bu_wahyuni, "contact_correct", person.id, contact.slot_id)
    pages["fact_end"] = shown(bu_wahyuni, "fact_end", person.id, "contact", contact.slot_id)
    for name, html in pages.items():
        assert not re.search(r"0812\W*0000\W*2201|tel:|wa\.me|whatsapp:|sms:", html), name
        assert "Jangan menelepon atau mengirim pesan." in head_of(html), name
        assert "Belum ada yang menanyakan" in head_of(html), name


def test_of_an_unsafe_one_only_how_contact_is_safe():
    person = registered()
    contact = has_phone(
        bu_sri,
        person,
        "0812-0000-2201",
        safety=Contact.Safety.UNSAFE,
        how="lewat bidan, Selasa 09.00-11.00",
        asked_on=today(),
    )
    pages = every_page(person.id)
    pages["contact_correct"] = shown(bu_wahyuni, "contact_correct", person.id, contact.slot_id)
    for name, html in pages.items():
        assert not re.search(r"0812\W*0000\W*2201|tel:|wa\.me|whatsapp:|sms:", html), name
        assert "Jangan menelepon. Yang aman: lewat bidan, Selasa 09.00-11.00." in head_of(html), (
            name
        )


def test_a_safe_one_may_be_called_and_says_when_it_was_asked():
    person = registered()
    has_phone(
        bu_sri, person, "0812-0000-2202", safety=Contact.Safety.SAFE, asked_on=today(), whose="anak"
    )
    has_phone(bu_sri, person, "0812-0000-2203")
    html = shown(bu_wahyuni, "person", person.id)
    assert 'href="tel:081200002202"' in html
    assert "Telepon (anak) 0812-0000-2202" in head_of(html)
    assert "2203" not in html
    assert "Jangan" not in head_of(html)


def test_one_safe_and_one_unsafe_dont_contradict_each_other():
    person = registered()
    for value, safety in (("0812-0000-2201", "unsafe"), ("0812-0000-2202", "safe")):
        has_phone(bu_sri, person, value, safety=safety, asked_on=today())
    html = shown(bu_wahyuni, "person", person.id)
    assert "Jangan memakai nomor lain. Hanya ini yang aman:" in head_of(html)
    assert "Jangan menelepon" not in html and "2201" not in html


def test_unsafe_counts_today_where_no_day_is_written():
    person = registered()
    answer = send(
        browser_of(bu_sri),
        reverse("contact_record", args=[person.id]),
        value="0812-0000-2204",
        safety="unsafe",
    )
    assert answer.status_code == 302
    [one] = page(bu_sri, person.id).contacts
    assert one.asked_on == today()


def test_what_is_missing_is_said_in_plain_words():
    person = registered()
    browser = browser_of(bu_sri)
    address = reverse("contact_record", args=[person.id])
    assert browser.get(address).content.decode().count("boleh kosong") == 3
    answer = send(browser, reverse("number_record", args=[person.id]))
    assert "Tulis nomor." in answer.content.decode()
    assert "tidak boleh kosong" not in answer.content.decode()


def test_a_photo_of_a_face_without_consent_is_said_and_not_stopped():
    person = registered()
    ask = "belum ada persetujuan difoto"
    html = shown(bu_sri, "document_add", person.id)
    assert ask in html and "?untuk=photo" in html
    record_consent(
        act=act_of(bu_sri),
        person_id=person.id,
        consent=ConsentSaid(purpose=Consent.Purpose.PHOTO, said_on=today()),
    )
    assert ask not in shown(bu_sri, "document_add", person.id)


def test_the_dead_are_shown_with_the_household_that_they_left():
    home = household_of(
        bu_sri,
        said("Pardi", part=HEAD),
        said("Ngatini", part=SPOUSE),
    )
    with reading(actor(bu_sri)):
        [pardi] = [
            one.person
            for one in queries.household_page(actor(bu_sri), home).members
            if one.person.name == "Pardi"
        ]
    confirm_death(act=act_of(bu_wahyuni), person_id=pardi.id, on=today(), proof="Surat 474.3/12")
    html = shown(bu_wahyuni, "person", pardi.id)
    assert "Terakhir tinggal di rumah tangga ini." in html
    assert reverse("household", args=[home]) in html
    assert "Ngatini" in html and "Belum ada keluarga" not in html
    assert "Minta manajer kasus membatalkannya" in html


def test_nobody_is_told_how_to_reach_the_dead():
    person = registered()
    has_phone(bu_sri, person, "0812-0000-2202", safety=Contact.Safety.SAFE, asked_on=today())
    confirm_death(act=act_of(bu_wahyuni), person_id=person.id, on=today(), proof="Surat 474.3/12")
    for name in TABS:
        html = shown(bu_sri, name, person.id)
        assert "0812-0000-2202" not in html and "tel:" not in html, name
        assert "Meninggal" in head_of(html)


def test_the_answer_about_a_number_keeps_the_number_that_isnt_shown():
    person = registered()
    contact = has_phone(bu_sri, person, "0812-0000-2201")
    browser = browser_of(bu_wahyuni)
    address = reverse("contact_correct", args=[person.id, contact.slot_id])
    filled = {"safety": "safe", "asked_on": today().isoformat(), "how": "sore"}
    first = fields_of(browser.get(address).content.decode())
    assert first["value"] == [""]
    for _press in range(2):
        assert browser.post(address, first | filled).status_code == 302
    [one] = page(bu_sri, person.id).contacts
    assert (one.value, one.safety, one.how) == ("0812-0000-2201", "safe", "sore")


def test_safe_needs_the_day_on_which_it_was_asked():
    person = registered()
    answer = send(
        browser_of(bu_sri),
        reverse("contact_record", args=[person.id]),
        value="0812-0000-2204",
        safety="safe",
    )
    assert answer.status_code == 422
    assert "Tulis kapan hal ini ditanyakan" in words_of(answer.content.decode())
    assert fields_of(answer.content.decode())["value"] == ["0812-0000-2204"]


# Hidden is absent


def answers(browser: Client, addresses: list[str]) -> tuple[set[int], set[str], list[list[str]]]:
    """Status, body without the address, and statements without what differs by nature."""
    statuses, bodies, statements = set(), set(), []
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            answer = browser.get(address)
        statuses.add(answer.status_code)
        bodies.add(answer.content.decode().replace(address, ""))
        texts = [one["sql"] for one in captured.captured_queries]
        statements.append([re.sub(r"'[^']*'|\"s\d+_x\d+\"", "?", one) for one in texts])
    return statuses, bodies, statements


def test_hidden_and_absent_answer_alike():
    """CASE-20: the page, each form, the household, the file: one body, the same statements."""
    hidden = registered(bu_maya, "Ratna Puspita", is_hidden=True)
    next_door = registered(pak_joko, "Karto", area_code=SEMANGGI)
    home = household_of(bu_maya, said("Ratna Kedua", is_hidden=True))
    browser = browser_of(bu_sri)
    for name in (*TABS, "person_correct", "person_life", "address_record", "contact_record"):
        addresses = [
            reverse(name, args=[one])
            for one in (hidden.id, uuid7(), hidden.id, uuid7(), next_door.id)
        ]
        statuses, bodies, statements = answers(browser, addresses)
        assert (statuses, len(bodies)) == ({404}, 1), name
        assert statements[2] == statements[3] == statements[4], name
    for name, one in (("household", home), ("document", hidden.id)):
        addresses = [reverse(name, args=[one]), reverse(name, args=[uuid7()])] * 2
        statuses, bodies, statements = answers(browser, addresses)
        assert (statuses, len(bodies)) == ({404}, 1), name
        assert statements[2] == statements[3], name
    assert "Ratna" in shown(bu_maya, "person", hidden.id)
    assert "Terbatas." in head_of(shown(bu_maya, "person_data", hidden.id))


def test_what_a_page_takes_has_no_act_about_somebody_hidden():
    hidden = registered(bu_maya, "Ratna Puspita", is_hidden=True)
    browser = browser_of(bu_sri)
    for asked in (hidden.id, uuid7()):
        answer = browser.post(
            reverse("person_life", args=[asked]), {"life": "moved", "act": str(uuid7())}
        )
        assert answer.status_code == 404
    assert page(bu_maya, hidden.id).person.life == Person.Life.ALIVE


# What is protected


def test_an_ordinary_reader_keeps_what_they_knew():
    person = registered(address="Jl. Lama 1")
    protected(person)
    lives_at(bu_maya, person, "Rumah aman 7", place_code=SEMANGGI)
    team = shown(bu_maya, "person_data", person.id)
    assert "Rumah aman 7" in team and "Jl. Lama 1" not in team
    assert "Dijaga. Yang dicatat sekarang" in head_of(team)
    for ordinary in (bu_sri, bu_wahyuni, bu_ratna):
        html = shown(ordinary, "person_data", person.id)
        assert "Jl. Lama 1" in html and "Rumah aman" not in html
        assert "Tinggal di Kelurahan Sangkrah" in head_of(html)
        assert "Dijaga" not in words_of(html.partition("<main")[2])
    history = words_of(shown(bu_sri, "person_history", person.id))
    assert "Alamat dicatat" not in history and "Perlindungan" not in history


def test_the_author_goes_on_seeing_her_own():
    person = registered(address="Jl. Lama 1")
    protected(person)
    known = lived(bu_sri, person)
    answer = send(
        browser_of(bu_sri),
        reverse("address_correct", args=[person.id, known.slot_id]),
        text="Jl. Kata Tetangga 2",
    )
    assert answer.status_code == 302
    html = shown(bu_sri, "person_data", person.id)
    assert "Jl. Kata Tetangga 2" in html
    assert "Dijaga" not in words_of(html.partition("<main")[2])  # she isn't of the team
    assert "Dijaga" in words_of(shown(bu_maya, "person_data", person.id).partition("<main")[2])
    assert "Jl. Lama 1" in shown(bu_wahyuni, "person_data", person.id)


def test_where_somebody_sleeps_is_for_the_author_and_the_team():
    person = registered(name="Pak Topi", is_unhoused=True)
    address = reverse("address_record", args=[person.id])
    assert "Tempat tidur dijaga." in shown(bu_sri, "address_record", person.id)
    assert send(browser_of(bu_sri), address, kind="sleeping", text="Emper toko").status_code == 302
    assert "Emper toko" in shown(bu_sri, "person_data", person.id)
    assert "Emper toko" not in shown(bu_wahyuni, "person_data", person.id)


# Correcting


def test_corrections_of_different_fields_go_together():
    person = registered()
    address = reverse("person_correct", args=[person.id])
    sri, wahyuni = browser_of(bu_sri), browser_of(bu_wahyuni)
    opened = {who: fields_of(who.get(address).content.decode()) for who in (sri, wahyuni)}
    assert sri.post(address, opened[sri] | {"sex": "f"}).status_code == 302
    answer = wahyuni.post(address, opened[wahyuni] | {"call_name": "Mbah Tini", "reason": "KTP"})
    assert answer.status_code == 302
    now = page(bu_sri, person.id).person
    assert (now.sex, now.call_name) == ("f", "Mbah Tini")
    history = words_of(shown(bu_sri, "person_history", person.id))
    assert "Nama panggilan kosong Mbah Tini Wahyuni Kartasari" in history


def test_two_corrections_of_one_field_are_shown_and_nothing_is_lost():
    person = registered()
    address = reverse("person_correct", args=[person.id])
    browser = browser_of(bu_wahyuni)
    opened = fields_of(browser.get(address).content.decode())
    correct_person(
        act=act_of(bu_sri),
        person_id=person.id,
        base=dict(values_of(person)),
        changes=Changes(name="Sutinah", language="Jawa"),
    )
    answer = browser.post(address, opened | {"name": "Sutinem", "born_year": "1948"})
    html = answer.content.decode()
    assert answer.status_code == 409
    compared = words_of(html.partition('class="compare"')[2].partition("</table>")[0])
    assert "Sutinem" in compared and "Sutinah" in compared and "Sri Lestari" in compared
    kept = fields_of(html)
    assert (kept["name"], kept["born_year"], kept["language"]) == (["Sutinem"], ["1948"], ["Jawa"])
    assert again(browser, address, answer).status_code == 302
    now = page(bu_sri, person.id).person
    assert (now.name, now.language, now.birth_year) == ("Sutinem", "Jawa", 1948)


def test_an_estimated_age_stays_of_the_day_it_was_asked():
    birth = BirthSaid(kind=Person.Birth.ESTIMATED, age=78, asked_on=today() - timedelta(days=800))
    person = registered(birth=birth)
    address = reverse("person_correct", args=[person.id])
    assert send(browser_of(bu_sri), address, language="Jawa").status_code == 302
    assert page(bu_sri, person.id).person.estimated_on == birth.asked_on
    answer = send(browser_of(bu_sri), address, born_on="1950-02-03")
    assert answer.status_code == 422
    assert "Isi salah satu saja" in words_of(answer.content.decode())
    answer = again(browser_of(bu_sri), address, answer, age="")
    assert answer.status_code == 302
    assert page(bu_sri, person.id).person.born_on == date(1950, 2, 3)


@pytest.mark.parametrize("base", ["{", '{"kind": ["x"]}', "[1]", '"\\u0000"', "null", "9" * 3000])
def test_a_page_that_isnt_whole_changes_nothing(base):
    person = registered()
    address = reverse("person_correct", args=[person.id])
    answer = send(browser_of(bu_sri), address, base_name=base, name="Lain")
    assert answer.status_code == 422
    assert page(bu_sri, person.id).person.name == "Sutini"


@pytest.mark.parametrize("born_on", ["1879-12-31", "9999-01-01", "0000-00-00", "31 Desember"])
def test_an_impossible_birth_is_told(born_on):
    person = registered()
    address = reverse("person_correct", args=[person.id])
    answer = send(browser_of(bu_sri), address, born_on=born_on)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "id_born_on_error" in html and "pilih belum diketahui" not in html
    assert page(bu_sri, person.id).person.birth_kind == "unknown"


def test_a_fact_that_was_corrected_meanwhile_is_shown_beside_mine():
    person = registered(address="Jl. Lama 1")
    known = lived(bu_sri, person)
    address = reverse("address_correct", args=[person.id, known.slot_id])
    browser = browser_of(bu_wahyuni)
    opened = fields_of(browser.get(address).content.decode())
    lives_at(bu_sri, person, "Jl. Baru 2")
    answer = browser.post(address, opened | {"text": "Jl. Baru 3"})
    assert answer.status_code == 409
    compared = words_of(answer.content.decode().partition('class="compare"')[2])
    assert "Jl. Baru 3" in compared and "Jl. Baru 2" in compared and "Sri Lestari" in compared
    assert again(browser, address, answer).status_code == 302
    assert lived(bu_sri, person).text == "Jl. Baru 3"


def test_moving_to_another_kelurahan_says_nothing_of_who_is_protected():
    """The lists follow at night: what comes after the press is the same for everybody."""
    person, guarded = registered(), registered(name="Ratih")
    protected(guarded)
    browser = browser_of(bu_sri)
    for one in (person, guarded):
        address = reverse("address_correct", args=[one.id, lived(bu_sri, one).slot_id])
        html = browser.get(address).content.decode()
        assert "memindahkan warga ke daftar kelurahan itu" in words_of(html)
        filled = fields_of(html) | {"place": SEMANGGI, "text": "Jl. Baru 9"}
        answers = [browser.post(address, filled) for _press in range(2)]
        data = reverse("person_data", args=[one.id])
        assert {one.headers["Location"] for one in answers} == {data}
        assert "Jl. Baru 9" in shown(browser, "person_data", one.id)


def test_a_home_in_another_city_suggests_to_tell_the_move():
    person = registered()
    browser = browser_of(bu_sri)
    address = reverse("address_record", args=[person.id])
    assert "?keadaan=moved" in browser.get(address).content.decode()
    answer = send(browser, address, text="Wonogiri, rumah anaknya")
    assert answer.status_code == 302
    assert "catat juga keadaannya: pindah" in words_of(
        browser.get(answer.headers["Location"]).content.decode()
    )
    assert page(bu_sri, person.id).person.area_code == SANGKRAH


# Numbers


def test_a_number_is_shown_whole_once_and_on_record():
    person = registered(numbers=(nik(),))
    [number] = page(bu_sri, person.id).numbers
    browser = browser_of(bu_sri)
    grouped = " ".join(NIK[at : at + 4] for at in range(0, 16, 4))
    assert NIK not in shown(browser, "person_data", person.id)
    answer = browser.post(reverse("number_show", args=[person.id, number.slot_id]))
    assert answer.status_code == 200
    assert grouped in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert browser.get(reverse("number_show", args=[person.id, number.slot_id])).status_code == 405
    assert grouped not in shown(browser, "person_data", person.id)
    read = words_of(shown(bu_ratna, "person_readers", person.id))
    assert "Sri Lestari Melihat nomor utuh" in read
    assert "Melihat nomor utuh" not in words_of(shown(bu_sri, "person_readers", person.id))
    assert "petugas yang membacakan daftarnya" in words_of(
        shown(bu_sri, "person_readers", person.id)
    )
    for outsider in (pak_joko,):
        answer = browser_of(outsider).post(reverse("number_show", args=[person.id, number.slot_id]))
        assert answer.status_code == 404


def test_what_is_odd_about_a_number_is_explained_and_refuses_nothing():
    person = registered(name="Budi", sex="m", birth=born(1961, 6, 15))
    browser = browser_of(bu_sri)
    address = reverse("number_record", args=[person.id])
    assert send(browser, address, number=NIK).status_code == 302
    html = words_of(shown(browser, "person_data", person.id))
    assert "NIK ini milik perempuan" in html
    answer = send(browser, address, number="0000000000000000")
    assert answer.status_code == 422
    assert "Ini bukan nomor" in words_of(answer.content.decode())


def test_an_officer_judges_a_number():
    person = registered(numbers=(nik(),))
    [number] = page(bu_sri, person.id).numbers
    address = reverse("number_judge", args=[person.id, number.slot_id])
    assert browser_of(bu_wahyuni).get(address).status_code == 404
    assert address not in shown(bu_sri, "person_data", person.id)
    answer = send(
        browser_of(bu_ratna), address, outcome="disputed", reason="Dukcapil 24-11: milik lain"
    )
    assert answer.status_code == 302
    assert page(bu_sri, person.id).numbers[0].status == Identifier.Status.DISPUTED
    assert "Dipersoalkan" in words_of(shown(bu_sri, "person_data", person.id))


# Relations, consents, documents, what doesn't hold any more


def test_a_relation_offers_those_of_the_name_first():
    person, other = registered(name="Karso"), registered(name="Sulastri")
    registered(bu_maya, "Sulastri Tersembunyi", is_hidden=True)
    browser = browser_of(bu_sri)
    address = reverse("relation_record", args=[person.id])
    answer = send(browser, address, kind="child", other_name="Sulastri", closeness="distant")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Pilih dulu salah satu jawaban" in words_of(html)
    assert str(other.id) in html and "Tersembunyi" not in html
    assert again(browser, address, answer, other=str(other.id)).status_code == 302
    [one] = page(bu_sri, person.id).relations
    assert (one.person_id, one.kind, one.closeness) == (other.id, "child", "distant")
    answer = send(browser, address, kind="neighbour", other_name="Bu Tini")
    assert answer.status_code == 302
    names = {one.name for one in page(bu_sri, person.id).relations}
    assert names == {"Sulastri", "Bu Tini"}


def test_a_consent_that_was_taken_back_shows_both_days():
    """CASE-30 for what exists here."""
    person = registered(birth=born(1980))
    day = today() - timedelta(days=9)
    given = record_consent(
        act=act_of(bu_sri), person_id=person.id, consent=ConsentSaid(said_on=day)
    )
    browser = browser_of(bu_sri)
    address = reverse("consent_withdraw", args=[person.id, given.slot_id])
    assert send(browser, address).status_code == 302
    html = shown(browser, "person_consents", person.id)
    from setiakawan.office.templatetags.office import tanggal

    assert f"{tanggal(day)} Ditarik {tanggal(today())}" in words_of(html)
    assert address not in html
    answer = browser.get(address)
    assert (
        answer.status_code == 200
    )  # the form is there for a second thought, the operation refuses
    assert send(browser, address).status_code == 409


def test_for_a_child_the_guardian_is_asked():
    child = registered(name="Dimas", birth=born(today().year - 9, 3, 9))
    browser = browser_of(bu_sri)
    address = reverse("consent_record", args=[child.id])
    answer = send(browser, address)
    assert answer.status_code == 422 and "Pilih salah satu." in answer.content.decode()
    answer = send(browser, address, state="given")
    assert answer.status_code == 422
    assert "tulis orang tua atau wali" in words_of(answer.content.decode())
    assert again(browser, address, answer, given_by="Lestari, ibunya").status_code == 302


@pytest.fixture
def folder(tmp_path: Path, settings) -> None:
    """Files of the test's own."""
    settings.STORAGES = settings.STORAGES | {
        "attachments": settings.STORAGES["attachments"]
        | {"OPTIONS": {"location": tmp_path / "attachments"}}
    }


def test_a_photo_comes_out_upright_without_what_it_carried(folder):
    """CASE-24: no metadata in what anyone downloads, and a name that says nothing."""
    person = registered(name="Sutini")
    browser = browser_of(bu_sri)
    photo = SimpleUploadedFile("rumah sutini.jpg", made.photo_that_knows_the_house())
    answer = send(browser, reverse("document_add", args=[person.id]), kind="house", file=photo)
    assert answer.status_code == 302, words_of(answer.content.decode())
    [one] = page(bu_sri, person.id).documents
    address = reverse("document", args=[one.id])
    assert address in shown(browser, "person_data", person.id)
    got = browser.get(address)
    assert re.fullmatch(
        r'inline; filename="foto-[0-9a-f]{4}\.jpg"', got.headers["Content-Disposition"]
    )
    picture = Image.open(BytesIO(got.content))
    assert picture.size == (20, 40)
    assert not picture.getexif() and "comment" not in picture.info
    assert made.COMMENT not in got.content and b"xmp" not in got.content.lower()
    assert "Membuka berkas" in words_of(shown(bu_ratna, "person_readers", person.id))
    assert browser_of(pak_joko).get(address).status_code == 404


def test_a_file_of_another_kind_is_refused(folder):
    person = registered()
    program = SimpleUploadedFile("foto.jpg", b"MZ\x90\x00 not a photo")
    answer = send(
        browser_of(bu_sri), reverse("document_add", args=[person.id]), kind="house", file=program
    )
    assert answer.status_code == 422
    assert page(bu_sri, person.id).documents == ()


def test_what_doesnt_hold_any_more_is_taken_back():
    person = registered()
    contact = has_phone(bu_sri, person, "0812-0000-2201")
    browser = browser_of(bu_sri)
    answer = send(
        browser,
        reverse("fact_end", args=[person.id, "contact", contact.slot_id]),
        reason="Nomor orang lain",
    )
    assert answer.status_code == 302
    after = browser.get(answer.headers["Location"]).content.decode()
    [undo] = set(re.findall(r'action="(/warga/[^"]+/kembalikan/)"', after))
    assert page(bu_sri, person.id).contacts == ()
    history = shown(browser, "person_history", person.id)
    assert undo in history and "Nomor orang lain" in history and "2201" not in history
    assert browser.post(undo, {"act": str(uuid7())}).status_code == 302
    assert len(page(bu_sri, person.id).contacts) == 1
    assert browser.post(undo, {"act": str(uuid7())}).status_code == 409


# Life


def test_a_told_death_changes_nothing_and_says_who_confirms():
    person = registered()
    browser = browser_of(bu_sri)
    answer = send(browser, reverse("person_life", args=[person.id]), life="dead", note="Tetangga")
    assert answer.status_code == 302
    html = shown(browser, "person", person.id)
    assert "Wahyuni Kartasari diminta memastikannya." in html
    assert "Kabar meninggal, belum dipastikan" in head_of(html)
    confirm = reverse("death_confirm", args=[person.id])
    assert confirm not in html and confirm in shown(bu_wahyuni, "person", person.id)
    assert browser.get(confirm).status_code == 404


def test_a_death_is_confirmed_after_saying_what_it_changes_and_undone():
    """CASE-10 and 11, for what exists here."""
    home = household_of(
        bu_sri,
        said("Pardi", part=HEAD),
        said("Ngatini", part=SPOUSE),
        said("Tono", part="child"),
    )
    with reading(actor(bu_sri)):
        people = {
            one.person.name: one.person
            for one in queries.household_page(actor(bu_sri), home).members
        }
    pardi = people["Pardi"]
    browser = browser_of(bu_wahyuni)
    address = reverse("death_confirm", args=[pardi.id])
    before = words_of(browser.get(address).content.decode())
    assert "anggotanya menjadi 2 orang" in before
    assert "Catatan istri, suami, anak, dan anggota lain tidak berubah." in before
    on = today() - timedelta(days=2)
    answer = send(browser, address, on=on.isoformat(), proof="Surat kematian 474.3/12")
    assert answer.status_code == 302
    from setiakawan.office.templatetags.office import tanggal

    assert f"Meninggal {tanggal(on)}" in head_of(shown(browser, "person", pardi.id))
    household = words_of(shown(browser, "household", home).partition('class="page-head"')[2])
    assert "Siapa yang menerima sekarang?" in household
    assert household.index("Yang tinggal di sini") < household.rindex("Ngatini")
    assert household.index("Dahulu tinggal di sini") < household.rindex("Pardi")
    assert page(bu_sri, people["Ngatini"].id).person.version == 1
    undo = reverse("death_undo", args=[pardi.id])
    assert browser.get(undo).status_code == 404
    assert send(browser_of(bu_maya), undo, reason="Keliru orang").status_code == 302
    assert page(bu_sri, pardi.id).person.life == Person.Life.ALIVE
    assert "Siapa yang menerima sekarang?" not in words_of(shown(browser, "household", home))


@pytest.mark.parametrize("on", [(today() + timedelta(days=1)).isoformat(), "9999-12-31", "x", ""])
def test_nobody_dies_tomorrow(on):
    person = registered()
    answer = send(
        browser_of(bu_wahyuni), reverse("death_confirm", args=[person.id]), on=on, proof="Surat"
    )
    assert answer.status_code == 422
    assert not page(bu_sri, person.id).person.is_dead


# On record


def test_each_view_of_a_person_is_on_record_once():
    person = registered()
    browser = browser_of(bu_sri)
    for name in ("person", "person_data", "person_correct"):
        shown(browser, name, person.id)
    with reading(actor(bu_ratna)):
        rows = queries.readings_of(person.id)
    assert [(one.by, one.what) for one in rows] == [("Sri Lestari", "person.page")] * 3


def test_an_act_that_came_late_says_both_times():
    from setiakawan.people.queries import HistoryRow
    from setiakawan.people.web.person import _entry

    at = page(bu_sri, registered().id).person.recorded_at
    row = HistoryRow(
        id=uuid7(),
        kind="person.corrected",
        by="Sri Lestari",
        at=at,
        authored_at=at - timedelta(hours=2),
        received_at=at,
    )
    assert _entry(row)["late"].startswith("Ditulis ")
    assert "sampai" in _entry(row)["late"]


def test_moved_and_not_found_are_told():
    person = registered()
    tell_life(act=act_of(bu_sri), person_id=person.id, life=Person.Life.NOT_FOUND)
    assert "Tidak ditemukan" in head_of(shown(bu_sri, "person", person.id))
    address = reverse("person_life", args=[person.id])
    assert send(browser_of(bu_sri), address, life="moved").status_code == 302
    said_there = head_of(shown(bu_sri, "person", person.id))
    assert "Pindah" in said_there and "Dahulu tinggal di" in said_there


def test_a_contact_corrected_meanwhile_shows_no_number_that_isnt_safe():
    person = registered()
    contact = has_phone(bu_sri, person, "0812-0000-2201")
    browser = browser_of(bu_wahyuni)
    address = reverse("contact_correct", args=[person.id, contact.slot_id])
    opened = fields_of(browser.get(address).content.decode())
    record_contact(
        act=act_of(bu_sri),
        person_id=person.id,
        contact=ContactSaid(
            value="0812-0000-2205", safety="unsafe", how="jangan", asked_on=today()
        ),
        slot_id=contact.slot_id,
        seen_id=contact.id,
    )
    answer = browser.post(address, opened | {"whose": "anak"})
    assert answer.status_code == 409
    assert "2201" not in answer.content.decode() and "2205" not in answer.content.decode()
    assert "Tidak aman" in words_of(answer.content.decode())


def test_the_address_on_the_card_of_another_city_stays_when_corrected():
    person = registered()
    record_address(
        act=act_of(bu_sri),
        person_id=person.id,
        kind=Address.Kind.CARD,
        place_code="33.12.01",
        text="Wonogiri",
    )
    [card] = [one for one in page(bu_sri, person.id).addresses if one.kind == "card"]
    address = reverse("address_correct", args=[person.id, card.slot_id])
    assert send(browser_of(bu_sri), address, text="Dusun Ngawen").status_code == 302
    [now] = [one for one in page(bu_sri, person.id).addresses if one.kind == "card"]
    assert (now.place_code, now.text) == ("33.12.01", "Dusun Ngawen")
