"""The pages of one person: family, data, consents, history, who looked; correcting, and state of life."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from setiakawan.access.roles import Role
from setiakawan.accounts.queries import offices_of_area
from setiakawan.audit.readings import note_reading, reading
from setiakawan.doors.forms import posted
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest, address_of
from setiakawan.foundation.clock import today
from setiakawan.identity.births import Birth
from setiakawan.office.events import event_label
from setiakawan.office.templatetags.office import tanggal, waktu
from setiakawan.people import numbers, permissions, queries, rules
from setiakawan.people.models import Address, Consent, Contact, Document, Household, Person
from setiakawan.people.operations.correcting import correct_person, values_of
from setiakawan.people.operations.life import confirm_death, tell_life, undo_death
from setiakawan.people.operations.unhoused import find_person
from setiakawan.people.queries import Ended, HistoryRow, HouseholdPage, PersonPage
from setiakawan.people.web import genogram
from setiakawan.people.web.frame import (
    Note,
    agreed_to_photos,
    done,
    form_page,
    frame,
    may,
    only_if,
    open_person,
    safe_way,
    shown_name,
)
from setiakawan.people.web.person_forms import (
    CorrectForm,
    DeathForm,
    FoundForm,
    LifeForm,
    ReasonForm,
)
from setiakawan.people.web.places import KELURAHAN_PARTS, kelurahan_choices, place_words

LATE = timedelta(minutes=2)
"""Between writing and arriving: less than this is the same moment."""

FIELD_LABELS: Mapping[str, Any] = {
    "name": gettext_lazy("Nama seperti dipakai"),
    "name_on_card": gettext_lazy("Nama di KTP"),
    "call_name": gettext_lazy("Nama panggilan"),
    "claimed_names": gettext_lazy("Nama lain yang pernah disebut"),
    "sex": gettext_lazy("Jenis kelamin"),
    "birth": gettext_lazy("Kelahiran"),
    "birth_place": gettext_lazy("Tempat lahir"),
    "mother_name": gettext_lazy("Nama ibu kandung"),
    "disabilities": gettext_lazy("Ragam disabilitas"),
    "disability_note": gettext_lazy("Keterangan disabilitas"),
    "language": gettext_lazy("Bahasa"),
    "communication": gettext_lazy("Cara berkomunikasi"),
    "marks": gettext_lazy("Ciri"),
}
FACT_LABELS: Mapping[str, Any] = {
    "address": gettext_lazy("Alamat"),
    "contact": gettext_lazy("Cara menghubungi"),
    "identifier": gettext_lazy("Nomor"),
    "relation": gettext_lazy("Hubungan keluarga"),
    "document": gettext_lazy("Berkas"),
}
READ_LABELS: Mapping[str, Any] = {
    "person.page": gettext_lazy("Membuka halaman warga"),
    "number.whole": gettext_lazy("Melihat nomor utuh"),
    "person.document": gettext_lazy("Membuka berkas"),
}


# Family


@require_GET
@page(permissions.SEE)
def family(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Who somebody lives with and is related to, drawn and as a table."""
    shown = open_person(request, person_id, whole=False)
    last = shown.last_membership
    home = _home(request, shown) or (
        queries.household_page(request.actor, last.household_id) if last else None
    )
    kin = queries.people_seen(
        request.actor, (one.person_id for one in shown.relations if one.person_id)
    )
    drawing = genogram.draw(shown, home, kin, today())
    return render(
        request,
        "people/person.html",
        {
            **frame(request, shown, "person"),
            "home": home,
            "is_last_home": shown.membership is None,
            "card_label": _card_label(home),
            "drawing": drawing,
            "rows": _family_rows(shown, home, kin),
        },
    )


def _home(request: OfficeRequest, shown: PersonPage) -> HouseholdPage | None:
    if shown.membership is None:
        return None
    return queries.household_page(request.actor, shown.membership.household_id)


def _card_label(home: HouseholdPage | None) -> str:
    return str(Household.Card(home.household.card).label) if home else ""


