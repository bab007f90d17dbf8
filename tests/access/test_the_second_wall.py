"""The database holds by itself: whoever logs in as the web or the worker can't get around it."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction
from django.http import StreamingHttpResponse

from setiakawan.access import protection
from setiakawan.access.actors import PUBLIC, SYSTEM
from setiakawan.access.context import NoTransaction, acting_as, grant
from setiakawan.access.permissions import columns_of
from setiakawan.accounts.models import Account
from setiakawan.areas.operations import NewArea, load_areas
from setiakawan.audit.acts import Act, system_act
from setiakawan.audit.readings import reading
from setiakawan.foundation.clock import today
from setiakawan.foundation.ids import uuid7
from setiakawan.instance.database import LOGINS, role_name
from tests.access.oracle import Office, lies_in, sees
from tests.access.stage import HERE, ME, SOMEBODY_ELSE, Stage, caller
from tests.probe.models import Dossier
from tests.probe.operations import open_dossier

REMEMBERED = (
    "audit_entry",
    "audit_payload",
    "audit_entrysubject",
    "audit_reading",
    "audit_seal",
    "audit_dayhead",
)


def _one(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]


def _column(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [row[0] for row in cursor.fetchall()]


def _refused(statement, *values):
    """The error with which the database refuses a statement; fails when it doesn't."""
    with (
        pytest.raises(DatabaseError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)
    return str(refusal.value)


# What is declared


@pytest.mark.django_db
def test_every_table_is_declared_and_every_declared_table_exists():
    tables = set(
        _column("SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE n.nspname = 'public' AND relkind IN ('r', 'p', 'v', 'm', 'f')")
    )  # fmt: skip
    assert tables == set(protection.declared())


@pytest.mark.django_db
def test_every_model_about_somebody_has_row_security():
    secured = set(_column("SELECT relname FROM pg_class WHERE relrowsecurity"))
    declared = {name for name, one in protection.declared().items() if one.read}
    assert secured == declared
    about_somebody = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if _says_whose(model)
        or any(
            (field.is_relation and field.related_model is Account)
            or field.column in {"account_id", "user_id", "subject_id", "person_id"}
            for field in model._meta.concrete_fields
        )
    }  # fmt: skip
    assert about_somebody <= secured, about_somebody - secured


def _says_whose(model):
    """Public things (areas) have an area too; a row that belongs to somebody says more."""
    columns = getattr(model, "access_columns", None)
    return columns is not None and bool(
        columns.own or columns.team or columns.restricted or columns.bars or columns.partner
    )


@pytest.mark.django_db
def test_a_table_without_row_security_says_why():
    for name, one in protection.declared().items():
        assert one.read or len(one.reason) > 10, name


@pytest.mark.django_db
def test_every_function_that_sees_beyond_the_actor_is_listed():
    definers = set(
        _column("SELECT p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'"
                " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
                " WHERE n.nspname = 'public' AND p.prosecdef AND p.prorettype <> 'trigger'::regtype")
    )  # fmt: skip
    listed = {
        _one("SELECT oid::regprocedure::text FROM pg_proc WHERE oid = %s::regprocedure", name)
        for name in protection.functions()
    }
    found = {
        _one("SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.proname = %s AND p.prosecdef",
             name.partition("(")[0])
        for name in definers
    }  # fmt: skip
    assert found == listed
    for name in definers:
        assert "search_path" in str(
            _one("SELECT proconfig::text FROM pg_proc WHERE proname = %s", name.partition("(")[0])
        ), name


@pytest.mark.django_db
def test_nobody_may_call_a_function_of_ours_but_by_declaration():
    open_to_all = _column(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'public' AND p.prosecdef AND has_function_privilege('public', p.oid, 'EXECUTE')"
        " AND p.prorettype <> 'trigger'::regtype"
    )
    assert open_to_all == []


# The logins


