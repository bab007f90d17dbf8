"""Registering those who help, one or a list."""

from typing import Any

import pytest

from setiakawan.audit.acts import Act
from setiakawan.audit.queries import timeline_of_subject
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    CAST,
    LKS,
    PASAR_KLIWON,
    SANGKRAH,
    SOLO,
    act_of,
    actor,
    bu_dewi,
    bu_ratna,
    bu_sri,
)
from setiakawan.foundation.ids import uuid7
from setiakawan.foundation.problems import BadArguments, IdTaken, Missing, NotAllowed
from setiakawan.partners.models import Partner
from setiakawan.partners.operations import (
    NameMissing,
    NameTaken,
    NewPartner,
    PlaceUnknown,
    RowRefused,
    register_partner,
    register_partners,
)

KEEPERS = {"bu_ratna", "pak_agus", "bu_dewi", "mas_yudha"}


def registered(by=bu_ratna, **more):
    values: dict[str, Any] = {
        "name": "LKS Rumah Belajar (contoh)",
        "kind": "lks",
        "area_code": SOLO,
    } | more
    act = values.pop("act", None) or act_of(by)
    return register_partner(act=act, **values)


def test_an_officer_registers_a_partner(db):
    act = act_of(bu_ratna)
    made = registered(act=act, name="  LKS   Rumah Belajar (contoh) ")
    assert (made.name, made.kind) == ("LKS Rumah Belajar (contoh)", Partner.Kind.LKS)
    with reading(actor(bu_sri)):  # partners are public
        assert Partner.objects.filter(pk=made.id, area_code=SOLO, ended_on=None).exists()
        assert [one.kind for one in timeline_of_subject(made.id)] == ["partner.registered"]
    assert registered(act=act, name="LKS Rumah Belajar (contoh)").id == made.id
    with pytest.raises(IdTaken):
        registered(act=act, name="Lain")


@pytest.mark.parametrize("part", CAST, ids=lambda part: part.key)
def test_only_officers_and_administrators_keep_the_list(db, part):
    if part.key in KEEPERS:
        assert registered(part).id
    else:
        with pytest.raises(NotAllowed):
            registered(part)
        assert not Partner.objects.filter(name__contains="Rumah Belajar").exists()


def test_what_says_nothing_is_refused(db):
    with pytest.raises(NameMissing):
        registered(name=" ")
    for values in ({"name": "\x00"}, {"name": "x" * 151}, {"kind": "bank"}, {"kind": ""}):
        with pytest.raises(BadArguments):
            registered(**values)
    for area_code in (f"{SANGKRAH}.004", "33.72.03.1099", "33.72.3"):
        with pytest.raises(PlaceUnknown):
            registered(area_code=area_code)
    for area_code in ("33", "33.73", "", "33.72-x"):
        with pytest.raises(Missing):
            registered(area_code=area_code)


def test_the_same_institution_is_registered_once_a_place(db):
    with pytest.raises(NameTaken):
        registered(name=LKS.upper())
    assert registered(name=LKS, area_code=PASAR_KLIWON).id


@pytest.mark.parametrize("name", ["rumah-sehat", "RUMAH SEHAT.", " Rumah  Sehat ", "Rumahsehat"])
def test_a_name_that_is_as_good_as_the_same_is_warned_of_and_then_goes_on(db, name):
    registered(name="Rumah Sehat")
    with pytest.raises(NameTaken) as warned:
        registered(name=name)
    assert "“Rumah Sehat” sudah tercatat" in warned.value.text
    assert registered(name=name, is_another=True).id
    assert registered(name="Rumah Sehati").id


def test_a_list_is_registered_whole_or_not_at_all(db):
    rows = [
        NewPartner(name=f"Puskesmas {n}", kind=Partner.Kind.PUSKESMAS, area_code=SOLO)
        for n in range(3)
    ]
    before = Partner.objects.count()
    with pytest.raises(RowRefused) as refused:
        register_partners(act=act_of(bu_dewi), partners=[*rows, rows[1]])
    assert refused.value.text.startswith("Baris 4: “Puskesmas 1” sudah tercatat")
    assert Partner.objects.count() == before
    act = act_of(bu_dewi)
    made = register_partners(act=act, partners=rows)
    assert [one.id for one in register_partners(act=act, partners=rows)] == [one.id for one in made]
    assert Partner.objects.count() == before + 3


def test_an_act_without_a_person_registers_nothing(db):
    from setiakawan.access.actors import PUBLIC

    with pytest.raises(NotAllowed):
        registered(act=Act(id=uuid7(), actor=PUBLIC, origin="test"))
