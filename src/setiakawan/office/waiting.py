"""What waits for somebody in the packages that have been told so far."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setiakawan.access.actors import Actor
from setiakawan.access.roles import Role
from setiakawan.accounts import queries as accounts
from setiakawan.accounts.permissions import END
from setiakawan.accounts.succession import offices_until_named
from setiakawan.audit import queries as ledger
from setiakawan.audit.permissions import AGREE_PAYLOAD
from setiakawan.foundation.clock import JAKARTA, now, today
from setiakawan.office.work import WorkItem

SHOWN_AT_MOST = 5
"""So many of one sort stand on the first page; the rest is behind their list."""


def recoveries(actor: Actor) -> Iterator[WorkItem]:
    """Somebody stands at a desk and can't sign in until a second person agrees."""
    if not (actor.holds(Role.OFFICER) or actor.holds(Role.ADMINISTRATOR)):
        return
    for one in accounts.recoveries_waiting_for_second(actor)[:SHOWN_AT_MOST]:
        yield WorkItem(
            title=_("Kunci masuk kembali menunggu orang kedua"),
            text=_("Diperlihatkan oleh %(by)s, %(place)s.")
            % {"by": one.shown_by_name, "place": one.area_name},
            urgent=_("Hanya berlaku beberapa menit."),
            url=reverse("recovery", args=[one.id]),
            action=_("Periksa permintaan"),
            icon="key-round",
            kind="late",
            primary=True,
        )


def count_of_openings(actor: Actor) -> int:
    """How many requests to open a payload wait for this actor."""
    return len(ledger.openings(actor, undecided=True))


def payload_openings(actor: Actor) -> Iterator[WorkItem]:
    """An inspector asks to read one payload."""
    if not AGREE_PAYLOAD.allows(actor):
        return
    waiting = ledger.openings(actor, undecided=True)
    if waiting:
        yield WorkItem(
            title=ngettext(
                "Satu permintaan membuka muatan",
                "%(count)s permintaan membuka muatan",
                len(waiting),
            )
            % {"count": len(waiting)},
            text=_("Anda diminta menjadi orang kedua."),
            url=reverse("ledger_openings"),
            action=_("Baca alasannya"),
            icon="file-key",
            kind="soon",
        )


def opened_payloads(actor: Actor) -> Iterator[WorkItem]:
    """What an inspector asked for has been agreed to, and is open for an hour."""
    for one in ledger.openings(actor):
        if one.asked_by == actor.account_id and one.open_until and one.open_until > now():
            yield WorkItem(
                title=_("Muatan yang Anda minta sudah terbuka"),
                text=_("Terbuka sampai %(until)s.")
                % {"until": one.open_until.astimezone(JAKARTA).strftime("%H.%M")},
                url=reverse("ledger_entry", args=[one.entry_id]),
                action=_("Baca muatan"),
                icon="file-key",
                kind="now",
            )


def offices(actor: Actor) -> Iterator[WorkItem]:
    """Work that nobody holds: ended offices without a successor, managers without a supervisor."""
    if not any(actor.holds(role) for role in (Role.COORDINATOR, Role.OFFICER, Role.ADMINISTRATOR)):
        return
    for one in accounts.appointments_without_successor(actor)[:SHOWN_AT_MOST]:
        yield WorkItem(
            title=_("%(role)s %(place)s belum ada pengganti")
            % {"role": one.role_label, "place": one.area_name},
            text=_("Sebelumnya %(name)s.") % {"name": one.holder_name},
            url=reverse("office_succeed", args=[one.id]),
            action=_("Pilih pengganti"),
            icon="user-round-x",
            kind="soon",
        )
    for one in accounts.case_managers_without_supervisor(actor)[:SHOWN_AT_MOST]:
        yield WorkItem(
            title=_("Manajer kasus %(place)s tanpa pengawas") % {"place": one.area_name},
            text=one.holder_name,
            url=reverse("office_supervisor", args=[one.id]),
            action=_("Tetapkan pengawas"),
            icon="user-round-search",
            kind="soon",
        )


def offices_after_a_split(actor: Actor) -> Iterator[WorkItem]:
    """Offices that went along when an area changed, until somebody is named there."""
    if not END.allows(actor):
        return
    kept = offices_until_named(actor, today())
    if kept:
        yield WorkItem(
            title=ngettext(
                "Satu jabatan ikut pemekaran, belum ditetapkan",
                "%(count)s jabatan ikut pemekaran, belum ditetapkan",
                len(kept),
            )
            % {"count": len(kept)},
            text=_("Pemegangnya tetap bertugas di wilayah baru sampai ditetapkan."),
            url=reverse("offices"),
            action=_("Lihat jabatan"),
            icon="user-round-search",
            kind="soon",
        )


def invitations(actor: Actor) -> Iterator[WorkItem]:
    """Invitations that ran out unused: somebody who was to come hasn't come."""
    if not any(actor.holds(role) for role in (Role.COORDINATOR, Role.OFFICER, Role.ADMINISTRATOR)):
        return
    expired = [one for one in accounts.open_invitations(actor) if one.is_expired]
    if expired:
        yield WorkItem(
            title=ngettext(
                "Satu undangan kedaluwarsa",
                "%(count)s undangan kedaluwarsa",
                len(expired),
            )
            % {"count": len(expired)},
            text=_("Perpanjang, atau tarik bila tidak jadi."),
            url=reverse("invitations"),
            action=_("Lihat undangan"),
            icon="mail",
        )
