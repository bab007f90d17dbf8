"""CASE-20: what is out of reach can't be told from what never was; what is tried is on record."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setiakawan.access.actors import SYSTEM
from setiakawan.access.context import acting_as
from setiakawan.access.permissions import RefusedTry
from setiakawan.audit.acts import Act
from setiakawan.audit.ledger import Subject
from setiakawan.audit.models import Entry
from setiakawan.audit.operations import operation, record
from setiakawan.audit.queries import timeline_of_subject
from setiakawan.audit.readings import note_refusal, reading
from setiakawan.foundation.ids import uuid7
from tests.access.oracle import Office
from tests.access.stage import HERE, ME, SOMEBODY_ELSE, caller
from tests.probe import permissions
from tests.probe.models import Dossier
from tests.probe.operations import open_dossier, retitle_dossier, transfer_dossier

BESIDE = "33.72.04.1010"
PSM = caller(Office("psm", HERE)).actor
OFFICER = caller(Office("officer", "33.72"), account=SOMEBODY_ELSE).actor


def act_of(actor):
    return Act(id=uuid7(), actor=actor, origin="test")


def _statements(captured, *ids):
    """The statements without what differs by nature: what was asked for, a reading's own id and time."""
    found = []
    for one in captured.captured_queries:
        text = one["sql"]
        for value in ids:
            text = text.replace(str(value), "ID").replace(value.hex, "ID")
        if text.startswith("INSERT INTO audit_reading "):
            text = re.sub(r"VALUES \('[0-9a-f]{32}'", "VALUES ('OWN'", text)
            text = re.sub(r"'[^']+'::timestamptz", "NOW", text)
        found.append(text)
    return found


@pytest.fixture
def hidden(committed_db):
    """A dossier next door."""
    return open_dossier(act=act_of(OFFICER), area=BESIDE, title="Ratna Puspita").pk


@pytest.fixture
def restricted(committed_db, as_login):
    """A restricted dossier in the same kelurahan."""
    dossier = open_dossier(act=act_of(OFFICER), area=HERE, title="Ratna Puspita")
    transfer_dossier(act=act_of(OFFICER), dossier_id=dossier.pk, area=HERE, restrict=True)
    return dossier.pk


@pytest.mark.parametrize("which", ["hidden", "restricted"])
@pytest.mark.parametrize("locks", [False, True])
def test_a_read_takes_the_same_statements(which, locks, request, committed_db):
    seen = {}
    for asked in (request.getfixturevalue(which), uuid7()):
        rows = Dossier.objects.select_for_update() if locks else Dossier.objects.all()
        with (
            CaptureQueriesContext(connection) as captured,
            reading(PSM),
            pytest.raises(RefusedTry) as refusal,
        ):
            permissions.SEE.get(act_of(PSM), rows, asked)
        seen[asked] = (_statements(captured, asked), refusal.value.as_json())
    first, second = seen.values()
    assert first == second
    assert len(first[0]) > 2


@pytest.mark.parametrize("which", ["hidden", "restricted"])
def test_an_operation_takes_the_same_statements(which, request, committed_db):
    seen = []
    for asked in (request.getfixturevalue(which), uuid7()):
        act = act_of(PSM)
        with CaptureQueriesContext(connection) as captured, pytest.raises(RefusedTry):
            retitle_dossier(act=act, dossier_id=asked, title="Lain")
        seen.append(_statements(captured, asked, act.id))
    assert seen[0] == seen[1]


def test_counts_lists_and_searches_are_without_it(restricted, hidden, committed_db):
    with reading(PSM):
        rows = permissions.SEE.rows(PSM, Dossier.objects.all())
        assert rows.count() == 0
        assert Dossier.objects.filter(title__startswith="Rat").count() == 0
        assert Dossier.objects.filter(title="Ratna Puspita").exists() is False
        assert list(rows.order_by("title")[:10]) == []


