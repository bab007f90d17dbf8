"""Look at an instance as a doctor would: what is well, what isn't, and what to do about it."""

import json
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import click
import psycopg

from setiakawan.cli import assets, setup
from setiakawan.foundation.clock import now
from setiakawan.foundation.keyring import Keyring, NoKeyFile
from setiakawan.instance.database import LOGINS, OLDEST_SERVER, Place, role_name
from setiakawan.instance.home import Home, find_home

SEALED_WITHIN = timedelta(minutes=5)
CLOCKS_AGREE_WITHIN = timedelta(seconds=5)
FREE_BYTES = 2 * 1024**3
FREE_PART = 0.05


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    is_well: bool
    sentence: str
    """What was seen; where it isn't well, what to do."""


def add_to(group: click.Group) -> None:
    """Add this command."""
    group.add_command(doctor)


@click.command(help="Periksa kesehatan instansi; keluar 1 bila ada yang perlu dibenahi.")
@click.option("--json", "as_json", is_flag=True, help="Jawaban untuk program.")
def doctor(as_json: bool) -> None:
    """Look at everything and say what was found."""
    home = find_home()
    with setup.server() as place:
        findings = list(look(home, place))
    if as_json:
        click.echo(json.dumps([vars(one) for one in findings], indent=1))
    else:
        for one in findings:
            click.echo(f"{'baik ' if one.is_well else 'PERLU'}  {one.name}: {one.sentence}")
    if not all(one.is_well for one in findings):
        raise click.exceptions.Exit(1)


def look(home: Home, place: Place) -> Iterator[Finding]:
    """Everything that can be seen without changing anything."""
    yield look_at_keys(home)
    yield look_at_key_file(home)
    yield look_at_disk(home)
    yield look_at_assets(home)
    if setup.needs_migrating(home):
        yield Finding("tabel", False, "belum sesuai versi ini; jalankan: setiakawan migrate")
        return
    yield Finding("tabel", True, "sesuai dengan versi ini")
    for login in LOGINS:
        with _as(login, home, place) as connection:
            yield look_at_role(login, connection)
    with _as("worker", home, place) as connection:
        yield look_at_version(connection)
        yield look_at_protection(connection)
        yield look_at_sealing(connection)
        yield look_at_jobs(connection)
        yield look_at_clock(connection)


def _as(login: str, home: Home, place: Place) -> psycopg.Connection[Any]:
    return psycopg.connect(
        host=place.host,
        port=place.port,
        dbname=place.name,
        user=role_name(login),  # type: ignore[arg-type]  # one of LOGINS
        password=home.key(f"db-{login}"),
        autocommit=True,
    )


