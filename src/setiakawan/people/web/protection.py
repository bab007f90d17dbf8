"""Protect somebody: begin, end, the team, and who must never see them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from setiakawan.access.permissions import RefusedTry
from setiakawan.access.roles import Role
from setiakawan.accounts.operations.bars import lift_bar, name_barred
from setiakawan.accounts.permissions import NAME_BARRED
from setiakawan.accounts.queries import bars_of, names_of_people, offices_of_area
from setiakawan.audit.readings import reading
from setiakawan.doors.forms import OfficeForm, posted
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.people import permissions, queries
from setiakawan.people.operations.protecting import (
    begin_protection,
    end_protection,
    join_team,
    leave_team,
)
from setiakawan.people.queries import PersonPage
from setiakawan.people.web.frame import (
    done,
    form_page,
    frame,
    looks_after_protection,
    may,
    only_if,
    open_person,
)
from setiakawan.people.web.person_forms import AccountForm, BarForm, BeginForm, ReasonForm

People = list[tuple[str, str | list[tuple[str, str]]]]


@require_GET
@page(permissions.SEE)
def protection(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """How somebody is protected, for the team; for who may begin it, how; and who must never see."""
    shown = _opened(request, person_id)
    may_bar = NAME_BARRED.covers(request.actor, area=shown.person.area_code)
    begun_by = shown.protection.begun_by if shown.protection else None
    return render(
        request,
        "people/person_protection.html",
        {
            **frame(request, shown, "person_protection"),
            "begun_by": names_of_people([begun_by]).get(begun_by, "") if begun_by else "",
            "team": queries.team_of(person_id) if shown.is_on_team else (),
            "does": what_hiding_does() if shown.person.is_restricted else what_it_does(),
            "may_begin": shown.protection is None and may(request, permissions.PROTECT, person_id),
            "may_keep": shown.is_on_team and may(request, permissions.KEEP_TEAM, person_id),
            "may_bar": may_bar,
            "bars": bars_of(request.actor, "person", person_id) if may_bar else (),
        },
    )


def _opened(request: OfficeRequest, person_id: UUID) -> PersonPage:
    shown = open_person(request, person_id)
    if not looks_after_protection(request, shown):
        raise RefusedTry(permissions.SEE_PROTECTION.name, "people.person", person_id)
    return shown


def what_it_does() -> list[str]:
    """In plain words."""
    return [
        _(
            "Alamat, kontak, nomor, hubungan, rumah tangga, persetujuan, dan berkas yang dicatat"
            " mulai sekarang hanya terbaca oleh tim dan yang menulisnya."
        ),
        _(
            "Yang sudah tercatat sebelumnya tetap terbaca seperti biasa. Tidak ada yang hilang"
            " dari layar siapa pun, supaya tidak ada yang curiga."
        ),
        _(
            "Namanya tetap ada di daftar dan pencarian wilayah yang lama, juga bila ia pindah."
            " Nama, umur, dan keadaan hidupnya tidak ikut dijaga."
        ),
        _(
            "Perlindungan ini tidak menghalangi satu orang tertentu. Untuk itu catat siapa yang"
            " tidak boleh melihat."
        ),
        _("Yang sudah dilihat, difoto, dicetak, atau diceritakan tidak dapat ditarik kembali."),
    ]


def what_hiding_does() -> list[str]:
    """The same of somebody who was registered hidden."""
    return [
        _(
            "Bagi orang di luar tim warga ini tidak ada: tidak di daftar, pencarian, atau rumah"
            " tangga. Yang mendaftarkannya tetap melihatnya."
        ),
        _("Semua yang dicatat tentangnya hanya terbaca oleh tim dan yang menulisnya."),
        _(
            "Orang yang jabatannya mencakup wilayah ini pun tidak menemukannya, kecuali bila masuk"
            " tim."
        ),
        _("Yang sudah dilihat, difoto, dicetak, atau diceritakan tidak dapat ditarik kembali."),
    ]


TEAM_ROLES = (Role.PSM, Role.COORDINATOR, Role.TKSK, Role.OFFICER, Role.CASE_MANAGER)
"""Those who may work with persons at all."""


def _people(without: set[UUID], roles: Collection[Role] = tuple(Role)) -> People:
    """Those in office in this city, by role; a name once for each office."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in offices_of_area(settings.CITY_CODE):
        if one.account_id in without or one.role not in roles:
            continue
        where = one.area_name or one.partner_name
        groups.setdefault(one.role.label, []).append(
            (str(one.account_id), f"{one.holder_name}, {one.role.label}, {where}")
        )
    return list(groups.items())


def _oneself(request: OfficeRequest) -> set[UUID]:
    return {request.actor.account_id} if request.actor.account_id else set()