def _family_rows(
    shown: PersonPage, home: HouseholdPage | None, kin: Mapping[UUID, Person]
) -> list[dict[str, Any]]:
    """Everybody of the household or related: whether they live there, and stand on which card."""
    mine = [one.masked[-4:] for one in shown.numbers if one.kind == "kk"]
    related = {one.person_id: one for one in shown.relations if one.person_id}
    rows: list[dict[str, Any]] = []
    listed: set[UUID] = set()
    for is_here, members in (
        (True, home.members if home else ()),
        (False, home.gone if home else ()),
    ):
        for one in members:
            listed.add(one.person.id)
            relation = related.get(one.person.id)
            is_self = one.person.id == shown.person.id
            rows.append(
                {
                    "name": shown_name(one.person),
                    "url": "" if is_self else reverse("person", args=[one.person.id]),
                    "what": relation.kind_label if relation else one.part_label,
                    "here": _("Ya") if is_here else _left(one.ends_on, is_dead=one.ended_by_death),
                    "is_here": is_here,
                    "card": _on_card(mine, one.cards, is_dead=one.person.is_dead),
                    "is_odd": one.person.is_dead and bool(one.cards),
                    "note": _said_of(relation),
                    "relation": relation,
                }
            )
    for relation in shown.relations:
        if relation.person_id in listed and relation.person_id is not None:
            continue
        person = kin.get(relation.person_id) if relation.person_id else None
        rows.append(
            {
                "name": shown_name(person) if person else relation.name,
                "url": reverse("person", args=[person.id]) if person else "",
                "what": relation.kind_label,
                "here": _("Meninggal") if relation.is_dead else _("Tidak"),
                "is_here": False,
                "card": _("Belum diketahui"),
                "is_odd": False,
                "note": _said_of(relation),
                "relation": relation,
            }
        )
    return rows


def _left(on: Any, *, is_dead: bool) -> str:
    if is_dead:
        return _("Meninggal %(on)s") % {"on": tanggal(on, "singkat")} if on else _("Meninggal")
    return _("Keluar %(on)s") % {"on": tanggal(on, "singkat")} if on else _("Tidak")


def _on_card(mine: Sequence[str], theirs: Sequence[str], *, is_dead: bool) -> str:
    if not theirs:
        return _("Belum diketahui")
    tail = next((one for one in theirs if one in mine), theirs[0])
    if is_dead:
        return _("Masih tertulis, KK berakhiran %(tail)s") % {"tail": tail}
    if mine and tail not in mine:
        return _("KK lain, berakhiran %(tail)s") % {"tail": tail}
    return _("Ya, berakhiran %(tail)s") % {"tail": tail}


def _said_of(relation: queries.Related | None) -> str:
    if relation is None:
        return ""
    said = [genogram.CLOSENESS.get(relation.closeness, ""), relation.note]
    if relation.is_for_emergency:
        said.insert(0, _("Yang dihubungi bila darurat"))
    return ". ".join(str(one) for one in said if one)


# Data


