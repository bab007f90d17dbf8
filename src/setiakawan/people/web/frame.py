"""The frame of every page about a person: who it is, how contact is safe, and a form's own page.

The header with the safe-contact band stands on each of them (CASE-22): a number is in no page before
somebody has asked whether it is safe.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setiakawan.access.permissions import Permission, RefusedTry
from setiakawan.accounts.permissions import NAME_BARRED
from setiakawan.accounts.queries import names_of_people
from setiakawan.audit.readings import note_reading, reading
from setiakawan.doors.forms import OfficeForm
from setiakawan.doors.requests import OfficeRequest, address_of
from setiakawan.foundation.clock import today
from setiakawan.identity.births import Birth
from setiakawan.office.templatetags.office import tanggal
from setiakawan.people import permissions, queries
from setiakawan.people.models import Consent, Contact, Fact, Identifier, Person
from setiakawan.people.operations.registering import may_undo
from setiakawan.people.queries import PersonPage
from setiakawan.people.web.listed import Chip, initials
from setiakawan.people.web.person_forms import FactForm
from setiakawan.people.web.places import place_words


@dataclass(frozen=True)
class SafeWay:
    """A way that the person has called safe."""

    label: str
    value: str
    url: str
    how: str
    asked_on: date | None


@dataclass(frozen=True)
class ContactBand:
    """How contact is safe, as far as somebody asked."""

    is_known: bool
    warnings: tuple[str, ...]
    hows: tuple[str, ...]
    """What the person said about ways that aren't safe as they stand: when, through whom."""
    safe: tuple[SafeWay, ...]


@dataclass(frozen=True)
class Header:
    """What the head of a page about a person says."""

    id: UUID
    name: str
    also: str
    initials: str
    age: str
    sex: str
    nik: str
    lives: str
    chips: tuple[Chip, ...]
    restricted: str
    contact: ContactBand | None
    """Nobody is told how to reach the dead."""


def open_person(request: OfficeRequest, person_id: UUID, *, whole: bool = True) -> PersonPage:
    """A person as the reader sees them, for a page that shows them; on record."""
    shown = queries.person_page(request.actor, person_id, whole=whole)
    if request.method != "POST":
        note_reading(
            request.actor,
            kind="opened",
            what="person.page",
            subject_kind="person",
            subject_id=person_id,
            address=address_of(request),
        )
    return shown


def head(shown: PersonPage, day: date) -> Header:
    """The head of a page."""
    person = shown.person
    return Header(
        id=person.id,
        name=shown_name(person),
        also=_also(person),
        initials=initials(shown_name(person)),
        age=born_words(shown.birth) if person.is_dead else age_words(shown.birth, day),
        sex=str(Person.Sex(person.sex).label) if person.sex else "",
        nik=next((one.masked for one in shown.numbers if one.kind == Identifier.Kind.NIK), ""),
        lives=_lives(shown),
        chips=tuple(_chips(shown)),
        restricted=_restricted(shown),
        contact=None if person.is_dead else _contact(shown.contacts),
    )


def shown_name(person: Person) -> str:
    """One name: as on the card, else as used."""
    return person.name_on_card or person.name


def _also(person: Person) -> str:
    known = shown_name(person).casefold()
    others = (person.call_name, person.name)
    return next((one for one in others if one and one.casefold() != known), "")


def age_words(birth: Birth, day: date) -> str:
    """How old and since when: "65 tahun, lahir 15 Juni 1961"; an estimate says that it is one."""
    short = birth.age_text(day).removesuffix(" th")
    if birth.kind == "unknown":
        return _("umur belum diketahui")
    if birth.kind == "estimated":
        return _("%(age)s tahun") % {"age": short}
    return _("%(age)s tahun, %(born)s") % {"age": short, "born": born_words(birth)}


def born_words(birth: Birth) -> str:
    """When somebody was born, as well as it is known; of the dead one doesn't say how old they are."""
    match birth.kind:
        case "date":
            return _("lahir %(on)s") % {"on": tanggal(birth.on)}
        case "year" if birth.on:
            return _("lahir tahun %(year)s") % {"year": birth.on.year}
        case "estimated" if birth.asked_on and birth.age is not None:
            return _("lahir sekitar %(year)s") % {"year": birth.asked_on.year - birth.age}
        case _:
            return _("kelahirannya belum diketahui")


def _lives(shown: PersonPage) -> str:
    person, address = shown.person, shown.address
    if person.is_unhoused:
        found = ", ".join(shown.found_in)
        return _("Ditemukan di %(places)s") % {"places": found} if found else ""
    place = place_words(address.place_code, shown.place_names) or address.text if address else ""
    place = place or shown.area_name
    if not place:
        return ""
    if person.is_dead or person.life == Person.Life.MOVED:
        return _("Dahulu tinggal di %(place)s") % {"place": place}
    return _("Tinggal di %(place)s") % {"place": place}


