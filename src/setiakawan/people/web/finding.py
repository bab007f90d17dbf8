"""Find people: the list, the search, and suggestions while somebody types."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from setiakawan.audit.readings import reading
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.clock import today
from setiakawan.people import permissions, queries
from setiakawan.people.web.forms_finding import AreaFilter, FindForm
from setiakawan.people.web.listed import listed

SUGGESTED = 6
FEW_DIGITS = 4
"""Words with so many digits may be (part of) a number of a person: they stand in no address."""


@require_http_methods(["GET", "POST"])
@page(permissions.SEE)
def people(request: OfficeRequest) -> HttpResponse:
    """People in sight by name, or those who are looked for.

    A form is sent by POST, for it may hold a number. A name goes on to its own address, so that the
    way back works; a number is answered here.
    """
    sent = request.POST if request.method == "POST" else request.GET
    with reading(request.actor):
        form = FindForm(sent, actor=request.actor)
        words, is_secret = form.words, _holds_number(form.words)
        address = reverse("people") + _query({} if is_secret else form.asked)
        is_part = request.headers.get("HX-Request") == "true"
        if request.method == "POST" and not is_secret and not is_part and form.is_valid():
            return redirect(address)
        if request.method == "GET" and is_secret:
            words = ""  # an address that somebody else made; nobody is shown by it
        context = _found(request, form, words)
        context |= {"is_number_in_address": request.method == "GET" and is_secret}
        context |= {"wrong": form.wrong if is_part else ()}
        if is_part:
            answer = render(request, "people/list.html#hasil", context)
            answer.headers["HX-Replace-Url"] = address
            return answer
        return render(request, "people/list.html", context)


def _found(request: OfficeRequest, form: FindForm, words: str) -> dict[str, Any]:
    context: dict[str, Any] = {
        "form": form,
        "search_words": words,
        "is_search": bool(words),
        "is_short": queries.is_short(words),
        "is_narrowed": form.is_narrowed,
        "may_register": permissions.REGISTER.allows(request.actor),
        "waiting": waiting_links(request),
    }
    if words:
        found = queries.search_people(request.actor, words, form.filters)
        return context | {
            "rows": listed(found, today()),
            "range": _("Terdekat dulu"),
            "are_many": len(found) == queries.PAGE,
        }
    begins = request.GET.get("sesudah", "")
    shown = queries.people_of(request.actor, form.filters, after=begins)
    return context | {
        "rows": listed(shown.rows, today()),
        "range": range_of([one.name for one in shown.rows]),
        "next_url": next_url(request, form.asked, shown.next),
        "is_further": bool(begins),
    }


def _holds_number(words: str) -> bool:
    return sum(letter.isdecimal() for letter in words) >= FEW_DIGITS


def _query(asked: dict[str, str]) -> str:
    return f"?{urlencode(asked)}" if asked else ""


def next_url(request: OfficeRequest, asked: dict[str, str], begins: str) -> str:
    """Where the next page of a list is; empty at the end."""
    return request.path + _query(asked | {"sesudah": begins}) if begins else ""


def range_of(names: list[str]) -> str:
    """From whom to whom a page of a list goes."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s sampai %(last)s") % {"first": names[0], "last": names[-1]}


def waiting_links(request: OfficeRequest) -> list[dict[str, str]]:
    """The work lists about people that are this reader's."""
    actor = request.actor
    lists = [
        (permissions.SEE.allows(actor), "people_without_documents", _("Perlu dokumen")),
        (permissions.CONFIRM_DEATH.allows(actor), "deaths_to_confirm", _("Kabar meninggal")),
        (
            permissions.KEEP_HOUSEHOLD.allows(actor),
            "households_that_ask",
            _("Rumah tangga menunggu penerima"),
        ),
        (
            permissions.DECIDE_JOIN.allows(actor) or permissions.ASK_TO_JOIN.allows(actor),
            "join_requests",
            _("Permintaan ikut mendampingi"),
        ),
        (
            permissions.SEE_SHARED_NUMBERS.allows(actor),
            "shared_numbers",
            _("Nomor dipakai lebih dari satu orang"),
        ),
    ]
    return [{"url": reverse(name), "label": label} for shows, name, label in lists if shows]


@require_POST
@page(permissions.SEE)
def suggest(request: OfficeRequest) -> HttpResponse:
    """A few who are nearest to what is being typed in the box above every page."""
    with reading(request.actor):
        form = FindForm(request.POST, actor=request.actor)
        found = queries.search_people(request.actor, form.words, wanted=SUGGESTED)
        return render(
            request,
            "people/list.html#saran",
            {
                "rows": listed(found, today()),
                "search_words": form.words,
                "is_short": queries.is_short(form.words),
            },
        )


@require_GET
@page(permissions.SEE)
def without_documents(request: OfficeRequest) -> HttpResponse:
    """Those who live and have no NIK (CASE-08). Nothing about them waits for it."""
    form = AreaFilter(request.GET, actor=request.actor)
    form.is_valid()
    begins = request.GET.get("sesudah", "")
    shown = queries.without_documents(request.actor, after=begins, area=form.area)
    asked = {name: form.cleaned_data[name] for name in form.fields if form.cleaned_data.get(name)}
    return render(
        request,
        "people/documents.html",
        {
            "form": form,
            "rows": listed(shown.rows, today()),
            "range": range_of([one.name for one in shown.rows]),
            "next_url": next_url(request, asked, shown.next),
            "is_narrowed": bool(form.area),
            "is_further": bool(begins),
        },
    )
