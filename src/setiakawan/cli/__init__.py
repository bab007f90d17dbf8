"""The command line: ``setiakawan …``. Exit 0 done, 1 refused with reasons, 2 wrong usage."""

import click

from setiakawan.cli import (
    doctor,
    instance_commands,
    keys_commands,
    ledger_commands,
    synth_commands,
    user_commands,
)


@click.group(help="Sistem kerja PSM dan IPSM. Mulai dengan: setiakawan demo")
def main() -> None:
    """All commands."""


instance_commands.add_to(main)
doctor.add_to(main)
ledger_commands.add_to(main)
keys_commands.add_to(main)
user_commands.add_to(main)
synth_commands.add_to(main)
