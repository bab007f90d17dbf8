"""Giving an office to somebody who has an account; its certificate, its supervisor."""

from datetime import date, timedelta

import pytest

from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.accounts.actors import actor_of
from setiakawan.accounts.models import Account, Appointment, Notice
from setiakawan.accounts.operations import (
    appoint,
    close_account,
    end_appointment,
    name_supervisor,
    record_certificate,
)
from setiakawan.accounts.operations.appointments import (
    AlreadyEnded,
    AlreadyHeld,
    CertificateIncomplete,
    DayOutOfRange,
)
from setiakawan.accounts.operations.offices import (
    AccountClosed,
    NotForOneself,
    NotYoursToGive,
    OnlyForCaseManagers,
    PlaceDoesNotFit,
    SupervisorMissing,
)
from setiakawan.accounts.queries import (
    accounts_in_reach,
    case_managers_without_supervisor,
    offices_of_account,
)
from setiakawan.accounts.tests.stage import (
    account,
    entry_of,
    in_days,
    joined,
    kinds_seen_by,
    news_of,
    office,
)
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    PASAR_KLIWON,
    SANGKRAH,
    SEMANGGI,
    SOLO,
    act_of,
    actor,
    bu_dewi,
    bu_endah,
    bu_kartika,
    bu_maya,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    mas_tono,
    pak_agus,
    pak_bambang,
    pak_harjo,
    pak_hendro,
    pak_joko,
)
from setiakawan.foundation.ids import uuid7
from setiakawan.foundation.problems import ChangedMeanwhile, IdTaken, Missing, NotAllowed


def given(by=bu_ratna, to=bu_sri, *, role=Role.COORDINATOR, area_code=PASAR_KLIWON, **more):
    more.setdefault("starts_on", in_days(0))
    return appoint(
        act=more.pop("act", None) or act_of(by),
        account_id=to.account_id,
        role=role,
        area_code=area_code,
        **more,
    )


def test_an_officer_gives_a_psm_one_more_office(db):
    act = act_of(bu_ratna)
    made = given(act=act, decree_no="SK 12/2026")
    assert made.holder_name == bu_sri.name
    assert {one.role for one in actor(bu_sri).held} == {Role.PSM, Role.COORDINATOR}
    assert kinds_seen_by(bu_sri, bu_sri.account_id)[0] == "appointment.made"
    assert news_of(bu_sri) == [Notice.Kind.APPOINTED]
    assert entry_of(act)[1]["facts"]["appointment"] == str(made.id)
    assert given(act=act, decree_no="SK 12/2026").id == made.id
    with pytest.raises(IdTaken):
        given(act=act, decree_no="SK 13/2026")


def test_an_office_that_begins_later_is_not_held_yet(db):
    given(starts_on=in_days(7))
    assert [one.role for one in actor(bu_sri).held] == [Role.PSM]
    later = act_of(bu_ratna).received_at + timedelta(days=7)
    assert {one.role for one in actor(bu_sri, at=later).held} == {Role.PSM, Role.COORDINATOR}


@pytest.mark.parametrize(
    "outsider",
    [
        bu_sri,
        bu_wahyuni,
        pak_harjo,
        pak_bambang,
        bu_endah,
        mas_tono,
        bu_maya,
        bu_kartika,
        pak_hendro,
    ],
    ids=lambda part: part.key,
)
def test_nobody_else_appoints(db, outsider):
    with pytest.raises(NotAllowed):
        given(outsider, pak_joko, role=Role.PSM, area_code=SANGKRAH)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.INSPECTOR, Role.ADMINISTRATOR])
def test_an_officer_makes_no_officers(db, role):
    with pytest.raises(NotYoursToGive):
        given(role=role, area_code=SOLO)


def test_an_administrator_gives_any_office_without_seeing_anybody(db):
    """The number of the account stays out of sight, before and after."""
    made = given(bu_dewi, role=Role.OFFICER, area_code=SOLO)
    assert made.role == Role.OFFICER
    with acting_as(actor(bu_dewi)):
        assert not Account.objects.exclude(pk=bu_dewi.account_id).exists()


