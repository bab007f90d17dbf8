"""Who is here already: what to say before somebody is invited twice, or a number gets a second owner.

A warning explains and blocks nothing. A couple may share a phone, and two people may share a name.
Only what the actor may see is compared, so no warning tells of anybody out of reach.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from setiakawan.access.actors import Actor
from setiakawan.access.roles import Role
from setiakawan.accounts import permissions, rules
from setiakawan.accounts.models import Account, Appointment, Invitation, Invited
from setiakawan.areas.places import names_of
from setiakawan.foundation.clock import JAKARTA, now, today
from setiakawan.foundation.ids import derived_id


@dataclass(frozen=True)
class Newcomer:
    """Somebody about to get an office, or another name or number in the one they have."""

    name: str
    phone: str
    """E.164, or nothing."""
    role: Role
    area_code: str


def already_here(
    actor: Actor,
    newcomers: Sequence[Newcomer],
    *,
    besides: UUID | None = None,
    act_id: UUID | None = None,
) -> list[list[str]]:
    """For each newcomer the sentences to be read before going on.

    Not compared are the account ``besides``, and invitations the act ``act_id`` has made: pressing
    twice is still one act and warns of nothing.
    """
    made = [derived_id(act_id, index + 1) for index in range(len(newcomers))] if act_id else []
    numbers = same_number(actor, [one.phone for one in newcomers], besides=besides, made=made)
    places = names_of(one.area_code for one in newcomers)
    holders = _holders(actor, newcomers, besides)
    invited = _invited(actor, newcomers, made)
    told = []
    for one in newcomers:
        words = {"name": one.name, "role": one.role.label, "place": places.get(one.area_code, "")}
        sentences = list(numbers.get(one.phone, ()))
        key = (_plain(one.name), one.role.value, one.area_code)
        if key in holders:
            sentences.append(_("%(name)s sudah menjabat %(role)s di %(place)s.") % words)
        if until := invited.get(key):
            sentences.append(
                _(
                    "Sudah ada undangan untuk %(name)s sebagai %(role)s di %(place)s, berlaku sampai"
                    " %(until)s."
                )
                % (words | {"until": until})
            )
        told.append(sentences)
    return told


def same_number(
    actor: Actor,
    phones: Iterable[str],
    *,
    besides: UUID | None = None,
    made: Sequence[UUID] = (),
) -> dict[str, list[str]]:
    """For each number whose it is already, as far as this actor may know."""
    wanted = {one for one in phones if one}
    if not wanted:
        return {}
    told: dict[str, list[str]] = {}
    accounts = permissions.SEE.rows(actor, Account.objects.filter(phone__in=wanted))
    if besides is not None:
        accounts = accounts.exclude(pk=besides)
    for phone, name in accounts.order_by("name", "id").values_list("phone", "name"):
        told.setdefault(phone, []).append(
            _("Nomor ini sudah dipakai %(name)s. Lanjutkan hanya kalau HP-nya dipakai bersama.")
            % {"name": name}
        )
    invited = _open(actor, made).filter(phone__in=wanted)
    for one in invited.order_by("name", "invitation_id"):
        if rules.gives(actor, Role(one.invitation.role), one.area_code):
            told.setdefault(one.phone, []).append(
                _("Nomor ini juga ada di undangan untuk %(name)s, yang belum dipakai.")
                % {"name": one.name}
            )
    return told


def _plain(name: str) -> str:
    """A name without the differences of typing it."""
    return " ".join(name.casefold().replace(".", " ").split())


def _holders(
    actor: Actor, newcomers: Sequence[Newcomer], besides: UUID | None
) -> set[tuple[str, str, str]]:
    held = Appointment.objects.not_over_on(today()).filter(
        role__in={one.role.value for one in newcomers},
        area_code__in={one.area_code for one in newcomers},
    )
    if besides is not None:
        held = held.exclude(account_id=besides)
    return {
        (_plain(name), role, code)
        for name, role, code in permissions.SEE_OFFICE.rows(actor, held).values_list(
            "holder_name", "role", "area_code"
        )
    }


def _invited(
    actor: Actor, newcomers: Sequence[Newcomer], made: Sequence[UUID]
) -> dict[tuple[str, str, str], str]:
    """Until when the invitations hold that are out, by name, office and place."""
    rows = _open(actor, made).filter(
        invitation__role__in={one.role.value for one in newcomers},
        area_code__in={one.area_code for one in newcomers},
    )
    return {
        (_plain(one.name), one.invitation.role, one.area_code): date_format(
            one.invitation.expires_at.astimezone(JAKARTA), "j F Y"
        )
        for one in rows
        if rules.gives(actor, Role(one.invitation.role), one.area_code)
    }


def _open(actor: Actor, made: Sequence[UUID]) -> QuerySet[Invited]:
    """Who is invited and may still come, as far as this actor sees their names."""
    rows = Invited.objects.select_related("invitation").filter(
        invitation__purpose=Invitation.Purpose.JOIN,
        invitation__used_at=None,
        invitation__withdrawn_at=None,
        invitation__expires_at__gt=now(),
    )
    return permissions.SEE_INVITED.rows(actor, rows.exclude(pk__in=made))