@pytest.mark.parametrize("login", ["app", "worker"])
def test_a_login_has_no_power_over_the_tables(login, committed_db, as_login):
    with as_login(login):
        assert _one("SELECT current_user") == role_name(login)
        assert _one(
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
            " FROM pg_roles WHERE rolname = current_user"
        ) is False  # fmt: skip
        assert _column("SELECT relname FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles"
                       " WHERE rolname = current_user)") == []  # fmt: skip
        for other in set(LOGINS) - {login}:
            assert "permission denied to set role" in _refused(f"SET ROLE {role_name(other)}")
        assert "permission denied" in _refused("CREATE TABLE public.mine (a int)")
        assert "must be owner" in _refused(
            "ALTER TABLE accounts_account DISABLE ROW LEVEL SECURITY"
        )
        assert "must be owner" in _refused("DROP POLICY app_reads ON accounts_account")
        assert "permission denied" in _refused("SET session_replication_role = replica")


@pytest.mark.parametrize("login", ["app", "worker", "owner"])
@pytest.mark.parametrize("table", REMEMBERED)
def test_what_is_remembered_is_never_changed(table, login, committed_db, as_login):
    with as_login("worker"):
        load_areas(
            act=system_act("test"), areas=[NewArea(code="33.73", name="Salatiga", level=2)],
            valid_from=today(),
        )  # fmt: skip
    with as_login("owner"):
        if table not in {"audit_entry", "audit_payload", "audit_entrysubject"}:
            _put_one(table)
    column = {"audit_seal": "seal_no", "audit_dayhead": "first_seal", "audit_reading": "what",
              "audit_payload": "body", "audit_entrysubject": "role"}.get(table, "kind")  # fmt: skip
    with as_login(login):
        for statement in (
            f"UPDATE {table} SET {column} = {column}",
            f"DELETE FROM {table}",
            f"TRUNCATE {table} CASCADE",
        ):
            error = _refused_as(login, statement)
            assert "append-only" in error or "permission denied" in error, statement


def _refused_as(login, statement):
    if login == "owner":
        return _refused(statement)
    with acting_as(SYSTEM):
        return _refused(statement)


def _put_one(table):
    values = {
        "audit_reading": "(id, kind, what, subject_kind, subject_id, reason, count, address, at)"
        " VALUES (gen_random_uuid(), 'opened', 'x', '', '', '', 1, '', now())",
        "audit_seal": "VALUES ('ledger', 999999, gen_random_uuid(), '', '', '', now())",
        "audit_dayhead": "VALUES ('ledger', '2026-01-01', 1, 1, '', '')",
    }[table]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} {values}")


def test_nothing_is_added_to_an_old_act(committed_db, as_login):
    """Another subject would hide an act of last year; another payload would rewrite it."""
    with as_login("worker"):
        act = system_act("test")
        load_areas(
            act=act, areas=[NewArea(code="33.73", name="Salatiga", level=2)], valid_from=today()
        )
    with acting_as(PUBLIC, operation_id=uuid7()):
        error = _refused(
            "INSERT INTO audit_entrysubject (entry_id, subject_kind, subject_id, role, area_code,"
            " restricted) VALUES (%s, 'account', gen_random_uuid(), 'subject', '', false)",
            act.id,
        )
        assert "new entries only" in error


# Nothing set


@pytest.mark.parametrize("login", ["app", "worker"])
def test_with_nothing_set_there_is_nothing(login, committed_db, as_login):
    _fill_a_dossier(as_login)
    with as_login(login):
        for table, one in protection.declared().items():
            if one.read and "SELECT" in one.rights:
                assert _one(f'SELECT count(*) FROM "{table}"') == 0, table


def test_only_the_worker_sees_all_as_the_system(committed_db, as_login):
    _fill_a_dossier(as_login)
    with as_login("app"), acting_as(SYSTEM):
        assert _one("SELECT count(*) FROM probe_dossier") == 0
    with as_login("worker"):
        with acting_as(SYSTEM):
            assert _one("SELECT count(*) FROM probe_dossier") > 0
        with acting_as(caller().actor):
            assert _one("SELECT count(*) FROM probe_dossier WHERE account_id <> %s", ME) == 0


