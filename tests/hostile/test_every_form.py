"""Garbage into every form there is, now and later: a sentence, a code, nothing half written, no 500.

The forms are found, not listed: each address of the matrix is opened by somebody who may see it, and
what stands on the page is filled with what a slip, a script or somebody with bad intent would send.
"""

import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from setiakawan.foundation.ids import uuid7
from tests.access.city import ANONYMOUS, City, counting_acts, furnished, keeps_to_itself, undone
from tests.access.matrix import MATRIX, Row
from tests.hostile.pages import Form, body_of, encoded, forms_of, plausible

PAGES = [row for row in MATRIX if not row.posts and row.who]
EXAMPLES = 4
"""For each address; more of them find more and take longer."""

GARBAGE: list[bytes] = [
    b"",
    b" ",
    b"\x00",
    b"a\x00b",
    "\u202e\u2066terbalik\u2069".encode(),
    "🙏👩‍👩‍👧‍👦".encode() * 20,
    b"\xed\xa0\x80",  # half of a surrogate pair
    b"\xff\xfe\xfd",
    b"../../../../etc/passwd",
    b"..%2f..%2f%00",
    b"33.72.03.1008.../",
    b"33.72.03.1008\xc2\xa0",
    b"99999999999999999999999999999999",
    b"-1",
    b"1e309",
    b"NaN",
    b"0x7fffffff",
    "٣٣".encode(),  # digits, but not ours
    b"1900-01-01",
    b"9999-12-31",
    b"0000-00-00",
    b"2027-02-30",
    b"<script>alert(1)</script>",
    b"{{ settings.SECRET_KEY }}{% debug %}",
    b"' OR 1=1; DROP TABLE audit_entry; --",
    b'{"a": [1, 2]}',
    b"[]",
    b"true",
    b"00000000-0000-0000-0000-000000000000",
    b"{00000000-0000-0000-0000-000000000000}",
    b"a" * 250,
    b"x\n" * 2_000,
    "ꦱ".encode() * 300,
]
VALUES = st.sampled_from(GARBAGE) | st.binary(max_size=60) | st.text(max_size=60).map(
    lambda text: text.encode("utf-8", "surrogatepass")
)  # fmt: skip
TRACES = re.compile(r"Traceback|Exception|DataError|psycopg|IntegrityError|&lt;class")


@pytest.fixture(scope="module")
def city(module_db) -> City:
    return furnished(module_db)


def who_may(row: Row) -> str:
    """Somebody who finds the page; a person rather than nobody."""
    return min(row.who - {ANONYMOUS}, default=ANONYMOUS)


_found: dict[str, list[Form]] = {}


def forms_at(city: City, row: Row) -> list[Form]:
    """The forms of one address, without those that stand on every page of the frame."""
    if row.name not in _found:
        address = city.address(row.name, row.arguments)
        with undone():
            answer = city.browser(who_may(row)).get(address)
        forms = forms_of(address, answer.content.decode()) if answer.status_code == 200 else []
        _found[row.name] = list({form.key: form for form in forms}.values())
    return _found[row.name]


def send(client: Client, form: Form, pairs: list[tuple[str, bytes]]) -> Any:
    """Send a form as it says."""
    if form.method == "get":
        return client.generic("GET", form.address, QUERY_STRING=encoded(pairs))
    return client.generic("POST", form.address, **body_of(form, pairs))


def is_an_answer(answer: Any) -> None:
    """No accident: a page with a sentence, or the way to the next one."""
    assert answer.status_code < 500, answer.status_code
    keeps_to_itself(answer)
    if answer.status_code in {301, 302, 303}:
        assert "\n" not in answer.headers["Location"]
        assert not answer.headers["Location"].startswith(("//", "http:", "https:", "javascript:"))
        return
    text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()
    assert not TRACES.search(text), TRACES.search(text)
    assert "<script>alert(1)</script>" not in text
    if "html" in answer.headers["Content-Type"]:
        assert re.search(r"<h1|role=\"alert\"|class=\"notice", text), text[:300]
        assert re.search(r"[a-z]{3,}", re.sub(r"<[^>]+>", " ", text))


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.name)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_garbage_gets_a_sentence(row: Row, city: City, data):
    client = city.browser(who_may(row))
    for form in forms_at(city, row):
        pairs = data.draw(_filled(form), label=form.address)
        with undone(), counting_acts() as acts:
            is_an_answer(send(client, form, pairs))
        assert len(acts) <= 1, "one post, one act at most"


