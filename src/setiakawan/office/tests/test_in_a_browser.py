"""The pages as a browser sees them: readable by everybody, on every width, under the policy.

The pages are handed to the browser as they are rendered, with the site's own security policy; no
server and no network take part.
"""

import mimetypes
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.utils.csp import build_policy
from playwright.sync_api import Browser, Page, Request, Route, expect, sync_playwright
from pytest_django.fixtures import Settings

from setiakawan.office.style_guide import SampleForm, sample_context
from setiakawan.office.tests.conftest import Render

CHROMIUM = shutil.which("chromium")
SITE = "http://setiakawan.invalid"
WIDTHS = (1440, 1024, 390, 320)
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="chromium is missing: apt-get install chromium"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium, without its own errands."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


class Shown:
    """A browser page that answers every address from memory and keeps what went wrong."""

    def __init__(self, page: Page, settings: Settings) -> None:
        self.page = page
        self.troubles: list[str] = []
        self.answers: dict[str, tuple[int, str]] = {}
        self._policy = build_policy(settings.SECURE_CSP)
        self._static = settings.STATIC_URL
        page.on(
            "console",
            lambda said: self.troubles.append(said.text) if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.route("**/*", self._answer)

    def _answer(self, route: Route, request: Request) -> None:
        path = request.url.removeprefix(SITE).split("?")[0]
        if path.startswith(self._static):
            found = finders.find(path.removeprefix(self._static))
            assert isinstance(found, str), f"{path} is not built: run node frontend/build.mjs"
            kind = mimetypes.guess_type(found)[0] or "font/woff2"
            route.fulfill(body=Path(found).read_bytes(), content_type=kind)
            return
        status, body = self.answers[path]
        route.fulfill(
            status=status,
            body=body,
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": self._policy},
        )

    def open(self, body: str, *, width: int = 1280, at: str = "/") -> Page:
        self.answers["/"] = (200, body)
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(f"{SITE}{at}")
        return self.page


@pytest.fixture
def shown(browser: Browser, settings: Settings) -> Iterator[Shown]:
    """An empty browser page."""
    page = browser.new_page()
    yield Shown(page, settings)
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "template",
    ["office/komponen.html", "office/confirm.html", "problem.html", "404.html", "500.html"],
)
def test_a_page_is_readable_by_everybody(
    template: str, width: int, shown: Shown, render: Render, shell: SimpleNamespace
) -> None:
    page = shown.open(
        render(
            template,
            **sample_context(),
            shell=shell,
            heading="Akhiri tugas?",
            form=SampleForm({}),
            problem={"code": "area.closed", "sentence": "RW ini sudah ditutup."},
        ),
        width=width,
    )

    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert shown.troubles == []


def test_the_menu_opens_and_closes_on_a_phone(
    shown: Shown, render: Render, shell: SimpleNamespace
) -> None:
    page = shown.open(render("office/confirm.html", shell=shell, heading="Tutup RW?"), width=390)
    menu = page.get_by_role("navigation", name="Utama")

    assert not menu.is_visible()
    page.get_by_role("link", name="Buka menu").click()
    assert menu.is_visible()
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    expect(page.get_by_role("link", name="Buka menu")).to_be_focused()


def test_pressing_three_times_is_one_save(shown: Shown, render: Render) -> None:
    page = shown.open(render("office/confirm.html", heading="Simpan?", form=SampleForm()))

    said = page.evaluate(
        """() => {
            const button = document.querySelector("main button[type=submit]");
            let sent = 0;
            document.addEventListener("submit", (event) => {
                if (!event.defaultPrevented) { sent += 1; event.preventDefault(); }
            });
            for (let i = 0; i < 3; i += 1) button.click();
            return { sent, busy: button.getAttribute("aria-busy"), label: button.textContent };
        }"""
    )
    assert said == {"sent": 1, "busy": "true", "label": "Menyimpan"}


WRITING = """
<section class="panel" id="part"><h2>Lama</h2><textarea id="words" aria-label="Tulisan"></textarea>
<button type="button" id="go" hx-post="/go/" hx-target="#part">Kirim</button></section>
"""


@pytest.fixture
def writing(shown: Shown, render: Render) -> Page:
    """Somebody has written something on a page that htmx will answer."""
    page = shown.open(
        render("office/base.html").replace('<div class="cols-main">', f"<div>{WRITING}")
    )
    page.fill("#words", "penting")
    return page


def test_after_a_swap_the_reader_is_at_what_changed(shown: Shown, writing: Page) -> None:
    shown.answers["/go/"] = (200, '<section class="panel" id="part"><h2>Baru</h2></section>')
    writing.click("#go")

    expect(writing.get_by_role("heading", name="Baru")).to_be_focused()
    assert shown.troubles == []


@pytest.mark.parametrize(
    ("status", "template", "told"),
    [
        (409, "problem.html#fragment", "Sudah dijawab."),
        (404, "404.html", "Alamatnya mungkin salah ketik"),
        (500, "500.html", "Ini bukan salah Anda"),
    ],
)
def test_a_refusal_never_takes_away_what_was_written(
    status: int, template: str, told: str, shown: Shown, writing: Page, render: Render
) -> None:
    shown.answers["/go/"] = (
        status,
        render(template, problem={"code": "answered", "sentence": "Sudah dijawab."}),
    )
    writing.click("#go")

    expect(writing.locator("#masalah [data-focus]")).to_be_focused()
    assert told in writing.inner_text("#masalah")
    assert writing.input_value("#words") == "penting"


def test_a_broken_line_is_told_and_nothing_is_lost(shown: Shown, writing: Page) -> None:
    writing.route(f"{SITE}/go/", lambda route: route.abort())
    writing.click("#go")

    expect(writing.get_by_role("status")).to_contain_text("Belum tersambung")
    assert writing.input_value("#words") == "penting"


def test_a_word_opens_its_meaning_without_a_script(
    shown: Shown, render: Render, settings: Settings
) -> None:
    settings.OFFICE_GLOSSARY = "setiakawan.office.tests.test_words.meaning_of"
    page = shown.open(render("office/komponen.html", **sample_context()))
    page.get_by_role("button", name="kelurahan").click()

    assert page.locator(".help-text:popover-open").inner_text().startswith("Kelurahan")
    page.keyboard.press("Escape")
    assert page.locator(".help-text:popover-open").count() == 0
