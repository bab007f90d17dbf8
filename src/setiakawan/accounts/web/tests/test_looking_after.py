"""Accounts and offices as those who look after them see them; and as others don't."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from setiakawan.access.context import acting_as
from setiakawan.accounts.operations import correct_account
from setiakawan.accounts.queries import account_page, appointments_without_successor
from setiakawan.accounts.web.tests.conftest import act_in
from setiakawan.demo.cast import (
    SANGKRAH,
    act_of,
    actor,
    bu_dewi,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    pak_joko,
)
from setiakawan.foundation.clock import today
from setiakawan.foundation.ids import uuid7


def without_tokens(page: str) -> str:
    """A page without what differs each time it is made."""
    return re.sub(r'(csrf-token" content|csrfmiddlewaretoken" value)="[^"]+"', "", page)


def test_a_hidden_account_is_answered_like_one_that_never_existed(browser_of):
    coordinator = browser_of(bu_wahyuni)
    addresses = ("", "perbaiki/", "tutup/", "buka-lagi/", "bantu-masuk/")

    for rest in addresses:
        hidden = coordinator.get(f"/akun/{pak_joko.account_id}/{rest}")
        absent = coordinator.get(f"/akun/{uuid7()}/{rest}")
        assert hidden.status_code == absent.status_code == 404, rest
        assert hidden.content == absent.content, rest


def test_searching_for_somebody_hidden_says_the_same_as_for_nobody(browser_of):
    coordinator = browser_of(bu_wahyuni)

    hidden = coordinator.get("/akun/?nama=Joko").content.decode()
    nobody = coordinator.get("/akun/?nama=Zzyx").content.decode()

    assert "Tidak ada akun dengan nama itu" in hidden
    assert without_tokens(hidden).replace("Joko", "Zzyx") == without_tokens(nobody)


def test_a_volunteer_has_no_list_of_accounts_but_sees_who_holds_which_office(browser_of):
    volunteer = browser_of(bu_sri)

    assert volunteer.get("/akun/").status_code == 404
    page = volunteer.get(f"/jabatan/?wilayah={SANGKRAH}").content.decode()
    assert "Sri Lestari" in page
    assert "Koordinator IPSM" in page
    assert "0812" not in page


def test_a_stale_form_shows_both_and_loses_nothing(browser_of):
    coordinator = browser_of(bu_wahyuni)
    address = f"/akun/{bu_sri.account_id}/perbaiki/"
    page = coordinator.get(address).content.decode()
    with acting_as(actor(bu_ratna)):
        version = account_page(actor(bu_ratna), bu_sri.account_id).version
    correct_account(
        act=act_of(bu_ratna),
        account_id=bu_sri.account_id,
        version=version,
        name="Sri Lestari Ningsih",
        call_name="Bu Sri",
        phone="",
    )
    mine = {
        "act": act_in(page),
        "version": str(version),
        "name": "Sri Lestari",
        "call_name": "Bude Sri",
        "phone": "0812-0000-0101",
    }

    stale = coordinator.post(address, mine)

    shown = stale.content.decode()
    assert stale.status_code == 409
    assert "Sri Lestari Ningsih" in shown
    assert 'value="Bude Sri"' in shown
    assert "0812-0000-0101" in shown
    saved = coordinator.post(address, {**mine, "act": act_in(shown), "version": str(version + 1)})
    assert saved.status_code == 302
    with acting_as(actor(bu_wahyuni)):
        now_is = account_page(actor(bu_wahyuni), bu_sri.account_id)
    assert (now_is.name, now_is.call_name) == ("Sri Lestari", "Bude Sri")


def test_an_office_ends_from_the_page_and_what_hangs_on_it_waits_for_a_successor(browser_of):
    coordinator = browser_of(bu_wahyuni)
    with acting_as(actor(bu_wahyuni)):
        [office] = account_page(actor(bu_wahyuni), bu_sri.account_id).offices
    address = f"/jabatan/{office.id}/akhiri/"
    page = coordinator.get(address).content.decode()
    filled = {
        "act": act_in(page),
        "version": str(office.version),
        "ends_on": today().isoformat(),
        "reason": "Pindah ke luar kota",
        "successor": "",
    }

    assert coordinator.post(address, {**filled, "reason": ""}).status_code == 422
    ended = coordinator.post(address, filled)
    again = coordinator.post(address, filled)

    assert (ended.status_code, again.status_code) == (302, 302)  # pressed twice
    with acting_as(actor(bu_wahyuni)):
        queue = [one.id for one in appointments_without_successor(actor(bu_wahyuni))]
    assert queue == [office.id]
    assert "Tetapkan pengganti" in coordinator.get("/jabatan/").content.decode()


def test_an_account_is_closed_and_opened_again(browser_of):
    officer = browser_of(bu_ratna)
    address = f"/akun/{bu_sri.account_id}/"
    page = officer.get(f"{address}tutup/").content.decode()
    assert "Jabatan PSM di Kelurahan Sangkrah berakhir hari ini." in page

    officer.post(
        f"{address}tutup/",
        {"act": act_in(page), "version": "1", "reason": "Pindah", "successor": ""},
    )
    closed = officer.get(address).content.decode()
    assert "Sri Lestari (nonaktif)" in closed
    page = officer.get(f"{address}buka-lagi/").content.decode()
    officer.post(f"{address}buka-lagi/", {"act": act_in(page), "version": "2"})

    assert "(nonaktif)" not in officer.get(address).content.decode().partition("<h1>")[2][:80]


def test_an_office_is_given_from_the_account(browser_of):
    officer = browser_of(bu_ratna)
    address = f"/akun/{bu_sri.account_id}/jabatan/"
    page = officer.get(address).content.decode()

    given = officer.post(
        address,
        {
            "act": act_in(page),
            "role": "coordinator",
            "area": SANGKRAH,
            "starts_on": (today() + timedelta(days=3)).isoformat(),
        },
    )

    assert given.status_code == 302
    assert "Koordinator IPSM" in officer.get(given.headers["Location"]).content.decode()


def test_an_administrator_sees_numbers_only_in_a_staff_session(browser_of):
    admin = browser_of(bu_dewi)
    address = f"/akun/{bu_sri.account_id}/"
    assert "0812-0000-0101" not in admin.get(address).content.decode()
    assert "terlihat hanya dalam sesi staf" in admin.get(address).content.decode()

    assert admin.post("/akun/sesi-staf/", {"reason": "iseng"}).status_code == 422
    admin.post("/akun/sesi-staf/", {"reason": "Memeriksa nomor yang salah di Sangkrah"})

    page = admin.get(address).content.decode()
    assert "0812-0000-0101" in page
    assert "Sesi staf terbuka sampai pukul" in page
    admin.post("/akun/sesi-staf/akhiri/")
    assert "0812-0000-0101" not in admin.get(address).content.decode()


@pytest.mark.parametrize(
    "address",
    ["/akun/", "/jabatan/", "/akun/saya/", "/akun/undangan/", "/akun/bantu-masuk/", "/mitra/"],
)
def test_strangers_are_led_to_sign_in(address):
    assert Client().get(address).headers["Location"].startswith("/masuk/?next=")


def test_one_changes_ones_own_profile(browser_of):
    client = browser_of(bu_sri)
    page = client.get("/akun/saya/profil/").content.decode()

    client.post(
        "/akun/saya/profil/",
        {"act": act_in(page), "version": "1", "call_name": "Bude Sri", "phone": "0812-0000-0190"},
    )

    page = client.get("/akun/saya/").content.decode()
    assert "Bude Sri" in page
    assert "0812-0000-0190" in page
