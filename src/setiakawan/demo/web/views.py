"""Become any of the cast, without a password; only in a demo instance, whose people are invented."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from setiakawan.access.actors import Actor
from setiakawan.access.context import acting_as
from setiakawan.accounts.models import Account
from setiakawan.demo.cast import CAST, DEMO_PASSWORD


@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Everybody in the cast, with what each can do."""
    return render(request, "demo/choose.html", {"cast": CAST, "password": DEMO_PASSWORD})


@require_POST
def become(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the cast, second factor included."""
    part = next((one for one in CAST if one.key == key), None)
    if part is None:
        raise Http404
    with acting_as(Actor("person", part.account_id)):
        account = Account.objects.filter(pk=part.account_id, is_active=True).first()
        if account is None:
            raise Http404
        login(request, account, backend="setiakawan.accounts.backends.AccountBackend")
        record_authentication(request, account, method="password", username=account.username)
        record_authentication(request, account, method="mfa", type="demo")
    return redirect("home")
