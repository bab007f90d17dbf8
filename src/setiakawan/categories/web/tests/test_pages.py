"""The pages as a volunteer reads them and as an officer keeps them."""

import csv
import io
import json
import re

import pytest
from django.test import Client

from setiakawan.categories.models import Criterion, Kind, Tag
from setiakawan.categories.tables import BOM, read_text
from setiakawan.categories.tests.stage import do, in_days, last
from setiakawan.demo.cast import act_of, bu_dewi, bu_ratna, bu_sri, pak_agus, pak_hendro
from setiakawan.foundation.clock import today


@pytest.fixture(autouse=True)
def _everything_commits(committed_db: str) -> None:
    """As in the running system."""


def browser_of(part) -> Client:
    client = Client()
    client.post(f"/contoh/masuk/{part.key}/")
    return client


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def filled(page: str, **more) -> dict[str, object]:
    """The form of a page as it stands there, with something typed otherwise."""
    from tests.hostile.pages import forms_of

    (form,) = [one for one in forms_of("/", page) if any(f.name == "valid_from" for f in one.named)]
    values: dict[str, object] = {}
    for one in form.named:
        if one.type != "checkbox":
            values[one.name] = one.value
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        values[name] = chosen[1] if chosen else ""
    boxes = re.findall(r'type="checkbox"[^>]*name="(\w+)"(?: value="([^"]*)")?[^>]*checked', page)
    for name, value in boxes:
        values.setdefault(name, [])
        held = values[name]
        assert isinstance(held, list)
        held.append(value or "on")
    return values | more


# Reading


def test_everybody_signed_in_reads_and_only_officers_keep():
    for part in (bu_sri, pak_hendro):
        volunteer = browser_of(part)
        page = text_of(volunteer.get("/kategori/"))
        assert page.count('<th scope="row">') == 26
        assert "Tambah jenis" not in page
        kind = text_of(volunteer.get("/kategori/jenis/08/"))
        assert "usia 60 tahun ke atas" in kind and "Permensos 8/2012, lampiran, jenis 8" in kind
        assert "Perbaiki" not in kind
        assert volunteer.get("/kategori/jenis/08/perbaiki/").status_code == 404
    assert "Tambah jenis" in text_of(browser_of(bu_ratna).get("/kategori/"))


def test_the_list_is_searched_and_filtered_in_the_address():
    volunteer = browser_of(bu_sri)
    page = text_of(volunteer.get("/kategori/?cari=telantar&untuk=individual&terbatas=tidak"))
    assert re.findall(r"kategori/jenis/(\d\d)/", page) == ["01", "02", "08"]
    # One filter keeps the other and the words.
    assert "untuk=family&amp;terbatas=tidak" in page or "terbatas=tidak&amp;untuk=family" in page
    empty = text_of(volunteer.get("/kategori/?cari=xyzzy"))
    assert "Tidak ada jenis yang cocok" in empty


def test_a_restricted_kind_says_so_and_inferred_crossings_too():
    page = text_of(browser_of(bu_sri).get("/kategori/jenis/16/"))
    assert "Jenis ini terbatas" in page
    assert ">kesimpulan kami<" in page and ">tersumber<" not in page
    assert ">tersumber<" in text_of(browser_of(bu_sri).get("/kategori/jenis/08/"))


def test_a_page_as_of_a_day_says_which():
    do("kind.corrected", act_of(bu_ratna), valid_from=in_days(10))
    volunteer = browser_of(bu_sri)
    now = text_of(volunteer.get("/kategori/jenis/08/"))
    assert "usia 60 tahun ke atas" in now and "bukan hari ini" not in now
    later = text_of(volunteer.get(f"/kategori/jenis/08/?per={in_days(10).isoformat()}"))
    assert "usia 65 tahun ke atas" in later and "bukan hari ini" in later
    assert "Usia termuda</b>: 60" in later
    assert "Petugas Dinas Sosial" in later and "Ratna" not in later, "the office, not the name"
    before = text_of(volunteer.get("/kategori/jenis/08/?per=2000-01-01"))
    assert "tidak berlaku per 1 Januari 2000" in before
    assert "Pada tanggal itu belum ada daftar" in text_of(
        volunteer.get("/kategori/?per=2000-01-01")
    )
    assert "belum dapat dibaca" in text_of(volunteer.get("/kategori/?per=kemarin"))


