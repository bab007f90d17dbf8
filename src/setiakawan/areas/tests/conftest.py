"""Fixtures of the tests of areas."""

import pytest

from setiakawan.areas.tests import stage


@pytest.fixture
def city(db: None) -> str:
    """The small city, entered."""
    stage.build_city()
    return stage.CITY
