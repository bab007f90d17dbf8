"""What is done about people in the background."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app

from setiakawan.access.actors import SYSTEM
from setiakawan.audit.acts import system_act
from setiakawan.audit.jobs import PATIENTLY
from setiakawan.audit.readings import reading
from setiakawan.foundation.connections import fresh_connection
from setiakawan.identity.numbers import JKN_LENGTH, NIK_LENGTH
from setiakawan.people.models import Document, Fact, Identifier, SharedNumber

ONE_OWNER = frozenset({Identifier.Kind.NIK, Identifier.Kind.JKN, Identifier.Kind.PASSPORT})
"""Numbers of one person; a KK is shared by a family."""


WHOLE = {Identifier.Kind.NIK: NIK_LENGTH, Identifier.Kind.JKN: JKN_LENGTH}
"""How many digits a number has; with less of it (half a NIK, "3372") nobody is asked about."""


def _is_asked_about(one: Fact) -> bool:
    return (
        isinstance(one, Identifier)
        and one.kind in ONE_OWNER
        and one.length == WHOLE.get(Identifier.Kind(one.kind), one.length)
    )


def look_for_shared_numbers(facts: Iterable[Fact]) -> None:
    """Have it looked up, after this act, whether others claim the same numbers."""
    ids = [str(one.id) for one in facts if _is_asked_about(one)]
    for begin in range(0, len(ids), 200):
        find_shared_numbers.defer(identifier_ids=ids[begin : begin + 200])


@app.task(name="people.find_shared_numbers", retry=PATIENTLY)
def find_shared_numbers(identifier_ids: list[str]) -> None:
    """Open a question to the officers about each number that several persons claim (CASE-09).

    Done by the system, for who registered somebody may not see the other one; nothing about it is
    said to them.
    """
    from setiakawan.people.operations.numbers import ask_about_shared_number

    with fresh_connection():
        for kind, index, is_hidden in _shared(identifier_ids):
            ask_about_shared_number(
                act=system_act(),
                kind=Identifier.Kind(kind),
                index=index,
                area_code=settings.CITY_CODE,
                is_restricted=is_hidden,
            )


def _shared(identifier_ids: list[str]) -> list[tuple[str, UUID, bool]]:
    found: list[tuple[str, UUID, bool]] = []
    with reading(SYSTEM):
        rows = Identifier.objects.filter(pk__in=identifier_ids)
        for kind, index in sorted({(one.kind, one.index) for one in rows if _is_asked_about(one)}):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT persons, is_any_hidden FROM people_shares_number(%s)", [index]
                )
                persons, is_hidden = cursor.fetchone()
            asked = SharedNumber.objects.filter(index=index, settled_at=None).exists()
            if persons > 1 and not asked:
                found.append((kind, index, is_hidden))
    return found


def files_named() -> set[str]:
    """The files that documents of persons name; as the system, over all of them."""
    return set(Document.objects.values_list("digest", flat=True).distinct())


@app.task(name="people.follow_areas", lock="people.follow_areas", retry=PATIENTLY)
def follow_areas_now() -> None:
    """Move who lies in an area that has ended, right after it ended."""
    from setiakawan.people.succession import follow, follow_addresses

    with fresh_connection():
        follow()
        follow_addresses()


@app.periodic(cron="7 17 * * *")  # seven past midnight in Solo
@app.task(name="people.follow_areas_daily", lock="people.follow_areas", retry=PATIENTLY)
def follow_areas_daily(timestamp: int) -> None:
    """The same each night, for a change may begin on a later day."""
    follow_areas_now.func()


@app.task(name="people.keep_teams", lock="people.keep_teams", retry=PATIENTLY)
def keep_teams_now() -> None:
    """Let the teams follow the offices, right after one ended."""
    from setiakawan.people.teams import keep

    with fresh_connection():
        keep()


@app.periodic(cron="9 17 * * *")
@app.task(name="people.keep_teams_daily", lock="people.keep_teams", retry=PATIENTLY)
def keep_teams_daily(timestamp: int) -> None:
    """The same each night, for an office may end on a later day."""
    keep_teams_now.func()
