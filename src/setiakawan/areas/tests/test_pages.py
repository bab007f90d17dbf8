"""The pages of areas as the cast sees them."""

import gzip
import json
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from setiakawan.areas.models import Area
from setiakawan.areas.operations import rename_area
from setiakawan.areas.rules import KNOWN_SINCE, written_day
from setiakawan.demo.cast import (
    Part,
    act_of,
    bu_dewi,
    bu_endah,
    bu_ratna,
    bu_sri,
    mas_tono,
    pak_joko,
)
from setiakawan.foundation.clock import today
from setiakawan.foundation.ids import uuid7

pytestmark = pytest.mark.django_db

SANGKRAH, SEMANGGI, GAJAHAN, KADIPIRO = (
    "33.72.03.1008", "33.72.03.1002", "33.72.03.1004", "33.72.05.1001",
)  # fmt: skip

SignIn = Callable[[Part], Client]


@pytest.fixture
def sign_in(client: Client) -> SignIn:
    """Become one of the cast."""

    def become(part: Part) -> Client:
        assert client.post(reverse("demo_become", args=[part.key])).status_code == 302
        return client

    return become


def area(code: str) -> Area:
    return Area.objects.get(code=code, valid_until=None)


def posted(code: str, **values: str) -> dict[str, str]:
    """What a form about an area sends, with what its reader saw."""
    seen = area(code)
    return {
        "act": str(uuid7()),
        "area_id": str(seen.id),
        "version": str(seen.version),
        "valid_from": today().isoformat(),
        "on": today().isoformat(),
        **values,
    }


READ_PAGES = [
    reverse("areas_index"),
    reverse("areas_index") + "?bentuk=tabel",
    reverse("area", args=["33.72"]),
    reverse("area", args=["33.72.03"]),
    reverse("area", args=[SANGKRAH]),
    reverse("area", args=[f"{SANGKRAH}.001"]),
    reverse("area_tiles", args=["33.72"]),
    reverse("area_search") + "?q=sangkrah",
    reverse("area_suggest") + "?lat=-7.5695&lon=110.8283",
]


@pytest.mark.parametrize("path", READ_PAGES)
@pytest.mark.parametrize("part", [bu_sri, mas_tono, bu_dewi], ids=lambda part: part.key)
def test_areas_are_public_to_everybody_signed_in(sign_in: SignIn, part: Part, path: str) -> None:
    answer = sign_in(part).get(path)
    assert answer.status_code == 200
    assert "style=" not in re.sub(r"<svg.*?</svg>", "", answer.content.decode(), flags=re.S)


