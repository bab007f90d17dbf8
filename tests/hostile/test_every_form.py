"""Garbage into every form there is, now and later: a sentence, a code, nothing half written, no 500.

The forms are found, not listed: each address of the matrix is opened by somebody who may see it, and
what stands on the page is filled with what a slip, a script or somebody with bad intent would send. What
stands only on the page that comes after it (a plan to be looked over, a list that was read) is found by
filling the first form well. An address that takes a post and that no form leads to fails the tests.
"""

import copy
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from setiakawan.accounts.keys import invitation_key
from setiakawan.areas.models import Area
from setiakawan.audit.readings import reading
from setiakawan.demo import cast
from setiakawan.demo.cast import SANGKRAH
from setiakawan.foundation.ids import uuid7
from tests.access.city import ANONYMOUS, City, counting_acts, furnished, keeps_to_itself, undone
from tests.access.matrix import MATRIX, Row
from tests.hostile.pages import Form, body_of, encoded, filled, forms_of, plausible

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


LED_ON = {
    "invitation_open": "without the key in its cookie; reached by typing a key",
    "invitation_done": "without an account that was just made",
    **dict.fromkeys(
        ("mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
         "second_factor_needed", "account_inactive"),
        "in the middle of signing in, or with a second factor, which nobody of the cast has",
    ),
}  # fmt: skip
"""Pages that lead on at once without what comes before them, and what that is."""

SEEN_BY_OTHERS = {"ledger_openings", "recoveries"}
"""Pages on which the first who may see them has nothing to decide."""

NOT_ON_A_PAGE = {
    "session_end": "the button beside one's other places; here everybody is in one",
    "register_hint": "asked while one types, with the fields of register_person",
    "people_suggest": "asked while one types, with the fields of people",
    "registration_undo": "the button of the notice after registering; it sends no field",
    "registration_keep": "the button on a page taken back; it sends no field, and nobody is here",
    "join_ask": "a button of register_person that shows when somebody without a home is alike",
}

TWO_STEPS = (
    "area_split", "area_merge", "area_rw_paste", "area_rw_file", "invite_many",
    "invitation_key", "staff_session",
)  # fmt: skip


