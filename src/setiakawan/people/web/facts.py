"""Facts about a person: record one, correct one, say that it doesn't hold any more, take that back."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import SecretStr

from setiakawan.access.permissions import RefusedTry
from setiakawan.areas.places import names_of
from setiakawan.attachments.serving import file_response
from setiakawan.audit.readings import note_reading, reading
from setiakawan.doors.forms import posted
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest, address_of
from setiakawan.foundation.clock import today
from setiakawan.foundation.problems import Missing
from setiakawan.identity.numbers import masked as masked_digits
from setiakawan.office.templatetags.office import tanggal
from setiakawan.people import permissions, queries
from setiakawan.people.models import (
    Address,
    Consent,
    Contact,
    Document,
    Fact,
    Identifier,
    Relation,
)
from setiakawan.people.operations.facts import (
    FACT_KINDS,
    add_document,
    end_fact,
    record_address,
    record_consent,
    record_contact,
    record_relation,
    restore_fact,
    withdraw_consent,
)
from setiakawan.people.operations.numbers import judge_number, record_number
from setiakawan.people.queries import PersonPage, Related
from setiakawan.people.said import ConsentSaid, ContactSaid
from setiakawan.people.web.frame import (
    Note,
    agreed_to_photos,
    done,
    form_page,
    only_if,
    open_person,
    shown_name,
    slot,
    versions_of,
)
from setiakawan.people.web.person_forms import (
    CANDIDATES,
    AddressForm,
    ConsentForm,
    ContactForm,
    DocumentForm,
    EndFactForm,
    FactForm,
    JudgeForm,
    NumberForm,
    RelationForm,
    WithdrawForm,
)
from setiakawan.people.web.places import place_words


def _opened(request: OfficeRequest, person_id: UUID) -> PersonPage | None:
    """The person, where the page is only looked at.

    A post asks its operation first: a repeat is answered also to somebody whose first press has
    taken the person out of their reach.
    """
    return open_person(request, person_id) if request.method != "POST" else None


def _fact[F: Fact](facts: Iterable[F], slot_id: UUID | None) -> F | None:
    """The fact that is corrected; there must be one where a slot is named."""
    found = slot(facts, slot_id)
    if slot_id is not None and found is None:
        raise RefusedTry(permissions.SEE_FACTS.name, "people.fact", slot_id)
    return found


def _again(request: OfficeRequest, form: FactForm, person_id: UUID) -> PersonPage | None:
    """The person once more, where somebody else was faster."""
    if not form.is_stale:
        return None
    with reading(request.actor):
        return open_person(request, person_id)


# Addresses


@require_http_methods(["GET", "POST"])
@page(permissions.CORRECT)
def address(request: OfficeRequest, person_id: UUID, slot_id: UUID | None = None) -> HttpResponse:
    """Record or correct an address. A home in another kelurahan moves the person there."""
    shown = _opened(request, person_id)
    now = _fact(shown.addresses, slot_id) if shown else None
    with reading(request.actor):
        form = AddressForm(
            posted(request),
            now=now,
            known=shown.place_names if shown else None,
            is_correction=slot_id is not None,
            initial=AddressForm.initial_of(now) if now else _where(request),
        )
    if request.method == "POST" and form.carry_out(
        lambda: record_address(
            act=request.act(),
            person_id=person_id,
            slot_id=slot_id,
            seen_id=form.cleaned_data["seen"],
            **{
                name: form.cleaned_data[name]
                for name in ("kind", "place_code", "text", "landmark", "note")
            },
        )
    ):
        return _after_address(request, person_id, form.cleaned_data)
    shown = shown or _again(request, form, person_id)
    saved = slot(shown.addresses, slot_id) if shown else None
    return form_page(
        request,
        person_id,
        form,
        shown=shown,
        heading=_("Perbaiki alamat") if slot_id else _("Tambah alamat"),
        submit=_("Simpan alamat"),
        notes=_what_an_address_does(person_id, now.kind if now else ""),
        saved=saved,
        versions=versions_of(form, saved, _addresses_compared(shown)) if shown else (),
    )


def _where(request: OfficeRequest) -> dict[str, str]:
    asked = request.GET.get("jenis", "")
    return {"kind": asked if asked in Address.Kind.values else Address.Kind.LIVED.value}


def _what_an_address_does(person_id: UUID, kind: str) -> list[Note]:
    notes = []
    if kind in {"", Address.Kind.LIVED}:
        notes.append(
            Note(
                _(
                    "Tempat tinggal di kelurahan lain di kota ini memindahkan warga ke daftar"
                    " kelurahan itu pada malam hari. Alamat KTP tidak memindahkan siapa pun."
                )
            )
        )
        notes.append(
            Note(
                _("Pindah ke luar kota? Catat alamatnya di sini, lalu kabarnya."),
                url=reverse("person_life", args=[person_id]) + "?keadaan=moved",
                action=_("Catat pindah"),
            )
        )
    if kind in {"", Address.Kind.SLEEPING}:
        notes.append(
            Note(
                _(
                    "Tempat tidur hanya terbaca oleh tim dan yang menulisnya, dan tidak pernah"
                    " masuk peta, daftar, atau berkas keluar."
                ),
                tone="restricted",
                title=_("Tempat tidur dijaga."),
            )
        )
    return notes


def _after_address(
    request: OfficeRequest, person_id: UUID, said: Mapping[str, Any]
) -> HttpResponse:
    city = settings.CITY_CODE + "."
    if said["kind"] == Address.Kind.LIVED and not said["place_code"].startswith(city):
        return done(
            request,
            person_id,
            "person_data",
            _("Alamat sudah disimpan. Bila ia pindah ke luar kota, catat juga keadaannya: pindah."),
        )
    return done(request, person_id, "person_data", _("Alamat sudah disimpan."))


def _addresses_compared(shown: PersonPage) -> Any:
    def compare(mine: Mapping[str, Any], saved: Address) -> list[tuple[str, str, str]]:
        names = {**shown.place_names, **names_of([mine["place_code"]])}
        return [
            (
                _("Wilayah"),
                place_words(mine["place_code"], names),
                place_words(saved.place_code, names),
            ),
            (_("Jalan, gang, nomor"), mine["text"], saved.text),
            (_("Patokan"), mine["landmark"], saved.landmark),
        ]

    return compare


# Ways to reach somebody


@require_http_methods(["GET", "POST"])
@page(permissions.CORRECT)
def contact(request: OfficeRequest, person_id: UUID, slot_id: UUID | None = None) -> HttpResponse:
    """Record a way to reach somebody, or what they said about one."""
    shown = _opened(request, person_id)
    now = _fact(shown.contacts, slot_id) if shown else None
    form = ContactForm(
        posted(request),
        keeps_value=slot_id is not None and not (now and now.may_be_used),
        initial=ContactForm.initial_of(now) if now else {},
    )
    if slot_id is not None and request.method == "POST":
        with reading(request.actor):
            now = slot(open_person(request, person_id).contacts, slot_id)
    if request.method == "POST" and form.carry_out(
        lambda: record_contact(
            act=request.act(),
            person_id=person_id,
            contact=_contact_said(form.cleaned_data, now),
            slot_id=slot_id,
            seen_id=form.cleaned_data["seen"],
            note=form.cleaned_data["note"],
        )
    ):
        return done(request, person_id, "person_data", _("Cara menghubungi sudah disimpan."))
    shown = shown or _again(request, form, person_id)
    saved = slot(shown.contacts, slot_id) if shown else None
    return form_page(
        request,
        person_id,
        form,
        shown=shown,
        heading=_("Perbaiki cara menghubungi") if slot_id else _("Tambah cara menghubungi"),
        submit=_("Simpan cara menghubungi"),
        notes=[
            Note(
                _(
                    "Nomor tidak diperlihatkan dan tidak dihubungi sebelum orangnya sendiri"
                    " ditanya apakah aman."
                ),
                tone="soon",
            )
        ],
        saved=saved,
        versions=versions_of(form, saved, _contacts_compared),
    )


def _contact_said(typed: Mapping[str, Any], now: Contact | None) -> ContactSaid:
    """What was said; a number that wasn't shown and wasn't typed stays as it is."""
    has_number = typed["kind"] in {Contact.Kind.PHONE, Contact.Kind.WHATSAPP}
    stays = now is not None and (has_number or typed["kind"] == now.kind)
    kept = now.value if now is not None and stays else ""
    return ContactSaid(
        kind=typed["kind"],
        value=typed["value"] or kept,
        whose=typed["whose"],
        safety=typed["safety"],
        how=typed["how"],
        asked_on=typed["asked_on"],
    )


def _contacts_compared(mine: Mapping[str, Any], saved: Contact) -> list[tuple[str, str, str]]:
    safety = dict(Contact.Safety.choices)
    rows = [
        (_("Aman dipakai?"), str(safety[mine["safety"]]), str(safety[saved.safety])),
        (_("Bagaimana dan kapan yang aman"), mine["how"], saved.how),
        (_("Milik siapa"), mine["whose"], saved.whose),
        (_("Kapan ditanyakan"), tanggal(mine["asked_on"]), tanggal(saved.asked_on)),
    ]
    if saved.may_be_used:
        rows.insert(0, (_("Nomor, atau nama yang dapat dihubungi"), mine["value"], saved.value))
    return rows


# Numbers


@require_http_methods(["GET", "POST"])
@page(permissions.CORRECT)
def number(request: OfficeRequest, person_id: UUID, slot_id: UUID | None = None) -> HttpResponse:
    """Record a number as claimed, or type a wrong one anew."""
    shown = _opened(request, person_id)
    now = _number(shown, slot_id) if shown else None
    form = NumberForm(
        posted(request),
        is_correction=slot_id is not None,
        initial={"seen": now.row_id, "kind": now.kind} if now else {},
    )
    if request.method == "POST" and form.carry_out(
        lambda: record_number(
            act=request.act(),
            person_id=person_id,
            kind=form.cleaned_data["kind"],
            number=SecretStr(form.cleaned_data["number"]),
            is_seen=form.cleaned_data["is_seen"],
            slot_id=slot_id,
            seen_id=form.cleaned_data["seen"],
            note=form.cleaned_data["note"],
        )
    ):
        return done(request, person_id, "person_data", _("Nomor sudah disimpan, terkunci."))
    shown = shown or _again(request, form, person_id)
    return form_page(
        request,
        person_id,
        form,
        shown=shown,
        heading=_("Perbaiki nomor") if slot_id else _("Tambah nomor"),
        submit=_("Simpan nomor"),
        points=[
            _("Nomor yang janggal tetap diterima; yang janggal diterangkan di halaman warga."),
            _(
                "Nomor yang juga dipakai orang lain tetap dicatat pada keduanya, lalu diperiksa petugas."
            ),
        ],
        versions=_number_versions(form, shown, slot_id),
    )


@require_http_methods(["GET", "POST"])
@page(permissions.VERIFY_NUMBER)
def judge(request: OfficeRequest, person_id: UUID, slot_id: UUID) -> HttpResponse:
    """Say what was found out about a number."""
    shown = _opened(request, person_id)
    now = _number(shown, slot_id) if shown else None
    if shown:
        only_if(request, permissions.VERIFY_NUMBER, person_id)
    form = JudgeForm(posted(request), initial={"seen": now.row_id} if now else {})
    if request.method == "POST" and form.carry_out(
        lambda: judge_number(
            act=request.act(),
            person_id=person_id,
            slot_id=slot_id,
            seen_id=form.seen_id,
            status=form.cleaned_data["outcome"],
            reason=form.cleaned_data["reason"],
        )
    ):
        return done(request, person_id, "person_data", _("Penilaian nomor sudah disimpan."))
    shown = shown or _again(request, form, person_id)
    return form_page(
        request,
        person_id,
        form,
        shown=shown,
        heading=_("Nilai nomor"),
        text=f"{now.kind_label} {now.masked}" if now else "",
        submit=_("Simpan penilaian"),
        versions=_number_versions(form, shown, slot_id),
    )


def _number(shown: PersonPage, slot_id: UUID | None) -> queries.Number | None:
    if slot_id is None:
        return None
    found = next((one for one in shown.numbers if one.slot_id == slot_id), None)
    if found is None:
        raise RefusedTry(permissions.SEE_FACTS.name, "people.fact", slot_id)
    return found


def _number_versions(
    form: FactForm, shown: PersonPage | None, slot_id: UUID | None
) -> list[dict[str, str]]:
    if not form.is_stale or shown is None:
        return []
    saved = _number(shown, slot_id)
    if saved is None:
        return []
    typed = form.cleaned_data
    mine = masked_digits(typed["number"]) if "number" in typed else saved.masked
    status = dict(Identifier.Status.choices)
    said = str(status.get(typed.get("outcome", ""), ""))
    form.rebase_on(saved.row_id)
    return [
        {"label": saved.kind_label, "mine": mine, "saved": saved.masked},
        {"label": _("Keadaan"), "mine": said, "saved": saved.status_label},
        {
            "label": _("Keterangan"),
            "mine": typed.get("note") or typed.get("reason") or "",
            "saved": saved.note,
        },
    ]


# Relations


@require_http_methods(["GET", "POST"])
@page(permissions.CORRECT)
def relation(request: OfficeRequest, person_id: UUID, slot_id: UUID | None = None) -> HttpResponse:
    """Record who somebody is to a person; those registered under that name are offered first."""
    shown = _opened(request, person_id)
    now = _relation(shown, slot_id) if shown else None
    form = RelationForm(posted(request), initial=_relation_initial(now) if now else {})
    with reading(request.actor):
        typed = str(form.data.get("other_name", "")) if request.method == "POST" else ""
        form.offer(_candidates(request, typed, {person_id}), also=_also(request, form, now))
    if request.method == "POST" and form.carry_out(
        lambda: record_relation(
            act=request.act(),
            person_id=person_id,
            kind=form.cleaned_data["kind"],
            other_name=form.cleaned_data["other_name"],
            other_id=form.other_id,
            closeness=form.cleaned_data["closeness"],
            is_for_emergency=form.cleaned_data["is_for_emergency"],
            other_is_dead=form.cleaned_data["other_is_dead"],
            slot_id=slot_id,
            seen_id=form.cleaned_data["seen"],
            note=form.cleaned_data["note"],
        )
    ):
        return done(request, person_id, "person", _("Hubungan keluarga sudah disimpan."))
    shown = shown or _again(request, form, person_id)
    versions: list[dict[str, str]] = []
    if form.is_stale and shown is not None and (saved := _relation(shown, slot_id)) is not None:
        kinds = dict(Relation.Kind.choices)
        mine = form.cleaned_data
        versions = [
            {"label": _("Namanya"), "mine": mine["other_name"], "saved": saved.name},
            {"label": _("Hubungan"), "mine": str(kinds[mine["kind"]]), "saved": saved.kind_label},
            {"label": _("Keterangan"), "mine": mine["note"], "saved": saved.note},
        ]
        form.rebase_on(saved.row_id)
    return form_page(
        request,
        person_id,
        form,
        shown=shown,
        heading=_("Perbaiki hubungan keluarga") if slot_id else _("Tambah hubungan keluarga"),
        back="person",
        submit=_("Simpan hubungan"),
        notes=_or_it_ended(person_id, slot_id),
        versions=versions,
    )


def _or_it_ended(person_id: UUID, slot_id: UUID | None) -> list[Note]:
    if slot_id is None:
        return []
    return [
        Note(
            _("Salah catat, atau sudah tidak begitu?"),
            url=reverse("fact_end", args=[person_id, "relation", slot_id]),
            action=_("Catat tidak berlaku lagi"),
        )
    ]


def _candidates(
    request: OfficeRequest, words: str, without: Iterable[UUID]
) -> list[queries.PersonRow]:
    """Registered persons in sight of this name."""
    if not words.strip() or queries.is_number(words):
        return []
    left_out = set(without)
    found = queries.search_people(request.actor, words, wanted=CANDIDATES + len(left_out))
    return [one for one in found if one.id not in left_out][:CANDIDATES]


def _also(
    request: OfficeRequest, form: RelationForm, now: Related | None
) -> tuple[str, str] | None:
    """The one who stands there already, also when their name was typed anew."""
    if now is not None:
        return (str(now.person_id), now.name) if now.person_id else None
    try:
        chosen = UUID(str(form.data.get("other", "")))
    except ValueError:
        return None
    person = queries.people_seen(request.actor, [chosen]).get(chosen)
    return (str(chosen), shown_name(person)) if person else None


def _relation(shown: PersonPage, slot_id: UUID | None) -> Related | None:
    if slot_id is None:
        return None
    found = next((one for one in shown.relations if one.slot_id == slot_id), None)
    if found is None:
        raise RefusedTry(permissions.SEE_FACTS.name, "people.fact", slot_id)
    return found


def _relation_initial(now: Related) -> dict[str, Any]:
    return {
        "seen": now.row_id,
        "kind": now.kind,
        "other_name": now.name,
        "other": str(now.person_id or ""),
        "closeness": now.closeness,
        "is_for_emergency": now.is_for_emergency,
        "other_is_dead": now.is_dead,
        "note": now.note,
    }


# Consents


@require_http_methods(["GET", "POST"])
@page(permissions.CORRECT)
def consent(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Record a consent, a refusal or another lawful ground."""
    with reading(request.actor):
        partners = [(str(one), name) for one, name in queries.partners_on(today())]
    asked = request.GET.get("untuk", "")
    form = ConsentForm(
        posted(request),
        partners=partners,
        initial={"purpose": asked} if asked in Consent.Purpose.values else {},
    )
    if request.method == "POST" and form.carry_out(
        lambda: record_consent(
            act=request.act(),
            person_id=person_id,
            consent=ConsentSaid(
                how=form.cleaned_data["how"] or None,
                **{
                    name: form.cleaned_data[name]
                    for name in ("purpose", "basis", "state", "given_by", "said_on", "note")
                },
            ),
            partner_id=form.cleaned_data["partner"] or None,
        )
    ):
        return done(request, person_id, "person_consents", _("Jawabannya sudah dicatat."))
    return form_page(
        request,
        person_id,
        form,
        heading=_("Catat persetujuan"),
        back="person_consents",
        submit=_("Simpan jawaban"),
        points=[
            _(
                "Menolong tidak menunggu persetujuan untuk hal lain: tiap keperluan ditanyakan sendiri."
            ),
            _("Persetujuan dapat ditarik kapan saja."),
        ],
    )


