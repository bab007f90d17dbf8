"""A city with the cast signed in and one thing of each kind, for tests that walk all addresses."""

import copy
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image
from pydantic import SecretStr

from setiakawan.access.actors import SYSTEM
from setiakawan.access.roles import Role
from setiakawan.accounts.models import Appointment
from setiakawan.accounts.operations import invite, name_barred, show_recovery
from setiakawan.attachments.receiving import receive
from setiakawan.audit.openings import ask_for_payload
from setiakawan.audit.queries import sealed_acts
from setiakawan.audit.readings import reading
from setiakawan.audit.sealing import seal_pending
from setiakawan.demo import cast
from setiakawan.demo.cast import CAST, SANGKRAH, SEMANGGI
from setiakawan.foundation.clock import today
from setiakawan.partners.models import Partner
from setiakawan.people.jobs import find_shared_numbers
from setiakawan.people.models import (
    Document,
    Identifier,
    Membership,
    Person,
    Relation,
    SharedNumber,
)
from setiakawan.people.operations.facts import add_document, end_fact, record_relation
from setiakawan.people.operations.life import confirm_death
from setiakawan.people.operations.protecting import begin_protection
from setiakawan.people.operations.registering import register_household, register_person
from setiakawan.people.operations.unhoused import ask_to_join
from setiakawan.people.queries import household_page, person_page
from setiakawan.people.said import (
    ConsentSaid,
    ContactSaid,
    HouseholdSaid,
    NumberSaid,
    PersonSaid,
)

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
        # One whose payload is asked for, and one on whose page it still can be.
        asked, entry = (one.entry_id for one in sealed_acts(wanted=2, kind="area.loaded"))
    opening = ask_for_payload(
        act=cast.act_of(cast.bu_kartika), entry_id=asked,
        reason="Memeriksa pemuatan wilayah untuk uji coba.",
    )  # fmt: skip
    return City(
        clients,
        waiting_about_people(as_login)
        | somebody_of_sangkrah()
        | {
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


def waiting_about_people(as_login: Callable[[str], AbstractContextManager[None]]) -> dict[str, Any]:
    """Somebody whom another PSM asks to join, and a number that two persons claim."""
    unhoused = register_person(
        act=cast.act_of(cast.bu_sri),
        person=PersonSaid(name="Sugito Contoh", area_code=SANGKRAH, is_unhoused=True),
    )
    asked = ask_to_join(
        act=cast.act_of(cast.pak_joko),
        person_id=unhoused.id,
        found_in=SEMANGGI,
        name="Sugito Contoh",
    )
    number = NumberSaid(kind=Identifier.Kind.NIK, number=SecretStr("3372035506619009"))
    for part, name, area in (
        (cast.bu_sri, "Sutini Contoh", SANGKRAH),
        (cast.pak_joko, "Agung Contoh", SEMANGGI),
    ):
        register_person(
            act=cast.act_of(part), person=PersonSaid(name=name, area_code=area, numbers=(number,))
        )
    with as_login("worker"):
        with reading(SYSTEM):
            claims = [str(one) for one in Identifier.objects.values_list("id", flat=True)]
        find_shared_numbers.func(identifier_ids=claims)
    with reading(cast.actor(cast.bu_ratna)):
        question = SharedNumber.objects.get()
    return {"join": asked.id, "question": question.id}


def somebody_of_sangkrah() -> dict[str, Any]:
    """Somebody with one of each fact, a household, one who died, one in hiding, one who is protected."""
    sri, wahyuni, maya = (
        cast.act_of(part) for part in (cast.bu_sri, cast.bu_wahyuni, cast.bu_maya)
    )
    sutini = register_person(
        act=sri,
        person=PersonSaid(
            name="Sutini Rumah",
            area_code=SANGKRAH,
            address="Gang 1",
            numbers=(NumberSaid(kind=Identifier.Kind.NIK, number=SecretStr("3372035506619012")),),
            consents=(ConsentSaid(),),
            contacts=(ContactSaid(value="0812-0000-7791"), ContactSaid(value="0812-0000-7792")),
        ),
    )
    record_relation(
        act=cast.act_of(cast.bu_sri),
        person_id=sutini.id,
        kind=Relation.Kind.CHILD,
        other_name="Parno",
    )
    add_document(
        act=cast.act_of(cast.bu_sri),
        person_id=sutini.id,
        kind=Document.Kind.HOUSE,
        digest=_photo(cast.bu_sri),
    )
    members = (
        PersonSaid(name="Pardi Rumah", area_code=SANGKRAH, part=Membership.Part.HEAD),
        PersonSaid(name="Ngatini Rumah", area_code=SANGKRAH, part=Membership.Part.SPOUSE),
    )
    home = register_household(
        act=cast.act_of(cast.bu_sri), household=HouseholdSaid(area_code=SANGKRAH, members=members)
    )
    dead = register_person(
        act=cast.act_of(cast.bu_sri), person=PersonSaid(name="Almarhum", area_code=SANGKRAH)
    )
    confirm_death(act=wahyuni, person_id=dead.id, on=today(), proof="Surat contoh")
    guarded = register_person(
        act=cast.act_of(cast.bu_sri), person=PersonSaid(name="Wati Jaga", area_code=SANGKRAH)
    )
    begin_protection(act=maya, person_id=guarded.id, reason="Contoh")
    bar = name_barred(
        act=cast.act_of(cast.bu_maya),
        subject_kind="person",
        subject_id=guarded.id,
        account_id=cast.pak_joko.account_id,
    )
    hidden_home = register_household(
        act=cast.act_of(cast.bu_maya),
        household=HouseholdSaid(
            area_code=SANGKRAH,
            members=(PersonSaid(name="Ratna Puspita", area_code=SANGKRAH, is_hidden=True),),
        ),
    )
    with reading(cast.actor(cast.bu_maya)):
        ratna = Person.objects.get(name="Ratna Puspita")
    hidden_document = add_document(
        act=cast.act_of(cast.bu_maya),
        person_id=ratna.id,
        kind=Document.Kind.LETTER,
        digest=_photo(cast.bu_maya),
    )
    with reading(cast.actor(cast.bu_sri)):
        shown = person_page(cast.actor(cast.bu_sri), sutini.id)
        here = household_page(cast.actor(cast.bu_sri), home.id)
    gone, kept = shown.contacts
    ended = end_fact(
        act=cast.act_of(cast.bu_sri),
        person_id=sutini.id,
        fact="contact",
        slot_id=gone.slot_id,
        seen_id=gone.id,
        reason="Nomor orang lain",
    )
    return {
        "sutini": sutini.id,
        "sutini_address": shown.addresses[0].slot_id,
        "sutini_contact": kept.slot_id,
        "sutini_number": shown.numbers[0].slot_id,
        "sutini_relation": shown.relations[0].slot_id,
        "sutini_consent": shown.consents[0].slot_id,
        "sutini_document": shown.documents[0].id,
        "sutini_ended": ended.slot_id,
        "sutini_ending": ended.id,
        "home": home.id,
        "pardi": here.members[0].person.id,
        "dead": dead.id,
        "guarded": guarded.id,
        "guarded_bar": bar.id,
        "maya": cast.bu_maya.account_id,
        "hidden": ratna.id,
        "hidden_home": hidden_home.id,
        "hidden_document": hidden_document.id,
    }


def _photo(part: cast.Part) -> str:
    """A photo that somebody has brought; its digest."""
    written = BytesIO()
    Image.new("RGB", (8, 8), (200, 120, 60)).save(written, "JPEG")
    return receive(ContentFile(written.getvalue()), cast.actor(part)).digest
