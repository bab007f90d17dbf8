"""How long people are searched, opened, compared and registered, among many."""

import statistics
from collections.abc import Iterator
from itertools import batched, count, islice

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from setiakawan.access.actors import Actor
from setiakawan.areas.operations import load_areas
from setiakawan.areas.rules import KNOWN_SINCE
from setiakawan.audit.acts import system_act
from setiakawan.audit.readings import reading
from setiakawan.bench.city import logged_in
from setiakawan.bench.measures import _signed_in
from setiakawan.bench.timing import Line, ms, p95, repeated, seconds
from setiakawan.demo.cast import SANGKRAH, Part, act_of, actor, bu_ratna, bu_sri, modelled_rw
from setiakawan.demo.people import households, said_of_household, said_of_person
from setiakawan.people import queries
from setiakawan.people.likeness import find_likely_same, sketch_of_said
from setiakawan.people.models import Identifier, Person
from setiakawan.people.operations.problems import LooksKnown
from setiakawan.people.operations.registering import register_person, register_together
from setiakawan.people.said import PersonSaid

AT_ONCE = 150
WORDS = (
    "sutini", "soetrisno", "sri wahyu", "moh", "slamet", "djoko", "nur", "suparman", "sri", "dwi le",
    "ng", "tri", "agus s", "siti", "warsini", "yohanes", "budi", "maria", "ratna", "puji ra",
)  # fmt: skip


def people(persons: int) -> Iterator[Line]:
    """Load so many, then measure as a PSM of one kelurahan and as an officer of the whole city."""
    yield from _load(persons)
    for who, part in (("PSM", bu_sri), ("petugas kota", bu_ratna)):
        yield from _search(who, part)
        yield _page(who, part)
        yield from _hint(who, part, persons)
    yield _register()


def _load(persons: int) -> Iterator[Line]:
    with logged_in("worker"):
        for batch in batched(modelled_rw(), 500):
            load_areas(act=system_act("test"), areas=list(batch), valid_from=KNOWN_SINCE)
        registered = 0
        taken = 0.0
        for batch_of in batched(households(persons, seed=7), AT_ONCE):
            said = [said_of_household(one) for one in batch_of]
            registered += sum(len(one.members) for one in said)
            taken += seconds(
                lambda: register_together(act=system_act("test"), households=said)  # noqa: B023
            )
    with logged_in("owner"), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    yield Line(
        "pendaftaran, bentuk himpunan",
        f"{registered / taken:,.0f} warga/s",
        f"{registered:,} warga dalam {taken:,.0f} s",
    )


def _search(who: str, part: Part) -> Iterator[Line]:
    client = _signed_in(part.key)
    address = reverse("people")
    turns = count()

    def once() -> None:
        client.get(address, {"q": WORDS[next(turns) % len(WORDS)]}, headers={"HX-Request": "true"})

    taken = repeated(once, 100, warm=len(WORDS))
    with reading(actor(part)):
        alone = [
            seconds(lambda: queries.search_people(actor(part), word))  # noqa: B023
            for _ in range(5)
            for word in WORDS
        ]
    yield Line(
        f"cari warga, {who}, p95",
        ms(p95(taken)),
        f"tanpa halaman p95 {ms(p95(alone))}, median {ms(statistics.median(alone))}",
    )
    numbers = _numbers(actor(part))
    with reading(actor(part)):
        by_number = [
            seconds(lambda: queries.search_people(actor(part), one))  # noqa: B023
            for one in numbers
        ]
    yield Line(f"cari NIK yang salah satu angka, {who}, p95", ms(p95(by_number)))


def _numbers(who: Actor) -> list[str]:
    from setiakawan.people.numbers import reveal

    with reading(who):
        rows = Identifier.objects.filter(kind=Identifier.Kind.NIK)[:60]
        plain = [reveal(one) for one in rows]
    return [one[:-1] + str((int(one[-1]) + 1) % 10) for one in plain if one.isdecimal()]


def _page(who: str, part: Part) -> Line:
    client = _signed_in(part.key)
    with reading(actor(part)):
        ids = list(
            Person.objects.filter(area_code__startswith=SANGKRAH).values_list("id", flat=True)[:50]
        )
    turns = count()
    taken = repeated(lambda: client.get(reverse("person", args=[ids[next(turns) % len(ids)]])), 100)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(reverse("person", args=[ids[0]]))
    asked = [
        one["sql"]
        for one in captured.captured_queries
        if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK"))
    ]
    settings = sum("set_config" in one for one in asked)
    return Line(
        f"halaman warga, {who}, p95",
        ms(p95(taken)),
        f"status {answer.status_code}, {len(asked) - settings} kueri + {settings} set_config,"
        f" {len(answer.content) / 1000:,.0f} kB",
    )


def _said_again(persons: int, amount: int) -> list[PersonSaid]:
    made = (one for home in households(persons, seed=7) for one in home.members)
    here = (one for one in made if one.lived_area.startswith(SANGKRAH))
    return [said_of_person(one) for one in islice(here, amount)]


def _hint(who: str, part: Part, persons: int) -> Iterator[Line]:
    said = _said_again(persons, 60)
    found = 0
    taken = []
    with reading(actor(part)):
        for one in said:
            asked = sketch_of_said(one)
            begin: list[int] = []
            taken.append(
                seconds(
                    lambda: begin.append(len(find_likely_same(actor(part), asked)))  # noqa: B023
                )
            )
            found += begin[0] > 0
    yield Line(
        f"petunjuk kembar, {who}, p95", ms(p95(taken)), f"{found} dari {len(said)} ada yang mirip"
    )


def _register() -> Line:
    """By a PSM, one by one, with the look for who may be the same."""
    made = (one for home in households(40_000, seed=99) for one in home.members)
    here = islice((one for one in made if one.lived_area.startswith(SANGKRAH)), 110)
    waiting = [said_of_person(one).model_copy(update={"id": None}) for one in here]
    hints = 0

    def once() -> None:
        nonlocal hints
        try:
            register_person(act=act_of(bu_sri), person=waiting.pop())
        except LooksKnown:
            hints += 1

    taken = repeated(once, 100)
    return Line(
        "pendaftaran, satu per satu",
        f"{1 / statistics.median(taken):,.0f} warga/s",
        f"p95 {ms(p95(taken))}; {hints} dari 103 mirip dengan yang sudah ada",
    )
