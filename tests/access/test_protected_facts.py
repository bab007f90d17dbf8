"""What an ordinary reader knew stays; what is recorded under protection doesn't exist for them.

See docs/decisions/0004-protected-facts.md.
"""

import uuid

import pytest
from django.db import connection

from setiakawan.access.context import acting_as
from setiakawan.access.facts import newest_seen
from setiakawan.audit.acts import Act
from setiakawan.audit.readings import reading
from setiakawan.foundation.ids import uuid7
from tests.access.oracle import Office
from tests.access.stage import HERE, caller
from tests.probe import permissions
from tests.probe.models import Fact
from tests.probe.operations import record_fact

SRI = caller(Office("psm", HERE), account=uuid.UUID(int=101)).actor
"""PSM of the kelurahan; an ordinary reader and writer."""
JOKO = caller(Office("psm", HERE), account=uuid.UUID(int=102)).actor
"""Another PSM of the same kelurahan."""
OFFICER = caller(Office("officer", "33.72"), account=uuid.UUID(int=103)).actor
"""An officer without a part in the case."""
MANAGER = caller(
    Office("case_manager", "33.72"), Office("officer", "33.72"), account=uuid.UUID(int=104)
).actor
"""On the case team."""
RATNA, MOTHER = uuid.UUID(int=201), uuid.UUID(int=202)


@pytest.fixture
def ratna(committed_db, as_login):
    """Ratna and her mother live in the kelurahan; her phone and address are known."""
    with as_login("owner"):
        for who, name in ((RATNA, "Ratna"), (MOTHER, "Ibu Ratna")):
            _run("INSERT INTO probe_neighbour (id, area_code, name) VALUES (%s, %s, %s)",
                 who, HERE, name)  # fmt: skip
        _run("INSERT INTO probe_caseteam (id, subject_id, account_id) VALUES (%s, %s, %s)",
             uuid7(), RATNA, MANAGER.account_id)  # fmt: skip
    tell(SRI, "contact", "0812-0000-1001")
    tell(SRI, "address", "Jl. Sangkrah 1")


@pytest.fixture
def protect(as_login):
    """The case team puts somebody under protection, or ends it."""

    def now(who=RATNA, *, end=False):
        with as_login("owner"):
            if end:
                _run("UPDATE probe_shelter SET ended_at = now() WHERE subject_id = %s", who)
            else:
                _run("INSERT INTO probe_shelter (id, subject_id) VALUES (%s, %s)", uuid7(), who)

    return now


def _run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def tell(actor, kind, value, *, who=RATNA, other=None):
    record_fact(
        act=Act(id=uuid7(), actor=actor, origin="test"), subject_id=who, kind=kind, value=value,
        other_id=other,
    )  # fmt: skip


def known(actor, who=RATNA):
    with reading(actor):
        rows = permissions.SEE_FACTS.rows(actor, Fact.objects.filter(subject_id=who))
        newest = newest_seen(rows, slot=("subject_id", "kind"))
        return {fact.kind: fact.value for fact in newest}


def test_what_was_known_stays_exactly_as_it_was(ratna, protect):
    before = {one: known(one) for one in (SRI, JOKO, OFFICER, MANAGER)}
    protect()
    assert {one: known(one) for one in (SRI, JOKO, OFFICER, MANAGER)} == before
    assert before[JOKO] == {"contact": "0812-0000-1001", "address": "Jl. Sangkrah 1"}


def test_a_newer_fact_does_not_exist_for_an_ordinary_reader(ratna, protect):
    protect()
    tell(MANAGER, "address", "Rumah aman")
    tell(MANAGER, "workplace", "Pasar Gede")

    for ordinary in (SRI, JOKO, OFFICER):
        assert known(ordinary) == {"contact": "0812-0000-1001", "address": "Jl. Sangkrah 1"}
        with acting_as(ordinary), connection.cursor() as cursor:
            cursor.execute("SELECT count(*), count(*) FILTER (WHERE is_protected) FROM probe_fact")
            assert cursor.fetchone() == (2, 0)
            cursor.execute("SELECT count(*) FROM probe_shelter")
            assert cursor.fetchone() == (0,)
    assert known(MANAGER)["address"] == "Rumah aman"


