"""The volunteer leaves (CASE-13): at no moment is there work without an owner."""

import threading
from typing import Any

import pytest
from django.db import connections

from setiakawan.access.actors import Actor
from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.accounts import handover
from setiakawan.accounts.actors import actor_of
from setiakawan.accounts.handover import OpenWork, let_hand_over, waiting_work
from setiakawan.accounts.models import Appointment, Notice
from setiakawan.accounts.operations import (
    NewInvitation,
    appoint,
    close_account,
    end_appointment,
    invite,
    invite_many,
    name_successor,
    name_supervisor,
    open_staff_session,
    reopen_account,
)
from setiakawan.accounts.operations.accounts import NotClosed
from setiakawan.accounts.operations.appointments import (
    AlreadyEnded,
    DayOutOfRange,
    HasSuccessor,
    NotEnded,
    ReasonMissing,
)
from setiakawan.accounts.operations.invitations import RowRefused
from setiakawan.accounts.operations.offices import (
    AccountClosed,
    LastAdministrator,
    NotForOneself,
    NotYoursToGive,
    SuccessorDoesNotFit,
    SupervisorMissing,
)
from setiakawan.accounts.queries import (
    account_page,
    appointments_without_successor,
    case_managers_without_supervisor,
    names_of_people,
    offices_of_account,
    offices_of_area,
)
from setiakawan.accounts.tests.stage import (
    account,
    entry_of,
    in_days,
    joined,
    kinds_seen_by,
    news_of,
    office,
    signed_in,
)
from setiakawan.audit.acts import Act
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    LK3,
    LKS,
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
    mas_yudha,
    pak_agus,
    pak_bambang,
    pak_harjo,
    pak_hendro,
    pak_joko,
)
from setiakawan.foundation.ids import uuid7
from setiakawan.foundation.problems import ChangedMeanwhile, IdTaken, Missing, NotAllowed
from setiakawan.partners.models import Partner


def ended(by, part, **more):
    """End the first office of somebody, today."""
    more.setdefault("version", 1)
    more.setdefault("ends_on", in_days(0))
    more.setdefault("reason", "Pindah ke luar kota")
    return end_appointment(
        act=more.pop("act", None) or act_of(by), appointment_id=office(part).id, **more
    )


def queue_of(part):
    """Names in the queue of somebody who looks after an area."""
    with reading(actor(part)):
        return [one.holder_name for one in appointments_without_successor(actor(part))]


def unsupervised(part=bu_ratna):
    with reading(actor(part)):
        return [one.holder_name for one in case_managers_without_supervisor(actor(part))]


def test_an_office_ends_with_a_date_and_stays_in_the_history(db):
    act = act_of(bu_wahyuni)
    done = ended(bu_wahyuni, bu_sri, act=act)
    assert (done.ends_on, done.version) == (in_days(0), 2)
    assert actor(bu_sri).held == ()
    with reading(actor(pak_joko)):
        [one] = offices_of_account(actor(pak_joko), bu_sri.account_id)
        assert one.holder_name == "Sri Lestari (nonaktif)"
        assert (one.starts_on, one.ends_on) == (done.starts_on, in_days(0))
        assert bu_sri.account_id not in {one.account_id for one in offices_of_area(SANGKRAH)}
        assert bu_sri.account_id in {
            one.account_id for one in offices_of_area(SANGKRAH, in_days(-1))
        }
        assert names_of_people([bu_sri.account_id]) == {bu_sri.account_id: "Sri Lestari (nonaktif)"}
    assert kinds_seen_by(bu_sri, bu_sri.account_id)[0] == "appointment.ended"
    assert news_of(bu_sri) == [Notice.Kind.ENDED]
    assert entry_of(act)[1]["facts"]["successor"] is None
    assert ended(bu_wahyuni, bu_sri, act=act).id == done.id
    with pytest.raises(IdTaken):
        ended(bu_wahyuni, bu_sri, act=act, reason="Lain")
    with pytest.raises(AlreadyEnded):
        ended(bu_wahyuni, bu_sri, version=2)


def test_without_a_successor_it_waits_in_the_queue_of_those_who_look_after_the_area(db):
    assert queue_of(bu_wahyuni) == []
    ended(bu_wahyuni, bu_sri)
    for part in (bu_wahyuni, pak_harjo, bu_ratna, bu_dewi):
        assert queue_of(part) == ["Sri Lestari (nonaktif)"]
    for part in (pak_joko, pak_bambang, bu_endah, mas_tono, bu_maya, bu_kartika, pak_hendro):
        assert queue_of(part) == []
    joined(bu_wahyuni)  # a new PSM of Sangkrah
    assert queue_of(bu_wahyuni) == []


