"""One act, one entry, once."""

import hashlib
import threading
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections
from pydantic import SecretStr
from tests.access.oracle import Office
from tests.access.stage import HERE, SOMEBODY_ELSE, caller
from tests.probe.models import Dossier
from tests.probe.operations import (
    Secretive,
    TooLate,
    break_rule,
    open_dossier,
    open_dossiers,
    retitle_dossier,
    tell_secret,
    transfer_dossier,
)

from setiakawan.access.actors import PUBLIC, SYSTEM
from setiakawan.access.context import acting_as
from setiakawan.audit.acts import Act, system_act
from setiakawan.audit.erasing import AlreadyErased, erase_payload
from setiakawan.audit.operations import LedgerRule, NoLongerKnown
from setiakawan.foundation.ids import derived_id, uuid7
from setiakawan.foundation.problems import BadArguments, IdTaken, Missing, NotAllowed

BESIDE = "33.72.04.1010"
PSM = caller(Office("psm", HERE)).actor
OFFICER = caller(Office("officer", "33.72"), account=SOMEBODY_ELSE).actor


def act_of(actor=PSM, act_id=None) -> Act:
    return Act(id=act_id or uuid7(), actor=actor, origin="test")


def count(table: str, where: str = "TRUE", *values: Any) -> int:
    """How many rows there really are; asks as the worker for the system."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {where}", values)
        return int(cursor.fetchone()[0])


@pytest.fixture
def truly(committed_db, as_login):
    """Count what is truly in the database, whoever the test acts as."""

    def look(table: str, where: str = "TRUE", *values: Any) -> int:
        with as_login("worker"), acting_as(SYSTEM):
            return count(table, where, *values)

    return look


# Once


def test_the_same_act_again_gives_the_first_answer(committed_db, truly):
    act = act_of()
    first = open_dossier(act=act, area=HERE, title="Rapat")
    again = open_dossier(act=act, area=HERE, title="Rapat")

    assert (again.pk, again.title) == (first.pk, "Rapat")
    assert truly("audit_entry", "batch_id = %s", act.id) == 1
    assert truly("probe_dossier", "id = %s", first.pk) == 1


def test_the_answer_to_a_repeat_is_the_row_as_it_is_now(committed_db):
    act = act_of()
    dossier = open_dossier(act=act, area=HERE, title="Rapat")
    retitle_dossier(act=act_of(), dossier_id=dossier.pk, title="Musyawarah")

    assert open_dossier(act=act, area=HERE, title="Rapat").title == "Musyawarah"


@pytest.mark.parametrize(
    "other",
    [
        lambda act: open_dossier(act=act, area=HERE, title="Lain"),
        lambda act: open_dossier(act=act, area=HERE, title="Rapat", restricted=True),
        lambda act: open_dossiers(act=act, area=HERE, titles=["Rapat"]),
        lambda act: break_rule(act=act, how="none"),
    ],
)
def test_the_same_id_with_another_body_is_refused_and_changes_nothing(other, committed_db, truly):
    act = act_of()
    open_dossier(act=act, area=HERE, title="Rapat")

    with pytest.raises(IdTaken) as refusal:
        other(act)

    assert refusal.value.status == 409
    assert truly("audit_entry", "batch_id = %s", act.id) == 1
    assert truly("probe_dossier", "title <> 'Rapat'") == 0


@pytest.mark.parametrize(
    "thief", [OFFICER, PUBLIC, caller(Office("psm", BESIDE), account=SOMEBODY_ELSE).actor]
)
def test_the_id_of_somebody_else_opens_and_changes_nothing(thief, committed_db, truly):
    act = act_of()
    open_dossier(act=act, area=HERE, title="Rapat")

    with pytest.raises(IdTaken):
        open_dossier(act=act_of(thief, act.id), area=HERE, title="Rapat")

    assert truly("audit_entry", "batch_id = %s", act.id) == 1


def test_the_id_of_a_part_of_a_set_is_taken_too(committed_db):
    act = act_of()
    open_dossiers(act=act, area=HERE, titles=["Satu", "Dua"])

    with pytest.raises(IdTaken):
        open_dossier(act=act_of(act_id=derived_id(act.id, 1)), area=HERE, title="Satu")


def test_the_public_cannot_take_an_act_of_the_system(committed_db, as_login):
    act = system_act("test")
    with as_login("worker"):
        tell_secret(act=act, password=SecretStr("a"), inside=[])

    with pytest.raises(IdTaken):
        tell_secret(act=Act(id=act.id, actor=PUBLIC), password=SecretStr("a"), inside=[])


def test_ten_at_once_are_one(committed_db, truly):
    """CASE-15: the slow server and ten sends."""
    act = act_of()
    answers: list[object] = []
    start = threading.Barrier(10)

    def send() -> None:
        try:
            start.wait()
            answers.append(open_dossier(act=act, area=HERE, title="Rapat").pk)
        except Exception as error:  # noqa: BLE001  # it is looked at below, in the test's own thread
            answers.append(error)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=send) for _ in range(10)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert answers == [derived_id(act.id, 1)] * 10
    assert truly("audit_entry", "batch_id = %s", act.id) == 1
    assert truly("procrastinate_jobs", "task_name = 'probe.look'") == 1
    with pytest.raises(IdTaken):
        open_dossier(act=act, area=HERE, title="Lain")


def test_a_set_leaves_one_entry_a_subject_and_repeats_as_one(committed_db, truly):
    act = act_of()
    first = open_dossiers(act=act, area=HERE, titles=["Satu", "Dua", "Tiga"])
    again = open_dossiers(act=act, area=HERE, titles=["Satu", "Dua", "Tiga"])

    assert [one.pk for one in again] == [one.pk for one in first]
    assert truly("audit_entry", "batch_id = %s", act.id) == 3


# Exactly one entry, or nothing


@pytest.mark.parametrize("how", ["none", "twice", "other act", "inside"])
def test_an_operation_leaves_exactly_one_entry_of_its_own(how, committed_db, truly):
    act = act_of()
    with pytest.raises(LedgerRule):
        break_rule(act=act, how=how)
    assert truly("audit_entry", "batch_id = %s", act.id) == 0


def test_a_number_with_a_point_does_not_go_into_the_ledger(committed_db, truly):
    act = act_of()
    with pytest.raises(TypeError, match="float"):
        break_rule(act=act, how="float")
    assert truly("audit_entry", "batch_id = %s", act.id) == 0


def test_when_the_body_fails_nothing_remains_and_no_job_runs(committed_db, truly):
    act = act_of()
    with pytest.raises(TooLate):
        open_dossier(act=act, area=HERE, title="Rapat", fails=True)

    assert truly("audit_entry", "batch_id = %s", act.id) == 0
    assert truly("audit_payload", "entry_id = %s", act.id) == 0
    assert truly("probe_dossier") == 0
    assert truly("procrastinate_jobs", "task_name = 'probe.look'") == 0

    open_dossier(act=act, area=HERE, title="Rapat")
    assert truly("procrastinate_jobs", "task_name = 'probe.look'") == 1


@pytest.mark.parametrize(
    "arguments", [{}, {"area": HERE}, {"area": HERE, "title": "a\x00b"}, {"area": HERE, "title": 5},
                  {"area": HERE, "title": "Rapat", "more": 1}, {"area": None, "title": "Rapat"},
                  {"area": HERE, "title": "x" * 201}, {"area": HERE, "title": "\ud800"}],
)  # fmt: skip
def test_arguments_of_the_wrong_shape_are_refused_before_anything(arguments, committed_db, truly):
    with pytest.raises(BadArguments):
        open_dossier(act=act_of(), **arguments)
    assert truly("probe_dossier") == 0


@pytest.mark.parametrize(
    "area", [BESIDE, "33.72.04", "33.72.04.10099", HERE + "-1", HERE + " x", "", "'"]
)
def test_out_of_reach_and_lookalikes_are_not_there(area, committed_db, truly):
    with pytest.raises(Missing):
        open_dossier(act=act_of(), area=area, title="Rapat")
    assert truly("probe_dossier") == 0


def test_a_role_that_never_may_is_told_so(committed_db):
    with pytest.raises(NotAllowed):
        open_dossier(act=act_of(caller(Office("leader", "33.72")).actor), area=HERE, title="Rapat")


def test_a_job_of_somebody_is_deferred_by_the_web_itself(committed_db, truly):
    """The app role has the rights that deferring needs, and not the others."""
    open_dossier(act=act_of(), area=HERE, title="Rapat")
    with pytest.raises(DatabaseError):
        count("procrastinate_workers")
    with connection.cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute("DELETE FROM procrastinate_jobs")


# Secrets


def test_a_secret_is_nowhere_in_the_database(committed_db, as_login):
    act = act_of()
    word = "Rahasia-besar-4711"
    tell_secret(
        act=act, password=SecretStr(word), inside=[Secretive(hint="a", word=SecretStr(word + "x"))]
    )
    with as_login("worker"), acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT body FROM audit_payload WHERE entry_id = %s", [act.id])
        body = cursor.fetchone()[0]
    assert word not in body
    plain_digests = {
        hashlib.new(name, word.encode()).hexdigest() for name in ("sha256", "md5", "sha1")
    }
    assert not any(digest in body for digest in plain_digests)
    assert settings.SECRET_KEY not in body


def test_the_same_act_with_another_secret_is_another_body(committed_db):
    """Else who knows an act's id could be signed in as somebody without their key."""
    act = Act(id=uuid7(), actor=PUBLIC)
    tell_secret(act=act, password=SecretStr("benar"), inside=[])

    assert tell_secret(act=act, password=SecretStr("benar"), inside=[]) == "ok"
    with pytest.raises(IdTaken):
        tell_secret(act=act, password=SecretStr("salah"), inside=[])


