"""Every address x everybody of the cast, against the matrix."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from setiakawan.demo import cast
from setiakawan.demo.cast import CAST
from setiakawan.doors.pages import PAGES
from tests.access.city import (
    ANONYMOUS,
    City,
    counting_acts,
    furnished,
    keeps_to_itself,
    noting_readings,
    undone,
)
from tests.access.matrix import EVERYBODY, MATRIX, PUBLIC_VIEWS, SIGNED_IN, Row


@pytest.fixture(scope="module")
def city(module_db) -> City:
    return furnished(module_db)


def patterns(found: list[Any] | None = None) -> Iterator[URLPattern]:
    """All URL patterns of the site."""
    for one in get_resolver().url_patterns if found is None else found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns)
        else:
            yield one


def test_every_address_has_its_row():
    named = [str(one.name) for one in patterns()]
    assert sorted(named) == sorted(row.name for row in MATRIX)


def test_everybody_of_the_cast_is_in_the_matrix():
    assert {part.key for part in CAST} == SIGNED_IN


def test_every_view_of_ours_goes_through_the_door():
    doors = {
        f"{view.__module__}.{view.__qualname__}"
        for view in (one.callback for one in patterns())
        if view.__module__.startswith("setiakawan.")
    }
    assert doors - set(PAGES) == set(PUBLIC_VIEWS)


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: row.name)
def test_who_finds_what(row: Row, city: City):
    address = city.address(row.name, row.arguments) + row.also
    wrong = []
    for key in city.clients:
        with undone():
            client = city.browser(key)
            answer = client.post(address) if row.posts else client.get(address)
        keeps_to_itself(answer)
        if not _as_expected(row, key, answer):
            wrong.append((key, answer.status_code, answer.headers.get("Location", "")))
    assert wrong == []


def _as_expected(row: Row, key: str, answer: Any) -> bool:
    status = int(answer.status_code)
    to_sign_in = status == 302 and answer.headers["Location"].startswith("/masuk/")
    if row.theirs:
        return status in ({200, 302} if row.who else {302, 404})
    if key in row.who:
        if status == 302:
            # A page for everybody may lead to the sign-in; an office page only to its second step.
            return not to_sign_in or key == ANONYMOUS or row.who == EVERYBODY
        # A button may be refused with a sentence: this time, not for this person.
        return status < 500 and status not in ({404} if row.posts else {403, 404})
    if key == ANONYMOUS:
        return to_sign_in or status == 404
    return status == 404


# The library's own pages act on the session of whoever posts.
@pytest.mark.parametrize("row", [row for row in MATRIX if not row.theirs], ids=lambda row: row.name)
def test_a_post_by_somebody_who_may_not_changes_nothing(row: Row, city: City):
    address = city.address(row.name, row.arguments)
    # Some of them: each kind of office is refused by the same door, which the GETs above walk through.
    for key in {"pak_joko", "mas_tono", "bu_dewi", "pak_hendro", ANONYMOUS} - row.who:
        with undone(), counting_acts() as acts:
            answer = city.browser(key).post(address, {"reason": "Coba-coba saja, cukup panjang"})
        assert acts == [], key
        keeps_to_itself(answer)
        assert answer.status_code in {302, 403, 404, 405}, (key, answer.status_code)


def test_a_form_from_elsewhere_is_refused(city: City):
    """POST without the token of the page, at every address that takes a POST."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = city.browser("bu_ratna").cookies
    refused = 0
    for row in MATRIX:
        with undone():
            answer = strict.post(city.address(row.name, row.arguments))
        assert answer.status_code in {403, 405}, row.name
        refused += answer.status_code == 403
    assert refused > 20


