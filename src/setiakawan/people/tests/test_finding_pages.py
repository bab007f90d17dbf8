"""The list of people and its search, as somebody at a desk uses them."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from setiakawan.demo.cast import SANGKRAH, SEMANGGI, act_of, bu_maya, bu_ratna, bu_sri, pak_joko
from setiakawan.people import queries
from setiakawan.people.operations.facts import end_fact
from setiakawan.people.tests.browsers import browser_of, words_of
from setiakawan.people.tests.stage import NIK, born, found, nik, registered
from setiakawan.people.tests.stage import page as page_of

SLIP = NIK[:-1] + "2"


@pytest.fixture(autouse=True)
def _everything_commits(committed_db: str) -> None:
    """As in the running system."""


def rows_of(page: str) -> list[str]:
    return re.findall(r'<h3><a class="link" href="[^"]+">([^<]+)</a>', page)


def test_a_name_goes_on_to_its_own_address_and_is_found_in_any_spelling():
    registered(bu_sri, "Soekarni")
    registered(bu_sri, "Wagiyem")

    answer = browser_of(bu_sri).post("/warga/", {"q": "sukarni"})

    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == {"q": ["sukarni"]}
    page = browser_of(bu_sri).get(answer.headers["Location"]).content.decode()
    assert rows_of(page) == ["Soekarni"]


def test_a_number_is_answered_at_once_and_stands_in_no_address():
    registered(bu_sri, "Sutini", numbers=(nik(),))
    browser = browser_of(bu_sri)

    for typed in (NIK, SLIP, f"{NIK[:4]} {NIK[4:8]}-{NIK[8:]}"):
        answer = browser.post("/warga/", {"q": typed})
        assert answer.status_code == 200
        assert rows_of(answer.content.decode()) == ["Sutini"]
    registered(bu_sri, "Karso")
    page = browser.get("/warga/", {"q": NIK}).content.decode()
    assert rows_of(page) == ["Karso", "Sutini"]  # the list as it is: the number narrows nothing
    assert "tidak dicari lewat alamat" in page
    part = browser.post("/warga/", {"q": NIK}, headers={"HX-Request": "true"})
    assert part.headers["HX-Replace-Url"] == "/warga/"


def test_typing_swaps_only_the_list_and_keeps_the_address():
    registered(bu_sri, "Sutini")

    part = browser_of(bu_sri).post("/warga/", {"q": "sut"}, headers={"HX-Request": "true"})

    assert part.headers["HX-Replace-Url"] == "/warga/?q=sut"
    text = part.content.decode()
    assert text.lstrip().startswith("<section") and rows_of(text) == ["Sutini"]
    assert "<html" not in text


def test_nobody_there_and_nobody_to_be_seen_say_the_same():
    """CASE-20: a search that finds a hidden person is a search that finds nobody."""
    registered(bu_maya, "Ratna Puspita", area_code=SANGKRAH, is_hidden=True)
    browser = browser_of(bu_sri)

    hidden, absent = (
        browser.get("/warga/", {"q": name}).content.decode()
        for name in ("Ratna Puspita", "Ratna Puspota")
    )

    assert "Daftarkan warga, NIK boleh kosong" in hidden
    neutral = [
        re.sub(r'csrf[^>]*value="[^"]*"|content="[A-Za-z0-9]{64}"', "", page)
        for page in (hidden, absent)
    ]
    assert neutral[0].replace("Puspita", "Puspota") == neutral[1]
    assert hidden.count("Ratna Puspita") == 2  # in the two boxes where it was typed
    for name in ("ratna", "Ratna Puspita"):
        assert "Puspita" not in words_of(
            browser.post("/warga/saran/", {"q": name}).content.decode()
        )


def test_the_neighbour_sees_no_row():
    registered(bu_sri, "Sutini")

    assert rows_of(browser_of(pak_joko).get("/warga/?q=sutini").content.decode()) == []
    assert rows_of(browser_of(pak_joko).get("/warga/").content.decode()) == []


def test_a_row_says_age_place_and_what_is_missing():
    registered(bu_sri, "Sutini", area_code=f"{SANGKRAH}.004", birth=born(1961), numbers=(nik(),))
    registered(bu_sri, "Karso")
    registered(bu_sri, "Bapak di pos ronda", is_unhoused=True)

    words = words_of(browser_of(bu_sri).get("/warga/").content.decode())

    assert re.search(r"Sutini \d\d–\d\d th, RW 004 Sangkrah", words)
    assert "KA Karso umur belum diketahui, Kelurahan Sangkrah Perlu dokumen" in words
    assert "Tanpa tempat tinggal tetap Perlu dokumen" in words


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"rw": "4"}, {"Sutini"}),
        ({"rw": "IV"}, {"Sutini"}),
        ({"lahir_dari": "1960", "lahir_sampai": "1970"}, {"Sutini"}),
        ({"perlu_dokumen": "1"}, {"Karso"}),
        ({"tanpa_rumah": "1"}, set()),
        ({"q": "k", "perlu_dokumen": "1", "rw": "4"}, set()),
    ],
)
def test_filters_narrow(asked, left):
    registered(bu_sri, "Sutini", area_code=f"{SANGKRAH}.004", birth=born(1961), numbers=(nik(),))
    registered(bu_sri, "Karso", area_code=f"{SANGKRAH}.005", birth=born(1948))

    assert set(rows_of(browser_of(bu_sri).get("/warga/", asked).content.decode())) == left


def test_an_rw_needs_its_kelurahan_where_there_are_several():
    registered(bu_sri, "Sutini", area_code=f"{SANGKRAH}.004")
    officer = browser_of(bu_ratna)

    page = officer.get("/warga/", {"rw": "4"}).content.decode()
    assert "Pilih kelurahannya dulu" in page
    assert rows_of(officer.get("/warga/", {"rw": "4", "wilayah": SANGKRAH}).content.decode())
    assert not rows_of(officer.get("/warga/", {"rw": "4", "wilayah": SEMANGGI}).content.decode())


def test_pages_go_on_by_key_and_no_name_stands_in_the_address(monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    for name in ("Karso", "Sutini", "Agus Contoh"):
        registered(bu_sri, name)
    browser = browser_of(bu_sri)

    first = browser.get("/warga/").content.decode()
    after = re.search(r'rel="next" href="([^"]+)"', first)
    assert after
    second = browser.get(after[1]).content.decode()

    assert rows_of(first) == ["Agus Contoh", "Karso"] and "Agus Contoh sampai Karso" in first
    assert rows_of(second) == ["Sutini"]
    assert "KARSO" not in after[1].upper()


def test_the_box_above_every_page_suggests_and_leads_here():
    registered(bu_sri, "Sutini")
    browser = browser_of(bu_sri)

    home = browser.get("/").content.decode()
    assert 'action="/warga/" method="post"' in home
    suggested = browser.post("/warga/saran/", {"q": "suti"}).content.decode()
    assert "Sutini" in suggested
    assert browser.post("/warga/saran/", {"q": ""}).content.decode().strip() == ""


def test_without_documents_lists_who_lives_and_has_no_nik():
    registered(bu_sri, "Sutini", numbers=(nik(),))
    registered(bu_sri, "Karso")

    page = browser_of(bu_sri).get("/warga/perlu-dokumen/").content.decode()

    assert rows_of(page) == ["Karso"]
    home = words_of(browser_of(bu_sri).get("/").content.decode())
    assert "Satu warga perlu dokumen" in home and "Karso" not in home


def test_a_nik_that_was_taken_back_counts_no_more():
    person = registered(bu_sri, "Sutini", numbers=(nik(),))
    number = page_of(bu_sri, person.id).numbers[0]
    end_fact(
        act=act_of(bu_sri), person_id=person.id, fact="identifier", slot_id=number.slot_id,
        seen_id=number.row_id, reason="Nomor milik orang lain",
    )  # fmt: skip

    page = browser_of(bu_sri).get("/warga/perlu-dokumen/").content.decode()

    assert rows_of(page) == ["Sutini"]


def test_a_title_alone_finds_who_is_called_so():
    registered(bu_sri, "Karsorejo", call_name="Mbah Karso")
    for typed in ("mbah", "Mbah", "karso mbah", "mbah karso"):
        assert found(bu_sri, typed) == ["Karsorejo"], typed


def test_two_letters_ask_for_a_third_and_years_go_forward():
    registered(bu_sri, "Sutini")
    browser = browser_of(bu_sri)
    assert "Ketik paling sedikit tiga huruf" in browser.get("/warga/?q=su").content.decode()
    wrong = browser.post(
        "/warga/",
        {"rw": "abc", "lahir_dari": "2000", "lahir_sampai": "1950"},
        headers={"HX-Request": "true"},
    ).content.decode()
    assert "RW: " in wrong and "Tukar kedua tahunnya" in wrong
