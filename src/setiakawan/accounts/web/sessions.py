"""Sessions under the digest of their key: who reads the table, or a dump of it, can't take one over.

The key lives in the browser's cookie alone. Everything here, the list of places where somebody is
signed in too, calls a session by the digest.
"""

import hashlib

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

_LENGTH = 40  # as the column has it: 160 bits of SHA-256


def digest_of(key: str) -> str:
    """What a session is called in the database."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()[:_LENGTH]


class SessionStore(db.SessionStore):
    """Django's sessions in the database; ``session_key`` is the digest, ``cookie`` the key itself."""

    cookie: str = ""

    def _get_new_session_key(self) -> str:
        self.cookie = get_random_string(32, VALID_KEY_CHARS)
        return digest_of(self.cookie)

    async def _aget_new_session_key(self) -> str:
        return self._get_new_session_key()


class DigestSessionMiddleware(SessionMiddleware):
    """Finds a session by the digest of what the cookie says, and gives the cookie the key."""

    def process_request(self, request: HttpRequest) -> None:
        """Open the session of the cookie."""
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        session = SessionStore(digest_of(key) if key else None)
        session.cookie = key
        request.session = session

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save, as Django does; the cookie that Django would set to the name gets the key."""
        response = super().process_response(request, response)
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if cookie is not None and cookie.value:
            assert isinstance(request.session, SessionStore)
            response.cookies[settings.SESSION_COOKIE_NAME] = request.session.cookie
        return response
