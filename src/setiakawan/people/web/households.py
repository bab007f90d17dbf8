"""The page of a household: who lives there, who left, which card each claims, who receives."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from setiakawan.access.permissions import RefusedTry
from setiakawan.accounts.queries import names_of_people
from setiakawan.areas.places import names_of
from setiakawan.audit.queries import timeline_of_subject
from setiakawan.audit.readings import note_reading, reading
from setiakawan.doors.forms import OfficeForm, posted
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest, address_of
from setiakawan.foundation.clock import today
from setiakawan.office.events import event_label
from setiakawan.office.templatetags.office import tanggal
from setiakawan.people import permissions, queries, rules
from setiakawan.people.models import Household
from setiakawan.people.operations.households import (
    change_part,
    correct_household,
    found_household,
    join_household,
    leave_household,
    name_receiver,
)
from setiakawan.people.queries import HouseholdPage, Member
from setiakawan.people.web.frame import done, form_page, shown_name
from setiakawan.people.web.listed import age_words
from setiakawan.people.web.person_forms import (
    CANDIDATES,
    FactForm,
    FoundHouseholdForm,
    HouseholdForm,
    JoinForm,
    LeaveForm,
    PartForm,
    ReceiverForm,
)
from setiakawan.people.web.places import place_initial, place_words


def _opened(request: OfficeRequest, household_id: UUID) -> HouseholdPage:
    """The household as the reader sees it; on record."""
    home = queries.household_page(request.actor, household_id)
    if request.method != "POST":
        note_reading(
            request.actor,
            kind="opened",
            what="household.page",
            subject_kind="household",
            subject_id=household_id,
            address=address_of(request),
        )
    return home


@require_GET
@page(permissions.SEE_HOUSEHOLD)
def household(request: OfficeRequest, household_id: UUID) -> HttpResponse:
    """Who lives there, as far as the reader sees."""
    home = _opened(request, household_id)
    by = names_of_people(one.account_id for one in timeline_of_subject(household_id))
    return render(
        request,
        "people/household.html",
        {
            "home": home,
            "title": home_title(home),
            "card": str(Household.Card(home.household.card).label),
            "members": [_row(one) for one in home.members],
            "gone": [_row(one) for one in home.gone],
            "receiver": shown_name(home.receiver) if home.receiver else "",
            "may_keep": permissions.KEEP_HOUSEHOLD.allows(request.actor),
            "may_register": permissions.REGISTER.allows(request.actor),
            "register_url": reverse("register_person") + f"?rumah={household_id}",
            "entries": [
                {
                    "title": event_label(one.kind),
                    "at": one.effective_at,
                    "by": by.get(one.account_id, "") if one.account_id else "",
                }
                for one in timeline_of_subject(household_id)
            ],
        },
    )


def home_title(home: HouseholdPage) -> str:
    """How a household is called: by its head, else by somebody who lives there."""
    first = next(iter(home.members or home.gone), None)
    if first is None:
        return _("Rumah tangga")
    return _("Rumah tangga %(name)s") % {"name": shown_name(first.person)}


def _row(one: Member) -> dict[str, Any]:
    return {
        "one": one,
        "name": shown_name(one.person),
        "age": "" if one.person.is_dead else one.birth.age_text(today()),
        "left": _("Meninggal %(on)s") % {"on": tanggal(one.ends_on)}
        if one.ended_by_death
        else _("Keluar %(on)s") % {"on": tanggal(one.ends_on)},
    }


# Forms


def _form_page(
    request: OfficeRequest, household_id: UUID, form: OfficeForm, *, heading: str, **more: Any
) -> HttpResponse:
    with reading(request.actor):
        home = more.pop("home", None) or _opened(request, household_id)
        url = reverse("household", args=[household_id])
        context = {
            "form": form,
            "heading": heading,
            "title": home_title(home),
            "cancel_url": url,
            "saved_url": url,
            "crumbs": [
                {"label": _("Warga"), "url": reverse("people")},
                {"label": home_title(home), "url": url},
                {"label": heading},
            ],
        }
        return render(request, "people/household_form.html", context | more, status=form.status)


def _done(request: OfficeRequest, household_id: UUID, sentence: str) -> HttpResponse:
    """Go on after an act; whoever doesn't see anybody there any more goes to the list."""
    with reading(request.actor):
        rows = permissions.SEE_HOUSEHOLD.rows(
            request.actor, Household.objects.filter(pk=household_id)
        )
        is_seen = rows.exists()
    messages.success(request, sentence)
    return redirect("household", household_id) if is_seen else redirect("people")


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP_HOUSEHOLD)
def correct(request: OfficeRequest, household_id: UUID) -> HttpResponse:
    """Correct where a household lives and what is known of its card."""
    home = _opened(request, household_id) if request.method != "POST" else None
    with reading(request.actor):
        form = HouseholdForm(
            posted(request),
            now=home.household.area_code if home else "",
            initial=_household_initial(home.household) if home else {},
        )
    if request.method == "POST" and form.carry_out(
        lambda: correct_household(
            act=request.act(),
            household_id=household_id,
            version=form.cleaned_data["version"],
            area_code=form.cleaned_data["place_code"],
            address=form.cleaned_data["address"],
            card=form.cleaned_data["card"],
        )
    ):
        return _done(request, household_id, _("Data rumah tangga sudah diperbaiki."))
    versions: list[dict[str, str]] = []
    if form.is_stale:
        with reading(request.actor):
            home = _opened(request, household_id)
            versions = _compared(form.cleaned_data, home.household)
        form.rebase(home.household.version)
    return _form_page(
        request,
        household_id,
        form,
        home=home,
        heading=_("Perbaiki data rumah tangga"),
        submit=_("Simpan rumah tangga"),
        versions=versions,
    )


