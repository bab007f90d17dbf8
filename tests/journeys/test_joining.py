"""Somebody is invited, joins with the card, and is helped back in: in real browsers."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from setiakawan.demo.cast import DEMO_PASSWORD, SANGKRAH, bu_ratna, bu_sri, pak_agus
from tests.journeys.conftest import Site

PASSWORD = "sawah hijau pagi hari"
WIDTHS = (1440, 390)


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def type_name_and_password(page: Page, username: str, password: str = DEMO_PASSWORD) -> None:
    page.goto("/masuk/")
    page.get_by_label("Nama pengguna atau nomor telepon").fill(username)
    page.get_by_label("Kata sandi").fill(password)
    page.locator("main button[type=submit]").click()


def look_at(page: Page, axe: Callable[[Page], None]) -> None:
    """Nothing for axe to find, and nothing beyond the edge, on a desk and on a phone."""
    page.wait_for_load_state()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert beyond <= 0, f"{page.url} is {beyond} px too wide at {width}"
        axe(page)
    page.set_viewport_size({"width": 1440, "height": 900})


def other_device(browser: Browser, site: Site) -> Page:
    context = browser.new_context(base_url=site.url, locale="id-ID", timezone_id="Asia/Jakarta")
    return context.new_page()


def set_up_code_application(page: Page, axe: Callable[[Page], None]) -> None:
    expect(page).to_have_url(re.compile("/masuk/langkah-kedua/perlu/"))
    look_at(page, axe)
    page.get_by_role("link", name="Aplikasi kode di HP").click()
    expect(page).to_have_url(re.compile("/aplikasi/pasang/$"))
    look_at(page, axe)
    secret = page.locator(".fact .code").inner_text().strip()
    page.locator("input[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Pasang").click()
    expect(page).to_have_url(re.compile("/keamanan/pemulihan/"))


def test_a_volunteer_is_invited_joins_and_is_helped_back_in(
    page: Page, browser: Browser, site: Site, axe: Callable[[Page], None]
):
    type_name_and_password(page, bu_ratna.username)
    set_up_code_application(page, axe)

    page.goto("/akun/undangan/baru/")
    look_at(page, axe)
    page.get_by_label("Nama lengkap").fill("Tutik Handayani")
    page.get_by_label("Jabatan", exact=True).select_option("psm")
    page.get_by_label("Wilayah", exact=True).select_option(SANGKRAH)
    page.get_by_role("button", name="Buat undangan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Undangan untuk Tutik Handayani")
    look_at(page, axe)
    key = page.locator(".fact .code").inner_text().strip()

    phone = other_device(browser, site)
    phone.goto(f"/undangan/{key}/")
    expect(phone).to_have_url(f"{site.url}/undangan/buka/")
    look_at(phone, axe)
    phone.get_by_label("Tampilkan kata sandi").check()
    phone.get_by_label("Kata sandi baru").fill(PASSWORD)
    phone.get_by_label("Sekali lagi, sama persis").fill(PASSWORD)
    phone.get_by_role("button", name="Buat akun").click()
    expect(phone).to_have_url(f"{site.url}/undangan/selesai/")
    look_at(phone, axe)
    username = phone.locator(".fact .code").inner_text().strip()
    phone.get_by_role("link", name="Masuk sekarang").click()
    expect(phone.get_by_label("Nama pengguna atau nomor telepon")).to_have_value(username)
    phone.get_by_label("Kata sandi").fill(PASSWORD)
    phone.locator("main button[type=submit]").click()
    expect(phone).to_have_url(f"{site.url}/")
    phone.goto("/akun/saya/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Akun saya")
    look_at(phone, axe)

    page.goto("/akun/?nama=Tutik")
    look_at(page, axe)
    page.get_by_role("link", name="Tutik Handayani").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tutik Handayani")
    look_at(page, axe)
    page.get_by_role("link", name="Bantu masuk kembali").click()
    expect(page).to_have_url(re.compile("/bantu-masuk/$"))
    look_at(page, axe)
    page.get_by_role("button", name="Ia ada di depan saya").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Tunjukkan kode ini langsung")
    look_at(page, axe)
    key = page.locator(".fact .code").inner_text().strip()
    phone.goto(f"/undangan/{key}/")
    phone.get_by_label("Kata sandi baru").fill(f"{PASSWORD} lagi")
    phone.get_by_label("Sekali lagi, sama persis").fill(f"{PASSWORD} lagi")
    phone.get_by_role("button", name="Simpan kata sandi baru").click()
    expect(phone).to_have_url(f"{site.url}/undangan/selesai/")
    type_name_and_password(phone, username, f"{PASSWORD} lagi")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Yang terjadi pada akun Anda")
    look_at(phone, axe)
    phone.context.close()


def test_an_officer_signs_in_with_a_passkey(page: Page, axe: Callable[[Page], None]):
    """Chromium's own virtual key: the browser, our policy and the server do all the rest."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    type_name_and_password(page, pak_agus.username)
    page.get_by_role("link", name="Sidik jari atau kunci keamanan").click()
    expect(page).to_have_url(re.compile("/kunci/tambah/$"))
    look_at(page, axe)
    page.get_by_role("button", name="Tambah kunci").click()
    expect(page).to_have_url(re.compile("/keamanan/pemulihan/"))
    page.goto("/akun/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Akun di wilayah Anda")

    page.context.clear_cookies()
    type_name_and_password(page, pak_agus.username)
    expect(page).to_have_url(re.compile("/masuk/langkah-kedua/$"))
    look_at(page, axe)
    page.get_by_role("button", name="Pakai kunci keamanan atau sidik jari").click()
    page.wait_for_url(lambda url: "/masuk/" not in url)
    page.goto("/akun/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Akun di wilayah Anda")


@pytest.mark.parametrize(
    "address", ["/jabatan/", "/mitra/", "/akun/saya/profil/", "/akun/saya/kata-sandi/"]
)
def test_a_volunteers_pages_are_clean(page: Page, axe: Callable[[Page], None], address: str):
    type_name_and_password(page, bu_sri.username)
    page.wait_for_url(lambda url: "/masuk/" not in url)
    page.goto(address)

    look_at(page, axe)