def test_nothing_of_an_actor_is_left_for_the_next_on_a_pooled_connection(committed_db, as_login):
    _fill_a_dossier(as_login)
    settings = connections["default"].settings_dict
    before = dict(settings["OPTIONS"])
    connection.close()
    settings["OPTIONS"] = before | {"pool": {"min_size": 1, "max_size": 1, "timeout": 5}}
    try:
        me = caller().actor
        with acting_as(me):
            grant([uuid7()])
            backend = _one("SELECT pg_backend_pid()")
            assert _one("SELECT count(*) FROM probe_dossier") > 0
        connection.close()
        assert _one("SELECT pg_backend_pid()") == backend, "the same connection, from the pool"
        assert _one("SELECT count(*) FROM probe_dossier") == 0
        with transaction.atomic():
            left = _column(
                "SELECT name FROM unnest(%s::text[]) name"
                " WHERE NULLIF(current_setting(name, true), '') IS NOT NULL",
                [f"setiakawan.{name}" for name in (
                    "account", "partners", "system", "act", "granted", "write_reach", "candidates",
                    "role_member", "role_psm", "role_officer",
                )],
            )  # fmt: skip
            assert left == []
        with pytest.raises(RuntimeError, match="half way"), acting_as(me):
            raise RuntimeError("half way")
        assert _one("SELECT count(*) FROM probe_dossier") == 0
    finally:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's connection has it
        settings["OPTIONS"] = before


def test_a_streamed_body_sees_nothing(committed_db, as_login):
    _fill_a_dossier(as_login)

    def body():
        yield str(_one("SELECT count(*) FROM probe_dossier"))

    with reading(caller().actor):
        assert _one("SELECT count(*) FROM probe_dossier") > 0
        response = StreamingHttpResponse(body())
    assert b"".join(iter(response)) == b"0"
    with pytest.raises(NoTransaction):
        grant([uuid7()])


def test_a_set_of_writes_opens_nothing_restricted_or_barred(committed_db, as_login):
    """A reach to write in is given by area; it must not show or change what is closed to the writer."""
    from setiakawan.access.context import grant_reach

    stage = Stage()
    rows = stage.rows_for(Dossier, columns_of(Dossier))
    with as_login("owner"):
        stage.write(Dossier, rows)
    who, world, columns = caller().who, stage.world, columns_of(Dossier)
    open_here = {
        row["id"]
        for row in rows
        if lies_in(row["area_code"], HERE)
        and not world.tied(columns.bars, row, who)
        and (not row["is_restricted"] or world.tied(columns.grants, row, who))
    }
    own = {row["id"] for row in rows if sees(who, row, {"member": ("own",)}, columns, world)}
    with acting_as(caller().actor), connection.cursor() as cursor:
        grant_reach([HERE])
        cursor.execute("SELECT id FROM probe_dossier")
        assert {row[0] for row in cursor.fetchall()} == open_here | own
        # Without a WHERE only the rule for changing holds, not the one for reading.
        cursor.execute("UPDATE probe_dossier SET title = 'x'")
        assert cursor.rowcount == len(open_here) > 0


def _fill_a_dossier(as_login):
    stage = Stage()
    with as_login("owner"):
        stage.write(Dossier, stage.rows_for(Dossier, columns_of(Dossier))[:400])


def test_an_act_of_somebody_is_no_key_to_their_rows(committed_db):
    """Naming an act's id opens it to its own actor only."""
    officer = caller(Office("officer", "33.72"), account=SOMEBODY_ELSE).actor
    act = Act(id=uuid7(), actor=officer, origin="test")
    open_dossier(act=act, area="33.72.04.1010", title="Rapat")
    for actor, expected in ((officer, 1), (caller().actor, 0), (PUBLIC, 0)):
        with acting_as(actor, operation_id=act.id):
            assert (
                _one("SELECT count(*) FROM audit_payload WHERE entry_id = %s", act.id) == expected
            )
            assert _one("SELECT count(*) FROM audit_entry WHERE id = %s", act.id) == expected
