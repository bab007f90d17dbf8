"""Sign in by user name or phone number, and see nothing but the accounts that were typed."""

from contextlib import nullcontext
from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.http import HttpRequest

from setiakawan.access.actors import PUBLIC, Actor
from setiakawan.access.context import acting_as, consider, is_running
from setiakawan.accounts.models import Account
from setiakawan.accounts.rules import phone_number

AT_MOST = 4
"""So many accounts may share one phone; more would make the password check slow."""


class AccountBackend(BaseBackend):
    """Password sign-in. Django and allauth come here; nothing else checks passwords."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None,
        password: str | None = None, **credentials: Any,
    ) -> Account | None:  # fmt: skip
        """The account with this name or number and password, else None, in about the same time."""
        if not username or not password:
            return None
        # On allauth's pages a transaction is open, in which the sign-in goes on with this account.
        with nullcontext() if is_running() else acting_as(PUBLIC):
            found = self._candidates(username)
            consider(found)
            matching = [
                account
                for account in Account.objects.filter(pk__in=found, is_active=True)
                if check_password(password, account.password)
            ]
            if not found:
                make_password(password)  # an unknown name takes as long as a wrong password
            if len(matching) == 1:
                consider([matching[0].pk])
                return matching[0]
            consider([])
            if matching and request is not None:
                # Two who share a phone chose the same password: only the user name tells them apart.
                request.needs_user_name = True  # type: ignore[attr-defined]  # SignInForm reads it
        return None

    def _candidates(self, typed: str) -> list[UUID]:
        """Ids of the accounts with this user name or number (a function of the database answers)."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT account_id FROM accounts_who_signs_in(%s, %s) AS found(account_id) LIMIT %s",
                [typed.strip().lower()[:60], phone_number(typed) or "", AT_MOST],
            )
            return [row[0] for row in cursor.fetchall()]

    def get_user(self, user_id: UUID) -> Account | None:
        """The account of a session."""
        with acting_as(Actor("person", user_id)):
            return Account.objects.filter(pk=user_id, is_active=True).first()