def _household_initial(saved: Household) -> dict[str, Any]:
    return {
        **place_initial(saved.area_code),
        "address": saved.address,
        "card": saved.card,
        "version": saved.version,
    }


def _compared(mine: Mapping[str, Any], saved: Household) -> list[dict[str, str]]:
    cards = dict(Household.Card.choices)
    names = names_of([mine["place_code"], saved.area_code])
    return [
        {
            "label": _("Wilayah"),
            "mine": place_words(mine["place_code"], names),
            "saved": place_words(saved.area_code, names),
        },
        {"label": _("Alamat rumah"), "mine": mine["address"], "saved": saved.address},
        {
            "label": _("Kartu keluarga"),
            "mine": str(cards[mine["card"]]),
            "saved": str(cards[saved.card]),
        },
    ]


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP_HOUSEHOLD)
def join(request: OfficeRequest, household_id: UUID) -> HttpResponse:
    """Somebody who is registered lives there: found by name, then chosen."""
    form = JoinForm(posted(request))
    with reading(request.actor):
        if request.method != "POST":
            _opened(request, household_id)
        typed = str(form.data.get("name", "")) if request.method == "POST" else ""
        form.offer(_candidates(request, typed))
    if request.method == "POST" and form.carry_out(
        lambda: join_household(
            act=request.act(),
            household_id=household_id,
            person_id=_chosen(form),
            part=form.cleaned_data["part"],
            since=form.cleaned_data["since"],
            moves=form.cleaned_data.get("moves", False),
        )
    ):
        return _done(request, household_id, _("Anggotanya sudah ditambahkan."))
    return _form_page(
        request,
        household_id,
        form,
        heading=_("Tambah anggota yang sudah terdaftar"),
        submit=_("Tambah anggota"),
        register_url=reverse("register_person") + f"?rumah={household_id}"
        if permissions.REGISTER.allows(request.actor)
        else "",
    )


def _chosen(form: JoinForm) -> UUID:
    chosen = form.other_id
    if chosen is None:
        raise RefusedTry(permissions.SEE.name, "people.person", "")
    return chosen


def _candidates(request: OfficeRequest, words: str) -> Sequence[queries.PersonRow]:
    return queries.search_people(request.actor, words, wanted=CANDIDATES) if words.strip() else []


def _member(home: HouseholdPage, person_id: UUID) -> Member:
    found = next((one for one in home.members if one.person.id == person_id), None)
    if found is None:
        raise RefusedTry(permissions.SEE_FACTS.name, "people.membership", person_id)
    return found


