"""Each page, as somebody who may see it: nothing stands in the way of a screen reader or keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from setiakawan.demo.cast import (
    SANGKRAH,
    SEMANGGI,
    Part,
    bu_dewi,
    bu_endah,
    bu_kartika,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    pak_joko,
)

PAGES = [
    (bu_sri, ["/bantuan/", "/akun/saya/", "/akun/saya/profil/", "/akun/saya/kata-sandi/", "/jabatan/",
              "/mitra/", "/wilayah/", f"/wilayah/{SANGKRAH}/", f"/wilayah/{SANGKRAH}/petak/",
              "/wilayah/cari/?q=sangkrah", "/wilayah/usul/", "/kategori/", "/kategori/jenis/16/",
              "/kategori/jenis/23/?per=2015-01-01", "/kategori/?cari=tidak-ada", "/kategori/tanda/",
              "/kategori/psks/", "/kategori/skema/", "/kategori/unduh/"]),
    (bu_endah, [f"/wilayah/{SANGKRAH}/rw/", f"/wilayah/{SANGKRAH}/rw/tempel/",
                f"/wilayah/{SANGKRAH}/rw/berkas/", f"/wilayah/{SANGKRAH}/pastikan/",
                f"/wilayah/{SANGKRAH}/sebutan/", f"/wilayah/{SANGKRAH}.001/"]),
    (bu_wahyuni, ["/mulai/", "/akun/", "/akun/undangan/", "/akun/undangan/baru/",
                  "/akun/undangan/banyak/", f"/akun/{bu_sri.account_id}/",
                  f"/akun/{bu_sri.account_id}/perbaiki/", f"/akun/{bu_sri.account_id}/bantu-masuk/",
                  f"/akun/{bu_sri.account_id}/tutup/"]),
    (bu_ratna, [f"/wilayah/{SEMANGGI}/ganti-nama/", f"/wilayah/{SEMANGGI}/mekarkan/",
                f"/wilayah/{SEMANGGI}/gabung/", "/wilayah/?bentuk=tabel",
                f"/akun/{pak_joko.account_id}/jabatan/", "/mitra/baru/", "/akun/bantu-masuk/",
                "/buku-besar/permintaan/", "/kategori/jenis/08/", "/kategori/jenis/08/perbaiki/",
                "/kategori/jenis/08/kriteria/baru/", "/kategori/jenis/08/akhiri/",
                "/kategori/tanda/baru/", "/kategori/kaitan/baru/", "/kategori/skema/?skema=spm"]),
    (bu_dewi, ["/pengaturan/", "/pengaturan/help_phone/", "/akun/sesi-staf/"]),
    (bu_kartika, ["/buku-besar/"]),
]  # fmt: skip


@pytest.mark.parametrize(("part", "addresses"), PAGES, ids=lambda one: getattr(one, "key", ""))
def test_nothing_stands_in_the_way(
    part: Part,
    addresses: list[str],
    sign_in_as: Callable[[Part], Page],
    axe: Callable[[Page], None],
):
    page = sign_in_as(part)
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        axe(page)