def _chips(shown: PersonPage) -> Iterable[Chip]:
    person = shown.person
    match person.life:
        case Person.Life.DEAD if person.life_is_confirmed:
            on = tanggal(person.life_on)
            yield Chip("line", _("Meninggal %(on)s") % {"on": on} if on else _("Meninggal"))
        case Person.Life.DEAD:
            yield Chip("soon", _("Kabar meninggal, belum dipastikan"))
        case Person.Life.MOVED:
            yield Chip("line", _("Pindah"))
        case Person.Life.NOT_FOUND:
            yield Chip("unknown", _("Tidak ditemukan"))
    if person.is_unhoused:
        yield Chip("place", _("Tanpa tempat tinggal tetap"))
    if shown.needs_documents and not person.is_dead:
        yield Chip("unknown", _("Perlu dokumen"))


def _restricted(shown: PersonPage) -> str:
    if shown.person.is_restricted:
        return _("Terbatas. Hanya tim dan yang mendaftarkan yang menemukan warga ini.")
    if shown.protection is not None:
        return _("Dijaga. Yang dicatat sekarang hanya terbaca oleh tim dan yang menulisnya.")
    return ""


_NOT_SO = {
    Contact.Kind.PHONE: "Jangan menelepon.",
    Contact.Kind.WHATSAPP: "Jangan mengirim WhatsApp.",
    Contact.Kind.VISIT: "Jangan datang ke rumah.",
    Contact.Kind.THROUGH: "Jangan menghubungi lewat orang lain.",
}


_NO_OTHER = {
    Contact.Kind.PHONE: "Jangan memakai nomor lain.",
    Contact.Kind.WHATSAPP: "Jangan memakai nomor lain.",
    Contact.Kind.VISIT: "Jangan datang dengan cara lain.",
    Contact.Kind.THROUGH: "Jangan lewat orang lain selain ini.",
}
"""Where one way of a kind is safe and another isn't."""


def _contact(contacts: Sequence[Contact]) -> ContactBand:
    unsafe = [one for one in contacts if one.safety == Contact.Safety.UNSAFE]
    safe_kinds = {one.kind for one in contacts if one.may_be_used}
    said = [
        (_NO_OTHER if one.kind in safe_kinds else _NOT_SO)[Contact.Kind(one.kind)] for one in unsafe
    ]
    return ContactBand(
        is_known=any(one.safety != Contact.Safety.UNKNOWN for one in contacts),
        warnings=tuple(dict.fromkeys(said)),
        hows=tuple(dict.fromkeys(one.how for one in unsafe if one.how)),
        safe=tuple(safe_way(one) for one in contacts if one.may_be_used),
    )


def safe_way(contact: Contact) -> SafeWay:
    """A way that may be used, with its link."""
    digits = "".join(one for one in contact.value if one.isdigit())
    is_number = contact.kind in {Contact.Kind.PHONE, Contact.Kind.WHATSAPP} and len(digits) >= 5
    label = str(Contact.Kind(contact.kind).label)
    return SafeWay(
        label=f"{label} ({contact.whose})" if contact.whose else label,
        value=contact.value,
        url=f"tel:{'+' if contact.value.startswith('+') else ''}{digits}" if is_number else "",
        how=contact.how,
        asked_on=contact.asked_on,
    )


# The page around it


def frame(request: OfficeRequest, shown: PersonPage, tab: str = "") -> dict[str, Any]:
    """The context of ``people/person_base.html``."""
    actor, person = request.actor, shown.person
    may_correct = permissions.CORRECT.allows(actor)
    is_told = person.life == Person.Life.DEAD and not person.life_is_confirmed
    return {
        "shown": shown,
        "person": person,
        "head": head(shown, today()),
        "tabs": [
            {"label": label, "url": reverse(name, args=[person.id]), "current": name == tab}
            for name, label in _tabs(request, shown)
        ],
        "tab_label": _("Bagian halaman warga"),
        "may_correct": may_correct,
        "may_keep_registration": person.is_mistaken and may_undo(actor, person),
        "may_confirm": is_told and may(request, permissions.CONFIRM_DEATH, person.id),
        "may_undo_death": person.is_dead and may(request, permissions.UNDO_DEATH, person.id),
    }


def _tabs(request: OfficeRequest, shown: PersonPage) -> Iterable[tuple[str, str]]:
    yield "person", _("Keluarga")
    yield "person_data", _("Data diri")
    yield "person_consents", _("Persetujuan")
    yield "person_history", _("Riwayat")
    yield "person_readers", _("Siapa yang melihat")
    if looks_after_protection(request, shown):
        yield "person_protection", _("Perlindungan")


