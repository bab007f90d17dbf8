"""Somebody is registered, found again while one types, and not registered twice: in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from setiakawan.demo.cast import Part, bu_ratna, bu_sri, bu_wahyuni

WIDTHS = (1440, 390, 360)


def look_at(page: Page, axe: Callable[[Page], None]) -> None:
    """Nothing for axe to find, and nothing beyond the edge, on a desk and on a phone."""
    page.wait_for_load_state()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert beyond <= 0, f"{page.url} is {beyond} px too wide at {width}"
        axe(page)
    page.set_viewport_size({"width": 1440, "height": 900})


def choose(page: Page, name: str) -> None:
    """Press the words of a choice; the button itself is drawn beside them."""
    page.locator("label.choice", has_text=name).first.click()


def test_a_neighbour_is_registered_once_and_found_while_one_types(
    sign_in_as: Callable[[Part], Page], axe: Callable[[Page], None]
):
    page = sign_in_as(bu_sri)
    page.get_by_role("link", name="Warga", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Warga")
    look_at(page, axe)

    page.get_by_role("link", name="Daftarkan warga", exact=True).click()
    look_at(page, axe)
    expect(page.locator("[name=born_on]")).to_be_hidden()
    page.get_by_label("Nama, atau sebutannya").fill("Sutini")
    choose(page, "Perempuan")
    choose(page, "Tanggal lahir")
    page.locator("[name=born_on]").fill("1961-06-15")
    page.get_by_label("RW").fill("4")
    page.get_by_role("button", name="Daftarkan", exact=True).click()
    expect(page).to_have_url(re.compile(r"/warga/[0-9a-f-]{36}/$"))
    expect(page.get_by_text("Sutini sudah didaftarkan.").first).to_be_visible()

    page.goto("/warga/daftar/")
    page.get_by_label("Nama, atau sebutannya").press_sequentially("Soetini")
    choose(page, "Perempuan")
    choose(page, "Tanggal lahir")
    page.locator("[name=born_on]").fill("1961-06-15")
    page.get_by_label("Petunjuk tempat").fill("Gang masjid")
    expect(page.get_by_role("heading", name="Mungkin orang yang sama")).to_be_visible()
    page.get_by_role("button", name="Daftarkan", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("Petunjuk tempat")).to_have_value("Gang masjid")
    look_at(page, axe)
    page.get_by_label("Bukan orang yang sama: Sutini").check()
    page.get_by_role("button", name="Daftarkan", exact=True).click()
    expect(page).to_have_url(re.compile(r"/warga/[0-9a-f-]{36}/$"))

    page.goto("/warga/")
    page.get_by_label("Nama, NIK, KK, atau JKN").press_sequentially("sutin")
    expect(page.locator("#h-hasil")).to_have_text("Hasil pencarian")
    expect(page.locator("#hasil li")).to_have_count(2)
    expect(page.get_by_label("Nama, NIK, KK, atau JKN")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/warga/\?q=sutin$"))
    look_at(page, axe)
    page.get_by_label("Nama, NIK, KK, atau JKN").fill("tidak ada yang bernama ini")
    expect(page.get_by_role("link", name="Daftarkan warga, NIK boleh kosong")).to_be_visible()
    look_at(page, axe)

    page.locator(".top .find [name=q]").press_sequentially("soetini")
    expect(page.locator("#saran-cari li").first).to_be_visible()


def test_a_whole_house_and_everything_that_is_known_without_a_script(
    sign_in_as: Callable[[Part], Page], axe: Callable[[Page], None]
):
    page = sign_in_as(bu_sri)
    page.goto("/warga/daftar/rumah/")
    look_at(page, axe)
    page.locator("[name=anggota-0-name]").fill("Karso")
    page.locator("[name=anggota-0-birth]").fill("78")
    page.locator("[name=anggota-0-part]").select_option("head")
    page.locator("[name=anggota-1-name]").fill("Wagiyem")
    page.locator("[name=anggota-1-part]").select_option("spouse")
    page.get_by_role("button", name="Tambah baris").click()
    expect(page.locator("[name=anggota-4-name]")).to_be_visible()
    expect(page.locator("[name=anggota-1-name]")).to_have_value("Wagiyem")
    page.get_by_role("button", name="Daftarkan serumah").click()
    expect(page).to_have_url(re.compile(r"/rumah-tangga/[0-9a-f-]{36}/$"))

    page.goto("/warga/daftar/lengkap/")
    look_at(page, axe)
    page.get_by_label("Nama, atau sebutannya").fill("Bapak di pos ronda")
    page.get_by_label("Tanpa tempat tinggal tetap").check()
    expect(page.get_by_label("Biasanya ada di mana")).to_be_visible()
    page.locator("[name=nik]").fill("33720")
    page.get_by_role("button", name="Daftarkan", exact=True).click()
    expect(page.get_by_role("button", name="Simpan begitu saja")).to_be_visible()
    expect(page.locator("[name=nik]")).to_have_value("33720")
    look_at(page, axe)
    page.get_by_role("button", name="Simpan begitu saja").click()
    expect(page).to_have_url(re.compile(r"/warga/[0-9a-f-]{36}/$"))


@pytest.mark.parametrize(
    ("part", "addresses"),
    [
        (bu_sri, ["/warga/perlu-dokumen/", "/warga/permintaan-bergabung/"]),
        (bu_wahyuni, ["/warga/kabar-meninggal/", "/rumah-tangga/menunggu-penerima/"]),
        (bu_ratna, ["/warga/nomor-ganda/", "/warga/permintaan-bergabung/", "/warga/daftar/"]),
    ],
    ids=lambda one: getattr(one, "key", ""),
)
def test_what_waits_can_be_read_by_all(
    part: Part,
    addresses: list[str],
    sign_in_as: Callable[[Part], Page],
    axe: Callable[[Page], None],
):
    page = sign_in_as(part)
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None and answer.status == 200, address
        look_at(page, axe)
