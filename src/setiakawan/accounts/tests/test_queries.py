"""Lists and pages of accounts: in reach, in order, and nothing beyond."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setiakawan.access.actors import PUBLIC
from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.accounts import queries
from setiakawan.accounts.models import Account, Appointment
from setiakawan.accounts.operations import show_recovery
from setiakawan.accounts.queries import (
    account_page,
    accounts_in_reach,
    history_of_account,
    offices_of_account,
    offices_of_area,
)
from setiakawan.accounts.tests.stage import invited
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    CAST,
    SANGKRAH,
    act_of,
    actor,
    bu_dewi,
    bu_endah,
    bu_kartika,
    bu_maya,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    mas_tono,
    mas_yudha,
    pak_agus,
    pak_bambang,
    pak_harjo,
    pak_hendro,
    pak_joko,
)
from setiakawan.foundation.ids import uuid7
from setiakawan.foundation.problems import Missing

LOOKS_AFTER = {
    bu_wahyuni: [bu_endah, bu_sri, bu_wahyuni],
    pak_harjo: CAST,
    bu_ratna: CAST,
    pak_agus: CAST,
    bu_dewi: CAST,
    mas_yudha: CAST,
}
"""For each part whose accounts they see listed; nobody for the others."""


@pytest.mark.parametrize("part", CAST, ids=lambda part: part.key)
def test_who_sees_whom(db, part):
    person = actor(part)
    expected = {one.account_id for one in LOOKS_AFTER.get(part, [])}
    with reading(person):
        assert {one.id for one in accounts_in_reach(person).rows} == expected
        for one in CAST:
            if one.account_id in expected or one == part:
                page = account_page(person, one.account_id)
                assert page.name == one.name
                assert bool(page.phone) == (part.role != Role.ADMINISTRATOR or one == part)
            else:
                with pytest.raises(Missing):
                    account_page(person, one.account_id)


@pytest.mark.parametrize("part", CAST, ids=lambda part: part.key)
def test_the_second_wall_stands_where_the_first_does(db, part):
    """Raw SQL as the app role: the same accounts, for administrators none but their own."""
    expected = {one.account_id for one in LOOKS_AFTER.get(part, [])} | {part.account_id}
    if part.role == Role.ADMINISTRATOR:
        expected = {part.account_id}
    with acting_as(actor(part)), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM accounts_account")
        assert {row[0] for row in cursor.fetchall()} == expected


def test_nobody_in_particular_sees_nobody(db):
    with acting_as(PUBLIC):
        assert not Account.objects.exists()
        assert not Appointment.objects.exists()
        assert accounts_in_reach(PUBLIC).rows == ()
    with connection.cursor() as cursor:  # outside of everything: nothing set, no rows
        cursor.execute("SELECT count(*) FROM accounts_account")
        assert cursor.fetchone() == (0,)


def test_hidden_and_absent_are_told_apart_by_nothing(db):
    """CASE-20: the same sentence and the same statements."""
    person = actor(bu_wahyuni)
    seen = []
    for account_id in (pak_joko.account_id, uuid7()):
        act = replace(act_of(bu_wahyuni), actor=person)
        with CaptureQueriesContext(connection) as statements, pytest.raises(Missing) as refused:
            show_recovery(act=act, account_id=account_id)
        seen.append((refused.value.text, refused.value.status, _shapes(statements)))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("part", [bu_sri, bu_wahyuni], ids=["psm", "coordinator"])
def test_a_page_that_is_hidden_and_one_that_is_absent(db, part):
    """Offices are public, so that somebody exists is; numbers and pages are not."""
    person = actor(part)
    seen = []
    for account_id in (pak_joko.account_id, uuid7()):
        with (
            reading(person),
            CaptureQueriesContext(connection) as statements,
            pytest.raises(Missing) as refused,
        ):
            account_page(person, account_id)
        seen.append((refused.value.text, refused.value.status, _shapes(statements)))
    assert seen[0] == seen[1]


def _shapes(statements):
    return [re.sub(r"'[^']*'|\"s\d+_x\d+\"", "?", one["sql"]) for one in statements]


@pytest.mark.parametrize("part", [bu_ratna, bu_dewi], ids=["officer", "administrator"])
def test_pages_follow_one_another_and_miss_nobody(db, monkeypatch, part):
    monkeypatch.setattr(queries, "PAGE", 4)
    person = actor(part)
    found, after = [], ""
    with reading(person):
        while True:
            page = accounts_in_reach(person, after=after)
            found += [one.name for one in page.rows]
            assert len(page.rows) <= 4
            if not page.next:
                break
            after = page.next
    assert found == sorted(one.name for one in CAST)


@pytest.mark.parametrize("part", [bu_ratna, bu_dewi], ids=["officer", "administrator"])
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("sri", ["Sri Lestari"]),
        ("LARAS", ["Kartika Larasati"]),
        ("  sri   lestari ", ["Sri Lestari"]),
        ("tidak ada orangnya", []),
        ("%", []),
        ("_", []),
        ("'; DROP TABLE", []),
        ("\x00", []),
        ("\u202e", []),
        ("x" * 100_000, []),
    ],
)
def test_search_takes_what_is_typed(db, part, typed, names):
    person = actor(part)
    with reading(person):
        assert [one.name for one in accounts_in_reach(person, search=typed).rows] == names


def test_a_number_is_found_by_those_who_may_see_it(db):
    for part, names in ((bu_ratna, ["Sri Lestari"]), (bu_dewi, [])):
        person = actor(part)
        with reading(person):
            rows = accounts_in_reach(person, search="0812-0000-0101").rows
        assert [one.name for one in rows] == names


def test_search_reaches_no_further(db):
    person = actor(bu_wahyuni)
    with reading(person):
        for typed in ("joko", "0812-0000-0102", "tidak ada"):
            assert accounts_in_reach(person, search=typed).rows == ()


@pytest.mark.parametrize("after", ["x", "bukan-kita", "W10=", "WyJhIiwgMV0=", "é", "\x00", "[]"])
def test_a_place_that_is_not_ours_begins_at_the_beginning(db, after):
    person = actor(bu_ratna)
    with reading(person):
        assert len(accounts_in_reach(person, after=after).rows) == len(CAST)


def test_lists_cost_the_same_however_long(db, django_assert_max_num_queries):
    person = actor(bu_ratna)
    with reading(person), django_assert_max_num_queries(6):
        accounts_in_reach(person)


def test_offices_are_public_to_members(db):
    for part in (mas_tono, bu_sri, pak_hendro):
        with reading(actor(part)):
            listed = offices_of_area(SANGKRAH)
            assert [(one.holder_name, one.role) for one in listed] == [
                ("Wahyuni Kartasari", Role.COORDINATOR),
                ("Endah Palupi", Role.KELURAHAN_STAFF),
                ("Sri Lestari", Role.PSM),
            ]
            assert not hasattr(listed[0], "phone")
            [maya] = offices_of_account(actor(part), bu_maya.account_id)
            assert (maya.supervisor_name, maya.place) == (bu_ratna.name, "Kota Surakarta")
            [tono] = offices_of_account(actor(part), mas_tono.account_id)
            assert tono.place == "LKS Omah Guyub (contoh), Kota Surakarta"


def test_a_history_says_what_happened_and_who_did_it(db):
    show_recovery(act=act_of(bu_wahyuni), account_id=bu_sri.account_id)
    for part, expected in (
        (bu_sri, ["Kunci masuk kembali diperlihatkan", "Akun dibuat oleh sistem"]),
        (bu_ratna, ["Kunci masuk kembali diperlihatkan", "Akun dibuat oleh sistem"]),
        (pak_joko, []),
        (bu_kartika, []),
        (bu_dewi, []),
        (pak_bambang, []),
    ):
        with reading(actor(part)):
            rows = history_of_account(actor(part), bu_sri.account_id)
        assert [one.label for one in rows] == expected
        assert [one.by for one in rows] == ["Wahyuni Kartasari", "Sistem"][: len(expected)]


def test_every_act_about_an_account_has_a_label(db):
    """What operations call their acts, and what the history shows, is one list."""
    from setiakawan.audit.operations import KINDS

    about_accounts = {
        kind
        for kind, info in KINDS.items()
        if info.call.__module__.startswith("setiakawan.accounts.operations")
    }
    about_invitations = {
        "invitation.made",
        "invitation.made_together",
        "invitation.withdrawn",
        "invitation.renewed",
        "invitation.forgotten",
        "recovery.agreed",
    }
    assert about_accounts - about_invitations == set(queries.HISTORY_LABELS)


def test_the_list_of_invitations_costs_the_same_however_long(db, django_assert_max_num_queries):
    for number in range(5):
        invited(bu_wahyuni, name=f"PSM {number}")
    person = actor(bu_wahyuni)
    with reading(person), django_assert_max_num_queries(8):
        assert len(queries.open_invitations(person)) == 5
