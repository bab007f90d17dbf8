"""Put the actor on each request, and let allauth's own pages see just the account they are about."""

import functools
from collections.abc import Callable
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils.functional import SimpleLazyObject

from setiakawan.access.actors import PUBLIC, Actor
from setiakawan.access.context import acting_as, consider
from setiakawan.accounts.actors import actor_of
from setiakawan.doors.requests import act_of

SESSION_PAGES = "/masuk/"
"""Where allauth's pages live; see project/urls.py."""


class ActorMiddleware:
    """Adds ``request.actor``, ``request.act()`` and ``request.has_second_factor``, each when asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put them on, and go on."""
        request.actor = SimpleLazyObject(functools.partial(_find_actor, request))  # type: ignore[attr-defined]
        request.act = functools.partial(act_of, request)  # type: ignore[attr-defined]
        request.has_second_factor = SimpleLazyObject(  # type: ignore[attr-defined]
            functools.partial(_passed_second_factor, request)
        )
        return self.get_response(request)


def _find_actor(request: HttpRequest) -> Actor:
    account_id = signed_in_id(request)
    return actor_of(account_id) if account_id else PUBLIC


def signed_in_id(request: HttpRequest) -> UUID | None:
    """The account of a session whose password hasn't changed since; asks Django, which checks it."""
    user = getattr(request, "user", None)
    return user.pk if user is not None and user.is_authenticated else None


def _passed_second_factor(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session: at sign-in, or when it was enrolled."""
    # allauth ties the records to their account, so a session that changed hands proves nothing.
    return any(
        one.get("method") == "mfa" for one in get_authentication_records(request, request.user)
    )


class SessionPagesMiddleware:
    """Gives allauth's pages one transaction in which they see the account they are about.

    Signed in: one's own. In the middle of signing in (password done, second factor to come): the
    account the session remembers. Else: nothing, until the password check considers candidates.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Open the transaction where the page is one of signing in."""
        if not request.path.startswith(SESSION_PAGES):
            return self.get_response(request)
        account_id = signed_in_id(request)
        actor = Actor("person", account_id) if account_id else PUBLIC
        with acting_as(actor):
            if account_id is None and (pending := _pending_account(request)):
                consider([pending])
            response = self.get_response(request)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
            return response


def _pending_account(request: HttpRequest) -> UUID | None:
    """The account whose password was right and whose second factor is still to come."""
    stashed = request.session.get("account_login") or {}
    try:
        return UUID(str(stashed.get("user_pk")))
    except ValueError:
        return None