def _filled(form: Form) -> st.SearchStrategy[list[tuple[str, bytes]]]:
    """Each field plausible, missing, garbage, or several times; some that nobody asked for."""

    @st.composite
    def fill(draw: Any) -> list[tuple[str, bytes]]:
        pairs: list[tuple[str, bytes]] = []
        for one in form.named:
            how = draw(
                st.sampled_from(["good", "good", "garbage", "garbage", "missing", "several"])
            )
            if how == "good":
                pairs.append((one.name, plausible(one).encode()))
            elif how != "missing":
                times = draw(st.integers(2, 4)) if how == "several" else 1
                pairs += [(one.name, draw(VALUES)) for _ in range(times)]
        if draw(st.booleans()):
            pairs.append((draw(st.sampled_from(["account_id", "is_active", "version", "id", "a[]"])),
                          draw(VALUES)))  # fmt: skip
        return pairs

    return fill()


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.name)
def test_questions_in_the_address_do_no_harm(row: Row, city: City):
    client = city.browser(who_may(row))
    address = city.address(row.name, row.arguments)
    names = {one.name for form in forms_at(city, row) if form.method == "get" for one in form.named}
    names |= {"cari", "halaman", "sebelum", "sesudah", "wilayah", "next", "pada", "u"}
    for value in (b"\x00", b"\xed\xa0\x80", b"9" * 40, b"//evil.example/", b"a" * 3_000):
        pairs = [(name, value) for name in sorted(names)]
        with undone(), counting_acts() as acts:
            is_an_answer(client.generic("GET", address, QUERY_STRING=encoded(pairs)))
        assert acts == []


def test_ten_megabytes_in_any_field_are_refused_at_once(city: City):
    tried = 0
    for row in PAGES:
        for form in forms_at(city, row):
            if form.method != "post":
                continue
            one = next((one for one in form.named if one.type in {"text", "textarea"}), None)
            if one is None:
                continue
            answer = send(city.browser(who_may(row)), form, [(one.name, b"a" * 10_000_000)])
            assert answer.status_code in {400, 404, 413, 422}, (row.name, answer.status_code)
            is_an_answer(answer)
            tried += 1
    assert tried > 10


def test_pressed_twice_is_done_once(city: City):
    """The same form with the same act sent again: the second answer is the first one, and one act."""
    done = set()
    for row in PAGES:
        client = city.browser(who_may(row))
        for form in forms_at(city, row):
            if form.method != "post" or not any(one.name == "act" for one in form.named):
                continue
            pairs = [(one.name, plausible(one).encode()) for one in form.named]
            with undone(), counting_acts() as acts:
                first = send(client, form, pairs)
                second = send(client, form, pairs)
                is_an_answer(second)
            assert len(acts) <= 1, (row.name, acts)
            if acts:
                done.add(row.name)
                assert second.status_code == first.status_code, row.name
                assert second.headers.get("Location") == first.headers.get("Location"), row.name
    assert len(done) >= 8, f"only {done} were really done; then this shows little"


def test_the_act_of_somebody_else_is_refused_everywhere(city: City):
    """An id that another person used: no form takes it, none falls over it."""
    invite = next(row for row in MATRIX if row.name == "invite")
    first = city.browser("bu_wahyuni")
    with undone():
        page = first.get(city.address(invite.name, ""))
        form = next(
            form
            for form in forms_of("/akun/undangan/baru/", page.content.decode())
            if form.method == "post" and any(one.name == "name" for one in form.named)
        )
        taken = str(uuid7())
        pairs = [(one.name, plausible(one).encode()) for one in form.named if one.name != "act"]
        with counting_acts() as acts:
            send(first, form, [*pairs, ("act", taken.encode())])
        assert acts == [taken], "the stage: an act that really was done"
        for row in PAGES:
            for other in forms_at(city, row):
                if other.method != "post" or who_may(row) in {"bu_wahyuni", ANONYMOUS}:
                    continue
                filled = [
                    (one.name, taken.encode() if one.name == "act" else plausible(one).encode())
                    for one in other.named
                ]
                with undone(), counting_acts() as more:
                    is_an_answer(send(city.browser(who_may(row)), other, filled))
                assert more == [] or taken not in more, row.name


@pytest.mark.parametrize(
    "path",
    ["/%00", "/akun/%00/", "/undangan/%ED%A0%80/", "/undangan/" + "a" * 3000 + "/", "/../../etc/passwd",
     "/wilayah/%00/", "/wilayah/33.72.03.1008%00/", "/wilayah/" + "9" * 500 + "/", "/mitra/..%2f..%2f/",
     "/wilayah/33.72'/", "/contoh/masuk/%F0%9F%99%8F/", "/buku-besar/%E2%80%AE/"],
)  # fmt: skip
def test_tricks_in_the_path_find_nothing(path, city: City):
    for key in (ANONYMOUS, "bu_ratna"):
        with undone(), counting_acts() as acts:
            answer = city.browser(key).generic("GET", "/", PATH_INFO=_unquoted(path))
            is_an_answer(answer)
        assert acts == []


def _unquoted(path: str) -> str:
    """As a server hands it to WSGI: bytes, read as Latin-1."""
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(path).decode("latin-1")
