"""How far a long command has come, for a person who waits at a terminal."""

import sys


def say_step(sentence: str) -> None:
    """Write one line to standard error; nothing where a program or a file is listening."""
    if sys.stderr.isatty():
        sys.stderr.write(f"  {sentence}\n")
        sys.stderr.flush()
