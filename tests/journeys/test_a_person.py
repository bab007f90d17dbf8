"""Somebody's page from the first visit on: safe contact, family, a number seen whole, in hiding, dead."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from setiakawan.demo.cast import Part, bu_maya, bu_sri, bu_wahyuni
from tests.journeys.conftest import Site

WIDTHS = (1440, 360)


def look_at(page: Page, axe: Callable[[Page], None]) -> None:
    """Nothing for axe to find, and nothing beyond the edge, on a desk and on a small phone."""
    page.wait_for_load_state()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert beyond <= 0, f"{page.url} is {beyond} px too wide at {width}"
        axe(page)
    page.set_viewport_size({"width": 1440, "height": 900})


def save(page: Page) -> None:
    """Press the one primary button of the form."""
    with page.expect_navigation():
        page.locator("main form.form button.btn-primary, main form.form button.btn-danger").click()


def choose(page: Page, words: str) -> None:
    """Choose one of the answers; the dot beside it is what is pressed."""
    page.locator("label.choice", has_text=re.compile(f"^\\s*{words}")).first.click()


def test_a_neighbour_is_known_step_by_step(
    sign_in_as: Callable[[Part], Page], axe: Callable[[Page], None], browser: Browser, site: Site
):
    page = sign_in_as(bu_sri)
    page.goto("/warga/daftar/lengkap/")
    page.locator("main input[name=name]").fill("Karso Perjalanan")
    page.locator("main input[name=nik]").fill("3372031206489031")
    save(page)
    home = page.url
    expect(page.get_by_role("heading", level=1)).to_have_text("Karso Perjalanan")
    expect(page.locator(".safe-contact")).to_contain_text("Jangan menelepon")
    assert page.title() == "Warga · Setiakawan"
    look_at(page, axe)

    # A number that nobody has asked about is in no page, and the answer keeps it.
    page.get_by_role("link", name="Catat jawabannya").click()
    look_at(page, axe)
    page.get_by_label("Nomor, atau nama").fill("0812-0000-7801")
    save(page)
    assert "7801" not in page.content()
    page.get_by_role("link", name="Perbaiki Telepon").click()
    choose(page, "Tidak aman")
    page.get_by_label("Bagaimana dan kapan yang aman").fill("temui di rumah pagi hari")
    page.get_by_label("Kapan ditanyakan").fill(
        page.evaluate("new Date().toISOString().slice(0, 10)")
    )
    save(page)
    expect(page.locator(".safe-contact")).to_contain_text("Yang aman: temui di rumah pagi hari.")
    assert "7801" not in page.content() and "tel:" not in page.content()
    look_at(page, axe)

    # A number whole, once, by a button.
    page.get_by_role("button", name="Perlihatkan NIK").click()
    expect(page.locator("[data-whole]")).to_have_text("3372 0312 0648 9031")
    look_at(page, axe)

    # A family is drawn.
    page.goto(home)
    page.get_by_role("link", name="Tambah hubungan").click()
    page.get_by_label("Hubungannya dengan warga ini").select_option("child")
    page.get_by_label("Namanya").fill("Sulastri")
    choose(page, "Jarang berhubungan")
    look_at(page, axe)
    save(page)
    expect(page.get_by_role("img", name=re.compile("Genogram: Karso Perjalanan"))).to_be_visible()
    look_at(page, axe)
    page.get_by_role("link", name="Catat rumah tangga").click()
    save(page)
    page.get_by_role("link", name="Buka rumah tangga").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rumah tangga Karso Perjalanan")
    look_at(page, axe)

    # What is taken away can be taken back.
    page.goto(f"{home}data/")
    page.get_by_role("link", name=re.compile("Tidak berlaku lagi.*Telepon")).click()
    page.get_by_label("Mengapa tidak berlaku lagi").fill("Nomor orang lain")
    save(page)
    expect(page.get_by_text("Belum ada cara menghubungi yang dicatat.")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Urungkan").click()
    expect(page.locator(".safe-contact")).to_contain_text("temui di rumah pagi hari")
    for tab in ("Persetujuan", "Riwayat", "Siapa yang melihat"):
        page.locator(".tabs-line").get_by_role("link", name=tab).click()
        look_at(page, axe)

    # The same pages without any script.
    plain = browser.new_context(
        base_url=site.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    plain.add_cookies(page.context.cookies())  # type: ignore[arg-type]  # what it gave it takes
    still = plain.new_page()
    still.goto(f"{home}perbaiki/")
    still.get_by_label("Nama panggilan").fill("Mbah Karso")
    still.get_by_role("button", name="Simpan perbaikan").click()
    expect(still.locator(".person-head")).to_contain_text("Mbah Karso")
    plain.close()


def test_somebody_is_protected_and_a_death_is_confirmed(
    sign_in_as: Callable[[Part], Page], axe: Callable[[Page], None]
):
    page = sign_in_as(bu_maya)
    for name in ("Ratih Perjalanan", "Wagiyem Perjalanan"):
        page.goto("/warga/daftar/")
        page.locator("main input[name=name]").fill(name)
        page.locator("main select[name=area]").select_option("33.72.03.1008")
        save(page)
    wagiyem = page.url
    page.goto("/warga/?q=ratih+perjalanan")
    page.get_by_role("link", name="Ratih Perjalanan").click()
    page.locator(".tabs-line").get_by_role("link", name="Perlindungan").click()
    look_at(page, axe)
    page.get_by_role("link", name="Mulai melindungi").click()
    page.get_by_label("Mengapa").fill("Diancam")
    look_at(page, axe)
    save(page)
    expect(page.locator(".restricted-band")).to_contain_text("Dijaga.")
    look_at(page, axe)
    page.get_by_role("link", name="Tambah anggota tim").click()
    look_at(page, axe)
    page.get_by_role("link", name="Batal").click()
    page.get_by_role("link", name="Catat orangnya").click()
    look_at(page, axe)
    ratih = page.url.partition("perlindungan/")[0]

    page.context.clear_cookies()
    page = sign_in_as(bu_wahyuni)
    page.goto(ratih)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ratih Perjalanan")
    expect(page.locator(".restricted-band")).to_have_count(0)
    expect(page.get_by_role("link", name="Perlindungan")).to_have_count(0)
    page.goto(f"{wagiyem}kematian/")
    look_at(page, axe)
    page.get_by_label("Meninggal pada").fill("2026-10-30")
    page.get_by_label("Buktinya").fill("Surat kematian 474.3/12")
    save(page)
    expect(page.locator(".person-head")).to_contain_text("Meninggal 30 Oktober 2026")
    expect(page.locator(".safe-contact")).to_have_count(0)
    look_at(page, axe)
