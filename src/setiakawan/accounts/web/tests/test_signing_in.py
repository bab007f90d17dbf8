"""Signing in as it happens: name or number, second factor, sessions, too many tries."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from setiakawan.access.actors import Actor
from setiakawan.access.context import acting_as
from setiakawan.accounts.models import Account
from setiakawan.accounts.operations import change_own_profile, close_account
from setiakawan.accounts.queries import account_page, history_of_account
from setiakawan.accounts.web.tests.conftest import (
    ENROL,
    SIGN_IN,
    code_of,
    enrol,
    session_of,
    sign_in,
)
from setiakawan.demo.cast import DEMO_PASSWORD, act_of, actor, bu_ratna, bu_sri, pak_joko

OWN = "/akun/saya/"


def whose(client: Client) -> str:
    """Whose page the browser shows; nobody's when it is led to sign in."""
    answer = client.get(OWN)
    if answer.status_code == 302:
        return answer.headers["Location"].partition("?")[0]
    page = answer.content.decode()
    return next(part.username for part in (bu_sri, pak_joko, bu_ratna) if part.username in page)


@pytest.mark.parametrize(
    "typed",
    [bu_sri.username, "SRI.sangkrah.4821 ", "0812-0000-0101", "+62 812 0000 0101", "81200000101"],
)
def test_by_name_or_by_number_however_it_is_typed(typed):
    client, answer = sign_in(typed)

    assert answer.status_code == 302
    assert whose(client) == bu_sri.username


@pytest.mark.parametrize(
    ("who", "password"),
    [
        (bu_sri.username, "salah sekali ini"),
        ("tidak.ada.0000", DEMO_PASSWORD),
        ("0812-0000-9999", "bukan kata sandinya"),
    ],
)
def test_a_wrong_password_and_an_unknown_name_are_told_the_same(who, password):
    client, answer = sign_in(who, password)

    assert answer.status_code == 200
    assert "kata sandi tidak cocok" in answer.content.decode()
    assert who in answer.content.decode()  # what was typed stays
    assert password not in answer.content.decode()
    assert whose(client) == SIGN_IN


def test_two_who_share_a_phone_are_told_apart_by_the_password():
    with acting_as(actor(pak_joko)):
        version = Account.objects.get(pk=pak_joko.account_id).version
    change_own_profile(
        act=act_of(pak_joko), version=version, call_name="Pak Joko", phone=bu_sri.phone
    )
    joko, _ = sign_in(pak_joko.username)
    page = joko.get("/akun/saya/kata-sandi/")
    assert page.status_code == 200
    joko.post(
        "/akun/saya/kata-sandi/",
        {"old": DEMO_PASSWORD, "password": "wayang kulit semalam", "again": "wayang kulit semalam"},
    )

    sri, _ = sign_in(bu_sri.phone)
    his, _ = sign_in(bu_sri.phone, "wayang kulit semalam")

    assert whose(sri) == bu_sri.username
    assert whose(his) == pak_joko.username


def test_two_who_share_phone_and_password_are_asked_for_the_user_name():
    with acting_as(actor(pak_joko)):
        version = Account.objects.get(pk=pak_joko.account_id).version
    change_own_profile(
        act=act_of(pak_joko), version=version, call_name="Pak Joko", phone=bu_sri.phone
    )
    by_phone, page = sign_in(bu_sri.phone)
    assert "Masuklah dengan nama pengguna Anda" in page.content.decode()
    assert by_phone.get("/akun/saya/").status_code == 302

    by_name, _ = sign_in(pak_joko.username)
    assert whose(by_name) == pak_joko.username