# Out of sight


def test_a_row_that_was_moved_away_is_still_answered_but_only_by_its_id(committed_db):
    dossier = open_dossier(act=act_of(), area=HERE, title="Rapat")
    act = act_of()
    moved = transfer_dossier(act=act, dossier_id=dossier.pk, area=BESIDE)
    assert moved.area_code == BESIDE, "the one who moves it sees it to the end of the act"

    again = transfer_dossier(act=act, dossier_id=dossier.pk, area=BESIDE)

    assert again.pk == dossier.pk
    with pytest.raises(Missing):
        again.title  # noqa: B018  # reading it is the try
    with pytest.raises(Missing):
        retitle_dossier(act=act_of(), dossier_id=dossier.pk, title="Lain")


def test_what_somebody_wrote_is_not_theirs_to_read_when_the_reach_is_gone(committed_db):
    act = act_of()
    open_dossier(act=act, area=HERE, title="Rapat")
    before, after = PSM, caller(Office("psm", BESIDE)).actor
    seen = {}
    for who in (before, after):
        with acting_as(who):
            seen[who] = (
                count("audit_entry", "id = %s", act.id),
                count("audit_payload", "entry_id = %s", act.id),
            )
    assert seen == {before: (1, 1), after: (1, 0)}


def test_while_one_waits_for_the_lock_the_row_may_move_out_of_reach(committed_db):
    """The rule is asked again after the lock: what was seen before may be gone."""
    dossier = open_dossier(act=act_of(), area=HERE, title="Rapat")
    locked, go_on = threading.Event(), threading.Event()
    result: list[Any] = []

    def move() -> None:
        with acting_as(OFFICER) as context:
            from setiakawan.access.context import grant

            grant([dossier.pk])
            Dossier.objects.filter(pk=dossier.pk).update(area_code=BESIDE, account_id=None)
            assert context.granted
            locked.set()
            go_on.wait(5)
        connections["default"].close()

    def retitle() -> None:
        try:
            result.append(retitle_dossier(act=act_of(), dossier_id=dossier.pk, title="Lain"))
        except Missing as refusal:
            result.append(refusal)
        finally:
            connections["default"].close()

    mover, writer = threading.Thread(target=move), threading.Thread(target=retitle)
    mover.start()
    assert locked.wait(5)
    writer.start()
    writer.join(0.3)
    assert writer.is_alive(), "it waits for the lock"
    go_on.set()
    mover.join()
    writer.join()

    assert len(result) == 1 and isinstance(result[0], Missing)


