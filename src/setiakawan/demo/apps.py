"""Tells Django about the demo; installed only in an instance that was made as one."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The page on which one becomes any of the cast."""

    name = "setiakawan.demo"
    label = "demo"