def test_nobody_gives_themselves_an_office(db):
    for part in (bu_dewi, bu_ratna):
        with pytest.raises(NotForOneself):
            given(part, part, role=Role.CASE_MANAGER, area_code=SOLO,
                  supervisor_id=pak_agus.account_id)  # fmt: skip


def test_out_of_reach_and_unknown_are_not_there(db):
    with pytest.raises(Missing):
        given(area_code="33.73")
    with pytest.raises(Missing):
        appoint(act=act_of(bu_ratna), account_id=uuid7(), role=Role.PSM, area_code=SANGKRAH,
                starts_on=in_days(0))  # fmt: skip
    near = joined(bu_dewi, name="Petugas Sangkrah", role=Role.OFFICER, area_code=SANGKRAH)
    with pytest.raises(Missing):
        appoint(act=_act(near), account_id=bu_sri.account_id, role=Role.PSM, area_code=SEMANGGI,
                starts_on=in_days(0))  # fmt: skip
    with pytest.raises(Missing):  # Pak Joko belongs to the kelurahan next door
        appoint(act=_act(near), account_id=pak_joko.account_id, role=Role.PSM,
                area_code=SANGKRAH, starts_on=in_days(0))  # fmt: skip


def _act(new):
    from setiakawan.audit.acts import Act

    return Act(id=uuid7(), actor=actor_of(new.id), origin="test")


def test_the_same_office_twice_is_refused_but_again_later_is_fine(db):
    with pytest.raises(AlreadyHeld):
        given(role=Role.PSM, area_code=SANGKRAH)
    end_appointment(
        act=act_of(bu_wahyuni), appointment_id=office(bu_sri).id, version=1,
        ends_on=in_days(0), reason="Istirahat",
    )  # fmt: skip
    given(role=Role.PSM, area_code=SANGKRAH)
    assert [one.role for one in actor(bu_sri).held] == [Role.PSM]
    with reading(actor(pak_joko)):
        offices = offices_of_account(actor(pak_joko), bu_sri.account_id)
    assert [one.ends_on for one in offices] == [None, in_days(0)]
    assert offices[1].holder_name == "Sri Lestari (nonaktif)"
    assert offices[1].end_reason == "Istirahat"


def test_days_that_can_only_be_a_slip(db):
    for starts_on in (date(1926, 11, 25), date(2226, 11, 25)):
        with pytest.raises(DayOutOfRange) as refused:
            given(starts_on=starts_on)
        assert refused.value.field == "starts_on"
        assert "{" not in refused.value.text


def test_who_has_left_gets_nothing(db):
    close_account(act=act_of(bu_ratna), account_id=bu_sri.account_id, version=1, reason="Pindah")
    with pytest.raises(AccountClosed):
        given()


def test_a_psm_who_moves_belongs_to_the_new_kelurahan(db):
    given(role=Role.PSM, area_code=SEMANGGI)
    assert account(bu_sri).area_code == SANGKRAH  # still has the office there
    end_appointment(
        act=act_of(bu_ratna), appointment_id=office(bu_sri).id, version=1,
        ends_on=in_days(0), reason="Pindah rumah",
    )  # fmt: skip
    assert account(bu_sri).area_code == SEMANGGI
    with reading(actor(bu_wahyuni)):
        names = [one.name for one in accounts_in_reach(actor(bu_wahyuni)).rows]
    assert bu_sri.name not in names