@pytest.mark.parametrize("path", READ_PAGES)
def test_pages_are_light(
    sign_in: SignIn, path: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = sign_in(bu_ratna)
    client.get(path)
    with django_assert_max_num_queries(30) as asked:  # type: ignore[attr-defined]
        page = client.get(path)
    rows = [one["sql"] for one in asked.captured_queries if _asks_for_rows(one["sql"])]
    assert len(rows) <= 12, "\n".join(rows)
    assert len(gzip.compress(page.content)) <= 60_000


def _asks_for_rows(sql: str) -> bool:
    """Savepoints of the test and settings of the transaction aside."""
    return not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT set_config", "BEGIN"))


def test_the_map_names_its_source_and_every_kelurahan_and_has_a_table(sign_in: SignIn) -> None:
    text = sign_in(bu_sri).get(reverse("areas_index")).content.decode()
    assert "cahyadsn/wilayah_boundaries (MIT)" in text
    assert text.count("<path d=") == 54
    assert "Sangkrah: RW dan RT perkiraan" in text
    assert "bentuk=tabel" in text
    table = sign_in(bu_sri).get(reverse("areas_index") + "?bentuk=tabel").content.decode()
    assert table.count('<th scope="row">') == 54


def test_the_page_of_a_kelurahan_tells_who_and_what(sign_in: SignIn) -> None:
    text = sign_in(bu_sri).get(reverse("area", args=[SANGKRAH])).content.decode()
    assert bu_sri.name in text
    assert pak_joko.name not in text
    assert "perkiraan" in text
    assert "Masukkan RW dan RT" not in text  # a PSM doesn't keep the list
    assert "0812" not in text


def test_out_of_reach_reads_like_a_code_that_never_was(sign_in: SignIn) -> None:
    client = sign_in(bu_endah)
    answers = [
        client.get(reverse("area_rw_paste", args=[code]))
        for code in (SEMANGGI, "33.72.03.1999", "33.72.03.1")
    ]
    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1
    assert client.get(reverse("area_split", args=[SANGKRAH])).status_code == 404
    assert (
        client.post(reverse("area_rw_paste", args=[SEMANGGI]), posted(SEMANGGI)).status_code == 404
    )


@pytest.mark.parametrize("code", ["1", "9" * 21, "33..72", "33.72.03.1008.", "00.00"])
def test_garbage_in_the_address_is_missing(sign_in: SignIn, code: str) -> None:
    assert sign_in(bu_sri).get(f"/wilayah/{code}/").status_code == 404


def test_a_day_is_asked_in_the_address(sign_in: SignIn) -> None:
    client = sign_in(bu_sri)
    then = client.get(reverse("area", args=[SANGKRAH]) + f"?per={KNOWN_SINCE.isoformat()}")
    assert "Ini keadaan pada 2 Januari 2019" in then.content.decode()
    before = client.get(reverse("area", args=[SANGKRAH]) + "?per=2010-01-01")
    assert before.status_code == 200
    assert "Pada 1 Januari 2010 wilayah ini tidak ada" in before.content.decode()
    odd = client.get(reverse("area", args=[SANGKRAH]) + "?per=kemarin%00")
    assert "belum dapat dibaca" in odd.content.decode()
    assert client.get(reverse("areas_index") + "?per=2010-01-01").status_code == 200


def test_a_list_is_looked_at_and_then_saved_as_one_act(sign_in: SignIn) -> None:
    client, path = sign_in(bu_endah), reverse("area_rw_paste", args=[SANGKRAH])
    values = posted(SANGKRAH, text="RW 001: 2 RT\nRW 077 RT 1-2\nngawur")

    seen = client.post(path, values)
    assert seen.status_code == 200
    text = seen.content.decode()
    assert "memastikan perkiraan" in text or "2 RT baru" in text
    assert "Baris 3" in text
    assert not Area.objects.filter(code=f"{SANGKRAH}.077").exists()

    for _ in range(2):  # a double click is one act
        done = client.post(path, values | {"langkah": "simpan"})
        assert done.status_code == 302
    assert area(f"{SANGKRAH}.077.002").valid_from == today()
    assert not area(f"{SANGKRAH}.001").is_modelled
    assert "1 RW dan 2 RT" not in client.get(reverse("area_search")).content.decode()[:50]


def test_a_file_is_read_shown_and_saved(sign_in: SignIn) -> None:
    client = sign_in(bu_endah)
    path = reverse("area_rw_file", args=[SANGKRAH])
    upload = SimpleUploadedFile(
        "rw.csv", "\ufeffRW;Jumlah RT;Nama\r\n88;2;Kampung Sewu\r\n".encode("utf-16")
    )
    seen = client.post(path, posted(SANGKRAH) | {"file": upload})
    assert seen.status_code == 200
    assert "Kampung Sewu" in seen.content.decode()
    saved = client.post(
        reverse("area_rw_paste", args=[SANGKRAH]),
        posted(
            SANGKRAH,
            text="RW;Jumlah RT;Nama\n88;2;Kampung Sewu",
            bentuk="berkas",
            langkah="simpan",
        ),
    )
    assert saved.status_code == 302
    assert area(f"{SANGKRAH}.088").name == "Kampung Sewu"


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"x" * 200_001, b"", b"\xff\xfe\x00"])
def test_a_file_that_is_no_list_gets_a_sentence(sign_in: SignIn, data: bytes) -> None:
    upload = SimpleUploadedFile("rw.xlsx", data)
    answer = sign_in(bu_endah).post(
        reverse("area_rw_file", args=[SANGKRAH]),
        posted(SANGKRAH) | {"file": upload},
    )
    assert answer.status_code == 422


