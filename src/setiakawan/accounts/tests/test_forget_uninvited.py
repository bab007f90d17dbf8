"""For whom an invitation was is forgotten when nobody came for three months."""

from dataclasses import replace
from datetime import timedelta

import pytest

from setiakawan.access.actors import SYSTEM
from setiakawan.access.context import acting_as
from setiakawan.accounts import rules
from setiakawan.accounts.jobs import forget_names
from setiakawan.accounts.models import Invitation, Invited
from setiakawan.accounts.operations import (
    accept_invitation,
    forget_uninvited,
    renew_invitation,
    withdraw_invitation,
)
from setiakawan.accounts.operations.invitations import NameForgotten
from setiakawan.accounts.tests.stage import PASSWORD, invited, key_of, link_act
from setiakawan.audit.acts import system_act
from setiakawan.audit.models import Entry
from setiakawan.audit.queries import payload_of
from setiakawan.demo.cast import act_of, bu_wahyuni
from setiakawan.foundation.clock import now
from setiakawan.foundation.problems import NotAllowed

LATER = rules.INVITATION_LASTS + rules.NAMES_KEPT_FOR + timedelta(days=1)


def names() -> set[str]:
    with acting_as(SYSTEM):
        return set(Invited.objects.exclude(name="").values_list("name", flat=True))


def test_names_of_who_never_came_are_forgotten_and_nothing_else(committed_db, as_login):
    never = invited(name="Tidak Datang", phone="0812-0000-0771")
    taken_back = invited(name="Ditarik Lama")
    joined = invited(name="Sudah Bergabung")
    withdraw_invitation(act=act_of(bu_wahyuni), invitation_id=taken_back.id)
    accept_invitation(act=link_act(), key=key_of(joined), password=PASSWORD)
    act = replace(system_act("test"), received_at=now() + LATER)
    with as_login("worker"):
        early = replace(system_act("test"), received_at=never.expires_at + rules.NAMES_KEPT_FOR)
        assert forget_uninvited(act=early) == 1  # the one that was taken back two weeks before
        assert names() == {"Tidak Datang", "Sudah Bergabung"}
        assert forget_uninvited(act=act) == 1
        assert forget_uninvited(act=act) == 1  # twice is once
        assert names() == {"Sudah Bergabung"}
        with acting_as(SYSTEM):
            gone = Invited.objects.get(pk=never.id)
            kept = Invitation.objects.get(pk=never.id)
            [entry] = Entry.objects.filter(batch_id=act.id)
            said = payload_of(entry.id)
    assert (gone.name, gone.call_name, gone.phone) == ("", "", "")
    assert (kept.role, kept.area_code) == (never.role, never.area_code)
    assert entry.kind == "invitation.forgotten"
    assert "Tidak Datang" not in str(said)
    with pytest.raises(NameForgotten):
        renew_invitation(act=act_of(bu_wahyuni), invitation_id=never.id)


def test_the_job_does_it_and_a_day_without_leaves_no_entry(committed_db, as_login):
    invited(name="Tidak Datang")
    with as_login("owner"):
        Invitation.objects.update(expires_at=now() - rules.NAMES_KEPT_FOR - timedelta(days=1))
    with as_login("worker"):
        forget_names(timestamp=0)
        forget_names(timestamp=0)
        assert names() == set()
        with acting_as(SYSTEM):
            assert Entry.objects.filter(kind="invitation.forgotten").count() == 1


def test_nobody_but_the_system_forgets(db):
    with pytest.raises(NotAllowed):
        forget_uninvited(act=act_of(bu_wahyuni))
