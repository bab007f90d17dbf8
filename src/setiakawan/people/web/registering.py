"""Register people as they are: quickly, in full, a household at once; and ask to join.

Whoever looks like somebody known is shown before anything is saved, with everything that was typed
still in the form. A person decides; the same press twice is the same person once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from setiakawan.access.permissions import RefusedTry
from setiakawan.areas.places import names_of
from setiakawan.audit.readings import reading
from setiakawan.doors.forms import OfficeForm, posted
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.clock import today
from setiakawan.foundation.ids import derived_id
from setiakawan.people import permissions, queries
from setiakawan.people.likeness import find_likely_same, sketch_of_said
from setiakawan.people.models import Person
from setiakawan.people.operations.problems import LooksKnown
from setiakawan.people.operations.registering import (
    keep_registration,
    may_undo,
    register_household,
    register_person,
    undo_registration,
)
from setiakawan.people.operations.unhoused import ask_to_join, known_unhoused
from setiakawan.people.said import PersonSaid
from setiakawan.people.web.forms_household import HouseholdForm
from setiakawan.people.web.forms_person import FullForm, Note, QuickForm, notes_about
from setiakawan.people.web.forms_placing import AskToJoinForm, Place, in_reach, may_register
from setiakawan.people.web.forms_rows import Rows, contact_rows
from setiakawan.people.web.listed import initials

ROWS_OF_AN_ACT = 400
"""More ids than a household of a page can take."""
SHOWN_OF_A_MEMBER = 3
MAYBE_KNOWN = gettext_lazy(
    "Mungkin ia sudah dikenal di kelurahan lain. Bila orangnya sama, minta ikut mendampingi; bila"
    " bukan, beri tanda “Bukan orang yang sama” lalu simpan lagi."
)


@dataclass(frozen=True)
class Alike:
    """Somebody known who may be the one."""

    id: UUID
    name: str
    initials: str
    words: str
    reasons: tuple[str, ...]
    url: str
    """Empty for somebody who is known elsewhere only."""
    of: str = ""
    """Whom of a household they are like."""
    is_another: bool = False
    """The registrar has said that it is somebody else."""


@dataclass(frozen=True)
class Told:
    """What is shown before somebody is saved."""

    notes: tuple[Note, ...] = ()
    likely: tuple[Alike, ...] = ()
    elsewhere: tuple[Alike, ...] = ()

    @property
    def codes(self) -> str:
        """What has been told, as the form carries it back."""
        return " ".join(sorted({one.code for one in self.notes}))

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to look at."""
        return not (self.notes or self.likely or self.elsewhere)


def _others(request: OfficeRequest) -> tuple[UUID, ...]:
    """Those of whom the registrar has said that they are somebody else."""
    found = []
    for text in request.POST.getlist("bukan")[:20]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


def _is_told(request: OfficeRequest, notes: Iterable[Note]) -> bool:
    """Say whether each of these notes was shown before this press."""
    before = set(request.POST.get("noted", "").split())
    return all(one.code in before for one in notes)


def _likely(
    request: OfficeRequest, said: PersonSaid, others: Sequence[UUID], of: str = ""
) -> list[Alike]:
    found = find_likely_same(request.actor, sketch_of_said(said))
    places = names_of({one.area_code for one in found})
    return [
        Alike(
            one.person_id,
            one.name,
            initials(one.name),
            ", ".join(
                part
                for part in (
                    _sex(one.sex),
                    one.birth.age_text(today()),
                    places.get(one.area_code, ""),
                )
                if part
            ),
            one.reasons,
            reverse("person", args=[one.person_id]),
            of,
            one.person_id in others,
        )
        for one in found
    ]


def _elsewhere(request: OfficeRequest, said: PersonSaid, others: Sequence[UUID]) -> list[Alike]:
    """Persons without fixed residence whom others know and this reader doesn't see."""
    if not said.is_unhoused:
        return []
    year = said.birth.as_birth().about_year
    known = {
        row[0]: row
        for name in (said.name, *said.claimed_names)
        for row in known_unhoused(name, said.sex or "", year)
    }
    seen = permissions.SEE.rows(request.actor, Person.objects.filter(pk__in=known))
    here = set(seen.values_list("pk", flat=True))
    return [
        Alike(
            person_id,
            name,
            initials(name),
            ", ".join(
                part
                for part in (
                    _sex(sex),
                    _("lahir sekitar %(year)s") % {"year": born} if born else "",
                    _("tanpa tempat tinggal tetap"),
                )
                if part
            ),
            (_("Ciri: %(marks)s") % {"marks": marks},) if marks else (),
            "",
            is_another=person_id in others,
        )
        for person_id, name, sex, born, marks in known.values()
        if person_id not in here
    ]


