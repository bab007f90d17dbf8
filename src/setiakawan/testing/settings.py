"""The settings of the site, with what only those who change it need: order and safety of migrations."""

# ruff: noqa: E402  # the probe is named before the site's settings are read

from setiakawan.testing.databases import install_probe

install_probe()

from setiakawan.project import settings as _site
from setiakawan.project.settings import *  # noqa: F403  # settings are read by name

INSTALLED_APPS = [*_site.INSTALLED_APPS, "django_linear_migrations", "django_migration_linter"]
FIRST_PARTY_APPS = [app for app in INSTALLED_APPS if app.startswith("setiakawan.")]
MIGRATION_LINTER_OPTIONS = {
    "include_apps": [app.rpartition(".")[2] for app in FIRST_PARTY_APPS],
    # Written before the first release: no running version is older than these columns.
    "ignore_name": [
        "0002_areas_count_their_changes",
        "0003_inspectors_read_without_names",
        "0004_for_whom_an_invitation_is_stands_apart",
    ],
}
