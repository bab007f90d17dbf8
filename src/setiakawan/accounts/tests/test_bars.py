"""Accounts that must never see somebody, whatever office they hold."""

import pytest

from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.accounts import permissions
from setiakawan.accounts.models import Account
from setiakawan.accounts.operations import (
    appoint,
    close_account,
    correct_account,
    lift_bar,
    name_barred,
    show_recovery,
)
from setiakawan.accounts.operations.bars import BarOfOneself, BarredAlready, NobodyBarred
from setiakawan.accounts.queries import account_page, accounts_in_reach, bars_of
from setiakawan.accounts.tests.stage import entry_of, in_days, kinds_seen_by
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    SANGKRAH,
    act_of,
    actor,
    bu_dewi,
    bu_maya,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    pak_agus,
    pak_harjo,
    pak_joko,
)
from setiakawan.foundation.ids import uuid7
from setiakawan.foundation.problems import Missing, NotAllowed


def barred(by, whom, part=bu_sri, **more):
    return name_barred(
        act=more.pop("act", None) or act_of(by),
        subject_kind="account",
        subject_id=part.account_id,
        account_id=whom.account_id,
        reason="Mantan suami",
    )


def sees(part, whom=bu_sri):
    with reading(actor(part)):
        listed = {one.id for one in accounts_in_reach(actor(part)).rows}
        try:
            account_page(actor(part), whom.account_id)
        except Missing:
            page = False
        else:
            page = True
        raw = Account.objects.filter(pk=whom.account_id).exists()
    assert page == raw == (whom.account_id in listed)
    return page


@pytest.mark.parametrize("whom", [pak_harjo, bu_wahyuni, pak_agus], ids=lambda part: part.key)
def test_it_is_stronger_than_any_office(db, whom):
    assert sees(whom)
    act = act_of(bu_maya)
    bar = barred(bu_maya, whom, act=act)
    assert not sees(whom)
    assert sees(bu_ratna)
    assert barred(bu_maya, whom, act=act).id == bar.id
    assert entry_of(act)[0].kind == "bar.named"
    # Neither does the history tell, and every verb finds nobody.
    assert kinds_seen_by(whom, bu_sri.account_id) == []
    with pytest.raises(Missing):
        show_recovery(act=act_of(whom), account_id=bu_sri.account_id)
    with pytest.raises(Missing):
        close_account(act=act_of(whom), account_id=bu_sri.account_id, version=1, reason="Pindah")
    with pytest.raises(Missing):
        correct_account(
            act=act_of(whom), account_id=bu_sri.account_id, version=1, name="X", call_name="",
            phone="",
        )  # fmt: skip
    lift_bar(act=act_of(bu_ratna), bar_id=bar.id)
    assert sees(whom)


def test_who_is_barred_neither_learns_it_nor_lifts_it(db):
    bar = barred(bu_ratna, pak_agus)
    with reading(actor(pak_agus)):
        assert bars_of(actor(pak_agus), "account", bu_sri.account_id) == []
    with pytest.raises(Missing):
        lift_bar(act=act_of(pak_agus), bar_id=bar.id)
    with pytest.raises(Missing):
        barred(pak_agus, pak_joko)
    with pytest.raises(Missing):
        appoint(act=act_of(pak_agus), account_id=bu_sri.account_id, role=Role.COORDINATOR,
                area_code=SANGKRAH, starts_on=in_days(0))  # fmt: skip
    with reading(actor(bu_ratna)):
        [listed] = bars_of(actor(bu_ratna), "account", bu_sri.account_id)
    assert (listed.name, listed.reason) == (pak_agus.name, "Mantan suami")


def test_it_refuses(db):
    with pytest.raises(BarOfOneself):
        barred(bu_ratna, bu_sri)
    barred(bu_ratna, pak_agus)
    with pytest.raises(BarredAlready):
        barred(bu_ratna, pak_agus)
    with pytest.raises(NobodyBarred):
        name_barred(
            act=act_of(bu_ratna), subject_kind="account", subject_id=bu_sri.account_id,
            account_id=uuid7(),
        )  # fmt: skip
    with pytest.raises(Missing):
        name_barred(
            act=act_of(bu_ratna), subject_kind="ghost", subject_id=bu_sri.account_id,
            account_id=pak_joko.account_id,
        )  # fmt: skip
    with pytest.raises(Missing):
        lift_bar(act=act_of(bu_ratna), bar_id=uuid7())
    for outsider in (bu_sri, bu_wahyuni, bu_dewi):
        with pytest.raises(NotAllowed):
            barred(outsider, pak_joko)


def test_the_owner_goes_on_seeing_themselves(db):
    barred(bu_ratna, pak_harjo)
    with acting_as(actor(bu_sri)):
        assert permissions.SEE.rows(actor(bu_sri), Account.objects.all()).count() == 1
