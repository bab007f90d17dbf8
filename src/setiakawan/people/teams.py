"""Whose office is over leaves the teams; case managers of the place come in where none is left (CASE-13).

Done by the system, for who ends an office sees neither the teams nor whom they protect.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from setiakawan.access.actors import SYSTEM
from setiakawan.access.reach import reach_range
from setiakawan.access.roles import Role
from setiakawan.accounts.handover import OpenWork
from setiakawan.accounts.models import Appointment, Bar
from setiakawan.audit.acts import Act, system_act
from setiakawan.audit.readings import reading
from setiakawan.foundation.clock import today
from setiakawan.people.models import Person, TeamMember
from setiakawan.people.operations.keeping_teams import keep_team


def keep(day: date | None = None) -> int:
    """Bring every team up to the offices of a day; say how many teams changed. As the system."""
    with reading(SYSTEM):
        plans = _plans(day or today())
    for person_id, (ended, joined) in plans.items():
        keep_team(act=system_act(), person_id=person_id, ended=ended, joined=joined)
    return len(plans)


def _plans(on: date) -> Mapping[UUID, tuple[list[UUID], list[UUID]]]:
    held: dict[UUID, set[str]] = defaultdict(set)
    managers: list[tuple[UUID, str]] = []
    for account, role, code in Appointment.objects.live_on(on).values_list(
        "account_id", "role", "area_code"
    ):
        held[account].add(role)
        if role == Role.CASE_MANAGER:
            managers.append((account, code))
    teams: dict[UUID, list[TeamMember]] = defaultdict(list)
    for tie in TeamMember.objects.filter(left_at=None).order_by("joined_at", "id"):
        teams[tie.person_id].append(tie)
    areas = dict(Person.objects.filter(pk__in=teams).values_list("id", "area_code"))
    barred = set(
        Bar.objects.filter(subject_id__in=list(teams), ended_at=None).values_list(
            "subject_id", "account_id"
        )
    )
    plans: dict[UUID, tuple[list[UUID], list[UUID]]] = {}
    for person_id, ties in teams.items():
        over = [tie for tie in ties if tie.role not in held[tie.account_id]]
        if not over:
            continue
        staying = {tie.account_id for tie in ties if tie not in over}
        joined: list[UUID] = []
        if not any(tie.role == Role.CASE_MANAGER for tie in ties if tie not in over):
            joined = sorted(
                {
                    account
                    for account, code in managers
                    if reach_range(code).covers(areas[person_id])
                    and account not in staying
                    and (person_id, account) not in barred
                }
            )
            if not joined:
                continue  # nobody to take over yet: a team that sees nobody protects nobody
        plans[person_id] = ([tie.id for tie in over], joined)
    return plans


def _hand_over(act: Act, appointment: Appointment, on: date, successor_id: UUID | None) -> int:
    """Have the teams looked at after this act; how many there are is not for who ends the office."""
    from setiakawan.people.jobs import keep_teams_now

    keep_teams_now.defer()
    return 0


TEAMS = OpenWork(
    kind="teams",
    label=str(_("Tim warga yang dilindungi")),
    waiting=lambda appointment, on: 0,
    hand_over=_hand_over,
)
