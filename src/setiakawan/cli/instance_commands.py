"""Make an instance and run it."""

import click

from setiakawan.cli import setup
from setiakawan.instance.home import find_home


def add_to(group: click.Group) -> None:
    """Add these commands."""
    for command in (init, migrate):
        group.add_command(command)


@click.command(help="Siapkan instansi baru untuk satu kota atau kabupaten.")
@click.option("--area", default="33.72", show_default=True, help="Kode Kemendagri kota/kabupaten.")
@click.option("--name", default="", help="Nama yang tampil di halaman.")
def init(area: str, name: str) -> None:
    """Make the roles, the database, the tables and the areas."""
    home = find_home()
    with setup.server(must_be_initialised=False) as place:
        home.make()
        setup.migrate(place)
        home.remember(area=area, name=name or "Setiakawan")
        click.echo(f"Instansi {area} siap di {home.root}.")


@click.command(help="Sesuaikan tabel dan perlindungannya dengan versi ini.")
def migrate() -> None:
    """Bring tables and row security up to date."""
    with setup.server() as place:
        setup.migrate(place, quiet=False)