def test_guesses_of_the_old_password_are_counted():
    client, _ = sign_in(bu_sri.username)
    guess = {
        "old": "salah sekali ini",
        "password": "wayang kulit lagi",
        "again": "wayang kulit lagi",
    }
    answers = [client.post("/akun/saya/kata-sandi/", guess).status_code for _ in range(12)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_another_port_in_the_address_is_no_new_try():
    client = Client()
    answers = [
        client.post(
            "/masuk/",
            {"login": bu_sri.username, "password": "salah sekali ini"},
            HTTP_HOST=f"localhost:{1000 + number}",
        ).status_code
        for number in range(7)
    ]
    assert answers[-1] == 429


def test_a_closed_account_is_answered_like_a_wrong_password():
    with acting_as(actor(bu_ratna)):
        version = account_page(actor(bu_ratna), bu_sri.account_id).version
    close_account(
        act=act_of(bu_ratna), account_id=bu_sri.account_id, version=version, reason="Pindah"
    )

    client, answer = sign_in(bu_sri.username)

    assert "kata sandi tidak cocok" in answer.content.decode()
    assert whose(client) == SIGN_IN


@pytest.mark.parametrize("who", [bu_sri.username, "tidak.ada.0000", "0812-0000-9999"])
def test_after_five_tries_there_is_a_pause_whether_there_is_such_an_account_or_not(who):
    client = Client()
    answers = [
        client.post(SIGN_IN, {"login": who, "password": f"salah nomor {count}"}).status_code
        for count in range(6)
    ]

    assert answers == [200] * 5 + [429]
    assert (
        "Terlalu banyak percobaan"
        in client.post(SIGN_IN, {"login": who, "password": DEMO_PASSWORD}).content.decode()
    )


def test_another_way_of_writing_a_number_gives_no_more_tries():
    ways = [
        "0812-0000-0101",
        "081200000101",
        "+6281200000101",
        "62 812 0000 0101",
        "0812 0000 0101",
    ]
    for typed in ways:
        sign_in(typed, "salah sekali ini")

    _, answer = sign_in("0812.0000.0101", "salah sekali ini")

    assert answer.status_code == 429


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [("/jabatan/", "/jabatan/"), ("https://jahat.example/", "/"), ("//jahat.example/", "/"),
     ("javascript:alert(1)", "/")],
)  # fmt: skip
def test_signing_in_leads_on_only_inside_the_site(wanted, led_to):
    _, answer = sign_in(bu_sri.username, next=wanted)

    assert answer.headers["Location"] == led_to


def test_an_officer_opens_nothing_before_a_second_factor_is_set_up():
    client, _ = sign_in(bu_ratna.username)

    for address in ("/akun/", "/jabatan/", "/akun/saya/", "/mitra/", "/akun/undangan/baru/"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            "/masuk/langkah-kedua/perlu/",
        )
    assert client.post("/akun/undangan/baru/", {"name": "X"}).status_code == 302
    explained = client.get("/masuk/langkah-kedua/perlu/").content.decode()
    assert ENROL in explained
    assert "Petugas Dinas Sosial" in explained

    enrol(client)

    assert client.get("/akun/").status_code == 200  # enrolled just now counts as shown
    with acting_as(actor(bu_ratna)):
        told = [one.kind for one in history_of_account(actor(bu_ratna), bu_ratna.account_id)]
    assert "account.second_factor_changed" in told


def test_with_a_second_factor_the_password_alone_opens_nothing():
    first, _ = sign_in(bu_ratna.username)
    secret = enrol(first)

    client, answer = sign_in(bu_ratna.username)
    assert answer.headers["Location"] == "/masuk/langkah-kedua/"
    assert whose(client) == SIGN_IN
    assert (
        "tidak cocok" in client.post("/masuk/langkah-kedua/", {"code": "000000"}).content.decode()
    )
    assert whose(client) == SIGN_IN

    client.post("/masuk/langkah-kedua/", {"code": code_of(secret)})
    assert whose(client) == bu_ratna.username


def test_an_officer_cannot_take_off_the_last_second_factor():
    client, _ = sign_in(bu_ratna.username)
    enrol(client)

    answer = client.post("/masuk/keamanan/aplikasi/lepas/")

    assert "mewajibkan langkah kedua" in answer.content.decode()
    _, answer = sign_in(bu_ratna.username)
    assert answer.headers["Location"] == "/masuk/langkah-kedua/"


def test_the_secret_of_a_second_factor_is_not_kept_in_the_clear():
    from allauth.mfa.models import Authenticator

    client, _ = sign_in(bu_ratna.username)
    secret = enrol(client)

    with acting_as(Actor("person", bu_ratna.account_id)):
        kept = Authenticator.objects.get(user_id=bu_ratna.account_id, type="totp")
        assert secret not in str(kept.data)
        assert kept.wrap().validate_code(code_of(secret))


