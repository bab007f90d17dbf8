"""Bring the tables and their protection to this version. Logs in as the owner, in its own process."""

from setiakawan.cli.setup import setup_django


def bring_up_to_date() -> None:
    """Migrate, then install row security and grants from the declarations."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from setiakawan.access.protection import statements
    from setiakawan.instance.database import role_name

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements(role_name("app"), role_name("worker")):
            cursor.execute(statement)


if __name__ == "__main__":
    setup_django("owner")
    bring_up_to_date()
