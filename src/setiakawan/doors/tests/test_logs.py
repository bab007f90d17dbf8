"""No key stands in the log."""

import logging

import pytest

from setiakawan.doors.logs import WithoutKeys


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/undangan/7562-N7BO-AAAA/", "Gone: /undangan/…/"),
        ("/undangan/buka/", "Gone: /undangan/buka/"),
        ("/akun/saya/", "Gone: /akun/saya/"),
    ],
)
def test_an_address_is_written_without_its_key(path, written):
    line = logging.LogRecord("django.request", logging.WARNING, "", 0, "Gone: %s", (path,), None)
    assert WithoutKeys().filter(line)
    assert line.getMessage() == written
