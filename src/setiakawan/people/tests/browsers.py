"""Browsers of the cast, and what stands on a page, for the tests of pages."""

import re

from django.test import Client

from setiakawan.demo.cast import Part


def browser_of(part: Part) -> Client:
    """A browser of somebody of the cast, as the demo's own door opens it."""
    client = Client()
    client.post(f"/contoh/masuk/{part.key}/")
    return client


def act_in(page: str) -> str:
    """The id of the act that the page's own form will be; the frame's forms carry none."""
    found = re.search(r'name="act" value="([0-9a-f-]+)"', page)
    assert found
    return found[1]


def words_of(page: str) -> str:
    """What a reader sees of a page: no tags, single blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]