def _sex(code: str) -> str:
    return str(Person.Sex(code).label) if code else ""


# One person


@require_http_methods(["GET", "POST"])
@page(permissions.REGISTER)
def quick(request: OfficeRequest) -> HttpResponse:
    """Register somebody in a minute."""
    return _register(request, QuickForm)


@require_http_methods(["GET", "POST"])
@page(permissions.REGISTER)
def full(request: OfficeRequest) -> HttpResponse:
    """Register somebody with everything that is known."""
    return _register(request, FullForm)


def _register(request: OfficeRequest, kind: type[QuickForm]) -> HttpResponse:
    _check_there_is_a_place(request)
    with reading(request.actor):
        home = _household(request)
        joins = home is not None
        initial = _place_of_home(home) if home else {}
        # Of a house elsewhere nothing is filled in: its RW isn't one of this reader's kelurahan.
        is_elsewhere = home is not None and not in_reach(request.actor, initial["area"])
        form = kind(
            posted(request),
            actor=request.actor,
            joins=joins,
            asks_place=is_elsewhere,
            initial={} if is_elsewhere else initial,
        )
    contacts = contact_rows(posted(request)) if kind is FullForm else None
    goes_on = request.method == "POST" and ("pindah" in request.POST or "tambah" in request.POST)
    if goes_on:
        # Nothing is judged yet: what was typed goes into a fresh form of this kind.
        typed = form.typed()
        with reading(request.actor):
            form = kind(actor=request.actor, joins=joins, asks_place=is_elsewhere, initial=typed)
        if contacts is not None and "tambah" in request.POST:
            contacts.one_more()
        return _register_page(request, form, contacts, home, Told())
    told = Told()
    if request.method == "POST":
        others = _others(request)
        rows_are_fine = contacts is None or contacts.is_valid()
        if form.is_valid() and rows_are_fine:
            with reading(request.actor):
                said, place = _whole(form, contacts), form.place
                notes = tuple(notes_about(said, today()))
                elsewhere = tuple(_elsewhere(request, said, others))
            is_open = any(not one.is_another for one in elsewhere)
            if _is_told(request, notes) and not is_open:
                if form.carry_out(
                    lambda: register_person(
                        act=request.act(),
                        person=said,
                        not_the_same_as=others,
                        household_id=home.household.id if home else None,
                    )
                ):
                    return _registered(request, form, place)
            else:
                form.status = 422
                if is_open:
                    form.add_error(None, MAYBE_KNOWN)
            with reading(request.actor):
                told = Told(notes, tuple(_likely(request, said, others)), elsewhere)
        else:
            form.status = 422
            if not rows_are_fine:
                form.add_error(None, _("Periksa cara menghubungi: ada yang belum lengkap."))
    return _register_page(request, form, contacts, home, told)


def _whole(form: QuickForm, contacts: Rows[Any] | None) -> PersonSaid:
    said = form.said()
    if contacts is None:
        return said
    kept = tuple(one.said() for one in contacts.forms if not one.is_blank)
    return said.model_copy(update={"contacts": kept})


def _registered(request: OfficeRequest, form: QuickForm, place: Place) -> HttpResponse:
    person: Person = form.result
    messages.success(
        request,
        _("%(name)s sudah didaftarkan.") % {"name": person.name},
        extra_tags="undo:" + reverse("registration_undo", args=[person.id]),
    )
    _tell(request, place, form.dropped)
    return redirect("person", person.id)


def _tell(request: OfficeRequest, place: Place, dropped: Iterable[str]) -> None:
    """Say what was kept otherwise than it was typed."""
    for label in dropped:
        # As a warning it stays until it is closed.
        messages.warning(
            request,
            _("%(label)s yang ditulis bukan nomor, dikosongkan. Pendampingan tetap berjalan.")
            % {"label": label},
        )
    if place.told:
        messages.warning(request, place.told)


def _check_there_is_a_place(request: OfficeRequest) -> None:
    if not may_register(request.actor):
        raise RefusedTry(permissions.REGISTER.name, "page", "register_person")