def test_one_rw_by_form_and_what_is_wrong_stays_in_the_form(sign_in: SignIn) -> None:
    client, path = sign_in(bu_endah), reverse("area_rw", args=[SANGKRAH])
    bad = client.post(path, posted(SANGKRAH, number="0", rts="", name="Kampung <b>"))
    assert bad.status_code == 422
    assert escape("Kampung <b>") in bad.content.decode()
    assert client.post(path, posted(SANGKRAH, number="5", rts="satu")).status_code == 422
    early = client.post(path, posted(SANGKRAH, number="90") | {"valid_from": "1999-01-01"})
    assert "baru tercatat sejak" in early.content.decode()
    assert client.post(path, posted(SANGKRAH, number="90", rts="1, 3-4")).status_code == 302
    assert Area.objects.below(f"{SANGKRAH}.090").count() == 3


def test_modelled_numbers_are_confirmed(sign_in: SignIn) -> None:
    client, path = sign_in(bu_endah), reverse("area_confirm", args=[SANGKRAH])
    assert "angka perkiraan" in client.get(path).content.decode()
    assert client.post(path, posted(SANGKRAH)).status_code == 302
    assert not Area.objects.below(SANGKRAH).filter(is_modelled=True).exists()
    assert "Tidak ada angka perkiraan" in client.get(path).content.decode()


def test_a_split_is_written_looked_at_and_saved(sign_in: SignIn) -> None:
    client, path = sign_in(bu_ratna), reverse("area_split", args=[SEMANGGI])
    numbers = [one.number for one in Area.objects.below(SEMANGGI).filter(level=5).order_by("code")]
    lists = {
        "new_areas": "33.72.03.1091 Semanggi\n33.72.03.1092 Semanggi Kidul",
        "rw_map": f"RW {numbers[0]} ke Semanggi\nRW {numbers[1]}-{numbers[-1]} ke Semanggi Kidul",
    }
    wrong = client.post(path, posted(SEMANGGI, **lists) | {"rw_map": "RW 001 ke Semanggi"})
    assert wrong.status_code == 422
    assert "belum dibagikan" in wrong.content.decode()

    values = posted(SEMANGGI, **lists)
    seen = client.post(path, values | {"langkah": "lihat"})
    assert "Periksa sebelum disimpan" in seen.content.decode()
    assert "Tidak ada catatan yang menjadi “belum ditempatkan”" in seen.content.decode()
    assert "1 jabatan di wilayah lama" in seen.content.decode()  # Pak Joko's

    for _ in range(2):  # a double click is one act
        done = client.post(path, values | {"langkah": "simpan"})
        assert done.headers["Location"] == reverse("area", args=["33.72.03.1091"])
    page = client.get(done.headers["Location"]).content.decode()
    assert pak_joko.name in page
    assert "sampai ditetapkan" in page

    overview = client.get(reverse("areas_index")).content.decode()
    assert "Semanggi: tidak ada pada tanggal ini" in overview
    assert "Belum ada batasnya di peta:" in overview

    # Somebody who had the same page open is shown both, and what was written is still there.
    stale = client.post(path, values | {"langkah": "simpan", "act": str(uuid7())})
    assert stale.status_code == 409
    assert "Orang lain menyimpan lebih dulu" in stale.content.decode()
    assert "33.72.03.1092 Semanggi Kidul" in stale.content.decode()