# Erasing


def test_a_payload_is_erased_by_an_act_of_its_own(committed_db, as_login, truly):
    act = act_of()
    open_dossier(act=act, area=HERE, title="Rapat")
    with as_login("worker"):
        erasing = system_act("test")
        erase_payload(act=erasing, entry_id=act.id, reason="Permintaan keluarga")
        erase_payload(act=erasing, entry_id=act.id, reason="Permintaan keluarga")
        with pytest.raises(AlreadyErased):
            erase_payload(act=system_act("test"), entry_id=act.id, reason="Sekali lagi")
        with pytest.raises(Missing):
            erase_payload(act=system_act("test"), entry_id=uuid7(), reason="Tidak ada")

    assert truly("audit_payload", "entry_id = %s", act.id) == 0
    assert truly("audit_entry", "kind = 'payload.erased' AND settles = %s", act.id) == 1
    with pytest.raises(NoLongerKnown):
        open_dossier(act=act, area=HERE, title="Rapat")


@pytest.mark.parametrize("actor", [PSM, OFFICER, PUBLIC, SYSTEM])
def test_the_web_never_erases(actor, committed_db, truly):
    act = act_of()
    open_dossier(act=act, area=HERE, title="Rapat")
    with pytest.raises((NotAllowed, Missing, DatabaseError)):
        erase_payload(act=act_of(actor), entry_id=act.id, reason="Coba-coba saja")
    with acting_as(actor), pytest.raises(DatabaseError, match="permission denied"):
        count("(SELECT audit_erase_payload(%s)) x", "TRUE", act.id)
    assert truly("audit_payload", "entry_id = %s", act.id) == 1


def test_the_worker_erases_only_as_the_system(committed_db, as_login, truly):
    act = act_of()
    open_dossier(act=act, area=HERE, title="Rapat")
    with (
        as_login("worker"),
        acting_as(PSM),
        pytest.raises(DatabaseError, match="only the system"),
    ):
        count("(SELECT audit_erase_payload(%s)) x", "TRUE", act.id)
    assert truly("audit_payload", "entry_id = %s", act.id) == 1
