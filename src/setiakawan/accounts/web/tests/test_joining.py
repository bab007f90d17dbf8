"""From an invitation to an account, and back in when the password is lost."""

from datetime import timedelta

import pytest
from django.test import Client

from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.accounts.models import Account, Invitation
from setiakawan.accounts.operations import (
    agree_to_recovery,
    invitation_key,
    invite,
    show_recovery,
    withdraw_invitation,
)
from setiakawan.accounts.queries import accounts_in_reach, open_invitations
from setiakawan.accounts.rules import INVITATION_LASTS
from setiakawan.accounts.web.tests.conftest import (
    act_in,
    code_of,
    code_on,
    enrol,
    session_of,
    sign_in,
)
from setiakawan.demo.cast import (
    SANGKRAH,
    act_of,
    actor,
    bu_dewi,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    pak_agus,
    pak_joko,
)
from setiakawan.foundation.clock import now

PASSWORD = "sawah hijau pagi hari"
CHOOSE = {"password": PASSWORD, "again": PASSWORD, "purpose": "join"}


def invited(name: str = "Tutik Handayani", *, at=None, phone: str = "") -> Invitation:
    return invite(
        act=act_of(bu_wahyuni, at=at), name=name, phone=phone, role=Role.PSM, area_code=SANGKRAH
    )


def opened(invitation: Invitation) -> Client:
    """A browser that has scanned the card."""
    client = Client()
    answer = client.get(f"/undangan/{invitation_key(invitation.id)}/")
    assert answer.headers["Location"] == "/undangan/buka/"
    return client


def names_of_accounts() -> list[str]:
    with acting_as(actor(bu_wahyuni)):
        return [one.name for one in accounts_in_reach(actor(bu_wahyuni)).rows]


def test_from_the_card_to_the_first_sign_in():
    client = opened(invited(phone="0812-0000-0777"))

    page = client.get("/undangan/buka/").content.decode()
    assert "Tutik Handayani" in page
    assert "PSM" in page
    assert "Kelurahan Sangkrah" in page

    answer = client.post("/undangan/buka/", {**CHOOSE, "act": act_in(page)})
    assert answer.headers["Location"] == "/undangan/selesai/"
    shown = client.get("/undangan/selesai/").content.decode()
    username = code_on(shown)
    assert username in client.get("/masuk/").content.decode()  # already filled in

    _, by_name = sign_in(username, PASSWORD)
    _, by_number = sign_in("0812-0000-0777", PASSWORD)
    assert (by_name.status_code, by_number.status_code) == (302, 302)


def test_the_key_is_in_no_page_no_session_and_no_cache():
    invitation = invited()
    key = invitation_key(invitation.id)
    client = Client()

    first = client.get(f"/undangan/{key}/")
    page = client.get("/undangan/buka/")

    for answer in (first, page):
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert key not in page.content.decode()
    assert "sessionid" not in client.cookies  # there is no session that could hold it
    cookie = client.cookies["undangan"]
    assert cookie["httponly"]
    assert cookie["path"] == "/undangan/"


def test_pressed_twice_it_is_one_account_and_both_learn_the_name():
    client = opened(invited())
    act = act_in(client.get("/undangan/buka/").content.decode())
    second = Client(headers={"cookie": client.cookies.output(header="", sep=";").strip()})

    one = client.post("/undangan/buka/", {**CHOOSE, "act": act})
    two = second.post("/undangan/buka/", {**CHOOSE, "act": act})

    assert one.headers["Location"] == two.headers["Location"] == "/undangan/selesai/"
    assert session_of(client)["joined_as"] == session_of(second)["joined_as"]
    assert names_of_accounts().count("Tutik Handayani") == 1


@pytest.mark.parametrize(
    ("password", "again", "told"),
    [
        ("pendek", "pendek", "terlalu pendek"),
        ("1234567890123", "1234567890123", "angka"),
        ("password123", "password123", "umum"),
        (PASSWORD, "lain sama sekali", "belum sama"),
        ("", "", "tidak boleh kosong"),
    ],
)
def test_a_weak_password_is_told_in_words_and_the_key_stays_good(password, again, told):
    client = opened(invited())

    answer = client.post(
        "/undangan/buka/", {"password": password, "again": again, "purpose": "join"}
    )

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert client.post("/undangan/buka/", CHOOSE).status_code == 302