def test_a_coordinator_has_only_psm_in_the_queue(db):
    ended(bu_ratna, bu_endah)
    assert queue_of(bu_wahyuni) == []
    assert queue_of(bu_ratna) == ["Endah Palupi (nonaktif)"]


def test_with_a_successor_nothing_waits(db):
    new = joined(bu_wahyuni)
    done = ended(bu_wahyuni, bu_sri, successor_id=new.id)
    assert done.successor_id == new.id
    assert queue_of(bu_wahyuni) == []


def test_a_successor_may_be_named_later(db):
    new = joined(bu_wahyuni)
    with pytest.raises(NotEnded):
        name_successor(
            act=act_of(bu_wahyuni), appointment_id=office(bu_sri).id, version=1, successor_id=new.id
        )
    ended(bu_wahyuni, bu_sri)
    act = act_of(bu_wahyuni)
    for _ in range(2):  # twice is once
        named = name_successor(
            act=act, appointment_id=office(bu_sri).id, version=2, successor_id=new.id
        )
        assert named.successor_id == new.id
    with pytest.raises(HasSuccessor):
        name_successor(
            act=act_of(bu_wahyuni), appointment_id=office(bu_sri).id, version=3, successor_id=new.id
        )


@pytest.mark.parametrize(
    "other",
    [bu_sri, pak_joko, bu_wahyuni, pak_harjo, mas_tono],
    ids=["herself", "next_door", "coordinator", "coordinator_of_the_city", "partner"],
)
def test_a_successor_does_the_same_work_there(db, other):
    with pytest.raises(SuccessorDoesNotFit) as refused:
        ended(bu_ratna, bu_sri, successor_id=other.account_id)
    assert refused.value.field == "successor_id"
    assert actor(bu_sri).held  # nothing happened


def test_days_and_reasons(db):
    for ends_on in (in_days(400), office(bu_sri).starts_on.replace(year=2023)):
        with pytest.raises(DayOutOfRange):
            ended(bu_wahyuni, bu_sri, ends_on=ends_on)
    with pytest.raises(ReasonMissing):
        ended(bu_wahyuni, bu_sri, reason="  ")
    with pytest.raises(ChangedMeanwhile):
        ended(bu_wahyuni, bu_sri, version=7)


def test_an_end_that_is_still_to_come_can_be_moved(db):
    ended(bu_wahyuni, bu_sri, ends_on=in_days(30))
    assert actor(bu_sri).held
    assert queue_of(bu_wahyuni) == []
    moved = ended(bu_wahyuni, bu_sri, version=2, ends_on=in_days(0))
    assert (moved.ends_on, actor(bu_sri).held) == (in_days(0), ())


@pytest.mark.parametrize(
    "outsider", [bu_sri, pak_joko, pak_bambang, bu_endah, mas_tono, bu_maya, bu_kartika, pak_hendro],
    ids=lambda part: part.key,
)  # fmt: skip
def test_nobody_else_ends_an_office(db, outsider):
    with pytest.raises(Missing):
        ended(outsider, bu_sri)
    with pytest.raises(NotAllowed):
        close_account(
            act=act_of(outsider), account_id=bu_sri.account_id, version=1, reason="Pindah"
        )


def test_next_door_is_not_there(db):
    with pytest.raises(Missing):
        ended(bu_wahyuni, pak_joko)
    with pytest.raises(Missing):
        close_account(
            act=act_of(bu_wahyuni), account_id=pak_joko.account_id, version=1, reason="Pindah"
        )


@pytest.mark.parametrize(
    ("by", "part"),
    [(bu_wahyuni, bu_endah), (pak_harjo, bu_wahyuni), (pak_harjo, bu_ratna), (bu_ratna, pak_agus),
     (bu_ratna, bu_kartika), (bu_ratna, bu_dewi), (bu_wahyuni, bu_wahyuni)],
    ids=lambda value: value.key,
)  # fmt: skip
def test_who_could_not_give_an_office_does_not_end_it(db, by, part):
    with pytest.raises(NotYoursToGive):
        ended(by, part)
    if by != part:
        with pytest.raises(NotYoursToGive):
            close_account(act=act_of(by), account_id=part.account_id, version=1, reason="Pindah")


# Supervision is handed over


