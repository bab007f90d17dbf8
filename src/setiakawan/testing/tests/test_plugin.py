"""No test passes because its login sees everything."""

import pytest
from django.db import connection, connections

from setiakawan.instance.database import find_place
from setiakawan.instance.home import find_home
from setiakawan.testing.fixtures import TooMuchPower, refuse_power


def test_the_suite_runs_as_the_app(db):
    refuse_power(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0].endswith("_app")


def test_who_made_the_roles_is_refused(committed_db):
    place = find_place(find_home())
    assert place is not None
    connections["default"].close()
    settings = connections["default"].settings_dict
    settings |= {"USER": place.admin, "PASSWORD": place.admin_password}

    with pytest.raises(TooMuchPower, match=r"is a superuser|can become the owner"):
        connections["default"].ensure_connection()


def test_the_owner_is_refused_unless_a_test_asks_for_it(as_login, monkeypatch):
    with as_login("owner"):
        connection.ensure_connection()
        monkeypatch.setattr("setiakawan.testing.fixtures._as_whom", "app")
        with pytest.raises(TooMuchPower, match="owns tables"):
            refuse_power(connection)


def test_tables_are_never_emptied(request):
    with pytest.raises(RuntimeError, match="committed_db"):
        request.getfixturevalue("transactional_db")