@pytest.mark.parametrize("page", ["tanda", "psks", "skema", "unduh", "skema/?skema=pas12"])
def test_each_page_stands_before_and_after_the_lists_began(page):
    volunteer = browser_of(bu_sri)
    sign = "&" if "?" in page else "?"
    path = f"/kategori/{page}" + ("" if "?" in page else "/")
    for per in ("", f"{sign}per=1999-01-01", f"{sign}per=2020-01-01"):
        assert volunteer.get(path + per).status_code == 200


def test_nothing_is_at_a_code_that_is_not_there():
    officer = browser_of(bu_ratna)
    for path in ("jenis/99/", "jenis/99/perbaiki/", "kriteria/14d/perbaiki/", "tanda/tidak-ada/akhiri/",
                 "skema/pas12/99/perbaiki/", "kaitan/01/pas12/12/lepas/", "unduh/orang/"):  # fmt: skip
        assert officer.get(f"/kategori/{path}").status_code == 404, path


# Keeping


def test_a_kind_is_corrected_once_however_often_it_is_pressed():
    officer = browser_of(bu_ratna)
    path = "/kategori/jenis/08/perbaiki/"
    sent = filled(officer.get(path).content.decode(), min_age="65", note="Uji coba")

    one, two = officer.post(path, sent), officer.post(path, sent)

    assert one.status_code == two.status_code == 302
    assert one.headers["Location"] == two.headers["Location"] == "/kategori/jenis/08/"
    assert Kind.objects.filter(code="08").count() == 2
    saved = last(Kind, "08")
    assert (saved.min_age, saved.sex, saved.note) == (65, "", "Uji coba")
    assert "Disimpan sebagai versi 2" in text_of(officer.get("/kategori/jenis/08/"))


def test_a_form_that_is_sent_unchanged_is_told():
    officer = browser_of(bu_ratna)
    path = "/kategori/jenis/14/perbaiki/"
    answer = officer.post(path, filled(officer.get(path).content.decode()))
    assert answer.status_code == 422
    assert "Belum ada yang berubah" in text_of(answer)


def test_a_stale_correction_shows_both_and_loses_nothing():
    officer = browser_of(bu_ratna)
    path = "/kategori/jenis/08/perbaiki/"
    sent = filled(officer.get(path).content.decode(), meaning="Arti yang saya tulis.")
    do("kind.corrected", act_of(pak_agus))

    stale = officer.post(path, sent)

    page = text_of(stale)
    assert stale.status_code == 409
    assert "Orang lain menyimpan lebih dulu" in page
    assert page.count("Arti yang saya tulis.") >= 2, "beside the other one, and still in the form"
    assert "<mark>65</mark>" in page
    again = officer.post(path, filled(stale.content.decode(), meaning="Arti yang saya tulis."))
    assert again.status_code == 302
    saved = last(Kind, "08")
    assert (saved.version, saved.meaning) == (3, "Arti yang saya tulis.")


def test_a_criterion_that_is_not_collected_is_refused_at_its_field():
    officer = browser_of(bu_ratna)
    path = "/kategori/jenis/14/kriteria/baru/"
    page = officer.get(path).content.decode()
    origin = {"legal_source": "Permensos 8/2012", "read_in": "lampiran", "confidence": "secondary"}
    answer = officer.post(path, filled(page, letter="d", name="hambatan", **origin))
    assert answer.status_code == 422
    assert 'href="#id_name"' in answer.content.decode()
    assert "tidak dikumpulkan di sini" in text_of(answer)
    assert not Criterion.objects.filter(code="14d").exists()
    done = officer.post(path, filled(page, letter="e", name="sulit mengurus surat", **origin))
    assert done.headers["Location"] == "/kategori/jenis/14/"
    assert "sulit mengurus surat" in text_of(officer.get("/kategori/jenis/14/"))


def test_a_tag_is_added_and_ended():
    admin = browser_of(bu_dewi)
    page = admin.get("/kategori/tanda/baru/").content.decode()
    done = admin.post(
        "/kategori/tanda/baru/",
        filled(page, name="Putus sekolah", meaning="Anak yang berhenti sekolah.", under=["02", "04"],
               legal_source="Kebiasaan setempat", read_in="Rapat PSM", confidence="memory",
               basis="inferred"),
    )  # fmt: skip
    assert done.headers["Location"] == "/kategori/tanda/"
    assert last(Tag, "putus-sekolah").under == ["02", "04"]
    page = admin.get("/kategori/tanda/putus-sekolah/akhiri/").content.decode()
    act = re.search(r'name="act" value="([0-9a-f-]+)"', page)
    assert act
    admin.post(
        "/kategori/tanda/putus-sekolah/akhiri/",
        {"act": act[1], "version": 1, "ends_on": today().isoformat(), "reason": "Salah catat"},
    )
    assert "Putus sekolah" not in text_of(admin.get("/kategori/tanda/")).replace(
        "Putus sekolah tidak dipakai lagi", ""
    )
    # What has ended is led away from its form.
    assert admin.get("/kategori/tanda/putus-sekolah/perbaiki/").status_code == 302


