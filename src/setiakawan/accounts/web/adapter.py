"""How allauth works here: nobody signs up by themselves, nobody is written to."""

import hashlib
import os
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from setiakawan.access.actors import Actor
from setiakawan.access.context import acting_as
from setiakawan.access.roles import NEEDS_SECOND_FACTOR
from setiakawan.accounts.models import Account, Notice
from setiakawan.accounts.rules import phone_number
from setiakawan.doors.requests import OfficeRequest, address_of

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes only stand in for one that is lost."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-in only. Accounts come from invitations, lost keys are replaced face to face."""

    error_messages = {  # noqa: RUF012  # allauth reads it from the class
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "Nama pengguna, nomor telepon, atau kata sandi tidak cocok. Periksa lalu coba lagi."
        ),
        "incorrect_password": _("Kata sandi tidak cocok. Coba lagi."),
        "too_many_login_attempts": _(
            "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."
        ),
        "rate_limited": _("Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."),
        "account_inactive": _("Akun ini sudah tidak dipakai."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account without an invitation."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No e-mail is ever sent; there is no address to send it to."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No e-mail is ever sent; what happened to an account stands in its history."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count tries by the same address that stands on record.

        allauth's own setting (ALLAUTH_TRUSTED_PROXY_COUNT) isn't used: one more place to forget, and
        it answers a request that came around the proxies with an error of the server.
        """
        return address_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; too many are answered by the page for too many tries (429)."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refused:
            raise ImmediateHttpResponse(respond_429(request)) from refused

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count by who is meant, however it was typed, whether there is such an account or not.

        Else each way of writing one phone number would have tries of its own.
        """
        typed = str(credentials.get("username", "")).strip().lower()[:60]
        return phone_number(typed) or typed

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again only when the last proof is older than ten minutes.

        Somebody who has just signed in and is led to their first second factor isn't asked twice.
        """
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        proofs = get_authentication_records(context.request, context.request.user)
        since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not any(one["at"] > since for one in proofs)

    def get_reauthentication_methods(self, user: Account) -> list[dict[str, Any]]:
        """The ways to prove again who one is, in our words."""
        words = {
            "reauthenticate": _("Dengan kata sandi"),
            "mfa_reauthenticate": _("Dengan kode dari aplikasi"),
            "mfa_reauthenticate:webauthn": _("Dengan kunci keamanan atau sidik jari"),
        }
        return [
            one | {"description": words.get(one["id"], one["description"])}
            for one in super().get_reauthentication_methods(user)
        ]

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        """Go on to where they wanted to go; by way of what happened to the account meanwhile."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        with acting_as(Actor("person", user.pk)):
            has_news = Notice.objects.filter(account_id=user.pk, seen_at=None).exists()
        if not has_news:
            return response
        onward = urlencode({"next": response["Location"]})
        return redirect(f"{reverse('own_notices')}?{onward}")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """After signing in: home."""
        return reverse(settings.LOGIN_REDIRECT_URL)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors: secrets are kept encrypted, and who needs a factor can't take off the last."""

    error_messages = {  # noqa: RUF012  # allauth reads it from the class
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Kode tidak cocok. Kode berganti tiap 30 detik; ketik yang terbaru."),
        "cannot_delete_authenticator": _(
            "Jabatan Anda mewajibkan langkah kedua. Pasang dulu penggantinya, lalu lepas yang ini."
        ),
    }

    def _key(self) -> AESGCM:
        # Outside the database: a stolen dump opens no second factor.
        secret = settings.HOME.key("second-factors", make=True)
        return AESGCM(hashlib.sha256(secret.encode()).digest())

    def encrypt(self, text: str) -> str:
        """Encrypt a secret before it is kept."""
        nonce = os.urandom(12)
        return urlsafe_b64encode(nonce + self._key().encrypt(nonce, text.encode(), b"mfa")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret."""
        raw = urlsafe_b64decode(encrypted_text)
        return self._key().decrypt(raw[:12], raw[12:], b"mfa").decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whoever decides or configures keeps at least one second factor."""
        request: OfficeRequest = context.request
        if not any(request.actor.holds(role) for role in NEEDS_SECOND_FACTOR):
            return True
        return bool(
            Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
            .exclude(pk=authenticator.pk)
            .exists()
        )

    def _get_site_name(self) -> str:
        return str(settings.INSTANCE_NAME)

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:  # noqa: A002  # allauth calls it so
        """A first name for a key; its owner changes it."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return str(_("Kunci")) if count == 0 else str(_("Kunci {number}")).format(number=count + 1)