def _rebase(
    request: OfficeRequest, form: FactForm, household_id: UUID, person_id: UUID
) -> HouseholdPage | None:
    """Go on from the membership as it is now, where somebody else was faster."""
    if not form.is_stale:
        return None
    with reading(request.actor):
        home = _opened(request, household_id)
        form.rebase_on(_member(home, person_id).row_id)
    return home


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP_HOUSEHOLD)
def leave(request: OfficeRequest, household_id: UUID, person_id: UUID) -> HttpResponse:
    """Somebody doesn't live there any more."""
    home = _opened(request, household_id) if request.method != "POST" else None
    one = _member(home, person_id) if home else None
    form = LeaveForm(
        posted(request), initial={"slot": one.slot_id, "seen": one.row_id} if one else {}
    )
    if request.method == "POST" and form.carry_out(
        lambda: leave_household(
            act=request.act(),
            household_id=household_id,
            person_id=person_id,
            slot_id=form.cleaned_data["slot"],
            seen_id=form.seen_id,
            on=form.cleaned_data["on"],
            note=form.cleaned_data["note"],
        )
    ):
        return _done(request, household_id, _("Keluarnya sudah dicatat."))
    home = home or _rebase(request, form, household_id, person_id)
    saved = _member(home, person_id) if home else None
    return _form_page(
        request,
        household_id,
        form,
        home=home,
        heading=_("Catat keluar dari rumah tangga"),
        text=shown_name(saved.person) if saved else "",
        submit=_("Catat keluar"),
        danger=True,
        points=[_("Ia tetap terdaftar sebagai warga; hanya tidak tinggal di sini lagi.")],
        versions=_part_versions(form, saved),
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP_HOUSEHOLD)
def part(request: OfficeRequest, household_id: UUID, person_id: UUID) -> HttpResponse:
    """Correct what somebody is in the household."""
    home = _opened(request, household_id) if request.method != "POST" else None
    one = _member(home, person_id) if home else None
    form = PartForm(
        posted(request),
        initial={"slot": one.slot_id, "seen": one.row_id, "part": one.part} if one else {},
    )
    if request.method == "POST" and form.carry_out(
        lambda: change_part(
            act=request.act(),
            household_id=household_id,
            person_id=person_id,
            slot_id=form.cleaned_data["slot"],
            seen_id=form.seen_id,
            part=form.cleaned_data["part"],
        )
    ):
        return _done(request, household_id, _("Hubungannya sudah diperbaiki."))
    home = home or _rebase(request, form, household_id, person_id)
    saved = _member(home, person_id) if home else None
    return _form_page(
        request,
        household_id,
        form,
        home=home,
        heading=_("Perbaiki hubungan dalam rumah tangga"),
        text=shown_name(saved.person) if saved else "",
        submit=_("Simpan hubungan"),
        versions=_part_versions(form, saved),
    )


def _part_versions(form: FactForm, saved: Member | None) -> list[dict[str, str]]:
    if not form.is_stale or saved is None:
        return []
    parts = dict(PartForm.base_fields["part"].choices)  # type: ignore[attr-defined]  # a ChoiceField
    mine = str(parts.get(form.cleaned_data.get("part", ""), _("keluar")))
    return [
        {"label": _("Hubungan dengan kepala keluarga"), "mine": mine, "saved": saved.part_label}
    ]


def _could_receive(home: HouseholdPage) -> list[tuple[str, str]]:
    """Who lives there, with their age; children last."""
    day = today()
    listed = sorted(home.members, key=lambda one: rules.is_child(one.birth, day) is True)
    return [
        (
            str(one.person.id),
            ", ".join((shown_name(one.person), age_words(one.birth, day), one.part_label)),
        )
        for one in listed
    ]


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP_HOUSEHOLD)
def receiver(request: OfficeRequest, household_id: UUID) -> HttpResponse:
    """Say who receives for the household from now on (CASE-11)."""
    with reading(request.actor):
        home = _opened(request, household_id)
    now = home.receiver.id if home.receiver else None
    form = ReceiverForm(
        posted(request),
        members=_could_receive(home),
        initial={"version": home.household.version, "receiver": str(now or "")},
    )
    if request.method == "POST" and form.carry_out(
        lambda: name_receiver(
            act=request.act(),
            household_id=household_id,
            version=form.cleaned_data["version"],
            receiver_id=form.cleaned_data["receiver"],
        )
    ):
        return _done(request, household_id, _("Penerimanya sudah dicatat."))
    versions: list[dict[str, str]] = []
    if form.is_stale:
        names = {str(one.person.id): shown_name(one.person) for one in home.members}
        versions = [
            {
                "label": _("Yang menerima sekarang"),
                "mine": names.get(form.cleaned_data["receiver"], ""),
                "saved": shown_name(home.receiver) if home.receiver else "",
            }
        ]
        form.rebase(home.household.version)
    return _form_page(
        request,
        household_id,
        form,
        home=home,
        heading=_("Siapa yang menerima sekarang?"),
        submit=_("Simpan penerima"),
        points=[_("Tidak ada bantuan yang berhenti sementara ini belum dijawab.")],
        versions=versions,
    )


@require_http_methods(["GET", "POST"])
@page(permissions.CORRECT)
def found(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Begin a household with somebody."""
    form = FoundHouseholdForm(posted(request))
    if request.method == "POST" and form.carry_out(
        lambda: found_household(
            act=request.act(),
            person_id=person_id,
            part=form.cleaned_data["part"],
            address=form.cleaned_data["address"],
            since=form.cleaned_data["since"],
        )
    ):
        return done(request, person_id, "person", _("Rumah tangganya sudah dicatat."))
    return form_page(
        request,
        person_id,
        form,
        heading=_("Catat rumah tangga"),
        back="person",
        submit=_("Catat rumah tangga"),
        points=[
            _("Rumah tangga adalah yang tinggal serumah; itu bukan kartu keluarga."),
            _(
                "Bila ia tinggal di rumah tangga yang sudah tercatat, tambahkan dari halaman rumah itu."
            ),
        ],
    )