def test_a_merger_proposes_numbers_and_is_saved(sign_in: SignIn) -> None:
    client, path = sign_in(bu_ratna), reverse("area_merge", args=[SEMANGGI])
    form = client.get(path).context["form"]
    values = posted(
        SEMANGGI,
        others=str(area(SANGKRAH).id),
        seen=form["seen"].value(),
        new_code="33.72.03.1095",
        new_name="Sangkrah Semanggi",
    )
    asked = client.post(path, values)
    assert asked.status_code == 422
    proposal = asked.context["proposal"]
    seen = client.post(path, values | {"renumbered": proposal})
    assert seen.status_code == 200, seen.context["problems"]
    for _ in range(2):  # a double click is one act
        done = client.post(path, values | {"renumbered": proposal, "langkah": "simpan"})
        assert done.headers["Location"] == reverse("area", args=["33.72.03.1095"])
    assert area("33.72.03.1095").name == "Sangkrah Semanggi"
    assert (
        client.post(path, values | {"langkah": "simpan"} | {"act": str(uuid7())}).status_code == 409
    )


def test_of_two_new_names_the_slower_is_shown_both(sign_in: SignIn) -> None:
    client, path = sign_in(bu_ratna), reverse("area_rename", args=[GAJAHAN])
    values = posted(GAJAHAN, name="Gajah Oling")
    old = area(GAJAHAN)
    rename_area(
        act=act_of(bu_ratna), area_id=old.id, version=old.version, name="Gajah", on=date(2024, 1, 1)
    )
    stale = client.post(path, values)
    assert stale.status_code == 409
    text = stale.content.decode()
    assert "Gajah Oling" in text
    assert "Kelurahan Gajah" in text
    again = {name: str(stale.context["form"][name].value()) for name in ("area_id", "version")}
    act = str(stale.context["form"].act_id)
    assert client.post(path, values | again | {"act": act}).status_code == 302
    assert area(GAJAHAN).name == "Gajah Oling"


def test_an_rw_is_ended_and_a_name_added(sign_in: SignIn) -> None:
    client = sign_in(bu_endah)
    code = f"{SANGKRAH}.001"
    assert client.get(reverse("area_end", args=[SANGKRAH])).status_code == 404
    assert client.post(reverse("area_end", args=[code]), posted(code)).status_code == 422
    done = client.post(reverse("area_end", args=[code]), posted(code, reason="Digusur"))
    assert done.headers["Location"] == reverse("area", args=[SANGKRAH])
    assert Area.objects.get(code=code).valid_until == today()
    alias = client.post(reverse("area_alias", args=[SANGKRAH]), posted(SANGKRAH, name="Sangkreh"))
    assert alias.status_code == 302
    assert "Sangkreh" in client.get(reverse("area", args=[SANGKRAH])).content.decode()


def test_search_as_a_page_and_while_one_types(sign_in: SignIn) -> None:
    client, path = sign_in(pak_joko), reverse("area_search")
    assert "Kelurahan Sangkrah" in client.get(path, {"q": "sangkrah"}).content.decode()
    part = client.get(path, {"q": "sang", "saran": "1"}, headers={"HX-Request": "true"})
    assert part.content.decode().startswith("<ul")
    assert "<html" not in part.content.decode()
    for odd in ("", "\x00", "x" * 10_000, "‮gnas", "🏠", "' OR 1=1 --", "%", "rw 999999999"):
        assert client.get(path, {"q": odd}).status_code == 200
    assert "Tidak ada wilayah dengan kata itu" in client.get(path, {"q": "zzzz"}).content.decode()


def test_a_point_is_only_answered_with_a_suggestion(sign_in: SignIn) -> None:
    client, path = sign_in(bu_sri), reverse("area_suggest")
    accept = {"Accept": "application/json"}
    answer = client.get(path, {"lat": "-7.5695", "lon": "110.8283"}, headers=accept)
    found = json.loads(answer.content)
    assert found["code"].startswith(settings.CITY_CODE)
    assert found["name"].startswith("Kelurahan ")
    outside = json.loads(client.get(path, {"lat": "0", "lon": "0"}, headers=accept).content)
    assert outside["code"] is None
    for bad in ({"lat": "nan", "lon": "1"}, {"lat": "x"}, {"lat": "91", "lon": "0"}):
        assert client.get(path, bad, headers=accept).status_code == 422
        assert client.get(path, bad).status_code == 422
    assert client.get(path).status_code == 200


