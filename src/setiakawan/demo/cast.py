"""Everybody in the demo and in the tests has a part."""

from datetime import date

from setiakawan.areas.operations import NewArea, load_areas
from setiakawan.audit.acts import system_act


def furnish() -> None:
    """Set the stage: Solo's areas and the cast."""
    load_areas(
        act=system_act("command"),
        areas=[
            NewArea(code="33", name="Jawa Tengah", level=1),
            NewArea(code="33.72", name="Kota Surakarta", level=2),
        ],
        valid_from=date(2019, 1, 2),
    )