def look_at_keys(home: Home) -> Finding:
    """Keys are for their owner alone."""
    open_ones = [
        path.name
        for path in (home.keys, *home.keys.iterdir())
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if open_ones:
        return Finding(
            "kunci", False, f"dapat dibaca orang lain: {', '.join(open_ones)}; chmod go-rwx"
        )
    return Finding("kunci", True, "hanya terbaca oleh pemiliknya")


def look_at_key_file(home: Home) -> Finding:
    """The keys of identity numbers and files are there, are this instance's, and no rotation is left."""
    name = "berkas kunci"
    lost = "kembalikan dari salinan Anda; tanpa berkas ini NIK dan foto tidak dapat dibaca"
    try:
        ring = Keyring.load(home.key_file)
    except NoKeyFile:
        return Finding(name, False, f"tidak ada atau rusak; {lost}")
    if home.facts().get("key_file", str(ring.id)) != str(ring.id):
        return Finding(name, False, f"bukan milik instansi ini; {lost}")
    if ring.is_rotating:
        return Finding(
            name, False, "penggantian kunci belum selesai; jalankan: setiakawan keys rotate"
        )
    made_on = ring.encryption[0].made_at.date()
    return Finding(name, True, f"ada, kunci dibuat {made_on}; simpan salinannya di tempat lain")


def look_at_disk(home: Home) -> Finding:
    """There is room for what comes."""
    disk = shutil.disk_usage(home.root)
    shown = f"sisa {disk.free / 1024**3:.1f} GiB dari {disk.total / 1024**3:.1f} GiB"
    is_well = disk.free >= FREE_BYTES and disk.free >= disk.total * FREE_PART
    return Finding("ruang disk", is_well, shown if is_well else f"{shown}; perlu ditambah")


def look_at_assets(home: Home) -> Finding:
    """Pages have their look."""
    if not assets.style_sheet().exists():
        return Finding("lembar gaya", False, "belum dibuat; jalankan: make setup")
    return Finding("lembar gaya", True, "sudah dibuat")


def look_at_version(connection: psycopg.Connection[Any]) -> Finding:
    """The server is new enough."""
    version = connection.info.server_version
    shown = f"PostgreSQL {version // 10_000}.{version % 10_000}"
    if version < OLDEST_SERVER:
        return Finding("server", False, f"{shown}; perlu 15 ke atas")
    return Finding("server", True, shown)


def look_at_role(login: str, connection: psycopg.Connection[Any]) -> Finding:
    """A login has no more power than it needs: only the owner owns, and nobody passes by."""
    row = connection.execute(
        """
        SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole,
          EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p')),
          pg_has_role(r.oid, %s, 'MEMBER')
        FROM pg_roles r WHERE r.rolname = current_user
        """,
        [role_name("owner")],
    ).fetchone()
    assert row is not None  # everybody finds their own role
    names = ["superuser", "melewati RLS", "dapat membuat peran"]
    powers = [name for name, has in zip(names, row[:3], strict=True) if has]
    if login != "owner":
        powers += ["memiliki tabel"] * row[3] + ["dapat menjadi pemilik"] * row[4]
    if powers:
        return Finding(f"login {login}", False, f"terlalu kuat: {', '.join(powers)}")
    return Finding(f"login {login}", True, "haknya terbatas")


def look_at_protection(connection: psycopg.Connection[Any]) -> Finding:
    """Every table is declared, and where row security is declared it is on."""
    setup.setup_django("worker")
    from setiakawan.access.protection import declared

    rows = connection.execute(
        "SELECT relname, relrowsecurity FROM pg_class WHERE relkind IN ('r', 'p')"
        " AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    wanted = declared()
    faults = sorted(name for name, _ in rows if name not in wanted)
    faults += sorted(name for name, on in rows if name in wanted and wanted[name].read and not on)
    if faults:
        return Finding(
            "perlindungan baris",
            False,
            f"tidak ada pada: {', '.join(faults)}; jalankan: setiakawan migrate",
        )
    protected = sum(on for _, on in rows)
    return Finding("perlindungan baris", True, f"menyala pada {protected} dari {len(rows)} tabel")


def look_at_sealing(connection: psycopg.Connection[Any]) -> Finding:
    """The worker seals; nothing waits for long."""
    with connection.transaction():
        connection.execute("SELECT set_config('setiakawan.system', 'on', true)")
        row = connection.execute(
            "SELECT count(*), min(coalesce(e.received_at, r.at)) FROM audit_unsealed u"
            " LEFT JOIN audit_entry e ON e.id = u.record_id"
            " LEFT JOIN audit_reading r ON r.id = u.record_id"
        ).fetchone()
    assert row is not None  # a count
    count, oldest = row
    if oldest is not None and now() - oldest > SEALED_WITHIN:
        return Finding(
            "penyegelan",
            False,
            f"{count} catatan menunggu, yang tertua {now() - oldest}; apakah pekerja latar berjalan?",
        )
    return Finding("penyegelan", True, f"{count} catatan menunggu segel")


def look_at_jobs(connection: psycopg.Connection[Any]) -> Finding:
    """No job has given up."""
    row = connection.execute(
        "SELECT count(*) FILTER (WHERE status = 'failed'), count(*) FILTER (WHERE status = 'todo')"
        " FROM procrastinate_jobs"
    ).fetchone()
    assert row is not None  # a count
    failed, waiting = row
    if failed:
        return Finding(
            "pekerjaan", False, f"{failed} gagal setelah diulang; lihat log pekerja latar"
        )
    return Finding("pekerjaan", True, f"{waiting} menunggu, tidak ada yang gagal")


def look_at_clock(connection: psycopg.Connection[Any]) -> Finding:
    """This machine and the database agree on the time."""
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None  # one moment
    apart = abs(now() - row[0])
    if apart > CLOCKS_AGREE_WITHIN:
        return Finding("jam", False, f"berbeda {apart} dari basis data; setel jam mesin (NTP)")
    return Finding("jam", True, "sama dengan basis data")