def test_ending_a_session_ends_it_on_the_other_device():
    lost, _ = sign_in(bu_sri.username)
    here, _ = sign_in(bu_sri.username)
    with acting_as(Actor("person", bu_sri.account_id)):
        other = UserSession.objects.get(session_key=session_of(lost).session_key)

    here.post(f"/masuk/tempat/{other.pk}/keluarkan/")

    assert whose(lost) == SIGN_IN
    assert whose(here) == bu_sri.username


def test_nobody_ends_the_session_of_somebody_else():
    hers, _ = sign_in(bu_sri.username)
    his, _ = sign_in(pak_joko.username)
    with acting_as(Actor("person", bu_sri.account_id)):
        session = UserSession.objects.get(session_key=session_of(hers).session_key)

    answer = his.post(f"/masuk/tempat/{session.pk}/keluarkan/")

    assert answer.status_code == 404
    assert whose(hers) == bu_sri.username


def test_all_other_places_can_be_signed_out_at_once():
    others = [sign_in(bu_sri.username)[0] for _ in range(2)]
    here, _ = sign_in(bu_sri.username)

    here.post("/masuk/tempat/")

    assert [whose(one) for one in others] == [SIGN_IN, SIGN_IN]
    assert whose(here) == bu_sri.username


def test_changing_the_password_signs_out_all_other_places_but_not_this_one():
    other, _ = sign_in(bu_sri.username)
    here, _ = sign_in(bu_sri.username)

    here.post(
        "/akun/saya/kata-sandi/",
        {"old": DEMO_PASSWORD, "password": "wayang kulit semalam", "again": "wayang kulit semalam"},
    )

    assert whose(other) == SIGN_IN
    assert whose(here) == bu_sri.username
    with acting_as(Actor("person", bu_sri.account_id)):
        keys = list(UserSession.objects.values_list("session_key", flat=True))
    assert keys == [session_of(here).session_key]


def test_a_stranger_is_led_to_sign_in_and_back():
    answer = Client().get("/akun/saya/")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/masuk/?next=/akun/saya/"


def test_the_table_of_sessions_holds_no_key_that_opens_one():
    client, _ = sign_in(bu_sri.username)
    key = client.cookies["sessionid"].value
    with acting_as(Actor("person", bu_sri.account_id)):
        [place] = UserSession.objects.all()
        kept = Session.objects.values_list("session_key", flat=True)
        assert place.session_key in kept
        assert key not in kept
    thief = Client()
    thief.cookies["sessionid"] = place.session_key

    assert whose(client) == bu_sri.username
    assert whose(thief) == SIGN_IN


def test_a_cookie_somebody_else_chose_is_not_taken_over():
    client = Client()
    client.cookies["sessionid"] = "dipilih-orang-lain-12345678901234"

    client.post(SIGN_IN, {"login": bu_sri.username, "password": DEMO_PASSWORD})

    assert whose(client) == bu_sri.username
    assert client.cookies["sessionid"].value != "dipilih-orang-lain-12345678901234"
    assert client.cookies["sessionid"]["httponly"]


@pytest.mark.parametrize(("hops", "last"), [(0, 429), (1, 404)])
def test_tries_are_counted_by_the_browsers_address_only_behind_a_proxy(settings, hops, last):
    settings.TRUSTED_PROXIES = hops
    answers = [
        Client().post(
            "/undangan/", {"key": f"SALAH-{n}"}, headers={"X-Forwarded-For": f"192.0.2.{n}"}
        )
        for n in range(21)
    ]
    assert answers[-1].status_code == last


def test_the_list_of_places_names_the_browsers_address_behind_a_proxy(settings):
    settings.TRUSTED_PROXIES = 1
    Client(headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.44"}).post(
        SIGN_IN, {"login": bu_sri.username, "password": DEMO_PASSWORD}
    )
    with acting_as(Actor("person", bu_sri.account_id)):
        assert [one.ip for one in UserSession.objects.all()] == ["192.0.2.44"]