def test_a_change_from_tomorrow_is_found_on_its_day_and_offered_once(sign_in: SignIn) -> None:
    client, code, tomorrow = sign_in(bu_ratna), f"{SANGKRAH}.001", today() + timedelta(days=1)
    path, new = reverse("area_rename", args=[code]), f"{SANGKRAH}.091"
    values = posted(code, name="001", number="91", on=tomorrow.isoformat())

    done = client.post(path, values)
    assert done.headers["Location"] == reverse("area", args=[new]) + f"?per={tomorrow.isoformat()}"
    landed = client.get(done.headers["Location"]).content.decode()
    assert f"berlaku mulai {written_day(tomorrow)}" in landed
    assert "<h1>RW 091</h1>" in " ".join(re.sub(r"<h1[^>]*>\s*", "<h1>", landed).split())
    today_already = client.get(reverse("area", args=[new])).content.decode()
    assert f"Wilayah ini berlaku mulai {written_day(tomorrow)}" in today_already
    assert done.headers["Location"] in today_already

    old = client.get(reverse("area", args=[code])).content.decode()
    assert f"RW 001 berakhir {written_day(tomorrow)}. Berganti nomor menjadi RW 091." in old
    assert done.headers["Location"] in old
    for name in ("area_rename", "area_split", "area_merge", "area_end"):
        assert reverse(name, args=[code]) not in old
        away = client.get(reverse(name, args=[code]))
        assert away.headers["Location"] == reverse("area", args=[code])


def test_a_new_name_from_tomorrow_is_shown_on_both_days(sign_in: SignIn) -> None:
    client, tomorrow = sign_in(bu_ratna), today() + timedelta(days=1)
    path = reverse("area_rename", args=[GAJAHAN])
    done = client.post(path, posted(GAJAHAN, name="Gajah", on=tomorrow.isoformat()))
    assert done.headers["Location"].endswith(f"?per={tomorrow.isoformat()}")
    now = client.get(reverse("area", args=[GAJAHAN])).content.decode()
    assert "Berganti nama dari Gajahan menjadi Gajah" in now
    assert path not in now
    assert "Kelurahan Gajah" in client.get(done.headers["Location"]).content.decode()


def test_a_day_before_a_confirmation_shows_what_was_only_modelled_then(sign_in: SignIn) -> None:
    client, address = sign_in(bu_endah), reverse("area", args=[SANGKRAH])
    client.post(reverse("area_confirm", args=[SANGKRAH]), posted(SANGKRAH))
    yesterday = (today() - timedelta(days=1)).isoformat()
    rw = reverse("area", args=[f"{SANGKRAH}.001"])
    assert "perkiraan)" not in client.get(address).content.decode()
    assert "Perkiraan, belum dipastikan" not in client.get(rw).content.decode()
    then = client.get(address, {"per": yesterday}).content.decode()
    assert "perkiraan)" in then
    assert ">±" in then
    of_rw = client.get(rw, {"per": yesterday}).content.decode()
    assert "Perkiraan, belum dipastikan" in of_rw
    assert "perkiraan. Perkiraan" not in of_rw
    tiles = client.get(reverse("area_tiles", args=[SANGKRAH]), {"per": yesterday})
    assert ">±" in tiles.content.decode()


def test_a_line_of_a_split_that_names_nobody_is_told_with_its_number(sign_in: SignIn) -> None:
    answer = sign_in(bu_ratna).post(
        reverse("area_split", args=[SEMANGGI]),
        posted(
            SEMANGGI,
            new_areas="33.72.03.1091 Semanggi\n33.72.03.1092 Semanggi Kidul",
            rw_map="RW 001 ke Semangi\nRW 002-030 ke Semanggi Kidul",
        ),
    )
    sentences = [one.sentence for one in answer.context["problems"]]
    assert any(
        one.startswith("Baris 1, “RW 001 ke Semangi”: “Semangi” tidak ada di daftar wilayah baru")
        for one in sentences
    )
    assert not any("bukan kode wilayah" in one for one in sentences)