def test_used_withdrawn_expired_and_unknown_keys_each_have_their_sentence():
    used, withdrawn = invited("Satu"), invited("Dua")
    expired = invited("Tiga", at=now() - INVITATION_LASTS - timedelta(minutes=1))
    opened(used).post("/undangan/buka/", CHOOSE)
    withdraw_invitation(act=act_of(bu_wahyuni), invitation_id=withdrawn.id)

    answers = {
        name: Client().get(f"/undangan/{key}/")
        for name, key in {
            "used": invitation_key(used.id),
            "withdrawn": invitation_key(withdrawn.id),
            "expired": invitation_key(expired.id),
            "unknown": "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF",
        }.items()
    }

    assert {name: one.status_code for name, one in answers.items()} == {
        "used": 410,
        "withdrawn": 410,
        "expired": 410,
        "unknown": 404,
    }
    assert len({one.content for one in answers.values()}) == 4
    assert not any(
        name in one.content.decode() for one in answers.values() for name in ("Satu", "Dua", "Tiga")
    )


def test_a_key_can_be_typed_carelessly():
    key = invitation_key(invited().id)
    client = Client()

    answer = client.post("/undangan/", {"key": key.lower().replace("-", " ")})

    assert answer.headers["Location"] == "/undangan/buka/"
    assert "Tutik Handayani" in client.get("/undangan/buka/").content.decode()


def test_typing_keys_at_random_is_stopped():
    client = Client()
    answers = [client.post("/undangan/", {"key": f"SALAH-{n}"}).status_code for n in range(21)]

    assert set(answers[:20]) == {404}
    assert answers[20] == 429


def test_an_officer_invites_and_prints_the_card(browser_of):
    officer = browser_of(bu_ratna)
    page = officer.get("/akun/undangan/baru/").content.decode()
    filled = {
        "act": act_in(page),
        "name": "Lasmi",
        "role": "psm",
        "area": SANGKRAH,
        "rw": "4",
        "phone": "0812 0000 0778",
    }

    answer = officer.post("/akun/undangan/baru/", filled)
    again = officer.post("/akun/undangan/baru/", filled)

    assert answer.status_code == 302
    assert answer.headers["Location"] == again.headers["Location"]  # pressed twice
    card = officer.get(answer.headers["Location"]).content.decode()
    with acting_as(actor(bu_ratna)):
        [row] = [one for one in open_invitations(actor(bu_ratna)) if one.name == "Lasmi"]
    assert row.area_code == f"{SANGKRAH}.004"
    assert invitation_key(row.id) in card
    assert "<svg" in card
    assert invitation_key(row.id) in officer.get("/akun/undangan/kartu/").content.decode()


