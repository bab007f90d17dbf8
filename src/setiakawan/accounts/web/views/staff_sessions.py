"""An administrator looks at personal data: for a reason, for an hour, on record."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from setiakawan.accounts import permissions
from setiakawan.accounts.operations import end_staff_session, open_staff_session
from setiakawan.accounts.web.forms import StaffSessionForm
from setiakawan.audit.readings import reading
from setiakawan.doors.forms import posted
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest


@require_http_methods(["GET", "POST"])
@page(permissions.OPEN_STAFF_SESSION)
def staff_session(request: OfficeRequest) -> HttpResponse:
    """Give a reason and open a session, or see the one that is open."""
    form = StaffSessionForm(posted(request))
    if request.method == "POST" and form.carry_out(
        lambda: open_staff_session(act=request.act(), reason=form.cleaned_data["reason"])
    ):
        messages.success(request, _("Sesi staf terbuka. Semua yang Anda buka dicatat."))
        return redirect("accounts")
    with reading(request.actor):
        return render(
            request,
            "accounts/staff_session.html",
            {"form": form, "until": request.actor.staff_until},
            status=form.status,
        )


@require_POST
@page(permissions.OPEN_STAFF_SESSION)
def end(request: OfficeRequest) -> HttpResponse:
    """End the open session before its time."""
    end_staff_session(act=request.act())
    messages.success(request, _("Sesi staf diakhiri."))
    return redirect("home")
