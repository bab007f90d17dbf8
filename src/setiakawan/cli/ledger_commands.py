"""Look after the ledger."""

import json

import click

from setiakawan.cli import setup
from setiakawan.cli.progress import say_step
from setiakawan.instance.home import find_home


def add_to(group: click.Group) -> None:
    """Add these commands."""
    group.add_command(ledger)


@click.group(help="Buku besar: periksa rantainya.")
def ledger() -> None:
    """Commands on the ledger."""


@ledger.command(help="Periksa seluruh rantai; menyebut catatan pertama yang tidak cocok.")
@click.option("--json", "as_json", is_flag=True, help="Jawaban untuk program.")
def verify(as_json: bool) -> None:
    """Recompute the chain."""
    with setup.server():
        setup.setup_django("worker")
        from setiakawan.audit.sealing import verify as verify_chain

        say_step("Menghitung ulang seluruh rantai …")
        verdict = verify_chain(
            heads=find_home().heads,
            told=lambda stream, number: say_step(f"{stream}: {number} segel diperiksa …"),
        )
    if as_json:
        fault = verdict.fault and {
            "stream": verdict.fault.stream,
            "seal_no": verdict.fault.seal_no,
            "record_id": str(verdict.fault.record_id or ""),
            "what": verdict.fault.what,
        }
        click.echo(json.dumps({"sealed": verdict.sealed, "waiting": verdict.waiting,
                               "erased": verdict.erased, "fault": fault}))  # fmt: skip
    elif verdict.fault is None:
        click.echo(
            f"Utuh: {verdict.sealed} catatan bersegel, {verdict.waiting} menunggu segel,"
            f" {verdict.erased} muatan dihapus dengan sah."
        )
    else:
        click.echo(
            f"Tidak utuh: {verdict.fault.stream} segel {verdict.fault.seal_no}"
            f" (catatan {verdict.fault.record_id or '-'}): {verdict.fault.what}.",
            err=True,
        )
    if verdict.fault is not None:
        raise click.exceptions.Exit(1)
