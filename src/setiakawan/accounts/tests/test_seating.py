"""The first people of an instance, and the demo city."""

from collections import Counter

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection

from setiakawan.access.actors import SYSTEM
from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.accounts.models import Account, Appointment
from setiakawan.accounts.operations import find_invitation, invite_first_administrator, seat_first
from setiakawan.accounts.tests.stage import account, kinds_seen_by
from setiakawan.areas.models import Area
from setiakawan.audit.acts import system_act
from setiakawan.demo.cast import (
    CAST,
    DEMO_PASSWORD,
    DEMO_PASSWORD_HASH,
    SOLO,
    act_of,
    bu_dewi,
    bu_ratna,
    bu_sri,
)
from setiakawan.demo.city import load_demo_city, volunteers
from setiakawan.foundation.problems import NotAllowed
from setiakawan.partners.models import Partner


@pytest.mark.parametrize("part", [bu_sri, bu_ratna, bu_dewi], ids=lambda part: part.key)
def test_nobody_seats_people_but_the_system(db, part):
    with pytest.raises(NotAllowed):
        seat_first(act=act_of(part), seats=[], password_hash=DEMO_PASSWORD_HASH)


def test_the_cast_can_sign_in_and_was_made_by_the_system(db):
    assert check_password(DEMO_PASSWORD, account(bu_sri).password)
    assert kinds_seen_by(bu_sri, bu_sri.account_id) == ["account.seated"]


def test_the_first_administrator_gets_a_key_that_stands_nowhere(committed_db, as_login):
    with as_login("worker"):
        path = invite_first_administrator(
            act=system_act("command"), name="Admin Pertama", area_code=SOLO
        )
        key = path.strip("/").rpartition("/")[2]
        found = find_invitation(key)
        assert (found.name, found.role) == ("Admin Pertama", Role.ADMINISTRATOR)
        with acting_as(SYSTEM), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM audit_payload WHERE body LIKE %s", [f"%{key}%"])
            assert cursor.fetchone() == (0,)


def test_the_demo_city_is_whole_and_made_once(committed_db, as_login):
    with as_login("worker"):
        counts = []
        for _ in range(2):
            load_demo_city()
            with acting_as(SYSTEM):
                counts.append(
                    (
                        Counter(Area.objects.values_list("level", "is_modelled")),
                        Account.objects.count(),
                        Appointment.objects.count(),
                        Partner.objects.count(),
                    )
                )
        assert counts[0] == counts[1]
        areas, accounts, appointments, partners = counts[0]
        assert areas[4, False] == 54
        assert (areas[5, True], areas[6, True]) == (626, 2788)
        assert accounts == appointments == len(CAST) + 52 + 5
        assert partners > 40
        with acting_as(SYSTEM):
            psm = Appointment.objects.filter(role=Role.PSM).values_list("area_code", flat=True)
            kelurahan = Area.objects.filter(level=4).values_list("code", flat=True)
            assert sorted(psm) == sorted(kelurahan)


def test_people_of_the_demo_are_invented_and_told_apart(db):
    people = [*CAST, *volunteers()]
    for name in ("username", "phone", "name", "account_id"):
        assert len({getattr(one, name) for one in people}) == len(people)
    assert all(one.phone.startswith("0812-0000-") for one in people)
    assert not {one.name for one in people} & {"Rubino", "Agus Santoso"}
