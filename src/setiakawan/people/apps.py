"""Tells Django about people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, households and what is known about them."""

    name = "setiakawan.people"
    label = "people"

    def ready(self) -> None:
        """Declare how the tables are protected, who may be barred, and what waits."""
        from setiakawan.accounts.handover import let_hand_over
        from setiakawan.accounts.operations.bars import let_bar
        from setiakawan.areas.succession import on_areas_succeeded
        from setiakawan.areas.unplaced import add_source
        from setiakawan.attachments.jobs import keep_what_is_named_by
        from setiakawan.foundation.keyring import on_rotation
        from setiakawan.people import (  # noqa: F401
            events,
            jobs,
            permissions,
            rotation,
            succession,
            teams,
            waiting,
        )
        from setiakawan.people.operations.barring import find_person_to_bar
        from setiakawan.people.web import menu  # noqa: F401

        let_hand_over(teams.TEAMS)
        let_bar("person", find_person_to_bar)
        on_rotation("NIK dan nomor lain", rotation.reseal, rotation.keys_in_use)
        keep_what_is_named_by(jobs.files_named)
        add_source(succession.UNPLACED)
        on_areas_succeeded(succession.send_after)