@require_http_methods(["GET", "POST"])
@page(permissions.PROTECT)
def begin(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Begin to protect somebody."""
    with reading(request.actor):
        people = _people(_oneself(request), TEAM_ROLES)
        if request.method != "POST":
            only_if(request, permissions.PROTECT, person_id)
    form = BeginForm(posted(request), people=people)
    if request.method == "POST" and form.carry_out(
        lambda: begin_protection(
            act=request.act(),
            person_id=person_id,
            reason=form.cleaned_data["reason"],
            team=(form.cleaned_data["account"],) if form.cleaned_data["account"] else (),
        )
    ):
        return done(request, person_id, "person_protection", _("Perlindungan dimulai."))
    return _form_page(
        request,
        person_id,
        form,
        heading=_("Lindungi warga ini"),
        submit=_("Mulai melindungi"),
        points=what_it_does(),
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP_TEAM)
def end(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """End a protection."""
    if request.method != "POST":
        only_if(request, permissions.KEEP_TEAM, person_id)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.carry_out(
        lambda: end_protection(
            act=request.act(), person_id=person_id, reason=form.cleaned_data["reason"]
        )
    ):
        return done(request, person_id, "person_protection", _("Perlindungan berakhir."))
    return _form_page(
        request,
        person_id,
        form,
        heading=_("Akhiri perlindungan"),
        submit=_("Akhiri perlindungan"),
        danger=True,
        points=[
            _("Yang dicatat sesudah ini terbaca seperti biasa oleh petugas di wilayahnya."),
            _(
                "Yang dicatat selama dijaga tetap hanya terbaca oleh tim. Bila boleh terbuka,"
                " catat lagi."
            ),
            _("Timnya tetap ada sampai dikeluarkan."),
        ],
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP_TEAM)
def team_add(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Take somebody into the team."""
    with reading(request.actor):
        if request.method != "POST":
            only_if(request, permissions.KEEP_TEAM, person_id)
        people = _people({one.account_id for one in queries.team_of(person_id)}, TEAM_ROLES)
        if request.method == "POST":
            people = _people(
                set(), TEAM_ROLES
            )  # a second press names somebody who is of the team by then
    form = AccountForm(posted(request), people=people)
    if request.method == "POST" and form.carry_out(
        lambda: join_team(
            act=request.act(), person_id=person_id, account_id=form.cleaned_data["account"]
        )
    ):
        return done(request, person_id, "person_protection", _("Ia masuk tim."))
    return _form_page(
        request,
        person_id,
        form,
        heading=_("Tambah anggota tim"),
        submit=_("Tambah ke tim"),
        points=[
            _("Ia akan membaca semua yang dijaga tentang warga ini, juga yang dicatat sebelumnya."),
            _("Sesedikit mungkin orang: hanya yang benar-benar menolong."),
        ],
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP_TEAM)
def team_remove(request: OfficeRequest, person_id: UUID, account_id: UUID) -> HttpResponse:
    """End somebody's part in the team."""
    name = ""
    if request.method != "POST":
        only_if(request, permissions.KEEP_TEAM, person_id)
        team = {one.account_id: one.name for one in queries.team_of(person_id)}
        if account_id not in team:
            raise RefusedTry(permissions.KEEP_TEAM.name, "people.teammember", account_id)
        name = team[account_id]
    form = OfficeForm(posted(request))
    if request.method == "POST" and form.carry_out(
        lambda: leave_team(act=request.act(), person_id=person_id, account_id=account_id)
    ):
        return done(request, person_id, "person_protection", _("Ia keluar dari tim."))
    return _form_page(
        request,
        person_id,
        form,
        heading=_("Keluarkan dari tim"),
        text=name,
        submit=_("Keluarkan dari tim"),
        danger=True,
        points=[_("Ia tidak lagi membaca yang dijaga, kecuali yang ditulisnya sendiri.")],
    )


@require_http_methods(["GET", "POST"])
@page(NAME_BARRED)
def bar(request: OfficeRequest, person_id: UUID) -> HttpResponse:
    """Name somebody who must never see the person."""
    with reading(request.actor):
        if request.method != "POST":
            _opened(request, person_id)
        people = _people(_oneself(request))
    form = BarForm(posted(request), people=people)
    if request.method == "POST" and form.carry_out(
        lambda: name_barred(
            act=request.act(),
            subject_kind="person",
            subject_id=person_id,
            account_id=form.cleaned_data["account"],
            reason=form.cleaned_data["reason"],
        )
    ):
        return done(request, person_id, "person_protection", _("Dicatat: tidak boleh melihat."))
    return _form_page(
        request,
        person_id,
        form,
        heading=_("Catat siapa yang tidak boleh melihat"),
        submit=_("Catat tidak boleh melihat"),
        danger=True,
        points=[
            _(
                "Warga ini tidak ada lagi baginya: di daftar, pencarian, riwayat, atau alamat"
                " halaman, apa pun jabatannya. Juga bila ia anggota tim."
            ),
            _("Ia tidak diberi tahu."),
            _("Yang sudah ia lihat, foto, atau cetak tidak dapat ditarik kembali."),
        ],
    )


@require_http_methods(["GET", "POST"])
@page(NAME_BARRED)
def bar_lift(request: OfficeRequest, person_id: UUID, bar_id: UUID) -> HttpResponse:
    """End a bar."""
    name = ""
    if request.method != "POST":
        _opened(request, person_id)
        found = {one.id: one.name for one in bars_of(request.actor, "person", person_id)}
        if bar_id not in found:
            raise RefusedTry(NAME_BARRED.name, "accounts.bar", bar_id)
        name = found[bar_id]
    form = OfficeForm(posted(request))
    if request.method == "POST" and form.carry_out(
        lambda: lift_bar(act=request.act(), bar_id=bar_id)
    ):
        return done(request, person_id, "person_protection", _("Ia boleh melihat lagi."))
    return _form_page(
        request,
        person_id,
        form,
        heading=_("Boleh melihat lagi"),
        text=name,
        submit=_("Boleh melihat lagi"),
        points=[_("Ia menemukan warga ini lagi sejauh jabatannya.")],
    )


def _form_page(
    request: OfficeRequest, person_id: UUID, form: OfficeForm, *, heading: str, **more: Any
) -> HttpResponse:
    return form_page(request, person_id, form, heading=heading, back="person_protection", **more)
