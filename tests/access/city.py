"""A city with the cast signed in and one thing of each kind, for tests that walk all addresses."""

import copy
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from setiakawan.access.roles import Role
from setiakawan.accounts.models import Appointment
from setiakawan.accounts.operations import invite, show_recovery
from setiakawan.audit.openings import ask_for_payload
from setiakawan.audit.queries import sealed_acts
from setiakawan.audit.readings import reading
from setiakawan.audit.sealing import seal_pending
from setiakawan.demo import cast
from setiakawan.demo.cast import CAST, SANGKRAH
from setiakawan.partners.models import Partner

ANONYMOUS = "anonymous"


@dataclass
class City:
    """Everybody signed in, and what stands where in an address."""

    clients: dict[str, Client]
    samples: Mapping[str, Any]
    cookies: Mapping[str, str] = field(default_factory=dict)

    def browser(self, key: str) -> Client:
        """A browser of somebody; what an answer does to its cookies doesn't reach the next one."""
        client = Client()
        client.cookies = copy.deepcopy(self.clients[key].cookies)
        return client

    def address(self, name: str, arguments: str) -> str:
        """The address of a URL with samples for its arguments: ``account_id=sri``."""
        pairs = (part.split("=") for part in arguments.split())
        return reverse(name, kwargs={key: self.samples.get(value, value) for key, value in pairs})


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is gone afterwards, so that one request doesn't change the next one's answer."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def counting_acts() -> Iterator[list[str]]:
    """The acts that were written into the ledger."""
    with _noting("INSERT INTO audit_entry (", lambda params: str(params["batch"])) as acts:
        yield acts


@contextmanager
def noting_readings() -> Iterator[list[tuple[Any, ...]]]:
    """The readings that were put on record: (kind, account, permission, kind of subject, subject)."""
    with _noting(
        "INSERT INTO audit_reading (",
        lambda params: (params[1], params[2], params[4], params[5], params[6]),
    ) as readings:
        yield readings


@contextmanager
def _noting(begins: str, note: Callable[[Any], Any]) -> Iterator[list[Any]]:
    found: list[Any] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if begins in sql:
            found.append(note(params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


def keeps_to_itself(answer: Any) -> None:
    """What every answer must say of itself, whatever page or refusal it is."""
    headers = answer.headers
    policy = headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert "no-store" in headers.get("Cache-Control", "")
    assert "noindex" in headers.get("X-Robots-Tag", "")
    assert headers.get("X-Content-Type-Options") == "nosniff"
    assert headers.get("X-Frame-Options") == "DENY"
    assert headers.get("Referrer-Policy") in {"same-origin", "no-referrer"}
    assert headers.get("Cross-Origin-Opener-Policy") == "same-origin"


def furnished(as_login: Callable[[str], AbstractContextManager[None]]) -> City:
    """Set the stage with operations, and sign everybody in."""
    clients = {ANONYMOUS: Client()}
    for part in CAST:
        clients[part.key] = client = Client()
        answer = client.post(reverse("demo_become", args=[part.key]))
        assert answer.status_code == 302, part.key
    invitation = invite(
        act=cast.act_of(cast.bu_wahyuni), name="Sari Contoh", role=Role.PSM, area_code=SANGKRAH
    )
    recovery = show_recovery(act=cast.act_of(cast.pak_agus), account_id=cast.bu_ratna.account_id)
    with as_login("worker"):
        seal_pending()
    ratna, kartika = cast.actor(cast.bu_ratna), cast.actor(cast.bu_kartika)
    with reading(ratna):
        offices = {one.account_id: one.id for one in Appointment.objects.filter(ends_on=None)}
        partner = Partner.objects.get(name=cast.LKS).pk
    with reading(kartika):
        entry = sealed_acts(wanted=1, kind="area.loaded")[0].entry_id
    opening = ask_for_payload(
        act=cast.act_of(cast.bu_kartika), entry_id=entry,
        reason="Memeriksa pemuatan wilayah untuk uji coba.",
    )  # fmt: skip
    return City(
        clients,
        {
            "sri": cast.bu_sri.account_id,
            "agus": cast.pak_agus.account_id,
            "sri_office": offices[cast.bu_sri.account_id],
            "maya_office": offices[cast.bu_maya.account_id],
            "lks": partner,
            "invitation": invitation.pk,
            "recovery": recovery.pk,
            "entry": entry,
            "opening": opening.pk,
            "sangkrah": SANGKRAH,
            "rw": f"{SANGKRAH}.001",
        },
    )