def test_a_refused_try_is_on_record_hidden_and_absent_alike(hidden, committed_db, as_login):
    absent = uuid7()
    for asked in (hidden, absent):
        note_refusal(
            PSM, what="probe.see", subject_kind="probe.dossier", subject_id=str(asked),
            address="127.0.0.1",
        )  # fmt: skip
    with as_login("worker"), acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, account_id, what, subject_kind, address, subject_id FROM audit_reading"
            " ORDER BY reading_no"
        )
        rows = cursor.fetchall()
    assert rows[0][:5] == rows[1][:5] == (
        "refused", ME, "probe.see", "probe.dossier", "127.0.0.1",
    )  # fmt: skip
    assert [row[5] for row in rows] == [str(hidden), str(absent)]


# Timelines


@operation("dossier.compared")
def compare(*, act: Act, first: uuid.UUID, second: uuid.UUID) -> None:
    """An act about two."""
    one, other = (Dossier.objects.get(pk=pk) for pk in (first, second))
    record(act, [one.as_subject(), other.as_subject()])


def _timeline(actor, subject):
    with reading(actor):
        return [one.kind for one in timeline_of_subject(subject)]


def test_an_act_that_also_concerns_somebody_hidden_is_not_in_the_timeline(hidden, committed_db):
    mine = open_dossier(act=act_of(OFFICER), area=HERE, title="Tetangga").pk
    compare(act=act_of(OFFICER), first=mine, second=hidden)

    assert _timeline(OFFICER, mine) == ["dossier.compared", "dossier.opened"]
    assert _timeline(PSM, mine) == ["dossier.opened"]
    assert _timeline(PSM, hidden) == []


def test_a_restricted_act_is_seen_by_whom_it_was_opened_to(committed_db, as_login):
    dossier = open_dossier(act=act_of(OFFICER), area=HERE, title="Ratna")
    other = caller(Office("officer", "33.72"), account=uuid.UUID(int=7)).actor
    transfer_dossier(act=act_of(OFFICER), dossier_id=dossier.pk, area=HERE, restrict=True)
    with as_login("owner"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO probe_dossiergrant (id, dossier_id, account_id) VALUES (%s, %s, %s)",
            [uuid7(), dossier.pk, other.account_id],
        )
    with acting_as(other):
        from setiakawan.access.context import grant

        grant([dossier.pk])
    retitle_dossier(act=act_of(other), dossier_id=dossier.pk, title="Lain")

    third = caller(Office("officer", "33.72"), account=uuid.UUID(int=8)).actor
    assert "dossier.retitled" in _timeline(other, dossier.pk)
    assert "dossier.retitled" not in _timeline(third, dossier.pk)
    # What was done before it was restricted stays what it was: an open act about an open dossier.
    assert "dossier.opened" in _timeline(third, dossier.pk)


def test_who_is_barred_sees_nothing_of_the_timeline_either(committed_db, as_login):
    """A bar is stronger than any role: also where the act was open when it was done."""
    dossier = open_dossier(act=act_of(OFFICER), area=HERE, title="Tetangga")
    assert _timeline(PSM, dossier.pk) == ["dossier.opened"]
    with as_login("owner"), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_bar DISABLE TRIGGER USER")
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = 'accounts_bar'::regclass"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE accounts_bar DROP CONSTRAINT "{name}"')
        cursor.execute(
            "INSERT INTO accounts_bar (id, subject_kind, subject_id, account_id, reason, area_code,"
            " named_at) VALUES (%s, 'dossier', %s, %s, '', '', now())",
            [uuid7(), dossier.pk, ME],
        )
    assert _timeline(PSM, dossier.pk) == []
    with reading(PSM):
        assert Dossier.objects.count() == 0
    assert _timeline(OFFICER, dossier.pk) == ["dossier.opened"]


def test_a_kind_that_nobody_declared_has_no_timeline(committed_db):
    subject = Subject("unheard_of", uuid7(), area=HERE)

    @operation("unheard_of.done")
    def do(*, act: Act) -> None:
        record(act, subject)

    act = act_of(OFFICER)
    do(act=act)
    assert _timeline(PSM, subject.id) == []
    assert _timeline(OFFICER, subject.id) == ["unheard_of.done"], (
        "what one did oneself stays in sight"
    )
    for who, seen in ((OFFICER, True), (PSM, False)):
        with reading(who):
            assert Entry.objects.filter(pk=act.id).exists() is seen, "one's own act stays one's own"