def test_absent_hidden_and_not_for_this_role_have_one_body(city: City):
    """CASE-20: nobody can tell from the answer which of the three it was."""
    absent = "/akun/00000000-0000-7000-8000-000000000000/"
    hidden = city.address("account", "account_id=agus")
    nowhere = "/tidak/pernah/ada/"
    with undone():
        bodies = {
            address: city.browser("bu_wahyuni").get(address)
            for address in (absent, hidden, nowhere, "/buku-besar/")
        }
    assert {one: answer.status_code for one, answer in bodies.items()} == dict.fromkeys(bodies, 404)
    texts = {answer.content.decode().replace(address, "") for address, answer in bodies.items()}
    assert len(texts) == 1


def test_a_hidden_account_takes_the_same_statements_as_an_absent_one(city: City):
    seen = []
    hidden, absent = city.samples["agus"], "00000000-0000-7000-8000-000000000000"
    # Twice, for what a process remembers (names of areas) is asked for by the first request only.
    for account_id in (hidden, absent, hidden, absent):
        with undone(), CaptureQueriesContext(connection) as captured:
            city.browser("bu_wahyuni").get(f"/akun/{account_id}/")
        # Without what differs by nature: ids, moments, names of savepoints.
        texts = [one["sql"] for one in captured.captured_queries]
        seen.append([re.sub(r"'[^']*'|\"s\d+_x\d+\"", "?", one) for one in texts])
    assert seen[2] == seen[3]


@pytest.mark.parametrize(
    ("name", "argument", "hidden"),
    [
        ("person", "person_id", "hidden"),
        ("person_data", "person_id", "hidden"),
        ("person_correct", "person_id", "hidden"),
        ("household", "household_id", "hidden_home"),
        ("document", "document_id", "hidden_document"),
    ],
)
def test_somebody_hidden_answers_as_somebody_absent(name, argument, hidden, city: City):
    """CASE-20: the same status, body and statements; whoever may see finds something."""
    absent = "00000000-0000-7000-8000-000000000000"
    seen, bodies = [], set()
    for one in (hidden, absent, hidden, absent):
        address = city.address(name, f"{argument}={one}")
        with undone(), CaptureQueriesContext(connection) as captured:
            answer = city.browser("bu_sri").get(address)
        texts = [query["sql"] for query in captured.captured_queries]
        seen.append([re.sub(r"'[^']*'|\"s\d+_x\d+\"", "?", text) for text in texts])
        bodies.add(answer.content.decode().replace(address, ""))
        assert answer.status_code == 404
    assert seen[2] == seen[3]
    assert len(bodies) == 1
    with undone():
        found = city.browser("bu_maya").get(city.address(name, f"{argument}={hidden}"))
    assert found.status_code == 200


def test_an_administrator_reads_no_number_without_a_staff_session(city: City):
    """Configuring is no reason to read what is personal; the coordinator may."""
    address = city.address("account", "account_id=sri")
    with undone():
        shown = {
            key: "081200000101"
            in re.sub(r"\D", "", city.browser(key).get(address).content.decode())
            for key in ("bu_dewi", "bu_wahyuni")
        }
    assert shown == {"bu_dewi": False, "bu_wahyuni": True}


def test_a_refused_try_is_on_record_before_the_answer_goes_out(city: City):
    """Hidden, absent and not for this role: each is one line, of whoever tried."""
    agus, absent = str(city.samples["agus"]), "00000000-0000-7000-8000-000000000000"
    wahyuni = cast.bu_wahyuni.account_id
    lines = []
    for address in (f"/akun/{agus}/", f"/akun/{absent}/", "/buku-besar/"):
        with undone(), noting_readings() as readings:
            assert city.browser("bu_wahyuni").get(address).status_code == 404
        assert len(readings) == 1, address
        lines.append(readings[0])
    hidden, missing, page = lines
    assert hidden[:4] == missing[:4] == ("refused", wahyuni, hidden[2], "accounts.account")
    assert (hidden[4], missing[4]) == (agus, absent)
    assert page == ("refused", wahyuni, "ledger.read", "page", "ledger")
