"""One act, one entry, once."""

from datetime import date

import pytest
from django.db import connection

from setiakawan.areas.models import Area
from setiakawan.areas.operations import NewArea, load_areas
from setiakawan.audit.acts import system_act
from setiakawan.audit.models import Entry
from setiakawan.audit.readings import reading
from setiakawan.audit.sealing import seal_pending, verify
from setiakawan.access.actors import SYSTEM
from setiakawan.foundation.problems import IdTaken


def test_seal(committed_db, as_login):
    with as_login("worker"):
        act = system_act("test")
        areas = [NewArea(code="33.73", name="Salatiga", level=2)]
        assert load_areas(act=act, areas=areas, valid_from=date(2020, 1, 1)) == 1
        assert load_areas(act=act, areas=areas, valid_from=date(2020, 1, 1)) == 1
        with pytest.raises(IdTaken):
            load_areas(act=act, areas=[], valid_from=date(2020, 1, 1))
        assert seal_pending() >= 2
        v = verify()
        assert v.fault is None and v.sealed >= 2
    with as_login("owner"), connection.cursor() as c:
        c.execute("ALTER TABLE audit_payload DISABLE TRIGGER USER")
        c.execute("UPDATE audit_payload SET body = replace(body, 'Salatiga', 'Salatigo')")
    with as_login("worker"):
        v = verify()
        assert v.fault and v.fault.what == "muatan catatan berubah"
