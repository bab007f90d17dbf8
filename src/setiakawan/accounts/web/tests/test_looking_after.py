"""Accounts and offices as those who look after them see them; and as others don't."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.accounts.keys import invitation_key
from setiakawan.accounts.operations import correct_account, invite
from setiakawan.accounts.queries import (
    account_page,
    appointments_without_successor,
    open_invitations,
)
from setiakawan.accounts.web.tests.conftest import act_in
from setiakawan.demo.cast import (
    SANGKRAH,
    act_of,
    actor,
    bu_dewi,
    bu_endah,
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


def test_a_number_somebody_has_is_told_once_and_then_taken(browser_of):
    coordinator = browser_of(bu_wahyuni)
    address = f"/akun/{bu_endah.account_id}/perbaiki/"
    filled = {
        "act": act_in(coordinator.get("/akun/undangan/baru/").content.decode()),
        "name": "Lasmi Contoh",
        "role": "psm",
        "area": SANGKRAH,
        "phone": bu_sri.phone,
    }

    told = coordinator.post("/akun/undangan/baru/", filled)
    page = told.content.decode()
    assert "sudah dipakai Sri Lestari" in page
    assert "Tetap undang" in page
    with acting_as(actor(bu_wahyuni)):
        assert open_invitations(actor(bu_wahyuni)) == []
    mark = warned_in(page)
    assert coordinator.post("/akun/undangan/baru/", filled | {"warned": "x"}).status_code == 200
    made = coordinator.post("/akun/undangan/baru/", filled | {"warned": mark})
    again = coordinator.post("/akun/undangan/baru/", filled | {"warned": mark})
    assert (made.status_code, again.status_code) == (302, 302)  # pressed twice
    assert made.headers["Location"] == again.headers["Location"]

    officer = browser_of(bu_ratna)
    page = officer.get(address).content.decode()
    with acting_as(actor(bu_ratna)):
        endah = account_page(actor(bu_ratna), bu_endah.account_id)
    correction = {
        "act": act_in(page),
        "version": str(endah.version),
        "name": endah.name,
        "call_name": endah.call_name,
        "phone": bu_sri.phone,
    }
    page = officer.post(address, correction).content.decode()
    assert "sudah dipakai Sri Lestari" in page
    saved = officer.post(address, correction | {"warned": warned_in(page)})
    assert saved.status_code == 302


def warned_in(page: str) -> str:
    """What a form carries of the warnings that stand on it."""
    found = re.search(r'name="warned" value="([0-9a-f]+)"', page)
    assert found, "the page warns of nothing"
    return found[1]


def test_ones_own_profile_tells_of_nobody_out_of_sight(browser_of):
    client = browser_of(bu_sri)
    page = client.get("/akun/saya/profil/").content.decode()
    mine = {"act": act_in(page), "version": "1", "call_name": "Bu Sri", "phone": pak_joko.phone}
    assert client.post("/akun/saya/profil/", mine).status_code == 302

    coordinator = browser_of(bu_wahyuni)
    page = coordinator.get("/akun/saya/profil/").content.decode()
    hers = {"act": act_in(page), "version": "1", "call_name": "Bu Yuni", "phone": pak_joko.phone}
    page = coordinator.post("/akun/saya/profil/", hers).content.decode()
    assert "sudah dipakai Sri Lestari" in page  # in her kelurahan
    assert "Joko" not in page.partition("<main")[2]
    assert (
        coordinator.post("/akun/saya/profil/", hers | {"warned": warned_in(page)}).status_code
        == 302
    )


def test_each_line_of_a_list_says_what_to_look_at(browser_of):
    coordinator = browser_of(bu_wahyuni)
    people = (
        "Sri Lestari; Sangkrah\nWarno; Sangkrah; ; 0812-0000-0801\nParjo; Sangkrah; ; 081200000801"
    )
    page = coordinator.post("/akun/undangan/banyak/", {"people": people, "role": "psm"})
    shown = page.content.decode()
    assert "Sri Lestari sudah menjabat PSM" in shown
    assert "Nomor yang sama ada di baris 2" in shown
    assert "Tetap undang 3 orang" in shown
    filled = {"people": people, "role": "psm", "step": "invite", "act": act_in(shown)}
    assert coordinator.post("/akun/undangan/banyak/", filled).status_code == 200
    filled["warned"] = warned_in(shown)
    made = coordinator.post("/akun/undangan/banyak/", filled)
    again = coordinator.post("/akun/undangan/banyak/", filled)
    assert made.headers["Location"] == again.headers["Location"]


def test_a_list_that_is_too_long_says_how_much_is_left_out(browser_of):
    coordinator = browser_of(bu_wahyuni)
    people = "\n".join(f"Orang {number}; Sangkrah" for number in range(1, 204))
    shown = coordinator.post(
        "/akun/undangan/banyak/", {"people": people, "role": "psm"}
    ).content.decode()
    assert "3 baris terakhir tidak ikut, mulai dari baris 201 (Orang 201)" in shown
    assert "Undang 200 orang" in shown
    made = coordinator.post(
        "/akun/undangan/banyak/",
        {"people": people, "role": "psm", "step": "invite", "act": act_in(shown)},
    )
    assert made.status_code == 302
    with acting_as(actor(bu_wahyuni)):
        assert len(open_invitations(actor(bu_wahyuni))) == 200
    assert coordinator.get(made.headers["Location"]).content.decode().count("qr-card") == 200


def test_an_administrator_sees_that_somebody_is_invited_and_not_who(browser_of):
    card = invite(act=act_of(bu_wahyuni), name="Tutik Handayani", role=Role.PSM, area_code=SANGKRAH)
    admin = browser_of(bu_dewi)
    addresses = ["/akun/undangan/", f"/akun/undangan/{card.id}/", "/akun/undangan/kartu/",
                 f"/akun/undangan/{card.id}/tarik/"]  # fmt: skip
    for address in addresses:
        answer = admin.get(address)
        assert answer.status_code == 200, address
        assert "Tutik" not in answer.content.decode(), address
        assert invitation_key(card.id) not in answer.content.decode(), address
    page = admin.get("/akun/undangan/").content.decode()
    assert "Tanpa nama" in page
    assert "Wahyuni Kartasari" in page
    assert "Sesi staf" in page
    assert 'href="/akun/"' in page  # the list of accounts is in the menu, for it opens
    assert admin.get("/akun/").status_code == 200

    admin.post("/akun/sesi-staf/", {"reason": "Memeriksa undangan ganda di Sangkrah"})
    assert "Tutik Handayani" in admin.get("/akun/undangan/").content.decode()
    assert invitation_key(card.id) in admin.get(f"/akun/undangan/{card.id}/").content.decode()


def test_a_reason_that_says_nothing_is_answered_with_what_to_write(browser_of):
    page = browser_of(bu_dewi).post("/akun/sesi-staf/", {"reason": "iseng"}).content.decode()
    assert "Tulis data siapa yang akan Anda lihat dan untuk apa" in page
    assert "karakter" not in page
