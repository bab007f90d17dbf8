"""The stage stands: everybody in the cast holds the office their part says."""

import pytest

from setiakawan.access.roles import Role
from setiakawan.accounts.queries import accounts_in_reach
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import CAST, actor, bu_dewi, bu_sri, bu_wahyuni, mas_tono


@pytest.mark.parametrize("part", CAST, ids=lambda part: part.key)
def test_everybody_holds_their_office(db, part):
    person = actor(part)
    assert person.holds(part.role)
    assert [one.reach for one in person.held] == [part.area_code]
    assert person.name == part.call_name
    assert bool(person.partners) == (part.role == Role.PARTNER_STAFF)


def test_who_looks_after_whom(db):
    seen = {}
    for part in (bu_sri, bu_wahyuni, bu_dewi, mas_tono):
        with reading(actor(part)):
            seen[part.key] = [one.name for one in accounts_in_reach(actor(part)).rows]
    assert seen["bu_sri"] == seen["mas_tono"] == []
    assert seen["bu_wahyuni"] == ["Endah Palupi", "Sri Lestari", "Wahyuni Kartasari"]
    assert len(seen["bu_dewi"]) == len(CAST)  # offices are public; no numbers come with them