def test_supervision_goes_to_the_successor_in_the_same_step(db):
    assert waiting(bu_ratna) == [("Manajer kasus yang diawasi", 1)]
    act = act_of(bu_dewi)
    ended(bu_dewi, bu_ratna, act=act, successor_id=pak_agus.account_id)
    assert office(bu_maya).supervisor_id == pak_agus.account_id
    assert entry_of(act)[1]["facts"]["handed_over"]["supervision"] == 1
    assert unsupervised(pak_agus) == []
    assert waiting(pak_agus) == [("Manajer kasus yang diawasi", 1)]


def test_without_a_successor_the_case_manager_stands_without_supervisor(db):
    assert unsupervised() == []
    ended(bu_dewi, bu_ratna)
    assert unsupervised(pak_agus) == ["Maya Widuri"]
    assert unsupervised(bu_dewi) == ["Maya Widuri"]
    assert unsupervised(bu_wahyuni) == []
    name_supervisor(
        act=act_of(pak_agus),
        appointment_id=office(bu_maya).id,
        version=1,
        supervisor_id=pak_agus.account_id,
    )
    assert unsupervised(pak_agus) == []


def test_a_successor_named_later_takes_the_supervision_too(db):
    ended(bu_dewi, bu_ratna)
    name_successor(
        act=act_of(bu_dewi),
        appointment_id=office(bu_ratna).id,
        version=2,
        successor_id=pak_agus.account_id,
    )
    assert office(bu_maya).supervisor_id == pak_agus.account_id


def test_whoever_still_holds_a_second_office_goes_on_supervising(db):
    appoint(
        act=act_of(bu_dewi),
        account_id=bu_ratna.account_id,
        role=Role.OFFICER,
        area_code=SANGKRAH,
        starts_on=in_days(0),
    )
    near = joined(
        bu_ratna,
        name="Manajer Sangkrah",
        role=Role.CASE_MANAGER,
        area_code=SANGKRAH,
        supervisor_id=bu_ratna.account_id,
    )
    ended(bu_dewi, bu_ratna, successor_id=pak_agus.account_id)
    assert office(bu_maya).supervisor_id == pak_agus.account_id
    assert office(near.id).supervisor_id == bu_ratna.account_id


def waiting(part):
    with reading(actor(bu_dewi)):
        return waiting_work(office(part), in_days(0))


def test_later_packages_hand_over_theirs_in_the_same_step(db, monkeypatch):
    """Seven open cases go along; a kind that fails takes the whole ending back."""
    monkeypatch.setattr(handover, "_kinds", dict(handover._kinds))
    owner = {"of_seven": bu_sri.account_id}

    def hand_over_cases(act, appointment, on, successor_id):
        owner["of_seven"] = successor_id
        return 7

    let_hand_over(OpenWork("cases", "Kasus terbuka", lambda office, on: 7, hand_over_cases))
    new = joined(bu_wahyuni)
    act = act_of(bu_wahyuni)
    assert ("Kasus terbuka", 7) in waiting(bu_sri)
    ended(bu_wahyuni, bu_sri, act=act, successor_id=new.id)
    assert owner["of_seven"] == new.id
    assert entry_of(act)[1]["facts"]["handed_over"]["cases"] == 7

    def fail(act, appointment, on, successor_id):
        raise RuntimeError("no")

    let_hand_over(OpenWork("cases", "Kasus terbuka", lambda office, on: 1, fail))
    with pytest.raises(RuntimeError):
        ended(pak_harjo, pak_joko)
    assert actor(pak_joko).held


# Closing an account


def test_closing_ends_every_office_and_signs_out(db):
    appoint(act=act_of(bu_ratna), account_id=bu_sri.account_id, role=Role.COORDINATOR,
            area_code=SEMANGGI, starts_on=in_days(5))  # fmt: skip
    new = joined(bu_wahyuni)
    signed_in(bu_sri, "sesi-lama")
    act = act_of(bu_ratna)
    closed = close_account(
        act=act, account_id=bu_sri.account_id, version=1, reason="Meninggal", successor_id=new.id
    )
    assert (closed.is_active, closed.left_at) == (False, act.received_at)
    assert actor(bu_sri).kind == "public"
    with reading(actor(bu_ratna)):
        page = account_page(actor(bu_ratna), bu_sri.account_id)
    assert page.shown_name == "Sri Lestari (nonaktif)"
    by_role = {one.role: one for one in page.offices}
    assert by_role[Role.PSM].successor_id == new.id
    assert by_role[Role.PSM].ends_on == in_days(0)
    # The office that was to begin in five days never did; nobody took it, so it waits.
    assert by_role[Role.COORDINATOR].ends_on == by_role[Role.COORDINATOR].starts_on
    assert by_role[Role.COORDINATOR].successor_id is None
    assert len(entry_of(act)[1]["facts"]["offices"]) == 2
    assert close_account(
        act=act, account_id=bu_sri.account_id, version=1, reason="Meninggal", successor_id=new.id
    ).id == bu_sri.account_id  # fmt: skip
    with pytest.raises(AccountClosed):
        close_account(act=act_of(bu_ratna), account_id=bu_sri.account_id, version=2, reason="Lagi")


