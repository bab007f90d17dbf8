"""``python -m setiakawan`` is the command ``setiakawan``, whatever the search path says."""

from setiakawan.cli import main

main(prog_name="setiakawan")