@dataclass(frozen=True)
class Reached:
    """A form, and how one comes to it: who, and what was sent before."""

    person: str
    form: Form
    before: tuple[Form, list[tuple[str, bytes]]] | None = None

    @property
    def name(self) -> str:
        """The address it is sent to, as the matrix calls it."""
        return str(resolve(self.form.address.partition("?")[0]).url_name)

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same form, whatever row it is about."""
        return (self.name, *self.form.key[1:])

    def arrive(self, city: City) -> Client:
        """A browser that stands before the form."""
        client = city.browser(self.person)
        if self.before is not None:
            send(client, *self.before)
        return client


def known(city: City) -> dict[str, str]:
    """What has to fit the stage, so that a first step leads to the second."""
    if not _known:
        with reading(cast.actor(cast.bu_ratna)):
            rows = Area.objects.below(SANGKRAH).filter(level=Area.Level.RW, valid_until=None)
            first, *others = rows.order_by("code").values_list("code", flat=True)
        _known.update(
            new_areas="33.72.03.1091 Sangkrah\n33.72.03.1092 Sangkrah Kidul",
            rw_map=f"RW {first[-3:]} ke Sangkrah\nRW {others[0][-3:]}-{others[-1][-3:]} ke Sangkrah Kidul",
            renumbered="",
            text="RW 001: 2 RT\nRW 077 RT 1-2",
            file="RW;Jumlah RT\n88;2",
            people="Sari Contoh; Sangkrah; ; 0812-0000-7771",
            key=invitation_key(city.samples["invitation"]),
        )
    return _known


_known: dict[str, str] = {}
_first: dict[str, list[Reached]] = {}
_second: dict[str, list[Reached]] = {}


def first_steps(city: City, row: Row) -> list[Reached]:
    """The forms that stand on the page of one address."""
    if row.name not in _first:
        address = city.address(row.name, row.arguments)
        people = sorted(row.who) if row.name in SEEN_BY_OTHERS else [who_may(row)]
        people += [ANONYMOUS] if ANONYMOUS in row.who and ANONYMOUS not in people else []
        seen = False
        found: dict[tuple[str, ...], Reached] = {}
        for person in people:
            with undone():
                answer = city.browser(person).get(address)
            if answer.status_code != 200:
                continue
            seen = True
            if "html" not in answer.headers["Content-Type"]:
                continue  # a file
            for form in forms_of(address, answer.content.decode()):
                one = Reached(person, form)
                found.setdefault(one.key, one)
        assert seen or row.name in LED_ON, f"nobody sees {row.name}"
        _first[row.name] = list(found.values())
    return _first[row.name]


def second_steps(city: City, row: Row) -> list[Reached]:
    """The forms that stand only on a page that comes after one of those was sent."""
    if row.name not in _second:
        stands_open = {one.key for other in PAGES for one in first_steps(city, other)}
        found: dict[tuple[str, ...], Reached] = {}
        for one in first_steps(city, row):
            if one.form.method != "post":
                continue
            pairs = filled(one.form, known(city))
            with undone():
                client = city.browser(one.person)
                address, answer = one.form.address, send(client, one.form, pairs)
                if answer.status_code == 302:
                    address = answer.headers["Location"]
                    answer = client.get(address)
                text = answer.content.decode() if answer.status_code == 200 else ""
            for form in forms_of(address, text):
                after = Reached(one.person, form, (one.form, pairs))
                if form.method == "post" and after.key not in stands_open:
                    found.setdefault(after.key, after)
        _second[row.name] = list(found.values())
    return _second[row.name]


def forms_at(city: City, row: Row) -> list[Reached]:
    """Every form that one comes to from an address."""
    return first_steps(city, row) + second_steps(city, row)


def takes_posts(city: City, row: Row) -> bool:
    """Say whether an address of ours takes a post, as it says itself."""
    address = city.address(row.name, row.arguments)
    with undone():
        answer = city.browser(who_may(row)).generic("PUT", address)
    return row.posts or "POST" in answer.headers.get("Allow", "")


def test_every_form_of_the_matrix_is_reached(city: City):
    """Else what follows would pass by saying nothing about it."""
    reached = {
        one.name for row in PAGES for one in forms_at(city, row) if one.form.method == "post"
    }
    ours = [row for row in MATRIX if not row.theirs]
    missed = {row.name for row in ours if takes_posts(city, row)} - reached
    assert missed == set(NOT_ON_A_PAGE)


@pytest.mark.parametrize("name", TWO_STEPS)
def test_a_second_step_is_found_and_is_one_act(name: str, city: City):
    row = next(row for row in MATRIX if row.name == name)
    found = second_steps(city, row)
    assert found, "filling the first form led nowhere"
    done = []
    for one in found:
        with undone():
            client = one.arrive(city)
            with counting_acts() as acts:
                is_an_answer(send(client, one.form, filled(one.form, known(city))))
            done.append(len(acts))
    assert 1 in done
    assert max(done) == 1


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
    content = b"".join(answer.streaming_content if answer.streaming else [answer.content])
    if answer.headers["Content-Type"].startswith("image/"):
        return
    text = content.decode()
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
    for one in forms_at(city, row):
        pairs = data.draw(_filled(one.form), label=one.form.address)
        with undone():
            client = one.arrive(city)
            with counting_acts() as acts:
                is_an_answer(send(client, one.form, pairs))
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
    names = {
        field.name
        for one in first_steps(city, row)
        if one.form.method == "get"
        for field in one.form.named
    }
    names |= {"cari", "halaman", "sebelum", "sesudah", "wilayah", "next", "pada", "u"}
    for value in (b"\x00", b"\xed\xa0\x80", b"9" * 40, b"//evil.example/", b"a" * 3_000):
        pairs = [(name, value) for name in sorted(names)]
        with undone(), counting_acts() as acts:
            is_an_answer(client.generic("GET", address, QUERY_STRING=encoded(pairs)))
        assert acts == []


def test_ten_megabytes_in_any_field_are_refused_at_once(city: City):
    tried = 0
    for row in PAGES:
        for reached in first_steps(city, row):
            form = reached.form
            if form.method != "post":
                continue
            one = next((one for one in form.named if one.type in {"text", "textarea"}), None)
            if one is None:
                continue
            answer = send(city.browser(reached.person), form, [(one.name, b"a" * 10_000_000)])
            assert answer.status_code in {400, 404, 413, 422}, (row.name, answer.status_code)
            is_an_answer(answer)
            tried += 1
    assert tried > 10


def test_pressed_twice_is_done_once(city: City):
    """The same form with the same act sent again: the second answer is the first one, and one act."""
    done = set()
    for row in PAGES:
        for one in forms_at(city, row):
            form = one.form
            if form.method != "post" or not any(field.name == "act" for field in form.named):
                continue
            pairs = filled(form, known(city))
            with undone():
                client, again = one.arrive(city), Client()
                # Both are sent before the first is answered, so with the same cookies.
                again.cookies = copy.deepcopy(client.cookies)
                with counting_acts() as acts:
                    first = send(client, form, pairs)
                    second = send(again, form, pairs)
                    is_an_answer(second)
            assert len(acts) <= 1, (row.name, acts)
            if acts:
                done.add(one.key)
                assert second.status_code == first.status_code, row.name
                assert second.headers.get("Location") == first.headers.get("Location"), row.name
    assert len(done) >= 20, f"only {done} were really done; then this shows little"


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
                if other.form.method != "post" or other.person in {"bu_wahyuni", ANONYMOUS}:
                    continue
                pairs = [
                    (name, taken.encode() if name == "act" else value)
                    for name, value in filled(other.form, known(city))
                ]
                with undone():
                    client = other.arrive(city)
                    with counting_acts() as more:
                        is_an_answer(send(client, other.form, pairs))
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