@require_http_methods(["GET", "POST"])
@page(permissions.CORRECT)
def withdraw(request: OfficeRequest, person_id: UUID, slot_id: UUID) -> HttpResponse:
    """Take a consent back."""
    shown = _opened(request, person_id)
    now = _fact(shown.consents, slot_id) if shown else None
    form = WithdrawForm(posted(request), initial={"seen": now.id} if now else {})
    if request.method == "POST" and form.carry_out(
        lambda: withdraw_consent(
            act=request.act(),
            person_id=person_id,
            slot_id=slot_id,
            seen_id=form.seen_id,
            **{name: form.cleaned_data[name] for name in ("said_on", "given_by", "reason")},
        )
    ):
        return done(request, person_id, "person_consents", _("Persetujuan sudah ditarik."))
    shown = shown or _again(request, form, person_id)
    saved = slot(shown.consents, slot_id) if shown else None
    return form_page(
        request,
        person_id,
        form,
        shown=shown,
        heading=_("Tarik persetujuan"),
        back="person_consents",
        text=str(Consent.Purpose(now.purpose).label) if now else "",
        submit=_("Tarik persetujuan"),
        danger=True,
        points=[
            _("Mulai sekarang tidak ada yang baru diperlihatkan atas dasar persetujuan ini."),
            _("Yang pernah diperlihatkan tetap tercatat, supaya warga dapat menanyakannya."),
        ],
        saved=saved,
        versions=versions_of(form, saved, _consents_compared),
    )