def looks_after_protection(request: OfficeRequest, shown: PersonPage) -> bool:
    """Say whether somebody is of the team, or may begin a protection or name who must never see."""
    return shown.is_on_team or NAME_BARRED.covers(request.actor, area=shown.person.area_code)


def may(request: OfficeRequest, permission: Permission, person_id: UUID) -> bool:
    """Say whether this reader may do it with this person; asked only where their role may at all."""
    if not permission.allows(request.actor):
        return False
    return permission.rows(request.actor, Person.objects.filter(pk=person_id)).exists()


def only_if(request: OfficeRequest, permission: Permission, person_id: UUID) -> None:
    """Nothing is here for somebody who may not do it with this person."""
    if not may(request, permission, person_id):
        raise RefusedTry(permission.name, "people.person", person_id)


# A form on a page of its own


@dataclass(frozen=True)
class Note:
    """A sentence before a form, with its tone and perhaps a link."""

    text: str
    tone: str = "info"
    title: str = ""
    url: str = ""
    action: str = ""


OPEN_TO_ALL: Any = gettext_lazy(
    "Yang ditulis di sini terbaca semua yang boleh melihat warga ini. Jangan menulis tempat atau"
    " kontak baru di sini."
)


def form_page(
    request: OfficeRequest,
    person_id: UUID,
    form: OfficeForm,
    *,
    heading: str,
    back: str = "person_data",
    shown: PersonPage | None = None,
    saved: Fact | None = None,
    is_open: bool = False,
    notes: Sequence[Note] = (),
    points: Sequence[str] = (),
    **more: Any,
) -> HttpResponse:
    """A form below the person's header. Whoever doesn't see the person gets nothing.

    ``is_open``: what is written here is read by everybody who sees the person, protected or not.
    """
    with reading(request.actor):
        shown = shown or open_person(request, person_id)
        around = frame(request, shown)
        if is_open and shown.protection is not None and not shown.person.is_restricted:
            around["head"] = replace(around["head"], restricted="")
            notes = [Note(OPEN_TO_ALL, tone="danger"), *notes]
        return render(
            request,
            "people/person_form.html",
            {
                **around,
                "form": form,
                "heading": heading,
                "notes": notes,
                "points": points,
                "cancel_url": reverse(back, args=[person_id]),
                "saved_url": reverse(back, args=[person_id]),
                **(saved_by(saved) if form.is_stale else {}),
                **more,
            },
            status=form.status,
        )


def versions_of[F: Fact](
    form: FactForm,
    saved: F | None,
    compare: Callable[[Mapping[str, Any], F], Sequence[tuple[str, str, str]]],
) -> list[dict[str, str]]:
    """Both versions of a fact that somebody else corrected first; the form goes on from theirs."""
    if saved is None or not form.is_stale:
        return []
    rows = [
        {"label": label, "mine": mine, "saved": theirs}
        for label, mine, theirs in compare(form.cleaned_data, saved)
    ]
    form.rebase_on(saved.id)
    return rows


def saved_by(fact: Fact | None) -> dict[str, Any]:
    """Whose version stands there now; for the page that shows both."""
    if fact is None or fact.recorded_by is None:
        return {}
    names = names_of_people([fact.recorded_by])
    return {"saved_by": names.get(fact.recorded_by, ""), "saved_at": fact.recorded_at}


def done(
    request: OfficeRequest, person_id: UUID, to: str, sentence: str, *, undo: str = ""
) -> HttpResponse:
    """Go on after an act; to the list, where the act has taken the person out of one's own reach."""
    with reading(request.actor):
        rows = permissions.SEE.rows(request.actor, Person.objects.filter(pk=person_id))
        is_seen = rows.exists()
    if not is_seen:
        messages.success(
            request, sentence + " " + _("Warga ini sekarang tidak ada lagi di daftar Anda.")
        )
        return redirect("people")
    messages.success(request, sentence, extra_tags=f"undo:{undo}" if undo else "")
    return redirect(to, person_id)


def agreed_to_photos(shown: PersonPage) -> bool:
    """Say whether the reader sees that somebody agreed to be photographed."""
    return any(
        one.purpose == Consent.Purpose.PHOTO and one.state == Consent.State.GIVEN
        for one in shown.consents
    )


def slot[F: Fact](facts: Iterable[F], slot_id: UUID | None) -> F | None:
    """The fact of a slot among those that a reader sees."""
    return next((one for one in facts if one.slot_id == slot_id), None)
