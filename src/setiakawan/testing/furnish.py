"""Furnish the template database: Solo's areas and the cast, made with operations by the worker."""

from setiakawan.cli.setup import setup_django

if __name__ == "__main__":
    setup_django("worker")
    from setiakawan.demo.cast import furnish

    furnish()
