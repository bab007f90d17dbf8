"""What Django can check by itself, on the test server: ``python -m setiakawan.testing.django_checks``.

``check`` (system checks, one line of history per package), ``migrations`` (every change of a model
has its migration), ``lint`` (no migration breaks a version that still runs), ``make`` (write the
missing migrations), ``order`` (write ``max_migration.txt`` anew, which holds the last of each
package so that two branches that both add one conflict in git and not on a server).
"""

import os
import sys

COMMANDS = {
    "check": ["check", "--fail-level", "WARNING"],
    "migrations": ["makemigrations", "--check", "--dry-run"],
    "lint": ["lintmigrations", "--quiet", "ok", "ignore", "warning"],
    "make": ["makemigrations"],
    "order": ["create_max_migration_files", "--recreate"],
}


def main() -> None:
    """Run one of the commands against the template database, as the owner."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "setiakawan.testing.settings"
    os.environ["SETIAKAWAN_LOGIN"] = "owner"
    from setiakawan.testing import databases

    with databases.begin(), databases.clone("checks") as name:
        os.environ["SETIAKAWAN_DATABASE"] = name
        from django.core.management import execute_from_command_line

        execute_from_command_line(["setiakawan", *COMMANDS[sys.argv[1]]])


if __name__ == "__main__":
    main()
