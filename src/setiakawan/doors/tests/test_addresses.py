"""From where a request came, behind proxies and without."""

import pytest
from django.test import RequestFactory

from setiakawan.doors.requests import address_of

PROXY = "10.0.0.1"


def request(forwarded: str = "", connected: str = PROXY):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=connected, headers=headers)


def test_without_the_setting_what_is_claimed_is_ignored():
    assert address_of(request("192.0.2.1")) == PROXY
    assert address_of(request("192.0.2.1, 192.0.2.2")) == PROXY


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (1, "192.0.2.7", "192.0.2.7"),
        (1, "203.0.113.9, 192.0.2.7", "192.0.2.7"),  # the first one was claimed by the browser
        (2, "203.0.113.9, 192.0.2.7, 10.0.0.2", "192.0.2.7"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "", PROXY),
        (2, "192.0.2.7", PROXY),  # came around one of the proxies
        (1, "192.0.2.7, unknown", PROXY),
        (1, "<script>", PROXY),
    ],
)
def test_behind_proxies_only_what_they_wrote_counts(settings, hops, forwarded, address):
    settings.TRUSTED_PROXIES = hops
    assert address_of(request(forwarded)) == address
