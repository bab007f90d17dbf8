"""Measure and print: ``python -m setiakawan.bench [--json] [--explain] [NAME …]``."""

import argparse
import logging
import sys
from collections.abc import Callable, Iterator

from setiakawan.bench.city import copied_city
from setiakawan.bench.timing import Line, machine, table


def main() -> int:
    """Run the measures that were named, or all."""
    asked = argparse.ArgumentParser(prog="setiakawan bench")
    asked.add_argument(
        "names", nargs="*", help="operations ledger pages sign-in hidden rows people"
    )
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--explain", action="store_true", help="print the plans under row security")
    asked.add_argument("--persons", type=int, default=60_000, help="how many for people")
    wanted = asked.parse_args()
    lines = [Line("apa", "ukuran", "catatan")]
    with copied_city():
        from setiakawan.bench import measures, people, row_security

        # A refused try is logged as a warning; here hundreds are meant.
        logging.getLogger("django.request").setLevel(logging.ERROR)
        every: dict[str, Callable[[], Iterator[Line]]] = {
            "pages": measures.pages,
            "sign-in": measures.sign_in,
            "hidden": measures.hidden_and_absent,
            "operations": measures.operations,
            "ledger": measures.ledger,
            "people": lambda: people.people(wanted.persons),
            "rows": lambda: row_security.measure(explain=wanted.explain),
        }
        unknown = set(wanted.names) - set(every)
        if unknown:
            asked.error(f"unknown: {', '.join(sorted(unknown))}")
        for name in wanted.names or every:
            lines += list(every[name]())
        if wanted.json:
            sys.stdout.write(row_security.as_json(lines[1:]) + "\n")
        else:
            sys.stdout.write(f"{machine()}\n\n{table(lines)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
