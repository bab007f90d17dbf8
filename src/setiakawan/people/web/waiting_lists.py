"""What waits about people: joining, shared numbers, deaths that were told, households that ask."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from setiakawan.access.permissions import RefusedTry
from setiakawan.areas.places import names_of
from setiakawan.audit.readings import reading
from setiakawan.doors.forms import posted
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.clock import today
from setiakawan.people import permissions, queries
from setiakawan.people.models import JoinRequest, Person
from setiakawan.people.operations.numbers import settle_shared_number
from setiakawan.people.operations.problems import SettledAlready
from setiakawan.people.operations.unhoused import decide_join
from setiakawan.people.web.forms_finding import JoinAnswerForm, OutcomeForm
from setiakawan.people.web.listed import age_words, initials, listed


@require_GET
@page(permissions.SEE)
def join_requests(request: OfficeRequest) -> HttpResponse:
    """Who asks to work with somebody without fixed residence, and what oneself has asked."""
    may_decide = permissions.DECIDE_JOIN.allows(request.actor)
    if not may_decide and not permissions.ASK_TO_JOIN.allows(request.actor):
        raise RefusedTry(permissions.SEE_JOIN_REQUESTS.name, "page", "join_requests")
    waiting = queries.join_requests(request.actor) if may_decide else []
    own = queries.own_join_requests(request.actor)
    places = names_of([*(one.found_in for one, *_ in waiting), *(one.found_in for one in own)])
    return render(
        request,
        "people/joins.html",
        {
            "may_decide": may_decide,
            "waiting": [
                {
                    "request": one,
                    "person": _person_words(person) if person is not None else None,
                    "by": by,
                    "place": places.get(one.found_in, one.found_in),
                    "form": JoinAnswerForm(
                        initial={"version": one.version}, auto_id=f"{one.id}-%s"
                    ),
                }
                for one, person, by in waiting
            ],
            "own": [
                {
                    "request": one,
                    "place": places.get(one.found_in, one.found_in),
                    "state": _state(one),
                    "url": reverse("person", args=[one.person_id]) if one.is_agreed else "",
                }
                for one in own
            ],
        },
    )


def _person_words(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "initials": initials(person.name),
        "words": age_words(person.born, today()),
        "marks": person.marks,
        "url": reverse("person", args=[person.id]),
    }


def _state(one: JoinRequest) -> str:
    if one.decided_at is None:
        return _("Menunggu jawaban koordinator kota")
    return _("Disetujui, Anda ikut mendampingi") if one.is_agreed else _("Belum disetujui")


@require_POST
@page(permissions.DECIDE_JOIN)
def decide(request: OfficeRequest, request_id: UUID) -> HttpResponse:
    """Answer a request to join."""
    with reading(request.actor):
        found = permissions.DECIDE_JOIN.rows(
            request.actor, JoinRequest.objects.filter(pk=request_id)
        )
        if not found.exists():
            raise RefusedTry(permissions.DECIDE_JOIN.name, "people.joinrequest", request_id)
    form = JoinAnswerForm(request.POST)
    agree = request.POST.get("keputusan") == "setuju"
    if request.POST.get("keputusan") not in {"setuju", "tidak"} or not form.is_valid():
        messages.error(request, _("Belum tersimpan. Pilih setuju atau tidak, lalu coba lagi."))
        return redirect("join_requests")
    if form.carry_out(
        lambda: decide_join(
            act=request.act(),
            request_id=request_id,
            version=form.cleaned_data["version"],
            agree=agree,
            note=form.cleaned_data["note"],
        )
    ):
        done = (
            _("Disetujui. Yang meminta sekarang ikut mendampingi.")
            if agree
            else _("Jawaban disimpan. Yang meminta akan melihatnya.")
        )
        messages.success(request, done)
    else:
        messages.warning(request, _("Permintaan ini sudah dijawab orang lain."))
    return redirect("join_requests")


@require_GET
@page(permissions.SEE_SHARED_NUMBERS)
def shared_numbers(request: OfficeRequest) -> HttpResponse:
    """Numbers that several persons claim, the oldest question first (CASE-09)."""
    return render(
        request,
        "people/shared_numbers.html",
        {"questions": [_question(one) for one in queries.shared_numbers(request.actor)]},
    )


@require_http_methods(["GET", "POST"])
@page(permissions.SEE_SHARED_NUMBERS)
def shared_number(request: OfficeRequest, question_id: UUID) -> HttpResponse:
    """Those who claim one number beside each other; settle whose it is."""
    with reading(request.actor):
        shown = queries.shared_number(request.actor, question_id)
    form = OutcomeForm(posted(request), initial={"version": shown.question.version})
    if request.method == "POST" and form.carry_out(
        lambda: settle_shared_number(
            act=request.act(),
            question_id=question_id,
            version=form.cleaned_data["version"],
            outcome=form.cleaned_data["outcome"],
        )
    ):
        messages.success(request, _("Jawaban disimpan. Sekarang nilai nomornya, orang per orang."))
        return redirect("shared_number", question_id)
    if form.is_stale:
        form.refuse(SettledAlready())
    with reading(request.actor):
        return render(
            request,
            "people/shared_number.html",
            {
                "question": _question(shown),
                "is_settled": shown.question.settled_at is not None,
                "form": form,
            },
            status=form.status,
        )


def _question(shared: queries.Shared) -> dict[str, Any]:
    is_settled = shared.question.settled_at is not None
    return {
        "id": shared.question.id,
        "found_at": shared.question.found_at,
        "outcome": shared.question.outcome,
        "kind_label": shared.kind_label,
        "masked": shared.masked,
        "claims": [
            {
                "name": one.name,
                "url": reverse("person", args=[one.person_id]),
                "age": age_words(one.birth, today()),
                "sex": str(Person.Sex(one.sex).label) if one.sex else "",
                "status": one.status_label,
                "judge_url": reverse("number_judge", args=[one.person_id, one.slot_id])
                if is_settled
                else "",
            }
            for one in shared.claims
        ],
        "are_others_hidden": len(shared.claims) < 2,
    }


@require_GET
@page(permissions.CONFIRM_DEATH)
def deaths(request: OfficeRequest) -> HttpResponse:
    """Deaths that somebody told and nobody has confirmed."""
    return render(
        request,
        "people/deaths.html",
        {"rows": listed(queries.deaths_to_confirm(request.actor), today())},
    )


@require_GET
@page(permissions.KEEP_HOUSEHOLD)
def households(request: OfficeRequest) -> HttpResponse:
    """Households whose head or receiver died: who receives from now on (CASE-11)."""
    rows = queries.households_that_ask(request.actor)
    places = names_of({one.area_code for one in rows})
    return render(
        request,
        "people/households_that_ask.html",
        {
            "items": [
                {
                    "title": places.get(one.area_code, one.area_code),
                    "text": one.address,
                    "icon": "house",
                    "kind": "soon",
                    "url": reverse("household", args=[one.id]),
                    "action": _("Tetapkan penerima"),
                }
                for one in rows
            ]
        },
    )
