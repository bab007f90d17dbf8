"""Coming in with a key that somebody showed: to join, or to get back in. For everybody, signed in or not.

The key is in the address only once, as the QR code has it. It then lives in a cookie of these pages
alone, so that it stands in no history, no referrer and no session table. Nothing is kept by caches.
"""

from collections.abc import Callable
from functools import wraps

from allauth.core.ratelimit import consume, respond_429
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import SecretStr

from setiakawan.access.actors import PUBLIC
from setiakawan.access.roles import NEEDS_SECOND_FACTOR
from setiakawan.accounts.actors import actor_of
from setiakawan.accounts.models import Account, Invitation
from setiakawan.accounts.operations import (
    OpenInvitation,
    accept_invitation,
    find_invitation,
    use_recovery,
)
from setiakawan.accounts.web.forms import KeyForm, NewPasswordForm
from setiakawan.audit.acts import Act
from setiakawan.doors.forms import posted
from setiakawan.doors.requests import address_of
from setiakawan.foundation.problems import Problem

COOKIE = "undangan"
KEPT_FOR_S = 30 * 60


def _unseen[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Let neither a cache nor the next page learn the address."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answered


@require_http_methods(["GET", "POST"])
@_unseen
def key(request: HttpRequest) -> HttpResponse:
    """Type the key that stands on a card."""
    form = KeyForm(posted(request))
    if request.method == "POST":
        if not consume(request, action="invitation"):
            refused: HttpResponse = respond_429(request)
            return refused
        if form.is_valid():
            typed = form.cleaned_data["key"]
            try:
                find_invitation(typed)
            except Problem as problem:
                form.refuse(problem)
                form.status = problem.status
            else:
                return _remember(typed)
        else:
            form.status = 422
    return render(request, "accounts/joining/key.html", {"form": form}, status=form.status)


@require_GET
@_unseen
def link(request: HttpRequest, key: str) -> HttpResponse:
    """What the QR code opens: put the key where it can't be seen, and go on."""
    try:
        find_invitation(key)
    except Problem as problem:
        return _refused(request, problem)
    return _remember(key)


@require_http_methods(["GET", "POST"])
@_unseen
@sensitive_post_parameters("password", "again")
def accept(request: HttpRequest) -> HttpResponse:
    """Show whose key this is, and let them choose a password."""
    shown_key = request.COOKIES.get(COOKIE, "")
    if not shown_key:
        return redirect("invitation_key")
    form = NewPasswordForm(posted(request))
    # Not looked up first: pressed twice, the second press is answered like the first one, with the
    # user name. Looked up, it would only hear that the key has been used.
    try:
        if request.method == "POST" and form.carry_out(lambda: _use(request, shown_key, form)):
            return _welcome(request, form.result)
        invitation = find_invitation(shown_key)
    except _KeyRefused as refused:
        return _forget(_refused(request, refused.problem))
    except Problem as problem:
        return _forget(_refused(request, problem))
    actor = getattr(request, "actor", PUBLIC)
    return render(
        request,
        "accounts/joining/accept.html",
        {
            "form": form,
            "invitation": invitation,
            "facts": _facts(invitation),
            "carried": {"purpose": invitation.purpose},
            "signed_in_as": actor.name if actor.kind == "person" else "",
        },
        status=form.status,
    )


class _KeyRefused(Exception):
    """The key itself can't be used; no correction in the form helps."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


@sensitive_variables()
def _use(request: HttpRequest, shown_key: str, form: NewPasswordForm) -> Account:
    # Whoever holds the key acts, not whoever is signed in on this device.
    act = Act(id=form.act_id, actor=PUBLIC, address=address_of(request))
    is_recovery = request.POST.get("purpose") == Invitation.Purpose.RECOVER
    verb = use_recovery if is_recovery else accept_invitation
    try:
        return verb(
            act=act,
            key=SecretStr(shown_key),
            password=SecretStr(form.cleaned_data["password"]),
        )
    except Problem as problem:
        if problem.field == "password":
            raise
        raise _KeyRefused(problem) from problem


def _welcome(request: HttpRequest, account: Account) -> HttpResponse:
    request.session["joined_as"] = account.username
    request.session["joined_again"] = (
        request.POST.get("purpose") == Invitation.Purpose.RECOVER.value
    )
    joined = actor_of(account.id)
    request.session["joined_needs_second"] = any(joined.holds(one) for one in NEEDS_SECOND_FACTOR)
    return _forget(redirect("invitation_done"))


@require_GET
@_unseen
def done(request: HttpRequest) -> HttpResponse:
    """The user name, once, to be written down; then sign in."""
    username = request.session.get("joined_as")
    if not username:
        return redirect("account_login")
    return render(
        request,
        "accounts/joining/done.html",
        {
            "username": username,
            "is_recovery": request.session.get("joined_again", False),
            "needs_second": request.session.get("joined_needs_second", False),
        },
    )


def _facts(invitation: OpenInvitation) -> list[dict[str, str]]:
    facts = [{"label": _("Nama"), "value": invitation.name}]
    if invitation.role_label:
        facts.append({"label": _("Jabatan"), "value": invitation.role_label})
    if invitation.area_name:
        facts.append({"label": _("Wilayah"), "value": invitation.area_name})
    return facts


def _remember(shown_key: str) -> HttpResponse:
    response = redirect("invitation_open")
    response.set_cookie(
        COOKIE,
        shown_key,
        max_age=KEPT_FOR_S,
        path=reverse("invitation_key"),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, path=reverse("invitation_key"))
    return response


def _refused(request: HttpRequest, problem: Problem) -> HttpResponse:
    return render(
        request,
        "accounts/joining/refused.html",
        {"problem": problem, "sentence": problem.text},
        status=problem.status,
    )