def _consents_compared(mine: Mapping[str, Any], saved: Consent) -> list[tuple[str, str, str]]:
    return [
        (
            _("Keadaan"),
            str(Consent.State.WITHDRAWN.label),
            str(Consent.State(saved.state).label),
        ),
        (_("Tanggal"), tanggal(mine["said_on"]), tanggal(saved.said_on)),
    ]


# Documents


@require_http_methods(["GET", "POST"])
@page(permissions.CORRECT)
def add(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Put a photo or a paper beside a person; it was made anew without what it carried along."""
    if request.method == "POST":
        # Before a file is taken in at all: who doesn't see the person brings nothing here.
        with reading(request.actor):
            open_person(request, person_id)
    shown = _opened(request, person_id)
    form = DocumentForm(posted(request), request.FILES or None, actor=request.actor)
    if request.method == "POST" and form.carry_out(lambda: _add(request, person_id, form)):
        return done(request, person_id, "person_data", _("Berkas sudah disimpan, terkunci."))
    with reading(request.actor):
        shown = shown or open_person(request, person_id)
    return form_page(
        request,
        person_id,
        form,
        shown=shown,
        notes=_or_photos_wait(shown),
        heading=_("Tambah foto atau berkas"),
        submit=_("Simpan berkas"),
        points=[
            _("Tempat, waktu, dan jenis HP dibuang dari foto sebelum disimpan."),
            _("Foto orang hanya dengan persetujuannya. Tidak ada foto untuk hiasan."),
        ],
    )


def _or_photos_wait(shown: PersonPage) -> list[Note]:
    if agreed_to_photos(shown):
        return []
    return [
        Note(
            _("Untuk foto orang: belum ada persetujuan difoto. Tanyakan dulu."),
            tone="soon",
            url=reverse("consent_record", args=[shown.person.id]) + "?untuk=photo",
            action=_("Catat persetujuannya"),
        )
    ]


def _add(request: OfficeRequest, person_id: UUID, form: DocumentForm) -> Document:
    return add_document(
        act=request.act(),
        person_id=person_id,
        kind=form.cleaned_data["kind"],
        digest=form.cleaned_data["file"].digest,
        title=form.cleaned_data["title"],
    )


@require_GET
@page(permissions.SEE_FACTS)
def document(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """The file itself, to whoever sees the person and the fact; on record."""
    found = queries.document_of(request.actor, document_id)
    note_reading(
        request.actor,
        kind="opened",
        what="person.document",
        subject_kind="person",
        subject_id=found.person_id,
        address=address_of(request),
    )
    return file_response(found.digest, found.media_type)


# What doesn't hold any more

_WORDS: Mapping[str, Any] = {
    "address": lambda one: one.text or Address.Kind(one.kind).label,
    "contact": lambda one: Contact.Kind(one.kind).label,
    "identifier": lambda one: f"{one.kind_label} {one.masked}",
    "relation": lambda one: f"{one.kind_label} {one.name}",
    "document": lambda one: one.title or Document.Kind(one.kind).label,
}


@require_http_methods(["GET", "POST"])
@page(permissions.CORRECT)
def end(request: OfficeRequest, person_id: UUID, fact: str, slot_id: UUID) -> HttpResponse:
    """Say that a fact doesn't hold any more; with an undo."""
    if fact not in _WORDS:
        raise Missing
    shown = _opened(request, person_id)
    now = _any_fact(shown, fact, slot_id) if shown else None
    if shown is not None and now is None:
        raise RefusedTry(permissions.SEE_FACTS.name, "people.fact", slot_id)
    form = EndFactForm(posted(request), initial={"seen": _row_id(now)} if now else {})
    if request.method == "POST" and form.carry_out(
        lambda: end_fact(
            act=request.act(),
            person_id=person_id,
            fact=fact,
            slot_id=slot_id,
            seen_id=form.seen_id,
            reason=form.cleaned_data["reason"],
        )
    ):
        undo = reverse("fact_restore", args=[person_id, fact, slot_id, form.result.id])
        sentence = _("Keterangan itu dicatat tidak berlaku lagi.")
        return done(request, person_id, "person_data", sentence, undo=undo)
    shown = shown or _again(request, form, person_id)
    saved = _any_fact(shown, fact, slot_id) if shown else None
    versions: list[dict[str, str]] = []
    if form.is_stale and saved is not None:
        form.rebase_on(_row_id(saved))
        words = str(_WORDS[fact](saved))
        versions = [{"label": _("Yang berlaku"), "mine": _("tidak berlaku lagi"), "saved": words}]
    return form_page(
        request,
        person_id,
        form,
        shown=shown,
        heading=_("Tidak berlaku lagi"),
        text=str(_WORDS[fact](saved)) if saved else "",
        submit=_("Catat tidak berlaku lagi"),
        danger=True,
        points=[_("Yang pernah tercatat tetap terbaca di Riwayat, dan dapat dikembalikan.")],
        versions=versions,
    )


def _any_fact(shown: PersonPage, fact: str, slot_id: UUID) -> Any:
    listed: Mapping[str, Iterable[Any]] = {
        "address": shown.addresses,
        "contact": shown.contacts,
        "identifier": shown.numbers,
        "relation": shown.relations,
        "document": shown.documents,
    }
    return next((one for one in listed[fact] if one.slot_id == slot_id), None)


def _row_id(one: Any) -> UUID:
    found: UUID = one.row_id if hasattr(one, "row_id") else one.id
    return found


@require_POST
@page(permissions.CORRECT)
def restore(
    request: OfficeRequest, person_id: UUID, fact: str, slot_id: UUID, seen_id: UUID
) -> HttpResponse:
    """Take back that a fact doesn't hold any more."""
    if fact not in _WORDS or fact not in FACT_KINDS:
        raise Missing
    restore_fact(
        act=request.act(), person_id=person_id, fact=fact, slot_id=slot_id, seen_id=seen_id
    )
    return done(request, person_id, "person_data", _("Keterangan itu berlaku kembali."))
