"""Protect somebody in the office: begin, the team, who must never see, the end."""

import pytest
from django.urls import reverse

from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    act_of,
    actor,
    bu_maya,
    bu_ratna,
    bu_sri,
    bu_wahyuni,
    pak_agus,
    pak_joko,
)
from setiakawan.people import queries
from setiakawan.people.operations.protecting import begin_protection
from setiakawan.people.tests.browsers import browser_of, words_of
from setiakawan.people.tests.filling import send
from setiakawan.people.tests.stage import has_phone, page, protected, registered

pytestmark = pytest.mark.django_db


def main_of(html: str) -> str:
    """What the page itself says."""
    return words_of(html.partition("<main")[2].partition("</main>")[0])


def get(who, name: str, *args: object):
    return browser_of(who).get(reverse(name, args=args))


def test_a_case_manager_begins_after_saying_what_it_does_and_doesnt():
    person = registered(address="Jl. Lama 1")
    before = main_of(get(bu_maya, "protection_begin", person.id).content.decode())
    assert "hanya terbaca oleh tim dan yang menulisnya" in before
    assert "tidak dapat ditarik kembali" in before
    answer = send(
        browser_of(bu_maya),
        reverse("protection_begin", args=[person.id]),
        reason="Diancam",
        account=str(bu_wahyuni.account_id),
    )
    assert answer.status_code == 302
    text = main_of(get(bu_maya, "person_protection", person.id).content.decode())
    assert "Warga ini dijaga" in text and "Diancam" in text
    assert "Maya Widuri" in text and "Wahyuni Kartasari" in text
    team = main_of(get(bu_wahyuni, "person_protection", person.id).content.decode())
    assert "Warga ini dijaga" in team and "Keluarkan" not in team


def test_nothing_tells_an_ordinary_reader():
    person = registered()
    protected(person)
    for who in (bu_sri, bu_wahyuni):
        html = get(who, "person", person.id).content.decode()
        assert "perlindungan" not in html.lower()
        assert get(who, "person_protection", person.id).status_code == 404
    # Who may name a bar sees that part, and nothing of the protection.
    html = get(bu_ratna, "person_protection", person.id).content.decode()
    assert "Yang tidak boleh melihat" in html
    assert "dijaga" not in main_of(html).lower() and "Diancam" not in html


def test_the_team_grows_and_shrinks_and_keeps_one():
    person = registered()
    protected(person)
    has_phone(bu_maya, person, "0812-0000-2209")
    browser = browser_of(bu_maya)
    joined = send(browser, reverse("team_add", args=[person.id]), account=str(bu_sri.account_id))
    assert joined.status_code == 302
    assert len(page(bu_sri, person.id).contacts) == 1
    leave = reverse("team_remove", args=[person.id, bu_sri.account_id])
    assert "Sri Lestari" in main_of(browser.get(leave).content.decode())
    assert send(browser, leave).status_code == 302
    assert page(bu_sri, person.id).contacts == ()
    answer = send(browser, reverse("team_remove", args=[person.id, bu_maya.account_id]))
    assert answer.status_code == 409
    assert "manajer kasus terakhir di tim" in words_of(answer.content.decode())


def test_a_form_that_everybody_reads_says_so_to_the_team():
    person = registered()
    protected(person)
    open_to_all = "Yang ditulis di sini terbaca semua yang boleh melihat warga ini."
    for name in ("person_correct", "person_life", "death_confirm"):
        text = main_of(get(bu_maya, name, person.id).content.decode())
        assert open_to_all in text and "hanya terbaca oleh tim" not in text, name
        for other in (bu_wahyuni, bu_ratna):
            assert open_to_all not in main_of(get(other, name, person.id).content.decode()), name
    text = main_of(get(bu_maya, "address_record", person.id).content.decode())
    assert open_to_all not in text and "Dijaga. Yang dicatat sekarang" in text


def test_of_somebody_hidden_its_own_words():
    person = registered(bu_maya, is_hidden=True)
    text = main_of(get(bu_maya, "person_protection", person.id).content.decode())
    assert "Warga ini tersembunyi" in text and "warga ini tidak ada" in text
    assert "tetap terbaca" not in text


def test_only_who_works_with_persons_is_offered_for_a_team():
    person = registered()
    protected(person)
    offered = get(bu_maya, "team_add", person.id).content.decode()
    assert "Sri Lestari, PSM, " in offered
    for role in ("Administrator", "Pimpinan", "Pemeriksa", "Mitra"):
        assert f'label="{role}"' not in offered
    barred = get(bu_maya, "person_bar", person.id).content.decode()
    assert 'label="Administrator"' in barred and str(bu_maya.account_id) not in barred


def test_the_end_opens_nothing():
    person = registered()
    protected(person)
    has_phone(bu_maya, person, "0812-0000-2209")
    browser = browser_of(bu_maya)
    answer = send(browser, reverse("protection_end", args=[person.id]), reason="Sudah aman")
    assert answer.status_code == 302
    assert page(bu_sri, person.id).contacts == ()
    assert len(page(bu_maya, person.id).contacts) == 1


def test_a_protection_that_stands_already_is_said():
    person = registered()
    protected(person)
    browser = browser_of(bu_maya)
    address = reverse("protection_begin", args=[person.id])
    html = browser.get(address).content.decode()
    assert "Mulai melindungi" in html
    answer = send(browser, address, reason="Lagi")
    assert answer.status_code == 409
    assert "sudah dilindungi" in words_of(answer.content.decode())


def test_who_must_never_see_finds_nobody_and_no_timeline_tells():
    person = registered()
    protected(person)
    has_phone(bu_maya, person, "0812-0000-2209")
    browser = browser_of(bu_maya)
    answer = send(
        browser,
        reverse("person_bar", args=[person.id]),
        account=str(bu_wahyuni.account_id),
        reason="Kerabat",
    )
    assert answer.status_code == 302
    text = main_of(get(bu_maya, "person_protection", person.id).content.decode())
    assert "Wahyuni Kartasari" in text and "Kerabat" in text
    assert get(bu_wahyuni, "person", person.id).status_code == 404
    [bar] = bars(bu_maya, person.id)
    lift = reverse("person_bar_lift", args=[person.id, bar.id])
    assert send(browser, lift).status_code == 302
    assert get(bu_wahyuni, "person", person.id).status_code == 200
    for who in (bu_sri, bu_wahyuni, bu_ratna):
        with reading(actor(who)):
            kinds = {one.kind for one in queries.history_of_person(person.id)}
        assert not kinds & {"bar.named", "bar.lifted", "protection.begun"}


def bars(who, person_id):
    from setiakawan.accounts.queries import bars_of

    with reading(actor(who)):
        return bars_of(actor(who), "person", person_id)


@pytest.mark.parametrize("name", ["protection_begin", "protection_end", "team_add", "person_bar"])
def test_others_find_no_such_page(name):
    person = registered()
    begin_protection(act=act_of(bu_maya), person_id=person.id, reason="Diancam")
    for who in (bu_sri, bu_wahyuni, pak_joko):
        assert get(who, name, person.id).status_code == 404
        answer = browser_of(who).post(
            reverse(name, args=[person.id]),
            {"reason": "x", "account": str(pak_agus.account_id)},
        )
        assert answer.status_code == 404