def _household(request: OfficeRequest) -> queries.HouseholdPage | None:
    """The household somebody is registered into; Missing for one that this reader doesn't keep."""
    text = request.GET.get("rumah", "")
    if not text:
        return None
    try:
        household_id = UUID(text)
    except ValueError as bad:
        raise RefusedTry(permissions.KEEP_HOUSEHOLD.name, "people.household", "") from bad
    return queries.household_page(request.actor, household_id)


def _place_of_home(home: queries.HouseholdPage) -> dict[str, str]:
    parts = home.household.area_code.split(".")
    place = {"area": ".".join(parts[:4]), "rw": ".".join(parts[4:5]), "rt": ".".join(parts[5:6])}
    return place | {"address": home.household.address[:160]}


def _register_page(
    request: OfficeRequest,
    form: QuickForm,
    contacts: Rows[Any] | None,
    home: queries.HouseholdPage | None,
    told: Told,
) -> HttpResponse:
    is_full = contacts is not None
    query = f"?rumah={home.household.id}" if home else ""
    with reading(request.actor):
        return render(
            request,
            "people/register.html",
            {
                "form": form,
                "contacts": contacts,
                "is_full": is_full,
                "home": _home_words(home) if home else None,
                "told": told,
                "query": query,
                "tabs": [] if home else _tabs("full" if is_full else "quick"),
                "cancel_url": reverse("household", args=[home.household.id])
                if home
                else reverse("people"),
                "may_ask": permissions.ASK_TO_JOIN.allows(request.actor),
            },
            status=form.status,
        )


def _home_words(home: queries.HouseholdPage) -> dict[str, str]:
    return {
        "names": ", ".join(one.person.name for one in home.members[:4]),
        "place": home.area_name,
        "address": home.household.address,
    }


def _tabs(current: str) -> list[dict[str, Any]]:
    pages = [
        ("quick", _("Daftar cepat"), "register_person"),
        ("full", _("Daftar lengkap"), "register_person_full"),
        ("home", _("Satu rumah"), "register_household"),
    ]
    return [
        {"label": label, "url": reverse(name), "current": key == current}
        for key, label, name in pages
    ]


@require_POST
@page(permissions.REGISTER)
def hint(request: OfficeRequest) -> HttpResponse:
    """Who is like the one whose form is being filled; nothing where nobody is."""
    others = _others(request)
    with reading(request.actor):
        form = FullForm(request.POST, actor=request.actor)
        said = form.likely_said()
        told = (
            Told(
                likely=tuple(_likely(request, said, others)),
                elsewhere=tuple(_elsewhere(request, said, others)),
            )
            if said is not None
            else Told()
        )
        return render(
            request,
            "people/parts/likely.html",
            {"told": told, "may_ask": permissions.ASK_TO_JOIN.allows(request.actor)},
        )


# A household


@require_http_methods(["GET", "POST"])
@page(permissions.REGISTER)
def household(request: OfficeRequest) -> HttpResponse:
    """Register people who live together, at once."""
    _check_there_is_a_place(request)
    with reading(request.actor):
        form = HouseholdForm(posted(request), actor=request.actor)
    told = Told()
    if request.method == "POST" and "tambah" in request.POST:
        form.members.one_more()
        typed, members = form.typed(), form.members
        with reading(request.actor):
            form = HouseholdForm(actor=request.actor, initial=typed)
        form.members = members
    elif request.method == "POST":
        others = _others(request)
        if form.is_valid():
            with reading(request.actor):
                said, place = form.said(), form.place
                told = _told_of_members(request, form, said.members, others)
            is_open = any(not one.is_another for one in told.likely)
            if _is_told(request, told.notes) and not is_open:
                if form.carry_out(lambda: register_household(act=request.act(), household=said)):
                    return _home_registered(request, form, place)
            else:
                form.status = 422
                if is_open:
                    form.add_error(None, LooksKnown.sentence)
        else:
            form.status = 422
    with reading(request.actor):
        return render(
            request,
            "people/register_household.html",
            {
                "form": form,
                "told": told,
                "tabs": _tabs("home"),
                "cancel_url": reverse("people"),
            },
            status=form.status,
        )


