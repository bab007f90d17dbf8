"""What stands beside allauth's own pages: the way to a second factor, and ending one session."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions.adapter import get_adapter as get_sessions_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from setiakawan.access.roles import LABELS, NEEDS_SECOND_FACTOR
from setiakawan.accounts.models import Appointment, Invitation, Notice
from setiakawan.accounts.operations import mark_notices_seen
from setiakawan.accounts.web.adapter import FACTORS
from setiakawan.accounts.web.middleware import signed_in_id
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.problems import Missing


@require_GET
@never_cache
def second_factor_needed(request: OfficeRequest) -> HttpResponse:
    """Explain why a password isn't enough for these duties, and lead on.

    Not an office page: it is where office pages send those who may not open them yet.
    """
    if request.actor.kind != "person":
        return redirect_to_login(request.get_full_path())
    if request.has_second_factor:  # type: ignore[attr-defined]  # set by the middleware
        return redirect("home")
    duties = [LABELS[role] for role in NEEDS_SECOND_FACTOR if request.actor.holds(role)]
    return render(
        request,
        "accounts/second_factor_needed.html",
        {"has_one": is_mfa_enabled(request.user, FACTORS), "duties": sorted(duties)},
    )


@require_http_methods(["GET", "POST"])
@never_cache
def own_notices(request: OfficeRequest) -> HttpResponse:
    """What happened to somebody's account without them, told once at the next sign-in.

    Part of signing in, so it also opens before a second factor has been set up.
    """
    if request.actor.kind != "person":
        return redirect_to_login(request.get_full_path())
    onward = request.POST.get("next") or request.GET.get("next") or ""
    # A path of ours: redirect() would take a bare word for the name of a page.
    if not onward.startswith("/") or not get_account_adapter(request).is_safe_url(onward):
        onward = reverse("home")
    if request.method == "POST":
        mark_notices_seen(act=request.act())
        return redirect(onward)
    account_id = signed_in_id(request)
    assert account_id is not None
    notices = Notice.objects.filter(account_id=account_id, seen_at=None)
    return render(
        request,
        "accounts/notices.html",
        {
            "notices": [
                {"title": one.get_kind_display(), "at": one.at, "icon": "bell", "kind": "now"}
                for one in notices.order_by("-at")
            ],
            "was_recovered": notices.filter(kind=Notice.Kind.RECOVERED).exists(),
            "helpers": _helpers(request),
            "carried": {"next": onward},
        },
    )


def _helpers(request: OfficeRequest) -> list[str]:
    """Who helped them back in: one or two names, as their offices are known."""
    account_id = signed_in_id(request)
    assert account_id is not None
    last = (
        Invitation.objects.filter(
            account_id=account_id,
            purpose=Invitation.Purpose.RECOVER,
            used_at__isnull=False,
        )
        .order_by("-used_at")
        .first()
    )
    ids = [one for one in (last.invited_by_id, last.agreed_by_id) if one] if last else []
    rows = Appointment.objects.filter(account_id__in=ids).values_list("account_id", "holder_name")
    return sorted(dict(rows).values())


@login_required
def remove_key(request: HttpRequest, pk: int) -> Any:
    """Take off a key; allauth asks ``can_delete_authenticator`` only for the code application."""
    key = Authenticator.objects.filter(
        pk=pk, user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN
    ).first()
    if key is None:
        raise Missing
    adapter = get_factor_adapter()
    if not adapter.can_delete_authenticator(key):
        get_account_adapter(request).add_message(
            request,
            messages.ERROR,
            message=str(adapter.error_messages["cannot_delete_authenticator"]),
        )
        return redirect("mfa_list_webauthn")
    return webauthn.remove_webauthn(request, pk=pk)


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions on another device."""
    session = UserSession.objects.filter(pk=pk, user_id=request.user.pk).first()
    if session is None:
        raise Missing
    if session.is_current():
        return redirect("account_logout")
    get_sessions_adapter().end_sessions([session])
    messages.success(request, _("Sudah dikeluarkan dari alat itu."))
    return redirect("own_account")
