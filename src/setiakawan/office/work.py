"""What waits for somebody, collected from the packages, and how offices are called."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from setiakawan.access.actors import Actor, Held
from setiakawan.access.roles import Role
from setiakawan.accounts.models import Appointment
from setiakawan.office.queries import area_names, office_label


@dataclass(frozen=True)
class WorkItem:
    """One thing that waits; the shape of ``office/parts/work.html``."""

    title: str
    text: str
    url: str
    action: str
    icon: str = "circle-help"
    kind: str = ""
    """danger, late, soon, now or nothing."""
    urgent: str = ""
    primary: bool = False


WorkSource = Callable[[Actor], Iterable[WorkItem]]
_sources: list[WorkSource] = []
_RANK = {"danger": 0, "late": 1, "soon": 2, "now": 3, "": 4}


def add_work_source(source: WorkSource) -> None:
    """Let a package say what waits for an actor there; made after the access rules."""
    if source not in _sources:
        _sources.append(source)


def waiting_for(actor: Actor) -> Sequence[WorkItem]:
    """Everything that waits for an actor, what endangers somebody first."""
    found = [item for source in _sources for item in source(actor)]
    return sorted(found, key=lambda item: _RANK[item.kind])


def offices_with_labels(actor: Actor) -> Sequence[tuple[Held, str]]:
    """The actor's offices as they are called."""
    names = area_names(one.reach for one in actor.held)
    return [(one, office_label(one, names)) for one in actor.held]


def office_of_appointment(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Role and place of appointments, without the name of who holds them."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    rows = list(Appointment.objects.filter(pk__in=wanted).values_list("id", "role", "area_code"))
    names = area_names(code for _, _, code in rows)
    return {one: office_label(Held(Role(role), code), names) for one, role, code in rows}
