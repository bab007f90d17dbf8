"""What the database itself keeps true of areas, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from setiakawan.access import context
from setiakawan.access.actors import SYSTEM
from setiakawan.access.context import acting_as
from setiakawan.areas.codes import AreaCode, BadAreaCode
from setiakawan.areas.models import Area

pytestmark = pytest.mark.django_db


def is_kept(code: str) -> bool:
    """Say whether the table takes an area with this code; nothing of it stays."""
    made = Area(
        code=code, name="Uji", level=max(code.count(".") + 1, 1), valid_from=date(2020, 1, 1)
    )
    with acting_as(SYSTEM):
        context.grant([made.id])
        try:
            with transaction.atomic():
                made.save(force_insert=True)
                transaction.set_rollback(True)
        except IntegrityError as refused:
            if "one_area_holds_a_code_now" in str(refused):
                return True  # a good code, and an area of the city has it
            if "an_area_has_a_code" not in str(refused):
                raise
            return False
    return True


@pytest.mark.parametrize(
    "code",
    ["98", "98.71", "98.71.01", "98.71.01.1001", "98.71.01.2001.001", "98.71.01.3001.001.099"],
)
def test_a_code_of_each_level_is_kept(code: str) -> None:
    assert is_kept(code)


@pytest.mark.parametrize(
    "code",
    [
        *(
            "",
            "9",
            "08",
            "98.00",
            "98.7",
            "98-71",
            "98.71.01.4001",
            "98.71.01.1000",
            "98.71.01.101",
        ),
        *(
            "98.71.01.1001.000",
            "98.71.01.1001.1",
            "98.71.01.1001.001.000",
            "98.71.",
            "98.71\n",
            " 98",
        ),
        *("98.71.01.1001.001.0011", "٩٨", "98.71/"),
    ],
)
def test_a_wrong_code_is_refused_by_the_table(code: str) -> None:
    assert not is_kept(code)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="0123456789.", max_size=24))
def test_the_table_and_the_rules_read_a_code_alike(code: str) -> None:
    try:
        AreaCode(code)
    except BadAreaCode:
        assert not is_kept(code)
    else:
        assert is_kept(code)
