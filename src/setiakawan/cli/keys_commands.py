"""Replace the keys under which identity numbers and files are sealed."""

import fcntl
import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import click

from setiakawan.cli import setup
from setiakawan.foundation.keyring import KeyFault, Keyring, holders
from setiakawan.instance.home import Home, find_home

LAST_USE_S = 60
"""Whoever took the old key before it was replaced has finished after this long: a request of the web
is ended earlier."""


def add_to(group: click.Group) -> None:
    """Add these commands."""
    group.add_command(keys)


@click.group(help="Kunci NIK dan berkas: lihat, ganti.")
def keys() -> None:
    """Commands on keys."""


@keys.command(help="Kunci mana yang dipakai, dan berapa banyak yang masih di bawah kunci lama.")
@click.option("--json", "as_json", is_flag=True, help="Jawaban untuk program.")
def status(as_json: bool) -> None:
    """Say which keys there are and what stands under them; never a key itself."""
    home = find_home()
    with setup.server():
        ring = setup.key_ring(home)
        setup.setup_django("owner")
        used = {one.name: dict(one.keys_in_use()) for one in holders()}
    if as_json:
        rows = [{"id": key.id, "made_at": key.made_at.isoformat(),
                 "is_current": key.id == ring.current_key_id,
                 "used": {name: counts.get(key.id, 0) for name, counts in used.items()}}
                for key in ring.encryption]  # fmt: skip
        lost = sorted(set(_all_keys(used)) - {key.id for key in ring.encryption})
        click.echo(json.dumps({"encryption": rows, "index_keys": len(ring.indexing),
                               "is_rotating": ring.is_rotating, "missing": lost}))  # fmt: skip
        return
    for key in ring.encryption:
        mark = "dipakai sekarang" if key.id == ring.current_key_id else "kunci lama"
        counts = ", ".join(f"{name} {found.get(key.id, 0)}" for name, found in used.items())
        click.echo(f"{key.id}  dibuat {key.made_at.date()}  {mark}  ({counts})")
    for lost_key in sorted(set(_all_keys(used)) - {key.id for key in ring.encryption}):
        click.echo(f"{lost_key}  TIDAK ADA dalam berkas kunci, padahal masih diperlukan")
    if ring.is_rotating:
        click.echo("Penggantian belum selesai. Jalankan: setiakawan keys rotate")


def _all_keys(used: dict[str, dict[str, int]]) -> Iterator[str]:
    for counts in used.values():
        yield from counts


@keys.command(help="Ganti kunci, lalu segel ulang semua NIK dan berkas. Bila terputus, ulangi.")
@click.option("--index", is_flag=True, help="Ganti juga kunci indeks (untuk mencari NIK).")
@click.option(
    "--wait", type=click.IntRange(0), default=LAST_USE_S, show_default=True, metavar="DETIK",
    help="Menunggu selama ini sebelum kunci lama dihapus; 0 hanya bila layanan sudah dihentikan.",
)  # fmt: skip
def rotate(index: bool, wait: int) -> None:
    """Make a new key, seal everything with it, and drop what nothing needs any more.

    The new key is in the file before anything is sealed with it, and an old one leaves the file only
    when nothing stands under it; so this can be stopped at any moment and run again, and goes on
    where it was.
    """
    home = find_home()
    with setup.server(), _alone(home):
        ring = setup.key_ring(home)
        if setup.needs_migrating(home):
            raise setup.refuse("Tabel belum sesuai dengan versi ini. Jalankan: setiakawan migrate")
        setup.setup_django("owner")
        try:
            if ring.is_rotating:
                click.echo("Melanjutkan penggantian kunci yang belum selesai.")
                has_new_index = len(ring.indexing) > 1
                ring = _finish(home, ring, wait)
                if index and not has_new_index:
                    ring = _begin(home, ring, index=True)
                    ring = _finish(home, ring, wait)
            else:
                ring = _begin(home, ring, index=index)
                ring = _finish(home, ring, wait)
        except KeyFault as reason:
            raise setup.refuse(f"Terhenti, dan tidak ada yang hilang: {reason}.") from reason
    click.echo(f"Selesai. Kunci sekarang: {ring.current_key_id}.")
    click.echo(
        f"Salin {home.key_file} ke tempat yang aman, terpisah dari cadangan basis data. Simpan juga"
        " salinan yang lama selama masih ada cadangan yang dibuat sebelum hari ini."
    )


def _begin(home: Home, ring: Keyring, *, index: bool) -> Keyring:
    """A new current key, known to all processes from now on."""
    ring = ring.with_new_key(index=index)
    ring.save(home.key_file)
    return ring


def _finish(home: Home, ring: Keyring, wait: int) -> Keyring:
    """Seal everything with the current key, then drop the others."""
    began = time.monotonic()
    _reseal(ring)
    rest = wait - (time.monotonic() - began)
    if rest > 0:
        click.echo(f"Menunggu {rest:.0f} detik, sampai tidak ada lagi yang memakai kunci lama …")
        time.sleep(rest)
    _reseal(ring)  # what was written meanwhile by who had taken the old key before
    left = _left(ring) + _left_in_tables(ring)
    if left:
        where = ", ".join(f"{name} {count}" for name, count in sorted(left.items()))
        raise setup.refuse(
            f"Masih ada yang di bawah kunci lama ({where}). Kunci lama tetap disimpan;"
            " jalankan lagi: setiakawan keys rotate"
        )
    ring = ring.without_old_keys()
    ring.save(home.key_file)
    return ring


def _reseal(ring: Keyring) -> None:
    for one in holders():
        used = one.keys_in_use()
        waiting = sum(used.values()) - used.get(ring.current_key_id, 0)
        with click.progressbar(length=waiting, label=one.name) as bar:
            for done in one.reseal(ring):
                bar.update(done)


def _left(ring: Keyring) -> Counter[str]:
    """How much each holder still has under another key."""
    return Counter(
        {
            one.name: count
            for one in holders()
            if (
                count := sum(
                    n for key, n in one.keys_in_use().items() if key != ring.current_key_id
                )
            )
        }
    )


def _left_in_tables(ring: Keyring) -> Counter[str]:
    """How much any table still has under another key, whether its package has said so or not.

    A key that is dropped is gone for good; forgetting to declare a holder must not cost anybody's
    number.
    """
    from django.db import connection

    heads = [ring.head_of(key.id) for key in ring.encryption[1:]]
    found: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
            " AND a.atttypid = 'bytea'::regtype AND NOT a.attisdropped"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE substring("{column}" FROM 1 FOR 5) = ANY(%s)',
                [heads],
            )
            if count := cursor.fetchone()[0]:
                found[f"{table}.{column}"] = count
    return found


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Two rotations at once would drop each other's keys."""
    home.run.mkdir(parents=True, exist_ok=True)
    with (home.run / "keys.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise setup.refuse("Penggantian kunci sedang berjalan di tempat lain.") from None
        yield
