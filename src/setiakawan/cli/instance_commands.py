"""Make an instance and run it."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from setiakawan.cli import assets, certificate, serving, setup
from setiakawan.instance.home import Home, UnsafePlace, find_home, refuse_unsafe_place

DEMO_AREA = "33.72"
PORT = 8000


def add_to(group: click.Group) -> None:
    """Add these commands."""
    for command in (demo, init, serve, worker, migrate, manage, bench):
        group.add_command(command)


_port = click.option(
    "--port", type=click.IntRange(1, 65535), default=PORT, envvar="PORT", show_default=True,
    help="Nomor port (juga PORT=).",
)  # fmt: skip
_https = click.option(
    "--https", is_flag=True, envvar="HTTPS",
    help="Pakai sertifikat buatan sendiri, supaya HP di jaringan yang sama dapat bergabung (juga HTTPS=1).",
)  # fmt: skip
_bind = click.option(
    "--bind", default="", metavar="ALAMAT",
    help="Alamat jaringan tempat mendengarkan; tanpa ini hanya komputer ini sendiri.",
)  # fmt: skip


@click.command(help="Siapkan instansi baru untuk satu kota atau kabupaten.")
@click.option(
    "--area", default=DEMO_AREA, show_default=True, help="Kode Kemendagri kota/kabupaten."
)
@click.option("--name", default="", help="Nama yang tampil di halaman.")
@click.option(
    "--admin-name", default="Administrator", show_default=True, help="Nama admin pertama."
)
@click.option("--json", "as_json", is_flag=True, help="Jawaban untuk program.")
def init(area: str, name: str, admin_name: str, as_json: bool) -> None:
    """Make the roles, the database, the tables, the areas and the first invitation."""
    home = find_home()
    if home.facts():
        raise setup.refuse(
            f"Di {home.root} sudah ada instansi ({home.facts().get('area')}). Pilih folder lain"
            " dengan SETIAKAWAN_HOME=, atau jalankan: setiakawan serve"
        )
    city = _known_city(area)
    with setup.server(must_be_initialised=False) as place:
        if not as_json:
            click.echo(f"Menyiapkan {city} ({area}) …", err=True)
        setup.migrate(place)
        key = json.loads(setup.run_as("worker", "setiakawan.cli.filling", "city", area, admin_name))
        home.remember(
            area=area,
            name=name or "Setiakawan",
            tables=setup.state_of_the_tables(),
            key_file=setup.make_key_file(home),
        )
    if as_json:
        click.echo(json.dumps({"home": str(home.root), "area": area, "invitation": key}))
        return
    click.echo(f"Instansi {city} siap di {home.root}. Jalankan: setiakawan serve")
    click.echo("Undangan sekali pakai untuk admin pertama; buka alamat ini di peramban:")
    click.echo(f"  http://localhost:{PORT}{key}")


def _known_city(area: str) -> str:
    """The name of a city or regency, or a sentence that says how to find its code."""
    from setiakawan.areas.codes import BadAreaCode
    from setiakawan.areas.gazetteer import UnknownPlace, city, search_cities

    try:
        return city(area).city.name
    except (BadAreaCode, UnknownPlace) as reason:
        alike = ", ".join(f"{one.code} {one.name}" for one in search_cities(area, limit=5))
        raise setup.refuse(
            f"Tidak ada kota atau kabupaten dengan kode {area!r}."
            + (f" Mungkin maksudnya: {alike}." if alike else " Contoh: 33.72 untuk Kota Surakarta.")
        ) from reason


@click.command(help="Jalankan kota demo: Solo dengan orang-orang rekaan.")
@_port
@_https
@_bind
def demo(port: int, https: bool, bind: str) -> None:
    """Make the demo city if need be, serve it, and say who can sign in."""
    home = _demo_home()
    facts = home.facts()
    if facts and not facts.get("demo"):
        raise setup.refuse(
            f"Di {home.root} ada instansi sungguhan, bukan demo. Jalankan dengan: setiakawan serve,"
            " atau pilih folder lain untuk demo: SETIAKAWAN_HOME=/tempat/lain"
        )
    with _serving(home, port=port, https=https, bind=bind, must_be_initialised=False) as address:
        _make_demo_city(home)
        setup.key_ring(home)
        serving.serve(address, with_worker=True, when_ready=_welcome(home, address))


def _demo_home() -> Home:
    """The folder of the demo.

    Root in a folder that is closed to others (``/root``, say) can't keep a database there without
    laying that folder open; the demo then goes to a place of its own instead of refusing.
    """
    home = find_home()
    if os.environ.get("SETIAKAWAN_HOME") or os.environ.get("DATABASE_URL"):
        return home
    try:
        refuse_unsafe_place(home.database)
    except UnsafePlace:
        import hashlib

        name = hashlib.sha256(str(home.root).encode()).hexdigest()[:8]
        root = Path("/var/lib/setiakawan") / f"demo-{name}"
        click.echo(
            f"Folder ini tertutup bagi pengguna lain; data demo disimpan di {root}.", err=True
        )
        os.environ["SETIAKAWAN_HOME"] = str(root)
        root.mkdir(parents=True, exist_ok=True)
        return find_home()
    return home


def _make_demo_city(home: Home) -> None:
    place = setup.find_database(home)
    if home.facts().get("filled"):
        if setup.needs_migrating(home):
            setup.migrate(place)
        return
    click.echo("Membuat kota demo (sekali saja, sekitar satu menit) …", err=True)
    if home.facts():
        click.echo("Pembuatan yang terakhir terputus; dimulai lagi dari awal.", err=True)
        setup.start_over(home, place)
    home.remember(area=DEMO_AREA, name="Setiakawan", demo=True)
    setup.migrate(place)
    accounts = json.loads(setup.run_as("worker", "setiakawan.cli.filling", "demo"))
    home.remember(filled=True, accounts=accounts)


@click.command(help="Jalankan instansi: halaman kantor dan pekerja latar.")
@_port
@_https
@_bind
@click.option(
    "--no-worker", is_flag=True, help="Tanpa pekerja latar; jalankan sendiri dengan: worker."
)
def serve(port: int, https: bool, bind: str, no_worker: bool) -> None:
    """Serve the pages, and run jobs and sealing beside them."""
    home = find_home()
    with _serving(home, port=port, https=https, bind=bind, must_be_initialised=True) as address:
        if setup.needs_migrating(home):
            raise setup.refuse("Tabel belum sesuai dengan versi ini. Jalankan: setiakawan migrate")
        setup.key_ring(home)
        serving.serve(address, with_worker=not no_worker, when_ready=_welcome(home, address))


@contextmanager
def _serving(
    home: Home, *, port: int, https: bool, bind: str, must_be_initialised: bool
) -> Iterator[serving.Address]:
    """All that serving needs: the place, the port, the assets, the database."""
    address = _address(home, port=port, https=https, bind=bind)
    try:
        with serving.only_one(home, address.shown):
            serving.check_port(address.host, port)
            with setup.server(must_be_initialised=must_be_initialised):
                assets.gather(home)
                yield address
    except (
        serving.AlreadyRunning, serving.PortTaken, serving.WebFails, assets.NotBuilt
    ) as reason:  # fmt: skip
        raise setup.refuse(str(reason)) from reason


def _address(home: Home, *, port: int, https: bool, bind: str) -> serving.Address:
    if not https:
        host = bind or "127.0.0.1"
        also = () if host in {"0.0.0.0", "::"} else (host,)  # noqa: S104  # compared, not bound
        return serving.Address(host, port, f"http://localhost:{port}/", also)
    home.make()
    lan = certificate.lan_address()
    addresses = ["127.0.0.1", "::1", *([lan] if lan else [])]
    made, key = certificate.certificate_for(home, addresses)
    return serving.Address(
        host=bind or "0.0.0.0",  # noqa: S104  # HTTPS=1 asks for it: a phone is to join
        port=port,
        shown=f"https://{lan or 'localhost'}:{port}/",
        also=(lan,) if lan else (),
        certificate=made,
        key=key,
    )


def _welcome(home: Home, address: serving.Address) -> str:
    lines = ["", f"Siap: {address.shown}   (Ctrl-C untuk berhenti)"]
    if address.is_https:
        lines += [
            "",
            "Dengan HP: sambungkan ke jaringan yang sama, buka alamat di atas, lalu setujui",
            "peringatan sertifikat satu kali (sertifikatnya dibuat oleh komputer ini sendiri).",
        ]
    if home.facts().get("demo"):
        lines += ["", *_demo_accounts(home)]
    return "\n".join(lines)


def _demo_accounts(home: Home) -> list[str]:
    """Who can sign in to the demo, as it was said when it was filled."""
    accounts = home.facts().get("accounts", {"password": "", "people": []})
    return [
        f"Akun demo (kata sandi semuanya: {accounts['password']}; atau pilih orangnya di /contoh/):",
        *(f"  {username:<28} {about}" for username, about in accounts["people"]),
    ]


@click.command(help="Jalankan pekerja latar saja: penyegelan buku besar dan pekerjaan terjadwal.")
def worker() -> None:
    """Run jobs and sealing until a signal says to stop."""
    from setiakawan.cli.working import work

    with setup.server():
        setup.key_ring(find_home())
        work()


@click.command(help="Sesuaikan tabel dan perlindungannya dengan versi ini.")
def migrate() -> None:
    """Bring tables and row security up to date."""
    with setup.server() as place:
        setup.migrate(place)
    click.echo("Tabel dan perlindungannya sesuai dengan versi ini.")


@click.command(
    help="Perintah Django dengan hak salah satu login (bawaan: app).",
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.option("--login", type=click.Choice(["app", "worker", "owner"]), default="app")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(login: str, arguments: tuple[str, ...]) -> None:
    """Run a management command of Django."""
    from typing import cast

    from setiakawan.instance.database import Login

    with setup.server():
        setup.setup_django(cast("Login", login))
        from django.core.management import execute_from_command_line

        execute_from_command_line(["setiakawan manage", *arguments])


@click.command(
    help="Ukur kecepatan dan cetak tabelnya.", context_settings={"ignore_unknown_options": True}
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(arguments: tuple[str, ...]) -> None:
    """Measure, in a process of its own and on databases of its own."""
    import importlib.util
    import subprocess
    import sys

    if importlib.util.find_spec("setiakawan.bench") is None:
        raise setup.refuse("Pengukuran (setiakawan.bench) tidak ikut terpasang di sini.")
    done = subprocess.run([sys.executable, "-m", "setiakawan.bench", *arguments], check=False)
    raise click.exceptions.Exit(done.returncode)