@require_GET
@page(permissions.SEE)
def data(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Everything that is known: fields, addresses, ways to reach, numbers, documents."""
    shown = open_person(request, person_id)
    return render(request, "people/person_data.html", data_context(request, shown))


@require_POST
@page(permissions.SEE_FACTS)
def show_number(request: OfficeRequest, person_id: UUID, slot_id: UUID) -> HttpResponse:
    """The same page with one number whole, this once. That it was shown is on record first."""
    with reading(request.actor):
        shown = open_person(request, person_id)
        row = queries.number_of(request.actor, person_id, slot_id)
        note_reading(
            request.actor,
            kind="opened",
            what="number.whole",
            subject_kind="person",
            subject_id=person_id,
            address=address_of(request),
        )
        context = data_context(request, shown, whole=(slot_id, _grouped(numbers.reveal(row))))
        return render(request, "people/person_data.html", context)


def _grouped(plain: str) -> str:
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def data_context(
    request: OfficeRequest, shown: PersonPage, *, whole: tuple[UUID, str] | None = None
) -> dict[str, Any]:
    """The context of the page of data."""
    notes = queries.notes_on_numbers(request.actor, shown, today())
    return {
        **frame(request, shown, "person_data"),
        "facts": list(_facts(shown)),
        "addresses": [
            {
                "one": one,
                "kind": str(Address.Kind(one.kind).label),
                "place": place_words(one.place_code, shown.place_names),
                # Beside any other kind it would tell its author that the person is protected.
                "is_hidden": one.kind in Address.ALWAYS_PROTECTED
                or (one.is_protected and shown.is_on_team),
            }
            for one in shown.addresses
        ],
        "contacts": [
            {
                "one": one,
                "kind": str(Contact.Kind(one.kind).label),
                "way": safe_way(one) if one.may_be_used and not shown.person.is_dead else None,
                "safety": str(Contact.Safety(one.safety).label),
            }
            for one in shown.contacts
        ],
        "numbers": [
            {
                "one": one,
                "whole": whole[1] if whole and whole[0] == one.slot_id else "",
                "notes": notes.get(one.slot_id, ()),
            }
            for one in shown.numbers
        ],
        "documents": [
            {
                "one": one,
                "kind": str(Document.Kind(one.kind).label),
                "is_picture": one.media_type.startswith("image/"),
                "lacks_consent": one.kind == Document.Kind.FACE and not agreed_to_photos(shown),
            }
            for one in shown.documents
        ],
        "may_judge": may(request, permissions.VERIFY_NUMBER, shown.person.id),
    }


def _facts(shown: PersonPage) -> Iterable[dict[str, str]]:
    person = shown.person
    unasked = _("belum ditanyakan")
    for field in rules.CORRECTABLE:
        value = getattr(person, field) if field != "birth" else shown.birth.as_json()
        words = field_words(field, value)
        if not words and field in {"name_on_card", "claimed_names", "disability_note"}:
            continue
        yield {
            "label": str(FIELD_LABELS[field]),
            "value": words,
            "unknown": "" if words else unasked,
        }
    if person.life_note or person.life_on:
        yield {
            "label": str(Person.Life(person.life).label),
            "value": ", ".join(one for one in (tanggal(person.life_on), person.life_note) if one),
            "unknown": "",
        }
    by = [shown.recorded_by_name, tanggal(person.recorded_at)]
    yield {"label": _("Didaftarkan"), "value": ", ".join(one for one in by if one), "unknown": ""}


def field_words(field: str, value: Any) -> str:
    """A field's value as one says it; nothing where it isn't known."""
    match field:
        case "birth":
            birth = Birth.from_json(value or {"kind": "unknown"})
            return birth.text() if birth.kind != "unknown" else ""
        case "sex":
            return str(Person.Sex(value).label) if value else ""
        case "disabilities":
            return ", ".join(rules.DISABILITIES.get(one, one) for one in value or ())
        case "claimed_names":
            return ", ".join(value or ())
        case _:
            return str(value or "")


# Consents, history, readers


@require_GET
@page(permissions.SEE)
def consents(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """What somebody agreed to, refused and took back, each with its day (CASE-30)."""
    shown = open_person(request, person_id)
    found = queries.consents_of(request.actor, person_id)
    partners = queries.names_of_partners(one.first.partner_id for one in found)
    rows = [
        {
            "now": one.now,
            "first": one.first,
            "is_withdrawn": one.is_withdrawn,
            "purpose": str(Consent.Purpose(one.now.purpose).label),
            "partner": partners.get(one.first.partner_id, "") if one.first.partner_id else "",
            "basis": str(Consent.Basis(one.first.basis).label),
            "how": str(Consent.How(one.first.how).label) if one.first.how else "",
            "state": str(Consent.State(one.now.state).label),
            "chip": _CONSENT_CHIPS[one.now.state],
        }
        for one in found
    ]
    return render(
        request,
        "people/person_consents.html",
        {**frame(request, shown, "person_consents"), "rows": rows},
    )


_CONSENT_CHIPS = {"given": "done", "refused": "line", "withdrawn": "soon"}


@require_GET
@page(permissions.SEE)
def history(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """What happened, what was corrected, and what doesn't hold any more."""
    shown = open_person(request, person_id)
    corrections = [
        {
            "label": str(FIELD_LABELS.get(one.field, one.field)),
            "before": field_words(one.field, one.before),
            "after": field_words(one.field, one.after),
            "by": one.by,
            "at": one.at,
            "reason": one.reason,
        }
        for one in queries.corrections_of(request.actor, person_id)
    ]
    return render(
        request,
        "people/person_history.html",
        {
            **frame(request, shown, "person_history"),
            "entries": [_entry(one) for one in queries.history_of_person(person_id)],
            "corrections": corrections,
            "ended": [_ended(one) for one in queries.ended_facts_of(request.actor, person_id)],
        },
    )


def _entry(one: HistoryRow) -> dict[str, Any]:
    late = ""
    if one.authored_at is not None and one.received_at - one.authored_at > LATE:
        late = _("Ditulis %(authored)s, sampai %(received)s") % {
            "authored": waktu(one.authored_at, "lengkap"),
            "received": waktu(one.received_at, "lengkap"),
        }
    return {"title": event_label(one.kind), "at": one.at, "by": one.by, "late": late}


def _ended(one: Ended) -> dict[str, Any]:
    fact: Any = one.fact
    match one.kind:
        case "address":
            words = ", ".join(w for w in (Address.Kind(fact.kind).label, fact.text) if w)
        case "contact":
            words = str(
                Contact.Kind(fact.kind).label
            )  # its number may be somebody's who isn't safe
        case "identifier":
            words = f"{fact.get_kind_display()} {queries.masked(fact)}"
        case "relation":
            words = f"{fact.get_kind_display()}: {fact.other_name}"
        case _:
            words = ", ".join(w for w in (str(fact.get_kind_display()), fact.title) if w)
    return {
        "what": str(FACT_LABELS[one.kind]),
        "words": words,
        "note": fact.note,
        "by": one.by,
        "at": fact.recorded_at,
        "kind": one.kind,
        "slot_id": fact.slot_id,
        "row_id": fact.id,
    }


@require_GET
@page(permissions.SEE)
def readers(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Who looked, for those who tell the person; for others how one asks."""
    shown = open_person(request, person_id)
    may_see = may(request, permissions.SEE_READINGS, person_id)
    rows = [
        {
            "by": one.by or _("Sistem"),
            "what": str(READ_LABELS.get(one.what, _("Sesi staf administrator"))),
            "at": one.at,
            "reason": one.reason,
        }
        for one in (queries.readings_of(person_id) if may_see else ())
    ]
    return render(
        request,
        "people/person_readers.html",
        {**frame(request, shown, "person_readers"), "may_see": may_see, "rows": rows},
    )


# Correcting


@require_http_methods(["GET", "POST"])
@page(permissions.CORRECT)
def correct(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Correct what stands on a person. What two correct in different fields goes together."""
    shown = open_person(request, person_id) if request.method != "POST" else None
    form = CorrectForm(posted(request), values=values_of(shown.person) if shown else None)
    if request.method == "POST" and form.carry_out(
        lambda: correct_person(
            act=request.act(),
            person_id=person_id,
            base=form.base,
            changes=form.changes,
            reason=form.cleaned_data["reason"],
        )
    ):
        return done(request, person_id, "person_data", _("Data diri sudah diperbaiki."))
    versions: list[dict[str, str]] = []
    last: queries.Corrected | None = None
    if form.is_stale:
        with reading(request.actor):
            shown = open_person(request, person_id)
            last = next(iter(queries.corrections_of(request.actor, person_id)), None)
        values = values_of(shown.person)
        typed = form.typed
        versions = [
            {
                "label": str(FIELD_LABELS[field]),
                "mine": field_words(field, typed[field]),
                "saved": field_words(field, values[field]),
            }
            for field in form.go_on_from(values)
        ]
    return form_page(
        request,
        person_id,
        form,
        shown=shown,
        heading=_("Perbaiki data diri"),
        submit=_("Simpan perbaikan"),
        points=[_("Isi sebelumnya tetap terbaca di Riwayat, dengan siapa dan kapan.")],
        is_open=True,
        versions=versions,
        saved_by=last.by if last else "",
        saved_at=last.at if last else None,
    )


# Alive, dead, elsewhere


@require_http_methods(["GET", "POST"])
@page(permissions.CORRECT)
def life(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Record that somebody moved, wasn't found, or is said to have died."""
    asked = request.GET.get("keadaan", "")
    initial = {"life": asked} if asked in Person.Life.values else {}
    form = LifeForm(posted(request), initial=initial)
    if request.method == "POST" and form.carry_out(
        lambda: tell_life(
            act=request.act(),
            person_id=person_id,
            life=form.cleaned_data["life"],
            on=form.cleaned_data["on"],
            note=form.cleaned_data["note"],
        )
    ):
        told = form.cleaned_data["life"] == Person.Life.DEAD
        return done(request, person_id, "person", _told_words(request, person_id, is_dead=told))
    with reading(request.actor):
        may_confirm = may(request, permissions.CONFIRM_DEATH, person_id)
    notes = [
        Note(
            _(
                "Kabar meninggal belum mengubah apa pun: koordinator atau petugas memastikannya"
                " dengan bukti."
            ),
            url=reverse("death_confirm", args=[person_id]) if may_confirm else "",
            action=_("Pastikan kematian"),
        )
    ]
    return form_page(
        request,
        person_id,
        form,
        heading=_("Catat keadaan"),
        back="person",
        submit=_("Simpan kabar"),
        is_open=True,
        notes=notes,
    )


def _told_words(request: OfficeRequest, person_id: UUID, *, is_dead: bool) -> str:
    """What is said afterwards; of a death also who confirms it, by name where there is one."""
    said = _("Kabarnya sudah dicatat.")
    if not is_dead:
        return said
    with reading(request.actor):
        person = queries.people_seen(request.actor, [person_id]).get(person_id)
        if person is None:
            return said
        if may(request, permissions.CONFIRM_DEATH, person_id):
            return said + " " + _("Anda dapat memastikannya dengan bukti.")
        if person.is_restricted:
            return said + " " + _("Manajer kasus di timnya diminta memastikannya.")
        code = ".".join(person.area_code.split(".")[:KELURAHAN_PARTS])
        names = [
            one.holder_name
            for one in offices_of_area(code)
            if one.role == Role.COORDINATOR and one.area_code == code
        ]
    who = ", ".join(names) or _("Koordinator atau petugas Dinas Sosial")
    return said + " " + _("%(who)s diminta memastikannya.") % {"who": who}


@require_http_methods(["GET", "POST"])
@page(permissions.CONFIRM_DEATH)
def confirm(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Confirm a death, after saying what it changes and what it doesn't (CASE-10, 11)."""
    shown = None
    if request.method != "POST":
        shown = open_person(request, person_id)
        only_if(request, permissions.CONFIRM_DEATH, person_id)
    form = DeathForm(posted(request), initial={"on": shown.person.life_on if shown else None})
    if request.method == "POST" and form.carry_out(
        lambda: confirm_death(
            act=request.act(),
            person_id=person_id,
            on=form.cleaned_data["on"],
            proof=form.cleaned_data["proof"],
        )
    ):
        return done(request, person_id, "person", _("Kematian sudah dipastikan."))
    with reading(request.actor):
        shown = shown or open_person(request, person_id)
        home = _home(request, shown)
    return form_page(
        request,
        person_id,
        form,
        shown=shown,
        heading=_("Pastikan kematian"),
        back="person",
        submit=_("Pastikan kematian"),
        is_open=True,
        points=list(_what_a_death_changes(home)),
    )


def _what_a_death_changes(home: HouseholdPage | None) -> Iterable[str]:
    yield _("Ia tidak lagi ditawarkan untuk kunjungan, daftar penerima, atau pengingat.")
    yield _("Cara menghubunginya tidak ditampilkan lagi, supaya keluarga tidak menerima pesan.")
    if home is not None:
        yield _(
            "Rumah tangganya tetap ada dengan nomor, bantuan, dan riwayat yang sama; anggotanya"
            " menjadi %(count)s orang."
        ) % {"count": len(home.members) - 1}
        yield _(
            "Bila ia kepala keluarga atau penerima, ditanyakan siapa yang menerima sekarang."
            " Sementara itu tidak ada yang berhenti."
        )
    yield _("Catatan istri, suami, anak, dan anggota lain tidak berubah.")
    yield _("Riwayatnya tetap terbaca. Manajer kasus dapat membatalkan bila ternyata keliru.")


@require_http_methods(["GET", "POST"])
@page(permissions.UNDO_DEATH)
def undo(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Take a confirmed death back."""
    if request.method != "POST":
        only_if(request, permissions.UNDO_DEATH, person_id)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.carry_out(
        lambda: undo_death(
            act=request.act(), person_id=person_id, reason=form.cleaned_data["reason"]
        )
    ):
        return done(request, person_id, "person", _("Kematian sudah dibatalkan."))
    return form_page(
        request,
        person_id,
        form,
        heading=_("Batalkan kematian"),
        back="person",
        submit=_("Batalkan kematian"),
        is_open=True,
        points=[
            _("Semua kembali seperti sebelum dipastikan, juga tempatnya di rumah tangga."),
            _("Bahwa kematian pernah dipastikan tetap ada di riwayat."),
        ],
    )


@require_http_methods(["GET", "POST"])
@page(permissions.CORRECT)
def found(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Record in which other kelurahan somebody without fixed residence was found."""
    form = FoundForm(posted(request))
    field: Any = form.fields["place"]
    with reading(request.actor):
        field.choices = kelurahan_choices(_("Pilih kelurahan"))
    if request.method == "POST" and form.carry_out(
        lambda: find_person(
            act=request.act(),
            person_id=person_id,
            area_code=form.cleaned_data["place"],
            note=form.cleaned_data["note"],
        )
    ):
        return done(request, person_id, "person", _("Tempat ditemukannya sudah dicatat."))
    return form_page(
        request,
        person_id,
        form,
        heading=_("Ditemukan di kelurahan lain"),
        back="person",
        submit=_("Simpan tempatnya"),
        is_open=True,
        points=[
            _("PSM kelurahan itu akan menemukan warga ini di daftarnya dan dapat ikut menolong.")
        ],
    )
