"""The running system on a database of the run's own, and a browser to walk through it.

``site`` is what ``make run`` starts: gunicorn, the worker, row security, everything. ``page`` is a
browser window of its own; ``sign_in_as`` goes through the real sign-in page; ``axe`` finds what a
screen reader or a keyboard would stumble over.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, sync_playwright

from setiakawan.access.roles import NEEDS_SECOND_FACTOR
from setiakawan.demo.cast import DEMO_PASSWORD, Part
from setiakawan.testing import databases

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ASYNC_UNSAFE = "DJANGO_ALLOW_ASYNC_UNSAFE"
READY_WITHIN_S = 60
STOPPED_WITHIN_S = 40


@dataclass(frozen=True)
class Site:
    """The running system."""

    url: str
    database: str
    """Its database; a test may look into it with a connection of its own."""
    process: subprocess.Popen[str]


def environment_of(database: str) -> dict[str, str]:
    """What a process of the system gets: the test's environment, without what is the browser's."""
    made = {**os.environ, "SETIAKAWAN_DATABASE": database}
    made.pop(ASYNC_UNSAFE, None)
    return made


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """``setiakawan serve`` on a clone of the template, stopped at the end as Ctrl-C would.

    One for each file: what one story changes (somebody's second factor) isn't there in the next.
    """
    with databases.clone(f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_site") as database:
        port = _free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "setiakawan", "serve", "--port", str(port)],
            env=environment_of(database),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            _wait_until_ready(process)
            yield Site(f"http://localhost:{port}", database, process)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(STOPPED_WITHIN_S)
            assert process.stdout is not None
            process.stdout.close()
    assert process.returncode == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    too_late = Timer(READY_WITHIN_S, process.kill)
    too_late.start()
    try:
        if not any(line.startswith("Siap:") for line in process.stdout):
            pytest.fail(f"setiakawan serve ended with {process.wait()} before it was ready")
    finally:
        too_late.cancel()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, without its own errands."""
    if not Path(CHROMIUM).exists():
        pytest.fail("chromium is missing: apt-get install --no-install-recommends chromium")
    # Playwright keeps a sleeping event loop in this thread, and Django then refuses its database to
    # everything in it. The tests themselves are ordinary synchronous code.
    os.environ[ASYNC_UNSAFE] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()
    del os.environ[ASYNC_UNSAFE]


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A window of its own, which fails the test for a script error or a request to anybody else."""
    context = browser.new_context(base_url=site.url, locale="id-ID", timezone_id="Asia/Jakarta")
    context.set_default_timeout(15_000)
    troubles: list[str] = []

    def look_at(request: Request) -> None:
        if not request.url.startswith((site.url, "data:", "blob:")):
            troubles.append(f"asked a third party: {request.url}")

    context.on("request", look_at)
    context.on("weberror", lambda error: troubles.append(f"script: {error.error}"))
    window = context.new_page()
    window.on(
        "console",
        lambda said: (
            troubles.append(f"policy: {said.text}")
            if "Content Security Policy" in said.text
            else None
        ),
    )
    yield window
    context.close()
    assert troubles == []


@dataclass
class Authenticator:
    """The app on somebody's phone that shows a new code every thirty seconds."""

    secret: str
    used: int = 0
    """The last step whose code was used; each is good for one sign-in."""

    def code(self) -> str:
        """The code of now, or of the next step if that of now has been used."""
        while (step := int(time.time()) // 30) <= self.used:
            time.sleep(0.5)
        self.used = step
        return str(format_hotp_value(hotp_value(self.secret, step)))


@pytest.fixture(scope="module")
def authenticators(site: Site) -> dict[str, Authenticator]:
    """The apps of those who have set up a second factor on this site."""
    return {}


@pytest.fixture(scope="module")
def sessions(site: Site) -> dict[str, list[Any]]:
    """The cookies of those who have signed in on this site."""
    return {}


@pytest.fixture
def sign_in_as(
    page: Page, authenticators: dict[str, Authenticator], sessions: dict[str, list[Any]]
) -> Callable[[Part], Page]:
    """Come in as somebody: through the real sign-in page, the next time with the session of then.

    Whoever needs a second factor sets it up first, as on a first day.
    """

    def sign_in(part: Part) -> Page:
        if part.username in sessions:
            page.context.add_cookies(sessions[part.username])
            page.goto("/")
            if not urlsplit(page.url).path.startswith("/masuk/"):
                return page
        _sign_in(page, part, authenticators)
        sessions[part.username] = page.context.cookies()
        return page

    return sign_in


def _sign_in(page: Page, part: Part, authenticators: dict[str, Authenticator]) -> None:
    page.goto("/masuk/")
    page.locator("input[name=login]").fill(part.username)
    page.locator("input[name=password]").fill(DEMO_PASSWORD)
    _send(page, "/masuk/")
    if part.username in authenticators:
        page.locator("input[name=code]").fill(authenticators[part.username].code())
        _send(page, "/masuk/langkah-kedua/")
    elif part.role in NEEDS_SECOND_FACTOR:
        page.goto("/masuk/keamanan/aplikasi/pasang/")
        if page.locator("input[name=password]").count():  # it is asked for once more
            page.locator("input[name=password]").fill(DEMO_PASSWORD)
            _send(page, "/masuk/pastikan/")
        app = Authenticator(page.locator(".fact .code").inner_text().strip())
        page.locator("input[name=code]").fill(app.code())
        _send(page, "/masuk/keamanan/aplikasi/pasang/")
        authenticators[part.username] = app
    page.goto("/")


def _send(page: Page, to: str) -> None:
    """Press the button of the form that goes there, and wait for the page that comes of it."""
    form = page.locator(f'main form[action^="{to}"]').first
    with page.expect_navigation():
        form.locator("button[type=submit]").first.click()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Check that axe finds nothing on a page."""
    checker = Axe()

    def check(page: Page) -> None:
        found = checker.run(page)
        assert found.violations_count == 0, found.generate_report()

    return check
