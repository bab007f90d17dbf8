"""Browsers of the cast: Django's client, signed in at the real page, as the app role."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from setiakawan.accounts.web.sessions import SessionStore, digest_of
from setiakawan.demo.cast import DEMO_PASSWORD, Part

SIGN_IN = "/masuk/"
ENROL = "/masuk/keamanan/aplikasi/pasang/"


def code_of(secret: str) -> str:
    """The six digits an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def sign_in(who: str, password: str = DEMO_PASSWORD, **more: str) -> tuple[Client, Any]:
    """A browser in which somebody typed name (or number) and password; and the answer."""
    client = Client()
    return client, client.post(SIGN_IN, {"login": who, "password": password, **more})


def enrol(client: Client) -> str:
    """Set up the code application; answers its secret."""
    page = client.get(ENROL).content.decode()
    found = re.search(r'class="code">([A-Z2-7]+)<', page)
    assert found, "the page shows no key"
    answer = client.post(ENROL, {"code": code_of(found[1])})
    assert answer.status_code == 302, answer.content.decode()
    return found[1]


@pytest.fixture(autouse=True)
def _everything_commits(committed_db: str) -> None:
    """Sessions, counters of tries and what happens at a commit are as in the running system."""


@pytest.fixture
def browser_of(committed_db: str) -> Callable[[Part], Client]:
    """A browser of somebody, with the second factor where the office needs one."""

    def open_for(part: Part) -> Client:
        client, answer = sign_in(part.username)
        assert answer.status_code == 302
        if "perlu" in client.get("/akun/saya/").headers.get("Location", ""):
            enrol(client)
        return client

    return open_for


def session_of(client: Client) -> SessionStore:
    """The session of a browser; the database calls it by the digest of the cookie."""
    return SessionStore(digest_of(client.cookies["sessionid"].value))


def act_in(page: str) -> str:
    """The id of the act that the first form of a page carries."""
    found = re.search(r'name="act" value="([0-9a-f-]+)"', page)
    assert found, "the page has no form"
    return found[1]


def code_on(page: str) -> str:
    """What a page shows to be written down: a key, a user name."""
    found = re.search(r'class="code">([^<]+)<', page)
    assert found, "the page shows nothing to write down"
    return found[1]
