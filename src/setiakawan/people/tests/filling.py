"""Fill a form as it stands on a page, and send it as a browser does."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class _Form(HTMLParser):
    """The one form of a page that belongs to its content: the others stand in the frame."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._is_open = False
        self._area = self._choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form" and "form" in told.get("class", "").split():
            self._is_open = True
        if not self._is_open:
            return
        name, kind = told.get("name", ""), told.get("type", "")
        if tag == "textarea":
            self._area = name
            self.values[name] = [""]
        elif tag == "select":
            self._choice = name
            self.values.setdefault(name, [""])
        elif tag == "option" and self._choice and "selected" in told:
            self.values[self._choice] = [told.get("value", "")]
        elif tag == "input" and kind in {"radio", "checkbox"}:
            if "checked" in told:
                self.values.setdefault(name, []).append(told.get("value", "on"))
        elif tag == "input" and kind != "file":
            self.values[name] = [told.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_open = False
        elif tag == "textarea":
            self.values[self._area][0] = self.values[self._area][0].strip("\n")
            self._area = ""
        elif tag == "select":
            self._choice = ""


def fields_of(page: str) -> dict[str, list[str]]:
    """What the page's own form would send as it stands."""
    reader = _Form()
    reader.feed(page)
    return {name: values for name, values in reader.values.items() if name}


def send(browser: Client, address: str, /, **filled: Any) -> Any:
    """Open a form, change what is named, send it."""
    opened = browser.get(address)
    assert opened.status_code == 200, (address, opened.status_code)
    return browser.post(address, fields_of(opened.content.decode()) | filled)


def again(browser: Client, address: str, answer: Any, /, **filled: Any) -> Any:
    """Send the form that came back, with what else was filled in."""
    return browser.post(address, fields_of(answer.content.decode()) | filled)
