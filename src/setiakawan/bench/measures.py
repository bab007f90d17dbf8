"""What is measured; one function a subject."""

import statistics
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from setiakawan.areas.operations import NewArea, load_areas
from setiakawan.areas.rules import KNOWN_SINCE
from setiakawan.audit.acts import system_act
from setiakawan.audit.sealing import make_day_heads, seal_pending, verify
from setiakawan.bench.city import logged_in
from setiakawan.bench.timing import Line, ms, p95, repeated, seconds
from setiakawan.demo.cast import DEMO_PASSWORD, SANGKRAH, bu_sri, pak_agus
from setiakawan.foundation.clock import today

RW = f"{SANGKRAH}.001"


def operations() -> Iterator[Line]:
    """One act at a time, and many in the set form; each with its entry in the ledger."""
    numbers = count(100)

    def one() -> None:
        number = next(numbers)
        load_areas(
            act=system_act("test"),
            areas=[NewArea(code=f"{RW}.{number}", name=f"{number}", level=6)],
            valid_from=KNOWN_SINCE,
        )

    def many() -> None:
        load_areas(
            act=system_act("test"),
            areas=[
                NewArea(code=f"{RW}.{number}", name=f"{number}", level=6)
                for number in (next(numbers) for _ in range(180))
            ],
            valid_from=KNOWN_SINCE,
        )

    with logged_in("worker"):
        single = repeated(one, 150)
        together = repeated(many, 3, warm=0)
    yield Line(
        "operasi, satu per satu",
        f"{1 / statistics.median(single):,.0f}/s",
        f"p95 {ms(p95(single))}",
    )
    yield Line(
        "operasi, bentuk himpunan (180)",
        f"{180 / statistics.median(together):,.0f}/s",
        f"{ms(statistics.median(together))} per himpunan",
    )


FILL = """
INSERT INTO audit_entry (id, batch_id, kind, actor_kind, origin, received_at, effective_at,
  effective_reason, outcome, subject_count, payload_digest)
SELECT i.id, i.id, 'bench.filled', 'system', 'test', now(), now(), 'received', 'applied', 1,
  sha256('0123456789abcdef'::bytea || convert_to('{"args":{},"facts":{"n":1}}', 'UTF8'))
FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, %s)) i;
INSERT INTO audit_payload (entry_id, body, salt)
  SELECT id, '{"args":{},"facts":{"n":1}}', '0123456789abcdef'::bytea FROM audit_entry
  WHERE kind = 'bench.filled';
INSERT INTO audit_entrysubject (entry_id, subject_kind, subject_id, role, area_code, restricted)
  SELECT id, 'area', gen_random_uuid(), 'subject', '33.72', false FROM audit_entry
  WHERE kind = 'bench.filled';
"""


def ledger(entries: int = 50_000) -> Iterator[Line]:
    """Seal and verify."""
    with logged_in("owner"), connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(FILL, [entries])
        cursor.execute("COMMIT")
        cursor.execute("ANALYZE audit_entry, audit_payload, audit_entrysubject, audit_unsealed")
    with logged_in("worker"):
        sealed: list[int] = []
        taken = seconds(lambda: sealed.append(seal_pending()))
        yield Line("menyegel", f"{sealed[0] / taken:,.0f} catatan/s", f"{sealed[0]:,} catatan")
        with logged_in("owner"), connection.cursor() as cursor:
            cursor.execute("ANALYZE audit_seal")
    with logged_in("worker"):
        make_day_heads(until=today() + timedelta(days=1))
        found = []
        taken = seconds(lambda: found.append(verify()))
        verdict = found[0]
        yield Line(
            "ledger verify",
            f"{verdict.sealed / taken:,.0f} catatan/s",
            "utuh" if verdict.fault is None else f"TIDAK UTUH: {verdict.fault.what}",
        )


def _signed_in(key: str) -> Client:
    client = Client()
    client.post(reverse("demo_become", args=[key]))
    return client


def pages() -> Iterator[Line]:
    """Pages as they are opened most."""
    for what, key, address in (
        ("halaman beranda", "bu_sri", reverse("home")),
        ("halaman wilayah", "bu_wahyuni", reverse("area", args=[SANGKRAH])),
        ("daftar akun", "bu_ratna", reverse("accounts")),
        ("halaman akun", "bu_wahyuni", reverse("account", args=[bu_sri.account_id])),
    ):
        client = _signed_in(key)
        status: list[int] = []
        taken = repeated(lambda: status.append(client.get(address).status_code), 100)  # noqa: B023
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        asked = [
            one["sql"]
            for one in captured.captured_queries
            if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK"))
        ]
        settings = sum("set_config" in one for one in asked)
        yield Line(
            f"{what}, p95",
            ms(p95(taken)),
            f"status {status[-1]}, {len(asked) - settings} kueri + {settings} set_config,"
            f" {len(answer.content) / 1000:,.0f} kB",
        )


def sign_in() -> Iterator[Line]:
    """The password page, with argon2 as it is set."""
    visitors = count(1)

    def once() -> None:
        nth = next(visitors)
        client = Client(REMOTE_ADDR=f"10.1.{nth // 250}.{nth % 250 + 1}")
        answer = client.post(
            reverse("account_login"), {"login": bu_sri.username, "password": DEMO_PASSWORD}
        )
        if answer.status_code != 302:
            raise RuntimeError(f"sign-in answered {answer.status_code}")

    taken = repeated(once, 25, warm=2)
    yield Line(
        "masuk dengan kata sandi, p95", ms(p95(taken)), f"median {ms(statistics.median(taken))}"
    )


def hidden_and_absent(times: int = 300) -> Iterator[Line]:
    """Whether the time of a refusal tells if there was something (CASE-20)."""
    client = _signed_in("bu_wahyuni")
    hidden = reverse("account", args=[pak_agus.account_id])
    absent = reverse("account", args=["00000000-0000-7000-8000-000000000000"])
    taken: dict[str, list[float]] = {hidden: [], absent: []}
    for turn in range(times + 10):
        # One after the other and in both orders, so that a busy moment hits both.
        for address in (hidden, absent) if turn % 2 else (absent, hidden):
            one = seconds(lambda: client.get(address))  # noqa: B023
            if turn >= 10:
                taken[address].append(one)
    # Differences of neighbours in time: a machine that is busy for a while is busy for both.
    apart = [one - other for one, other in zip(taken[hidden], taken[absent], strict=True)]
    usual = statistics.median(taken[absent])
    error = 1.25 * statistics.stdev(apart) / len(apart) ** 0.5
    yield Line(
        "tersembunyi dibanding tidak ada",
        f"{statistics.median(apart) * 1e6:+,.0f} µs",
        f"{statistics.median(apart) / usual:+.2%} dari {ms(usual)}; ketelitian ±{error * 1e6:,.0f} µs",
    )