def test_a_certificate_is_written_down(db):
    made = office(bu_sri)
    until = in_days(900)
    act = act_of(bu_ratna)
    changed = record_certificate(
        act=act, appointment_id=made.id, version=1, certificate_no="PS-9", certificate_until=until
    )
    assert (changed.version, actor(bu_sri).held[0].certified_until) == (2, until)
    assert entry_of(act)[1]["facts"]["before"] == {"no": "", "until": None}
    with pytest.raises(ChangedMeanwhile):
        record_certificate(
            act=act_of(pak_agus), appointment_id=made.id, version=1,
            certificate_no="PS-8", certificate_until=until,
        )  # fmt: skip
    for number, last in (("PS-8", None), ("", until)):
        with pytest.raises(CertificateIncomplete):
            record_certificate(
                act=act_of(bu_ratna), appointment_id=made.id, version=2,
                certificate_no=number, certificate_until=last,
            )  # fmt: skip
    for outsider in (bu_sri, bu_wahyuni, pak_joko):
        with pytest.raises(Missing):
            record_certificate(
                act=act_of(outsider), appointment_id=made.id, version=2,
                certificate_no="", certificate_until=None,
            )  # fmt: skip
    cleared = record_certificate(
        act=act_of(bu_ratna), appointment_id=made.id, version=2,
        certificate_no="", certificate_until=None,
    )  # fmt: skip
    assert cleared.certificate_until is None


def test_a_supervisor_is_an_officer_in_office_there(db):
    made = office(bu_maya)
    named = name_supervisor(
        act=act_of(bu_ratna), appointment_id=made.id, version=1, supervisor_id=pak_agus.account_id
    )
    assert named.supervisor_id == pak_agus.account_id
    for other in (pak_harjo, bu_dewi, bu_maya):
        with pytest.raises(SupervisorMissing):
            name_supervisor(
                act=act_of(bu_ratna), appointment_id=made.id, version=2,
                supervisor_id=other.account_id,
            )  # fmt: skip
    with pytest.raises(OnlyForCaseManagers):
        name_supervisor(
            act=act_of(bu_ratna), appointment_id=office(bu_sri).id, version=1,
            supervisor_id=pak_agus.account_id,
        )  # fmt: skip
    with pytest.raises(ChangedMeanwhile):
        name_supervisor(
            act=act_of(bu_ratna), appointment_id=made.id, version=1,
            supervisor_id=pak_agus.account_id,
        )  # fmt: skip
    with pytest.raises(Missing):
        name_supervisor(
            act=act_of(bu_wahyuni), appointment_id=made.id, version=2,
            supervisor_id=pak_agus.account_id,
        )  # fmt: skip


def test_an_officer_of_one_kelurahan_does_not_oversee_the_city(db):
    near = joined(bu_dewi, name="Petugas Sangkrah", role=Role.OFFICER, area_code=SANGKRAH)
    with pytest.raises(SupervisorMissing):
        name_supervisor(
            act=act_of(bu_ratna), appointment_id=office(bu_maya).id, version=1,
            supervisor_id=near.id,
        )  # fmt: skip
    made = given(to=bu_sri, role=Role.CASE_MANAGER, area_code=SANGKRAH, supervisor_id=near.id)
    assert made.supervisor_id == near.id
    with reading(actor(bu_ratna)):
        assert case_managers_without_supervisor(actor(bu_ratna)) == []


def test_an_ended_office_is_not_changed(db):
    made = office(bu_maya)
    end_appointment(
        act=act_of(bu_ratna),
        appointment_id=made.id,
        version=1,
        ends_on=in_days(0),
        reason="Selesai",
    )
    with pytest.raises(AlreadyEnded):
        name_supervisor(
            act=act_of(bu_ratna), appointment_id=made.id, version=2,
            supervisor_id=pak_agus.account_id,
        )  # fmt: skip
    with pytest.raises(AlreadyEnded):
        record_certificate(
            act=act_of(bu_ratna), appointment_id=made.id, version=2,
            certificate_no="", certificate_until=None,
        )  # fmt: skip


def test_levels_hold_for_appointments_too(db):
    with pytest.raises(PlaceDoesNotFit):
        given(role=Role.TKSK, area_code=SANGKRAH)
    with acting_as(actor(bu_ratna)):
        assert Appointment.objects.filter(account_id=bu_sri.account_id).count() == 1
