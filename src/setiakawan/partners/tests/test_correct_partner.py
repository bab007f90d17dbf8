"""Correcting a partner, and saying that it takes part no longer."""

import threading
from typing import Any

import pytest
from django.db import connections

from setiakawan.access.roles import Role
from setiakawan.accounts.tests.stage import in_days
from setiakawan.audit.queries import timeline_of_subject
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    LK3,
    LKS,
    PASAR_KLIWON,
    act_of,
    actor,
    bu_dewi,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    mas_tono,
    pak_agus,
)
from setiakawan.foundation.ids import uuid7
from setiakawan.foundation.problems import ChangedMeanwhile, Missing, NotAllowed
from setiakawan.partners.models import Partner
from setiakawan.partners.operations import (
    AlreadyEnded,
    DayOutOfRange,
    NameMissing,
    NameTaken,
    correct_partner,
    end_partner,
)


@pytest.fixture
def lks(db):
    return Partner.objects.get(name=LKS)


def corrected(lks, by=bu_ratna, **more):
    values: dict[str, Any] = {
        "version": 1,
        "name": "LKS Omah Guyub Rukun (contoh)",
        "kind": "shelter",
    } | more
    act = values.pop("act", None) or act_of(by)
    return correct_partner(act=act, partner_id=lks.id, **values)


def ended(lks, by=bu_ratna, **more):
    values: dict[str, Any] = {"version": 1, "ends_on": in_days(0), "reason": "Tutup"} | more
    act = values.pop("act", None) or act_of(by)
    return end_partner(act=act, partner_id=lks.id, **values)


def kinds(lks):
    with reading(actor(bu_sri)):
        return [one.kind for one in timeline_of_subject(lks.id)]


def test_a_partner_is_corrected(lks):
    act = act_of(bu_ratna)
    done = corrected(lks, act=act)
    assert (done.name, done.kind, done.version) == ("LKS Omah Guyub Rukun (contoh)", "shelter", 2)
    assert corrected(lks, act=act).version == 2
    assert kinds(lks)[0] == "partner.corrected"
    with pytest.raises(ChangedMeanwhile):
        corrected(lks, pak_agus)
    assert corrected(lks, version=2, area_code=PASAR_KLIWON).area_code == PASAR_KLIWON


def test_a_correction_refuses(lks):
    with pytest.raises(NameMissing):
        corrected(lks, name="")
    with pytest.raises(NameTaken):
        corrected(lks, name=LK3)
    with pytest.raises(Missing):
        corrected(lks, area_code="33.73")
    with pytest.raises(Missing):
        correct_partner(
            act=act_of(bu_ratna), partner_id=uuid7(), version=1, name="X", kind=Partner.Kind.LKS
        )
    for outsider in (bu_sri, bu_wahyuni, mas_tono):
        with pytest.raises(NotAllowed):
            corrected(lks, outsider)
        with pytest.raises(NotAllowed):
            ended(lks, outsider)
    assert corrected(lks, name=lks.name).name == lks.name  # its own name is free for itself


def test_its_people_sign_in_for_it_no_more(lks):
    assert actor(mas_tono).holds(Role.PARTNER_STAFF)
    act = act_of(bu_dewi)
    assert ended(lks, act=act).ended_on == in_days(0)
    assert not actor(mas_tono).holds(Role.PARTNER_STAFF)
    assert actor(mas_tono).partners == ()
    assert kinds(lks)[0] == "partner.ended"
    assert ended(lks, act=act).id == lks.id
    with pytest.raises(AlreadyEnded):
        ended(lks, version=2)
    with pytest.raises(AlreadyEnded):
        corrected(lks, version=2)


def test_an_end_that_is_still_to_come(lks):
    ended(lks, ends_on=in_days(30))
    assert actor(mas_tono).holds(Role.PARTNER_STAFF)
    assert ended(lks, version=2, ends_on=in_days(0)).version == 3
    with pytest.raises(DayOutOfRange):
        ended(Partner.objects.get(name=LK3), ends_on=in_days(4000))


def test_of_two_at_once_one_is_told(committed_db):
    lks = Partner.objects.get(name=LKS)
    acts = [act_of(bu_ratna), act_of(pak_agus)]
    start, outcomes = threading.Barrier(2), []

    def run(act):
        try:
            start.wait(10)
            corrected(lks, act=act)
            outcomes.append("done")
        except ChangedMeanwhile:
            outcomes.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["done", "told"]