def test_what_was_typed_stays_when_something_is_wrong(browser_of):
    coordinator = browser_of(bu_wahyuni)

    answer = coordinator.post(
        "/akun/undangan/baru/",
        {
            "name": "Lasmi",
            "call_name": "Bu Lasmi",
            "phone": "12",
            "role": "psm",
            "area": SANGKRAH,
            "rw": "99",
        },
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Bu Lasmi"' in page
    assert 'value="12"' in page
    assert "bukan nomor HP Indonesia" in page
    assert "belum tercatat di kelurahan itu" in page


def test_a_coordinator_is_offered_only_what_is_hers_to_give(browser_of):
    page = browser_of(bu_wahyuni).get("/akun/undangan/baru/").content.decode()

    assert 'value="psm"' in page
    assert 'value="officer"' not in page
    assert "Semanggi" not in page


def test_the_key_to_an_office_one_could_not_give_is_not_shown(browser_of):
    """Whoever sees a key can come in with it: a card is no way around who may appoint whom."""
    card = invite(
        act=act_of(bu_dewi), name="Wakil admin", role=Role.ADMINISTRATOR, area_code="33.72"
    )
    officer = browser_of(bu_ratna)

    assert "Wakil admin" not in officer.get("/akun/undangan/").content.decode()
    assert officer.get(f"/akun/undangan/{card.id}/").status_code == 404
    assert invitation_key(card.id) not in officer.get("/akun/undangan/kartu/").content.decode()


def test_many_are_looked_over_line_by_line_and_invited_in_one_act(browser_of):
    coordinator = browser_of(bu_wahyuni)
    wrong = "Nama; Kelurahan; RW\nSiti; Sangkrah; 3\nWarno; Semanggi\nParjo|Kel. Sangkrah|RW 001|12"
    good = "Siti; Sangkrah; 3\nWarno\tsangkrah\t\t0812-0000-0801\nParjo, Sangkrah"

    looked = coordinator.post("/akun/undangan/banyak/", {"people": wrong, "role": "psm"})
    refused = coordinator.post(
        "/akun/undangan/banyak/", {"people": wrong, "role": "psm", "step": "invite"}
    )

    page = looked.content.decode()
    assert "tidak ada di wilayah Anda" in page
    assert "Nomor telepon tidak dikenali" in page
    assert "Warno; Semanggi" in page  # nothing typed is lost
    assert refused.status_code == 200
    with acting_as(actor(bu_wahyuni)):
        assert open_invitations(actor(bu_wahyuni)) == []

    act = act_in(
        coordinator.post("/akun/undangan/banyak/", {"people": good, "role": "psm"}).content.decode()
    )
    filled = {"people": good, "role": "psm", "step": "invite", "act": act}
    made = coordinator.post("/akun/undangan/banyak/", filled)
    again = coordinator.post("/akun/undangan/banyak/", filled)

    assert made.headers["Location"] == again.headers["Location"]
    with acting_as(actor(bu_wahyuni)):
        listed = open_invitations(actor(bu_wahyuni))
    assert {one.name for one in listed} == {"Siti", "Warno", "Parjo"}
    sheet = coordinator.get(made.headers["Location"]).content.decode()
    assert sheet.count("qr-card") == 3
    assert all(invitation_key(one.id) in sheet for one in listed)


# Back in


def test_a_coordinator_helps_a_volunteer_back_in_and_she_is_told(browser_of):
    lost = browser_of(bu_sri)
    coordinator = browser_of(bu_wahyuni)

    shown = coordinator.post(f"/akun/{bu_sri.account_id}/bantu-masuk/")
    page = coordinator.get(shown.headers["Location"]).content.decode()
    key = code_on(page)
    phone = Client()
    phone.get(f"/undangan/{key}/")
    phone.post("/undangan/buka/", {**CHOOSE, "purpose": "recover"})

    assert lost.get("/akun/saya/").status_code == 302  # signed out everywhere
    client, answer = sign_in(bu_sri.username, PASSWORD)
    assert answer.headers["Location"].startswith("/masuk/kabar/")
    news = client.get(answer.headers["Location"]).content.decode()
    assert "kunci masuk kembali" in news
    assert "Wahyuni Kartasari" in news
    assert (
        client.post("/masuk/kabar/", {"next": "/akun/saya/"}).headers["Location"] == "/akun/saya/"
    )
    _, later = sign_in(bu_sri.username, PASSWORD)
    assert later.headers["Location"] == "/"


def test_for_an_officer_two_people_are_needed(browser_of):
    ratna, dewi = browser_of(bu_ratna), browser_of(bu_dewi)
    shown = ratna.post(f"/akun/{pak_agus.account_id}/bantu-masuk/").headers["Location"]

    waiting = ratna.get(shown).content.decode()
    assert "dua orang yang mengenalnya" in waiting
    assert "<svg" not in waiting.partition("<main")[2].partition('class="qr"')[2]
    assert ratna.post(f"{shown}setuju/").status_code == 403  # not oneself
    assert "Agus Wirobumi" in dewi.get("/akun/bantu-masuk/").content.decode()
    dewi.post(f"{shown}setuju/")

    key = code_on(ratna.get(shown).content.decode())
    phone = Client()
    phone.get(f"/undangan/{key}/")
    phone.post("/undangan/buka/", {**CHOOSE, "purpose": "recover"})
    assert sign_in(pak_agus.username, PASSWORD)[1].status_code == 302


def test_a_recovery_is_shown_only_to_those_who_stand_before_the_owner(browser_of):
    recovery = show_recovery(act=act_of(bu_wahyuni), account_id=bu_sri.account_id)

    assert browser_of(bu_wahyuni).get(f"/akun/bantu-masuk/{recovery.id}/").status_code == 200
    assert browser_of(bu_ratna).get(f"/akun/bantu-masuk/{recovery.id}/").status_code == 404


def test_getting_back_in_takes_off_the_second_factor_of_whoever_lost_it(browser_of):
    first, _ = sign_in(pak_agus.username)
    secret = enrol(first)
    recovery = show_recovery(act=act_of(bu_ratna), account_id=pak_agus.account_id)
    agree_to_recovery(act=act_of(bu_dewi), invitation_id=recovery.id)
    opened(recovery).post("/undangan/buka/", {**CHOOSE, "purpose": "recover"})

    client, _ = sign_in(pak_agus.username, PASSWORD)

    assert client.get("/akun/").headers["Location"] == "/masuk/langkah-kedua/perlu/"
    assert client.post("/masuk/langkah-kedua/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/akun/").status_code == 302


def test_a_join_key_is_no_recovery_key_and_the_other_way_round():
    client = opened(invited())

    answer = client.post("/undangan/buka/", {**CHOOSE, "purpose": "recover"})

    assert answer.status_code == 404
    assert "Tutik Handayani" not in names_of_accounts()
    with acting_as(actor(pak_joko)):
        assert Account.objects.filter(name="Tutik Handayani").count() == 0
