"""``python -m setiakawan.cli.gathering``: collect static files, in a process of its own."""

from setiakawan.cli.setup import setup_django

if __name__ == "__main__":
    setup_django("app")
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
