"""What the frame and the first pages show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings as django_settings
from django.db import connection
from django.utils.translation import gettext as _

from setiakawan.access.actors import Actor, Held
from setiakawan.access.roles import Role
from setiakawan.accounts.models import Appointment
from setiakawan.areas.models import Area
from setiakawan.foundation.clock import today
from setiakawan.office.models import Setting
from setiakawan.office.rules import CHOICES
from setiakawan.partners.models import Partner
from setiakawan.partners.permissions import KEEP as KEEP_PARTNERS


def settings() -> Mapping[str, str]:
    """Every setting with its value, the default where nothing was decided."""
    decided = dict(Setting.objects.values_list("name", "value"))
    return {one.name: decided.get(one.name, one.default) for one in CHOICES}


def area_names(codes: Iterable[str]) -> Mapping[str, str]:
    """Names of areas as they are called today, by code."""
    wanted = {code for code in codes if code}
    if not wanted:
        return {}
    found = Area.objects.filter(code__in=wanted, valid_until=None).only("code", "name", "level")
    return {area.code: str(area) for area in found}


def office_label(held: Held, names: Mapping[str, str]) -> str:
    """How an office is called on screen: ``PSM, Kelurahan Sangkrah``."""
    place = names.get(held.reach, "")
    return f"{held.role.label}, {place}" if place else held.role.label


def main_office(actor: Actor) -> Held | None:
    """The office that stands under a name in the menu: the widest reach first."""
    return min(actor.held, key=lambda one: (len(one.reach), one.role), default=None)


@dataclass(frozen=True)
class Step:
    """One step of getting an instance to work."""

    title: str
    text: str
    done: int
    total: int
    url_name: str
    action: str
    """Empty where it isn't this reader's to do."""

    @property
    def is_done(self) -> bool:
        """Whether nothing of this step is left."""
        return self.total > 0 and self.done >= self.total


def first_steps(city: str, actor: Actor) -> Sequence[Step]:
    """What a new instance needs before the work can begin, with how far it has come."""
    day = today()
    kelurahan = list(
        Area.objects.below(city)
        .filter(level=Area.Level.KELURAHAN)
        .valid_on(day)
        .values_list("code", flat=True)
    )
    with_rw = {
        code.rpartition(".")[0]
        for code in Area.objects.below(city)
        .filter(level=Area.Level.RW, is_modelled=False)  # a modelled number is not an answer
        .valid_on(day)
        .values_list("code", flat=True)
    }
    with_psm = set(
        Appointment.objects.filter(role=Role.PSM, area_code__gte=city, area_code__lt=city + "/")
        .live_on(day)
        .values_list("area_code", flat=True)
    )
    covered = {code for code in kelurahan if any(one.startswith(code) for one in with_psm)}
    partners = Partner.objects.filter(ended_on=None).count()
    return [
        Step(
            _("RW dan RT"),
            _("Kelurahan memasukkan RW dan RT, dengan formulir, tempelan, atau berkas."),
            len(with_rw & set(kelurahan)),
            len(kelurahan),
            "areas_index",
            _("Masukkan RW"),
        ),
        Step(
            "PSM",
            _("Undang satu PSM untuk tiap kelurahan, lalu untuk tiap RW."),
            len(covered),
            len(kelurahan),
            "invite_many",
            _("Undang PSM"),
        ),
        Step(
            _("Mitra"),
            _("Daftarkan LK3, LKS, Tagana, dan puskesmas yang menerima rujukan."),
            min(partners, 1),
            1,
            "partners",
            _("Daftarkan mitra") if KEEP_PARTNERS.allows(actor) else "",
        ),
    ]


def instance_facts() -> Sequence[tuple[str, str]]:
    """Facts about the running instance for those who look after it; nothing personal."""
    names = area_names([django_settings.CITY_CODE])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), (SELECT max(day) FROM audit_dayhead)"
        )
        version, last_day = cursor.fetchone()
    return [
        (_("Wilayah"), names.get(django_settings.CITY_CODE, django_settings.CITY_CODE)),
        ("PostgreSQL", version.split(" ")[0]),
        (_("Kepala harian terakhir"), str(last_day or _("belum ada"))),
    ]