def test_closing_refuses(db):
    with pytest.raises(NotForOneself):
        close_account(
            act=act_of(bu_ratna), account_id=bu_ratna.account_id, version=1, reason="Capek"
        )
    with pytest.raises(ChangedMeanwhile):
        close_account(
            act=act_of(bu_ratna), account_id=bu_sri.account_id, version=9, reason="Pindah"
        )
    with pytest.raises(ReasonMissing):
        close_account(act=act_of(bu_ratna), account_id=bu_sri.account_id, version=1, reason="")
    with pytest.raises(SuccessorDoesNotFit):
        close_account(act=act_of(bu_ratna), account_id=bu_sri.account_id, version=1,
                      reason="Pindah", successor_id=pak_joko.account_id)  # fmt: skip
    assert actor(bu_sri).held


def test_an_account_is_opened_again_without_its_offices(db):
    with pytest.raises(NotClosed):
        reopen_account(act=act_of(bu_wahyuni), account_id=bu_sri.account_id, version=1)
    close_account(act=act_of(bu_wahyuni), account_id=bu_sri.account_id, version=1, reason="Pindah")
    with pytest.raises(ChangedMeanwhile):
        reopen_account(act=act_of(bu_wahyuni), account_id=bu_sri.account_id, version=1)
    act = act_of(bu_wahyuni)
    for _ in range(2):
        again = reopen_account(act=act, account_id=bu_sri.account_id, version=2)
        assert again.is_active
    assert actor(bu_sri).held == ()
    assert kinds_seen_by(bu_sri, bu_sri.account_id)[:2] == ["account.reopened", "account.closed"]


def test_whose_account_held_more_is_not_opened_by_a_coordinator(db):
    close_account(act=act_of(bu_ratna), account_id=bu_endah.account_id, version=1, reason="Pindah")
    with pytest.raises(NotYoursToGive):
        reopen_account(act=act_of(bu_wahyuni), account_id=bu_endah.account_id, version=2)


# Somebody who has left is chosen nowhere


@pytest.fixture
def gone(db):
    """Bu Ratna, an officer who has left."""
    close_account(act=act_of(bu_dewi), account_id=bu_ratna.account_id, version=1, reason="Pensiun")
    return bu_ratna.account_id


def test_who_has_left_is_refused_in_every_form(gone):
    case_manager: dict[str, Any] = {"role": Role.CASE_MANAGER, "area_code": SOLO}
    with pytest.raises(AccountClosed):
        appoint(act=act_of(bu_dewi), account_id=gone, role=Role.OFFICER, area_code=SOLO,
                starts_on=in_days(0))  # fmt: skip
    with pytest.raises(SupervisorMissing):
        appoint(act=act_of(bu_dewi), account_id=bu_sri.account_id, starts_on=in_days(0),
                supervisor_id=gone, **case_manager)  # fmt: skip
    with pytest.raises(SupervisorMissing):
        name_supervisor(act=act_of(pak_agus), appointment_id=office(bu_maya).id, version=1,
                        supervisor_id=gone)  # fmt: skip
    with pytest.raises(SupervisorMissing):
        invite(act=act_of(pak_agus), name="Baru", supervisor_id=gone, **case_manager)
    rows = [NewInvitation(name="Satu", role=Role.PSM, area_code=SANGKRAH),
            NewInvitation(name="Dua", supervisor_id=gone, **case_manager)]  # fmt: skip
    with pytest.raises(RowRefused):
        invite_many(act=act_of(pak_agus), invitations=rows)
    with pytest.raises(SuccessorDoesNotFit):
        ended(bu_dewi, pak_agus, successor_id=gone)
    with pytest.raises(SuccessorDoesNotFit):
        close_account(act=act_of(bu_dewi), account_id=pak_agus.account_id, version=1,
                      reason="Pindah", successor_id=gone)  # fmt: skip


# Administrators


def test_the_last_administrator_stays(db):
    ended(bu_dewi, mas_yudha)
    with pytest.raises(LastAdministrator):
        ended(bu_dewi, bu_dewi)
    with pytest.raises(NotForOneself):
        close_account(
            act=act_of(bu_dewi), account_id=bu_dewi.account_id, version=1, reason="Pindah"
        )


