"""The chain: who waits for whom (nobody), and which change is found."""

import json
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, connections
from tests.access.oracle import Office
from tests.access.stage import HERE, caller
from tests.probe.operations import open_dossier, open_dossiers

from setiakawan.access.actors import SYSTEM
from setiakawan.access.context import acting_as
from setiakawan.audit import models
from setiakawan.audit.acts import Act, system_act
from setiakawan.audit.erasing import erase_payload
from setiakawan.audit.readings import note_refusal
from setiakawan.audit.sealing import (
    ENTRY_COLUMNS,
    READING_COLUMNS,
    make_day_heads,
    seal_pending,
    verify,
)
from setiakawan.foundation.clock import today
from setiakawan.foundation.ids import uuid7

PSM = caller(Office("psm", HERE)).actor


def _do(title="Rapat", act=None):
    act = act or Act(id=uuid7(), actor=PSM, origin="test")
    open_dossier(act=act, area=HERE, title=title)
    return act.id


def _rows(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


@pytest.fixture
def sealed(committed_db, as_login, tmp_path):
    """Five acts and a refused try, sealed, with heads apart; gives the folder and the acts' ids."""
    ids = [_do(title) for title in ("Satu", "Dua", "Tiga", "Empat", "Lima")]
    note_refusal(PSM, what="probe.see", subject_kind="dossier", subject_id=str(uuid7()), address="")
    with as_login("worker"):
        assert seal_pending(heads=tmp_path) > 0
        make_day_heads(until=today() + timedelta(days=1), heads=tmp_path)
        found = verify(heads=tmp_path)
    assert found.fault is None and found.waiting == 0
    return tmp_path, ids


def test_every_column_is_under_the_seal():
    """A column that isn't in the digest could be changed and nobody would find it."""
    for model, columns in ((models.Entry, ENTRY_COLUMNS), (models.Reading, READING_COLUMNS)):
        assert {field.column for field in model._meta.concrete_fields} == set(columns)


def test_numbers_are_dense_and_follow_one_another(sealed, as_login):
    with as_login("worker"), acting_as(SYSTEM):
        for stream in ("ledger", "reading"):
            numbers = [row[0] for row in _rows(
                "SELECT seal_no FROM audit_seal WHERE stream = %s ORDER BY seal_no", stream)]  # fmt: skip
            assert numbers == list(range(1, len(numbers) + 1))
            assert numbers


def test_an_act_that_takes_long_holds_up_nobody(committed_db, as_login):
    """Its entry is sealed when it is there; others are sealed meanwhile, and no writer waits."""
    with as_login("worker"):
        seal_pending()
    slow_act = Act(id=uuid7(), actor=PSM, origin="test")
    written, go_on = threading.Event(), threading.Event()

    def slowly():
        with acting_as(PSM):
            open_dossier(act=slow_act, area=HERE, title="Lama")
            written.set()
            go_on.wait(10)
        connections["default"].close()

    slow = threading.Thread(target=slowly)
    slow.start()
    assert written.wait(5)
    begin = time.perf_counter()
    quick = [_do() for _ in range(5)]
    waited = time.perf_counter() - begin
    with as_login("worker"):
        assert seal_pending() == 5
    go_on.set()
    slow.join()
    with as_login("worker"):
        assert seal_pending() == 1
        with acting_as(SYSTEM):
            order = [row[0] for row in _rows(
                "SELECT record_id FROM audit_seal WHERE stream = 'ledger' ORDER BY seal_no")]  # fmt: skip
        assert verify().fault is None
    assert order[-6:] == [*quick, slow_act.id]
    assert waited < 5, "a writer waited for the slow one"


def test_two_sealers_never_seal_twice(committed_db, as_login):
    open_dossiers(act=Act(id=uuid7(), actor=PSM), area=HERE, titles=[f"no {n}" for n in range(300)])
    with as_login("worker"):
        sealed: list[int] = []

        def seal():
            sealed.append(seal_pending())
            connections["default"].close()

        threads = [threading.Thread(target=seal) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        sealed.append(seal_pending())
        found = verify()
        assert found.fault is None
        assert sum(sealed) >= 300 and found.waiting == 0


def test_an_erased_payload_still_verifies(sealed, as_login):
    heads, ids = sealed
    with as_login("worker"):
        erase_payload(act=system_act("test"), entry_id=ids[1], reason="Permintaan keluarga")
        seal_pending(heads=heads)
        found = verify(heads=heads)
    assert found.fault is None
    assert found.erased == 1


# What somebody with the owner's rights might do. Each says what is found.
ENTRY = "(SELECT id FROM audit_entry WHERE kind = 'dossier.opened' ORDER BY ledger_no OFFSET {} LIMIT 1)"
TAMPERINGS = {
    "a changed column": (
        f"UPDATE audit_entry SET received_at = received_at + interval '1 second' WHERE id = {ENTRY.format(1)}",
        "isi catatan berubah",
    ),
    "another actor": (
        f"UPDATE audit_entry SET account_id = gen_random_uuid() WHERE id = {ENTRY.format(1)}",
        "isi catatan berubah",
    ),
    "a changed payload": (
        "UPDATE audit_payload SET body = replace(body, 'Tiga', 'Tigo') WHERE body LIKE '%%Tiga%%'",
        "muatan catatan berubah",
    ),
    "a payload that was taken away": (
        f"DELETE FROM audit_payload WHERE entry_id = {ENTRY.format(2)}",
        "muatan hilang tanpa catatan",
    ),
    "a changed subject": (
        f"UPDATE audit_entrysubject SET restricted = NOT restricted WHERE entry_id = {ENTRY.format(1)}",
        "isi catatan berubah",
    ),
    "a subject more": (
        "INSERT INTO audit_entrysubject (entry_id, subject_kind, subject_id, role, area_code, restricted)"
        f" SELECT {ENTRY.format(0)}, 'dossier', gen_random_uuid(), 'subject', '', false",
        "isi catatan berubah",
    ),
    "a subject less": (
        f"DELETE FROM audit_entrysubject WHERE entry_id = {ENTRY.format(3)}",
        "isi catatan berubah",
    ),
    "a deleted entry": (
        f"DELETE FROM audit_entrysubject WHERE entry_id = {ENTRY.format(2)};"
        f"DELETE FROM audit_payload WHERE entry_id = {ENTRY.format(2)};"
        f"DELETE FROM audit_entry WHERE id = {ENTRY.format(2)}",
        "catatan hilang",
    ),
    "a deleted seal": (
        f"DELETE FROM audit_seal WHERE record_id = {ENTRY.format(2)}",
        "hilang",
    ),
    "two swapped entries": (
        "CREATE TEMP TABLE two ON COMMIT DROP AS SELECT record_id, seal_no FROM audit_seal"
        f" WHERE record_id IN ({ENTRY.format(1)}, {ENTRY.format(2)});"
        "UPDATE audit_seal SET record_id = gen_random_uuid() WHERE seal_no = (SELECT min(seal_no) FROM two) AND stream = 'ledger';"
        "UPDATE audit_seal SET record_id = (SELECT record_id FROM two ORDER BY seal_no LIMIT 1) WHERE seal_no = (SELECT max(seal_no) FROM two) AND stream = 'ledger';"
        "UPDATE audit_seal SET record_id = (SELECT record_id FROM two ORDER BY seal_no DESC LIMIT 1) WHERE seal_no = (SELECT min(seal_no) FROM two) AND stream = 'ledger'",
        "isi catatan berubah",
    ),
    "an entry that was slipped in": (
        "INSERT INTO audit_entry (id, batch_id, kind, actor_kind, origin, received_at, effective_at,"
        " effective_reason, outcome, subject_count, payload_digest) VALUES (gen_random_uuid(),"
        " gen_random_uuid(), 'dossier.opened', 'system', 'x', now(), now(), 'received', 'applied', 0, '');"
        "DELETE FROM audit_unsealed",
        "catatan tanpa segel",
    ),
    "a tail that was cut off, entries and seals": (
        f"CREATE TEMP TABLE gone ON COMMIT DROP AS SELECT {ENTRY.format(4)} AS id;"
        "DELETE FROM audit_seal WHERE stream = 'ledger' AND seal_no >= (SELECT seal_no FROM audit_seal WHERE record_id = (SELECT id FROM gone));"
        "DELETE FROM audit_dayhead;"
        "DELETE FROM audit_entrysubject WHERE entry_id IN (SELECT e.id FROM audit_entry e WHERE NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.record_id = e.id));"
        "DELETE FROM audit_payload WHERE entry_id IN (SELECT e.id FROM audit_entry e WHERE NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.record_id = e.id));"
        "DELETE FROM audit_entry e WHERE NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.record_id = e.id)",
        "berkas",
    ),
    "another root for the day": (
        "UPDATE audit_dayhead SET root = sha256('x') WHERE stream = 'ledger'",
        "akar kepala hari",
    ),
    "a changed refused try": (
        "UPDATE audit_reading SET address = '127.0.0.9'",
        "isi catatan berubah",
    ),
    "a deleted refused try": ("DELETE FROM audit_reading", "catatan hilang"),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_is_found(what, sealed, as_login):
    heads, _ = sealed
    statement, found = TAMPERINGS[what]
    with as_login("owner"):
        _without_triggers()
        with connection.cursor() as cursor:
            cursor.execute("BEGIN; SET CONSTRAINTS ALL DEFERRED;")
            for one in statement.replace("%%", "%").split(";"):
                cursor.execute(one)
            cursor.execute("COMMIT")
    with as_login("worker"):
        verdict = verify(heads=heads)
    assert verdict.fault is not None, "not found"
    assert found in verdict.fault.what


def _without_triggers():
    with connection.cursor() as cursor:
        for table in ("entry", "payload", "entrysubject", "reading", "seal", "dayhead"):
            cursor.execute(f"ALTER TABLE audit_{table} DISABLE TRIGGER USER")


def test_the_first_bad_place_is_named(sealed, as_login):
    heads, ids = sealed
    with as_login("owner"):
        _without_triggers()
        _run("UPDATE audit_entry SET origin = 'x' WHERE id = ANY(%s)", [ids[3], ids[1]])
    with as_login("worker"):
        fault = verify(heads=heads).fault
    assert fault is not None and fault.record_id == ids[1]


def _run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_head_that_was_written_apart_is_held_against_the_chain(sealed, as_login):
    heads, _ = sealed
    path = heads / "ledger-newest.json"
    said = json.loads(path.read_text())
    path.write_text(json.dumps(said | {"last_seal": said["last_seal"] + 1}))
    with as_login("worker"):
        fault = verify(heads=heads).fault
    assert fault is not None and "ledger-newest.json" in fault.what


def test_a_head_of_the_day_is_made_once(sealed, as_login):
    heads, _ = sealed
    with as_login("worker"):
        assert make_day_heads(until=today() + timedelta(days=1), heads=heads) == 0
        assert make_day_heads(until=today(), heads=heads) == 0