def test_a_correction_by_an_ordinary_writer_is_protected_and_stays_with_her(ratna, protect):
    """That her own correction vanished would tell her; to everybody else it doesn't exist."""
    protect()
    tell(SRI, "contact", "0812-0000-2002")

    assert known(SRI)["contact"] == "0812-0000-2002"
    assert known(JOKO)["contact"] == "0812-0000-1001"
    assert known(OFFICER)["contact"] == "0812-0000-1001"
    assert known(MANAGER)["contact"] == "0812-0000-2002"


def test_nobody_can_write_an_open_fact_about_somebody_protected(ratna, protect):
    """The database decides, not the writer: she may be one who must not know."""
    protect()
    new = uuid7()
    with acting_as(JOKO):
        from setiakawan.access.context import grant

        grant([new])
        _run("INSERT INTO probe_fact (id, subject_id, kind, value, area_code, recorded_by, recorded_at,"
             " is_protected) VALUES (%s, %s, 'contact', 'x', %s, %s, now(), false)",
             new, RATNA, HERE, JOKO.account_id)  # fmt: skip
    assert known(SRI)["contact"] == "0812-0000-1001"
    with acting_as(MANAGER), connection.cursor() as cursor:
        cursor.execute("SELECT is_protected FROM probe_fact WHERE id = %s", [new])
        assert cursor.fetchone() == (True,)


@pytest.mark.parametrize(
    "statement", ["UPDATE probe_fact SET value = 'x'", "DELETE FROM probe_fact"]
)
def test_a_fact_is_never_changed(statement, ratna, as_login):
    from django.db import DatabaseError

    with acting_as(SRI), pytest.raises(DatabaseError, match="permission denied"):
        _run(statement)


def test_a_relation_is_protected_if_either_side_is(ratna, protect):
    protect()
    tell(SRI, "relation", "ibu dari", who=MOTHER, other=RATNA)

    assert "relation" not in known(JOKO, MOTHER)
    assert known(SRI, MOTHER) == {"relation": "ibu dari"}


def test_when_protection_ends_what_was_protected_stays_so(ratna, protect):
    """Opening it is a decision of its own: a new, open fact by the team."""
    protect()
    tell(MANAGER, "address", "Rumah aman")
    protect(end=True)
    assert known(JOKO)["address"] == "Jl. Sangkrah 1"
    tell(MANAGER, "address", "Jl. Sangkrah 9")
    assert known(JOKO)["address"] == "Jl. Sangkrah 9"


def test_merging_takes_the_stricter(ratna, protect, as_login):
    """Two records turn out to be one person: from then on both are protected, and nothing known is lost."""
    protect(RATNA)
    tell(SRI, "contact", "0812-0000-3003", who=MOTHER)
    # The merge: facts stay where they are, protection covers both ids, and so does the case team.
    with as_login("owner"):
        _run("UPDATE probe_neighbour SET same_as_id = %s WHERE id = %s", RATNA, MOTHER)
        _run("INSERT INTO probe_caseteam (id, subject_id, account_id) VALUES (%s, %s, %s)",
             uuid7(), MOTHER, MANAGER.account_id)  # fmt: skip
    protect(MOTHER)
    tell(MANAGER, "contact", "0812-0000-4004", who=MOTHER)

    assert known(JOKO, MOTHER) == {"contact": "0812-0000-3003"}
    assert known(JOKO, RATNA) == {"contact": "0812-0000-1001", "address": "Jl. Sangkrah 1"}
    assert known(MANAGER, MOTHER) == {"contact": "0812-0000-4004"}
