"""Tells Django about categories."""

from django.apps import AppConfig


class CategoriesConfig(AppConfig):
    """Kinds, criteria, tags, schemes and crossings."""

    name = "setiakawan.categories"
    label = "categories"

    def ready(self) -> None:
        """Declare how the tables are protected, and add to the menu and to the words for acts."""
        from setiakawan.categories import permissions  # noqa: F401
        from setiakawan.categories.web import menu, words  # noqa: F401