def test_an_administrator_whose_end_is_set_does_not_count(db):
    ended(bu_dewi, mas_yudha, ends_on=in_days(30))
    with pytest.raises(LastAdministrator):
        ended(mas_yudha, bu_dewi)


def test_an_administrator_of_one_kelurahan_is_not_enough(db):
    joined(bu_dewi, name="Admin Sangkrah", role=Role.ADMINISTRATOR, area_code=SANGKRAH)
    ended(bu_dewi, mas_yudha)
    with pytest.raises(LastAdministrator):
        ended(bu_dewi, bu_dewi)


def test_the_look_at_personal_data_ends_with_the_office(db):
    open_staff_session(act=act_of(bu_dewi), reason="Memeriksa nomor yang salah catat")
    assert actor(bu_dewi).holds(Role.STAFF)
    ended(mas_yudha, bu_dewi)
    appoint(
        act=act_of(mas_yudha), account_id=bu_dewi.account_id, role=Role.ADMINISTRATOR,
        area_code=SOLO, starts_on=in_days(0),
    )  # fmt: skip
    assert not actor(bu_dewi).holds(Role.STAFF)


# Two at once


def at_once(*calls):
    """Call all at the same moment, each on a connection of its own; what came of each."""
    start, outcomes = threading.Barrier(len(calls)), []

    def run(call):
        try:
            start.wait(10)
            call()
            outcomes.append("done")
        except Exception as error:  # noqa: BLE001  # whatever it is, the test looks at it
            outcomes.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


def test_of_two_who_end_the_same_office_one_is_told(committed_db):
    one, other = act_of(bu_wahyuni), act_of(pak_harjo)
    outcomes = at_once(
        lambda: ended(bu_wahyuni, bu_sri, act=one), lambda: ended(pak_harjo, bu_sri, act=other)
    )
    assert outcomes == ["ChangedMeanwhile", "done"]


def test_two_administrators_who_end_each_other_leave_one(committed_db):
    one, other = act_of(bu_dewi), act_of(mas_yudha)
    outcomes = at_once(
        lambda: ended(bu_dewi, mas_yudha, act=one), lambda: ended(mas_yudha, bu_dewi, act=other)
    )
    assert outcomes == ["LastAdministrator", "done"]


def test_two_officers_who_name_each_other_as_successor(committed_db):
    """Whoever comes second finds that the first has left; the case manager isn't left alone."""
    acts = [act_of(bu_dewi), act_of(mas_yudha)]
    outcomes = at_once(
        lambda: ended(bu_dewi, bu_ratna, act=acts[0], successor_id=pak_agus.account_id),
        lambda: ended(mas_yudha, pak_agus, act=acts[1], successor_id=bu_ratna.account_id),
    )
    assert outcomes == ["SuccessorDoesNotFit", "done"]
    supervisor = office(bu_maya).supervisor_id
    assert supervisor is not None
    assert actor_of(supervisor).holds(Role.OFFICER)


def test_appointing_and_closing_at_once_leaves_no_office_open(committed_db):
    acts = [act_of(bu_ratna), act_of(pak_agus)]
    at_once(
        lambda: appoint(act=acts[0], account_id=bu_sri.account_id, role=Role.COORDINATOR,
                        area_code=SEMANGGI, starts_on=in_days(0)),
        lambda: close_account(act=acts[1], account_id=bu_sri.account_id, version=1, reason="Pindah"),
    )  # fmt: skip
    assert not account(bu_sri).is_active
    with acting_as(Actor("person", bu_sri.account_id)):
        open_offices = Appointment.objects.filter(account_id=bu_sri.account_id, ends_on=None)
        assert not open_offices.exists()


def test_an_unknown_office_is_not_there(db):
    with pytest.raises(Missing):
        end_appointment(
            act=Act(id=uuid7(), actor=actor(bu_ratna), origin="test"),
            appointment_id=uuid7(), version=1, ends_on=in_days(0), reason="Pindah",
        )  # fmt: skip


def test_a_partner_whose_last_person_left_waits_though_another_partner_has_people(db):
    other = Partner.objects.get(name=LK3)
    joined(bu_ratna, name="Orang LK3", role=Role.PARTNER_STAFF, area_code=SOLO, partner_id=other.id)
    ended(bu_ratna, mas_tono)
    assert queue_of(bu_ratna) == ["Tono Prihatmaja (nonaktif)"]
    joined(
        bu_ratna, name="Orang LKS", role=Role.PARTNER_STAFF, area_code=SOLO,
        partner_id=Partner.objects.get(name=LKS).id,
    )  # fmt: skip
    assert queue_of(bu_ratna) == []
