"""Look at accounts from the command line, and let the last administrator back in."""

import json

import click

from setiakawan.cli import setup
from setiakawan.cli.instance_commands import PORT


def add_to(group: click.Group) -> None:
    """Add these commands."""
    group.add_command(user)


@click.group(help="Akun: lihat, dan buka kembali jalan masuk admin.")
def user() -> None:
    """Commands on accounts."""


@user.command("list", help="Daftar akun dengan jabatannya; tanpa nomor HP.")
@click.option("--json", "as_json", is_flag=True, help="Jawaban untuk program.")
def list_users(as_json: bool) -> None:
    """List accounts. The reading is put on record."""
    with setup.server():
        rows = json.loads(setup.run_as("worker", "setiakawan.cli.accounts_answers", "list"))
    if as_json:
        click.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        state = "" if row["is_active"] else "  (ditutup)"
        click.echo(f"{row['username']:<32} {row['name']:<28} {', '.join(row['offices'])}{state}")


@user.command(
    "recover", help="Cetak tautan sekali pakai bagi admin yang tidak dapat masuk lagi; tercatat."
)
@click.argument("username")
def recover(username: str) -> None:
    """Print a one-time link for an administrator whom nobody is left to help face to face."""
    with setup.server():
        answer = json.loads(
            setup.run_as("worker", "setiakawan.cli.accounts_answers", "recover", username)
        )
    if "problem" in answer:
        raise setup.refuse(answer["problem"])
    click.echo("Tautan sekali pakai, tercatat di buku besar; buka di peramban:")
    click.echo(f"  http://localhost:{PORT}{answer['link']}")