def test_a_crossing_is_chosen_from_what_is_there():
    officer = browser_of(bu_ratna)
    page = officer.get("/kategori/kaitan/baru/").content.decode()
    assert page.count("<optgroup") == 2 + 4
    origin = {"legal_source": "Surat edaran", "read_in": "Dinas Sosial", "confidence": "secondary"}
    sent = filled(page, begins_at="rtlh", entry="pas12.04", basis="inferred", **origin)
    assert officer.post("/kategori/kaitan/baru/", sent).headers["Location"] == "/kategori/skema/"
    assert "Rumah tidak layak huni" in text_of(officer.get("/kategori/skema/?skema=pas12"))
    path = "/kategori/kaitan/rtlh/pas12/04/perbaiki/"
    sent = filled(officer.get(path).content.decode(), basis="sourced")
    assert officer.post(path, sent).status_code == 302


def test_an_administrator_loads_and_nothing_changes_twice():
    admin = browser_of(bu_dewi)
    assert "Muat yang belum ada" in text_of(admin.get("/kategori/"))
    assert "Muat yang belum ada" not in text_of(browser_of(bu_ratna).get("/kategori/"))
    admin.post("/kategori/muat/")
    assert "Semua kategori sudah ada" in text_of(admin.get("/kategori/"))


def test_a_new_instance_says_what_is_to_be_done(as_login):
    from setiakawan.categories.models import VERSIONED

    with as_login("owner"):
        for model in VERSIONED:
            model._default_manager.all().delete()
    admin = browser_of(bu_dewi)
    assert "Kategori belum dimuat" in text_of(admin.get("/kategori/"))
    admin.post("/kategori/muat/")
    assert Kind.objects.count() == 26
    assert "baris kategori dimuat" in text_of(admin.get("/kategori/"))


# Taking along


@pytest.mark.parametrize(
    ("what", "rows"),
    [("jenis", 26), ("kriteria", 109), ("tanda", 6), ("psks", 12), ("skema", 28), ("kaitan", 63)],
)
def test_each_table_can_be_taken_along(what, rows):
    answer = browser_of(bu_sri).get(f"/kategori/unduh/{what}/")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert (
        f'filename="kategori-{what}-{today().isoformat()}.csv"'
        in answer.headers["Content-Disposition"]
    )
    text = answer.content.decode()
    assert text.startswith(BOM)
    found = list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline=""), delimiter=";"))
    assert len(found) == rows
    assert all(one["legal_source"] and one["read_in"] for one in found)


def test_a_formula_in_a_name_comes_out_as_text():
    do("criterion.corrected", act_of(bu_ratna), name="=1+1", english="-5")
    text = browser_of(bu_sri).get("/kategori/unduh/kriteria/").content.decode().removeprefix(BOM)
    row = next(
        one for one in csv.DictReader(io.StringIO(text), delimiter=";") if one["code"] == "24a"
    )
    assert (row["name"], row["english"]) == ("'=1+1", "'-5")
    assert read_text(row["name"]) == "=1+1"


def test_everything_as_json_as_of_a_day():
    do("kind.corrected", act_of(bu_ratna), valid_from=in_days(10))
    volunteer = browser_of(bu_sri)
    now = json.loads(volunteer.get("/kategori/unduh/semua/").content)
    later = json.loads(
        volunteer.get(f"/kategori/unduh/semua/?per={in_days(10).isoformat()}").content
    )
    assert {name: len(rows) for name, rows in now.items() if name != "as_of"} == {
        "jenis": 26, "kriteria": 109, "tanda": 6, "psks": 12, "skema": 28, "kaitan": 63,
    }  # fmt: skip
    assert now["jenis"][7]["min_age"] == 60 and later["jenis"][7]["min_age"] == 65
    assert later["as_of"] == in_days(10).isoformat()