def _told_of_members(
    request: OfficeRequest,
    form: HouseholdForm,
    members: Sequence[PersonSaid],
    others: Sequence[UUID],
) -> Told:
    # A second press finds those of the first one: they are this household itself.
    own = {derived_id(form.act_id, number) for number in range(1, ROWS_OF_AN_ACT)}
    likely: list[Alike] = []
    notes: list[Note] = []
    for number, one in enumerate(members):
        found = [two for two in _likely(request, one, others, of=one.name) if two.id not in own]
        likely += found[:SHOWN_OF_A_MEMBER]
        notes += [
            Note(f"{one.name}, {note.about}", f"{number}.{note.code}", note.sentence)
            for note in notes_about(one, today())
        ]
    return Told(tuple(notes), tuple(likely))


def _home_registered(request: OfficeRequest, form: HouseholdForm, place: Place) -> HttpResponse:
    people = form.people
    messages.success(
        request,
        _("Satu rumah dengan %(count)s orang sudah didaftarkan.") % {"count": len(people)},
    )
    dropped = [
        _("NIK %(name)s") % {"name": one.cleaned_data["name"]} for one in people if one.is_dropped
    ]
    _tell(request, place, dropped)
    return redirect("household", form.result.id)


# Taking back


@require_POST
@page(permissions.CORRECT)
def undo(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Take back a registration that was a mistake; with a way back."""
    _check_it_is_theirs(request, person_id)
    form = OfficeForm(request.POST)
    if form.carry_out(lambda: undo_registration(act=request.act(), person_id=person_id)):
        messages.success(
            request,
            _("Pendaftaran dibatalkan. Warga ini tidak ada lagi di daftar dan pencarian."),
            extra_tags="undo:" + reverse("registration_keep", args=[person_id]),
        )
    else:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect("person", person_id)


@require_POST
@page(permissions.CORRECT)
def keep(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Take that back."""
    _check_it_is_theirs(request, person_id)
    form = OfficeForm(request.POST)
    if form.carry_out(lambda: keep_registration(act=request.act(), person_id=person_id)):
        messages.success(request, _("Pembatalan dibatalkan. Warga ini ada lagi di daftar."))
    else:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect("person", person_id)


def _check_it_is_theirs(request: OfficeRequest, person_id: UUID) -> None:
    with reading(request.actor):
        rows = permissions.CORRECT.rows(request.actor, Person.objects.filter(pk=person_id))
        person = rows.first()
        if person is None or not may_undo(request.actor, person):
            raise RefusedTry(permissions.UNDO_REGISTRATION.name, "people.person", person_id)


# Asking to join


@require_POST
@page(permissions.ASK_TO_JOIN)
def ask(request: OfficeRequest) -> HttpResponse:
    """Ask to work with somebody without fixed residence whom the registration showed.

    Comes from a button of that form, with all its fields; of them only the place and the name go on.
    """
    is_sent = "kirim" in request.POST
    with reading(request.actor):
        person_id, name, shown = _asked_about(request)
        if shown is None:
            messages.warning(request, _("Pilih dulu orangnya di halaman pendaftaran."))
            return redirect("register_person")
        begun = {one: request.POST.get(one, "") for one in ("area", "rw", "rt")}
        form = AskToJoinForm(
            request.POST if is_sent else None,
            actor=request.actor,
            initial=begun | {"orang": person_id, "name": name},
        )
    if is_sent and form.carry_out(
        lambda: ask_to_join(
            act=request.act(),
            person_id=form.cleaned_data["orang"],
            found_in=form.place.code,
            name=form.cleaned_data["name"],
            note=form.cleaned_data["note"],
        )
    ):
        messages.success(request, _("Permintaan dikirim. Koordinator kota akan menjawab."))
        return redirect("join_requests")
    with reading(request.actor):
        return render(
            request, "people/join_ask.html", {"form": form, "person": shown}, status=form.status
        )


def _asked_about(request: OfficeRequest) -> tuple[UUID | None, str, dict[str, str] | None]:
    """Whom the button meant, and under which of the names they were shown."""
    try:
        wanted = UUID(request.POST.get("orang", ""))
    except ValueError:
        return None, "", None
    lines = request.POST.get("claimed_names", "").splitlines()[:10]
    for written in (request.POST.get("name", ""), *lines):
        name = written.strip()[:200]
        if not name or "\x00" in name:
            continue
        for person_id, called, sex, born, marks in known_unhoused(name):
            if person_id == wanted:
                year = _("lahir sekitar %(year)s") % {"year": born} if born else ""
                words = ", ".join(part for part in (_sex(sex), year) if part)
                return wanted, name, {"name": called, "words": words, "marks": marks}
    return wanted, "", None
