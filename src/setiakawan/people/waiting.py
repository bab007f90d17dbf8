"""What waits for somebody about people. Counts are made after the access rules, and name nobody."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setiakawan.access.actors import Actor
from setiakawan.access.roles import Role
from setiakawan.office.work import WorkItem, add_work_source
from setiakawan.people import permissions, queries

COUNTED_AT_MOST = 50
"""More than so many is said as "more than"."""


def deaths(actor: Actor) -> Iterator[WorkItem]:
    """Somebody told of a death; until it is confirmed nothing changes (CASE-10)."""
    if not permissions.CONFIRM_DEATH.allows(actor):
        return
    if count := len(queries.deaths_to_confirm(actor)):
        yield WorkItem(
            title=ngettext(
                "Satu kabar meninggal belum dipastikan",
                "%(count)s kabar meninggal belum dipastikan",
                count,
            )
            % {"count": count},
            text=_("Sampai dipastikan dengan bukti, tidak ada yang berubah."),
            url=reverse("deaths_to_confirm"),
            action=_("Pastikan kabar"),
            icon="user-round-search",
            kind="soon",
        )


def join_requests(actor: Actor) -> Iterator[WorkItem]:
    """A PSM has met somebody whom others know, and asks to join."""
    if not permissions.DECIDE_JOIN.allows(actor):
        return
    if count := len(queries.join_requests(actor)):
        yield WorkItem(
            title=ngettext(
                "Satu permintaan ikut mendampingi",
                "%(count)s permintaan ikut mendampingi",
                count,
            )
            % {"count": count},
            text=_("Tentang warga tanpa tempat tinggal tetap yang sudah dikenal."),
            url=reverse("join_requests"),
            action=_("Jawab permintaan"),
            icon="user-round-plus",
            kind="soon",
        )


def shared_numbers(actor: Actor) -> Iterator[WorkItem]:
    """Several persons claim one number; Dukcapil is asked (CASE-09)."""
    if not permissions.SEE_SHARED_NUMBERS.allows(actor):
        return
    if count := len(queries.shared_numbers(actor)):
        yield WorkItem(
            title=ngettext(
                "Satu nomor dipakai lebih dari satu orang",
                "%(count)s nomor dipakai lebih dari satu orang",
                count,
            )
            % {"count": count},
            text=_("Tanyakan kepada Dukcapil; semua orangnya tetap didampingi."),
            url=reverse("shared_numbers"),
            action=_("Bandingkan orangnya"),
            icon="id-card",
        )


def households(actor: Actor) -> Iterator[WorkItem]:
    """Who received for a household has died (CASE-11)."""
    if not permissions.KEEP_HOUSEHOLD.allows(actor):
        return
    if count := len(queries.households_that_ask(actor)):
        yield WorkItem(
            title=ngettext(
                "Satu rumah tangga menunggu penerima baru",
                "%(count)s rumah tangga menunggu penerima baru",
                count,
            )
            % {"count": count},
            text=_("Kepala keluarga atau penerimanya meninggal."),
            url=reverse("households_that_ask"),
            action=_("Tetapkan penerima"),
            icon="house",
            kind="soon",
        )


def documents(actor: Actor) -> Iterator[WorkItem]:
    """People without a NIK, for those who can go with them to Dukcapil (CASE-08)."""
    if not (actor.holds(Role.PSM) or actor.holds(Role.KELURAHAN_COORDINATOR)):
        return
    count = queries.count_without_documents(actor, at_most=COUNTED_AT_MOST + 1)
    if not count:
        return
    title = ngettext("Satu warga perlu dokumen", "%(count)s warga perlu dokumen", count)
    if count > COUNTED_AT_MOST:
        count, title = COUNTED_AT_MOST, _("Lebih dari %(count)s warga perlu dokumen")
    yield WorkItem(
        title=title % {"count": count},
        text=_("Pendampingan tidak menunggu dokumen; suratnya diurus sambil jalan."),
        url=reverse("people_without_documents"),
        action=_("Lihat daftarnya"),
        icon="file-text",
    )


for _source in (deaths, join_requests, shared_numbers, households, documents):
    add_work_source(_source)
