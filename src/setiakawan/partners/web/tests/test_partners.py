"""The list of partners and who keeps it."""

import re

import pytest
from django.test import Client

from setiakawan.areas.models import Area
from setiakawan.demo.cast import SANGKRAH, act_of, bu_dewi, bu_sri
from setiakawan.foundation.clock import today
from setiakawan.partners.models import Partner
from setiakawan.partners.operations import correct_partner


@pytest.fixture(autouse=True)
def _everything_commits(committed_db: str) -> None:
    """As in the running system."""


def browser_of(part) -> Client:
    """A browser of somebody of the cast, as the demo's own door opens it."""
    client = Client()
    client.post(f"/contoh/masuk/{part.key}/")
    return client


def act_in(page: str) -> str:
    found = re.search(r'name="act" value="([0-9a-f-]+)"', page)
    assert found
    return found[1]


FILLED = {"name": "Puskesmas Sangkrah (contoh)", "kind": "puskesmas", "area": SANGKRAH}


def test_a_volunteer_reads_the_list_and_keeps_nothing():
    volunteer = browser_of(bu_sri)

    page = volunteer.get("/mitra/").content.decode()
    assert "Dinas Sosial Kota Surakarta" in page
    assert "Catat mitra" not in page
    assert volunteer.get("/mitra/baru/").status_code == 404
    one = Partner.objects.first()
    assert one is not None
    assert volunteer.get(f"/mitra/{one.id}/").status_code == 200
    assert volunteer.get(f"/mitra/{one.id}/perbaiki/").status_code == 404


def test_a_partner_is_registered_once_however_often_it_is_pressed():
    admin = browser_of(bu_dewi)
    filled = {**FILLED, "act": act_in(admin.get("/mitra/baru/").content.decode())}

    one = admin.post("/mitra/baru/", filled)
    two = admin.post("/mitra/baru/", filled)

    assert one.headers["Location"] == two.headers["Location"]
    assert Partner.objects.filter(name=FILLED["name"]).count() == 1
    assert "Kelurahan Sangkrah" in admin.get(one.headers["Location"]).content.decode()


def test_what_is_missing_is_said_at_its_field_and_the_rest_stays():
    answer = browser_of(bu_dewi).post("/mitra/baru/", {"name": "", "kind": "lks", "area": SANGKRAH})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_name"' in page
    assert re.search(r'value="lks"\s+selected', page)


def test_a_stale_correction_shows_both():
    admin = browser_of(bu_dewi)
    partner = Partner.objects.get(name="Dinas Sosial Kota Surakarta")
    address = f"/mitra/{partner.id}/perbaiki/"
    page = admin.get(address).content.decode()
    correct_partner(
        act=act_of(bu_dewi), partner_id=partner.id, version=partner.version,
        name="Dinas Sosial Surakarta", kind=Partner.Kind.DINSOS,
    )  # fmt: skip

    stale = admin.post(
        address,
        {"act": act_in(page), "version": partner.version, "name": "Dinsos Solo", "kind": "dinsos",
         "area": partner.area_code},
    )  # fmt: skip

    shown = stale.content.decode()
    assert stale.status_code == 409
    assert "Dinas Sosial Surakarta" in shown
    assert 'value="Dinsos Solo"' in shown


def test_a_partner_ends_and_stays_readable():
    admin = browser_of(bu_dewi)
    partner = Partner.objects.get(name="LK3 Kota Surakarta (contoh)")
    page = admin.get(f"/mitra/{partner.id}/akhiri/").content.decode()

    admin.post(
        f"/mitra/{partner.id}/akhiri/",
        {
            "act": act_in(page),
            "version": partner.version,
            "ends_on": today().isoformat(),
            "reason": "Bubar",
        },
    )

    partner.refresh_from_db()
    assert partner.ended_on is not None
    assert partner.name in admin.get("/mitra/?berakhir=1").content.decode()
    assert admin.get(f"/mitra/{partner.id}/").status_code == 200


def test_the_areas_to_choose_from_are_those_in_reach():
    page = browser_of(bu_dewi).get("/mitra/baru/").content.decode()

    kelurahan = Area.objects.filter(level=Area.Level.KELURAHAN).count()
    assert kelurahan == 54
    assert page.count("<optgroup") == 5


def test_a_name_that_is_there_already_is_warned_of_once_and_can_be_used():
    admin = browser_of(bu_dewi)
    first = {**FILLED, "act": act_in(admin.get("/mitra/baru/").content.decode())}
    admin.post("/mitra/baru/", first)
    page = admin.get("/mitra/baru/").content.decode()
    assert 'name="is_another"' not in page

    warned = admin.post(
        "/mitra/baru/", {**FILLED, "name": FILLED["name"].upper(), "act": act_in(page)}
    )
    assert warned.status_code == 409
    text = warned.content.decode()
    assert "sudah tercatat di wilayah yang sama" in text
    assert 'name="is_another"' in text
    done = admin.post("/mitra/baru/", {**FILLED, "act": act_in(text), "is_another": "on"})
    assert done.status_code == 302
    assert Partner.objects.filter(name__iexact=FILLED["name"]).count() == 2
