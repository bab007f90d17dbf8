"""The page of a household: who lives there, who left, which card, who receives."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from pydantic import SecretStr

from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    SEMANGGI,
    act_of,
    actor,
    bu_maya,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    pak_joko,
)
from setiakawan.foundation.clock import today
from setiakawan.people import queries
from setiakawan.people.models import Household, Identifier, Person
from setiakawan.people.operations.households import correct_household
from setiakawan.people.operations.life import confirm_death
from setiakawan.people.said import NumberSaid
from setiakawan.people.tests.browsers import browser_of, words_of
from setiakawan.people.tests.filling import again, fields_of, send
from setiakawan.people.tests.stage import (
    CHILD,
    HEAD,
    SPOUSE,
    household_of,
    members_of,
    page,
    registered,
    said,
)

pytestmark = pytest.mark.django_db

CARD = "3372030101209021"


def card() -> NumberSaid:
    """A claimed family card."""
    return NumberSaid(kind=Identifier.Kind.KK, number=SecretStr(CARD))


def a_family() -> tuple[UUID, dict[str, Person]]:
    """Pardi, Ngatini and their son."""
    home = household_of(
        bu_sri,
        said("Pardi", part=HEAD, sex="m", numbers=(card(),)),
        said("Ngatini", part=SPOUSE, sex="f", numbers=(card(),)),
        said("Tono", part=CHILD, sex="m"),
    )
    with reading(actor(bu_sri)):
        found = queries.household_page(actor(bu_sri), home)
    return home, {one.person.name: one.person for one in found.members}


def main_of(html: str) -> str:
    """What the page itself says."""
    return words_of(html.partition("<main")[2].partition("</main>")[0])


def shown(who, home: UUID) -> str:
    answer = browser_of(who).get(reverse("household", args=[home]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_who_lives_there_and_on_which_card():
    home, _people = a_family()
    text = main_of(shown(bu_wahyuni, home))
    assert "Rumah tangga Pardi" in text
    assert "Pardi umur belum diketahui Kepala keluarga belum ditanyakan berakhiran 9021" in text
    assert "Tono umur belum diketahui Anak belum ditanyakan belum diketahui" in text
    assert CARD not in text
    assert browser_of(pak_joko).get(reverse("household", args=[home])).status_code == 404


def test_the_family_page_sets_the_house_beside_the_card():
    home, people = a_family()
    confirm_death(
        act=act_of(bu_wahyuni), person_id=people["Pardi"].id, on=today(), proof="Surat 474.3/12"
    )
    address = reverse("person", args=[people["Ngatini"].id])
    html = browser_of(bu_sri).get(address).content.decode()
    text = main_of(html)
    assert "Ngatini Istri/suami Ya Ya, berakhiran 9021" in text
    assert "Pardi Kepala keluarga Meninggal" in text
    assert "Masih tertulis, KK berakhiran 9021" in text
    assert 'role="img" aria-label="Genogram: Ngatini' in html
    assert reverse("household", args=[home]) in html


def test_the_head_dies_and_the_household_goes_on():
    """CASE-11: it keeps its id, is one smaller, asks who receives, and the card may wait."""
    home, people = a_family()
    confirm_death(
        act=act_of(bu_wahyuni), person_id=people["Pardi"].id, on=today(), proof="Surat 474.3/12"
    )
    html = shown(bu_sri, home)
    assert "Siapa yang menerima sekarang?" in main_of(html)
    assert "Tidak ada yang berhenti sementara ini." in main_of(html)
    browser = browser_of(bu_sri)
    receiver = reverse("household_receiver", args=[home])
    answer = send(browser, receiver, receiver=str(people["Pardi"].id))
    assert answer.status_code == 422
    answer = send(browser, receiver, receiver=str(people["Ngatini"].id))
    assert answer.status_code == 302
    answer = send(browser, reverse("household_correct", args=[home]), card="waiting")
    assert answer.status_code == 302
    text = main_of(shown(bu_sri, home))
    assert "Menunggu Dukcapil" in text and "Yang menerima Ngatini" in text
    assert "Siapa yang menerima sekarang?" not in text
    assert "Penerima rumah tangga ditetapkan" in text
    assert members_of(bu_sri, home) == {"Ngatini": "spouse", "Tono": "child"}


def test_somebody_registered_joins_found_by_name():
    home, _people = a_family()
    other = registered(name="Sulastri")
    registered(bu_maya, "Sulastri Tersembunyi", is_hidden=True)
    browser = browser_of(bu_sri)
    address = reverse("household_join", args=[home])
    assert f"?rumah={home}" in browser.get(address).content.decode()
    answer = send(browser, address, name="tidak ada", part="child")
    assert answer.status_code == 422
    assert "Tidak ada warga terdaftar dengan nama ini" in words_of(answer.content.decode())
    answer = send(browser, address, name="sulastri", part="in_law")
    assert answer.status_code == 422
    assert "Tersembunyi" not in answer.content.decode()
    filled = fields_of(answer.content.decode()) | {"other": str(other.id)}
    answers = [browser.post(address, filled) for _press in range(2)]
    assert {one.status_code for one in answers} == {302}
    assert members_of(bu_sri, home)["Sulastri"] == "in_law"


def test_who_lives_elsewhere_may_move():
    home, _people = a_family()
    old = household_of(bu_sri, said("Sulastri", part=HEAD))
    browser = browser_of(bu_sri)
    address = reverse("household_join", args=[home])
    answer = send(browser, address, name="Sulastri", part="in_law")
    found = members_with(answer)
    answer = again(browser, address, answer, other=found)
    assert answer.status_code == 409
    assert "masih tercatat di rumah tangga lain" in words_of(answer.content.decode())
    answer = again(browser, address, answer, other=found, moves="on")
    assert answer.status_code == 302, words_of(answer.content.decode())
    assert members_of(bu_sri, old) == {}
    assert "Sulastri" in members_of(bu_sri, home)


def members_with(answer) -> str:
    """The first of those who are offered."""
    html: str = answer.content.decode()
    return html.partition('name="other" value="')[2].partition('"')[0]


def test_somebody_leaves_and_a_part_is_corrected():
    home, people = a_family()
    browser = browser_of(bu_sri)
    arguments = [home, people["Tono"].id]
    assert send(browser, reverse("household_part", args=arguments), part="other").status_code == 302
    assert members_of(bu_sri, home)["Tono"] == "other"
    answer = send(
        browser,
        reverse("household_leave", args=arguments),
        on=(today() + timedelta(days=1)).isoformat(),
    )
    assert answer.status_code == 422
    assert send(browser, reverse("household_leave", args=arguments)).status_code == 302
    assert "Tono" not in members_of(bu_sri, home)
    text = main_of(shown(bu_sri, home))
    assert text.index("Dahulu tinggal di sini") < text.rindex("Tono")
    assert browser.get(reverse("household_leave", args=arguments)).status_code == 404


def test_two_who_correct_it_see_each_other():
    home, _people = a_family()
    browser = browser_of(bu_wahyuni)
    address = reverse("household_correct", args=[home])
    opened = fields_of(browser.get(address).content.decode())
    with reading(actor(bu_sri)):
        now = Household.objects.get(pk=home)
    correct_household(
        act=act_of(bu_sri),
        household_id=home,
        version=now.version,
        area_code=now.area_code,
        address="Gang Baru 3",
    )
    answer = browser.post(address, opened | {"address": "Gang Lama 1"})
    assert answer.status_code == 409
    compared = words_of(answer.content.decode().partition('class="compare"')[2])
    assert "Gang Lama 1" in compared and "Gang Baru 3" in compared
    assert again(browser, address, answer).status_code == 302
    assert "Gang Lama 1" in main_of(shown(bu_sri, home))


def test_a_part_that_was_corrected_meanwhile_is_shown():
    home, people = a_family()
    address = reverse("household_part", args=[home, people["Tono"].id])
    browser = browser_of(bu_wahyuni)
    opened = fields_of(browser.get(address).content.decode())
    assert send(browser_of(bu_sri), address, part="grandchild").status_code == 302
    answer = browser.post(address, opened | {"part": "in_law"})
    assert answer.status_code == 409
    assert "Cucu" in words_of(answer.content.decode().partition('class="compare"')[2])
    assert again(browser, address, answer).status_code == 302
    assert members_of(bu_sri, home)["Tono"] == "in_law"


def test_a_household_begins_on_the_page_of_a_person():
    person = registered(name="Karso")
    browser = browser_of(bu_sri)
    founded = reverse("household_found", args=[person.id])
    assert founded in browser.get(reverse("person", args=[person.id])).content.decode()
    assert send(browser, founded, address="Gang 4").status_code == 302
    home = page(bu_sri, person.id).membership
    assert home is not None
    assert members_of(bu_sri, home.household_id) == {"Karso": "head"}
    assert send(browser, founded).status_code == 409


def test_a_household_may_not_go_out_of_reach():
    home, _people = a_family()
    browser = browser_of(bu_sri)
    address = reverse("household_correct", args=[home])
    assert send(browser, address, place=SEMANGGI).status_code == 404
    assert send(browser_of(bu_ratna), address, place=SEMANGGI).status_code == 302


def test_a_hidden_member_isnt_there():
    home = household_of(
        bu_maya, said("Pardi", part=HEAD), said("Ratna", part=SPOUSE, is_hidden=True)
    )
    assert "Ratna" in main_of(shown(bu_maya, home))
    assert "Ratna" not in main_of(shown(bu_sri, home))
    assert "Ratna" not in main_of(
        browser_of(bu_sri).get(reverse("household_receiver", args=[home])).content.decode()
    )
