"""The frame is whole, obeys the content security policy, and survives what is missing."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from setiakawan.office.style_guide import sample_context
from setiakawan.office.tests.conftest import Render

PACKAGE = Path(__file__).parents[1]
TEMPLATES = PACKAGE / "templates"
ICON_LIST = PACKAGE.parents[2] / "frontend" / "icons.txt"
EVERY_TEMPLATE = sorted(str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*.html"))
ERROR_PAGES = ["400", "403", "403_csrf", "404", "405", "413", "429", "500"]

TAG = re.compile(r"<!?[a-z][^<>]*>", re.IGNORECASE)
TEMPLATE_CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)


def source_of(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_it_can_be_read(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_it_obeys_the_policy(name: str) -> None:
    markup = TEMPLATE_CODE.sub("", source_of(name))

    assert not re.search(r"\sstyle=|<style", markup)
    assert not re.search(r"\son[a-z]+=", markup)
    assert not re.search(r"\bjavascript:|\bhx-on|\bjs:", markup)
    assert not re.search(r"(?:src|href|action)=[\"']?(?:https?:)?//", markup)
    for script in re.findall(r"<script[^>]*>", markup):
        assert " src=" in script or 'type="application/json"' in script


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_it_does_not_shout(name: str) -> None:
    markup = TAG.sub("", re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", source_of(name)))

    assert "!" not in markup.replace("!=", "")
    assert "wajib diisi" not in markup.lower()


@pytest.mark.parametrize("code", ERROR_PAGES)
def test_an_error_says_what_happened_what_is_safe_and_what_to_do(code: str) -> None:
    # Django renders the page for a broken server without a request and without context processors.
    page = get_template(f"{code}.html").render({})

    assert '<html lang="id"' in page
    assert page.count("<h1>") == 1
    assert 'content="noindex, nofollow"' in page
    assert (
        page.index("Yang terjadi") < page.index("Yang aman") < page.index("Yang dapat Anda lakukan")
    )
    assert "<script" not in page
    assert f"Kode untuk pengelola: {code[:3]}" in page


def test_hidden_and_absent_are_the_same_bytes(render: Render) -> None:
    absent = render("404.html", exception="Resolver404", request_path="/warga/1/")
    hidden = render("404.html", back_url="/warga/", problem={"code": "missing", "status": 404})

    assert hidden == absent


def test_a_refusal_is_the_same_as_page_and_as_fragment(render: Render) -> None:
    problem = {"code": "area.closed", "sentence": "RW ini sudah ditutup.", "status": 422}

    fragment = render("problem.html#fragment", problem=problem)
    assert fragment.strip() in render("problem.html", problem=problem)
    assert "RW ini sudah ditutup." in fragment
    assert "area.closed" in fragment
    assert "data-problem" in fragment


def test_the_frame_shows_who_where_and_what_waits(render: Render, shell: object) -> None:
    page = render("office/base.html", shell=shell)

    assert '<a href="/" aria-current="page">' in page
    assert "1.250<span" in page
    assert page.count('class="count') == 2  # nothing waiting is no number
    assert page.count('class="count is-hot"') == 1
    assert "Kota<b>Surakarta</b>" in page
    assert "Sesi staf terbuka sampai pukul 09.42." in page
    assert "Data contoh" in page
    assert 'action="/wilayah/cari/"' in page


def test_the_box_above_every_page_looks_for_what_a_package_offers(render: Render) -> None:
    box = {
        "label": "Cari warga",
        "placeholder": "",
        "url": "/warga/",
        "suggest_url": "/warga/saran/",
    }
    frame: dict[str, object] = {"search": box, "person": {"name": "Bu Sri"}}

    page = render("office/base.html", shell=frame)

    assert 'action="/warga/" method="post"' in page and 'hx-post="/warga/saran/"' in page
    assert 'action="/wilayah/cari/"' not in page


def test_the_frame_stands_without_anything(render: Render) -> None:
    page = render("office/base.html", shell={})

    assert page.count("<h1>") == 1
    assert '<main class="page" id="isi"' in page
    for missing in ("<nav", "staff-band", "Data contoh", "None"):
        assert missing not in page
    # What no page fills is really empty, so that the style sheet can take its place away.
    assert "<p></p>" in page
    assert '<div class="cols-aside"></div>' in page
    assert '<div class="page-actions"></div>' in page


def test_a_message_can_be_taken_back(render: Render) -> None:
    page = render(
        "office/parts/snack.html",
        text="Bu Sri diangkat.",
        tone="success",
        undo="/tugas/1/urungkan/",
    )

    assert 'method="post" action="/tugas/1/urungkan/"' in page
    assert "Urungkan" in page
    assert "data-stays" not in page


def test_paging_names_no_total_and_no_number(render: Render) -> None:
    page = render(
        "office/parts/pager.html", range="Baluwarti sampai Mojo", next_url="?sesudah=Mojo"
    )

    assert "Berikutnya" in page
    assert "Sebelumnya" not in page
    assert not re.search(r"\bdari \d", page)


def test_two_versions_stand_beside_each_other(render: Render) -> None:
    page = render(
        "office/parts/compare.html",
        rows=[
            {"label": "Nama", "mine": "RW 004", "saved": "RW 004"},
            {"label": "Ketua", "mine": "<i>Pak</i>", "saved": ""},
        ],
        saved_by="Mas Dwi",
    )

    assert page.count('class="differs"') == 1
    assert "<mark>&lt;i&gt;Pak&lt;/i&gt;</mark>" in page
    assert "<mark>kosong</mark>" in page


def test_the_style_guide_shows_every_part(render: Render) -> None:
    guide = source_of("office/komponen.html")
    page = render("office/komponen.html", **sample_context())

    shown = set(re.findall(r"office/parts/([a-z_]+)\.html", guide))
    inside_others = {
        # drawn by the frame or by another part
        *("head", "scripts", "sidebar", "topbar", "staff_band", "snacks", "snack", "cell"),
        *("field", "field_notes", "error_summary", "form_actions"),
        *("what_next", "qr_cards", "stale"),  # pages of their own
    }
    assert shown | inside_others == {file.stem for file in (TEMPLATES / "office/parts").iterdir()}
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_every_icon_that_python_names_is_in_the_sprite() -> None:
    listed = {line for line in ICON_LIST.read_text().split() if line != "#"}
    in_templates: set[str] = set()
    for file in PACKAGE.parent.rglob("templates/**/*.html"):
        in_templates |= set(re.findall(r"{%\s*icon\s+[\"']([a-z0-9-]+)[\"']", file.read_text()))
    for file in PACKAGE.parent.rglob("*.py"):
        named = set(re.findall(r"\bicon[\"']?\s*[=:]\s*[\"']([a-z0-9-]+)[\"']", file.read_text()))
        assert named <= listed | in_templates, (
            f"{file.name} names icons that frontend/icons.txt lacks"
        )


ALL_TEMPLATES = sorted(PACKAGE.parent.glob("*/templates/**/*.html"))
TABLE = re.compile(r"<table class=\"(?:grid-table|compare)\">.*?</table>", re.DOTALL)
WITH_BUTTONS = re.compile(r"<(?:a class=\"btn|button|span class=\"(?:chip|row))")


def test_every_cell_of_a_table_says_what_it_is_on_a_narrow_screen() -> None:
    cells = 0
    for file in ALL_TEMPLATES:
        for table in TABLE.findall(file.read_text(encoding="utf-8")):
            body = table.partition("<tbody>")[2]
            for cell in re.findall(r"<td(.*?)</td>", body, re.DOTALL):
                assert "data-label=" in cell or WITH_BUTTONS.search(cell), (file.name, cell[:120])
                cells += 1
    assert cells > 20


def test_the_part_for_tables_labels_its_cells(render: Render) -> None:
    page = render(
        "office/parts/table.html",
        caption="Uji",
        columns=[
            {"label": "Nama"},
            {"label": "RW", "n": True},
            {"label": "Tindakan", "hidden": True},
        ],
        rows=[{"cells": ["Sangkrah", {"text": 0, "n": True}, ""]}, {"cells": ["Mojo"]}],
    )
    assert '<th scope="row">Sangkrah</th><td class="n" data-label="RW">0</td><td></td>' in page
    assert '<th scope="row">Mojo</th></tr>' in page
