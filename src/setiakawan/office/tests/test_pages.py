"""First page, first steps, settings, help, ledger reader, as the cast sees them."""

import pytest
from django.urls import reverse

from setiakawan.access.roles import NEEDS_SECOND_FACTOR
from setiakawan.accounts.operations import open_staff_session
from setiakawan.audit.models import Entry, Reading
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import (
    CAST,
    act_of,
    actor,
    bu_dewi,
    bu_kartika,
    bu_ratna,
    bu_sri,
    pak_hendro,
)
from setiakawan.foundation.problems import ChangedMeanwhile, NotAllowed
from setiakawan.office.models import Setting
from setiakawan.office.operations import NotAPhone, UnknownSetting, change_setting

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    """Become one of the cast through the demo's page, as a visitor of the demo does."""

    def become(part):
        answer = client.post(reverse("demo_become", args=[part.key]))
        assert answer.status_code == 302, answer.content[:500]
        return client

    return become


@pytest.mark.parametrize("part", CAST, ids=lambda part: part.key)
def test_everybody_has_a_first_page(sign_in, part):
    answer = sign_in(part).get("/", follow=True)
    assert answer.status_code == 200
    assert part.call_name in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_a_stranger_is_led_to_sign_in(client):
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_demo_page_names_the_cast(client):
    text = client.get(reverse("demo")).content.decode()
    assert all(part.about in text for part in CAST)


def test_only_a_member_of_the_cast_can_be_chosen(client):
    assert client.post(reverse("demo_become", args=["nobody"])).status_code == 404


def test_the_steps_of_a_new_instance_count_what_is_there(sign_in):
    page = sign_in(bu_ratna).get(reverse("start"))
    assert page.status_code == 200
    rw, psm, partners = page.context["steps"]
    assert (rw.done, rw.total) == (0, 54)  # modelled numbers are no answer
    assert (psm.done, psm.total) == (2, 54)
    assert partners.is_done


@pytest.mark.parametrize("part", [bu_sri, pak_hendro])
def test_the_steps_are_not_for_everybody(sign_in, part):
    assert sign_in(part).get(reverse("start")).status_code == 404


def test_the_menu_is_made_for_the_role(sign_in):
    def labels(part):
        page = sign_in(part).get("/bantuan/")
        return {str(item["label"]) for group in page.context["shell"]["menu"] for item in group}

    assert "Buku besar" in labels(bu_kartika)
    assert "Buku besar" not in labels(bu_sri)
    assert "Pengaturan" in labels(bu_dewi)
    assert "Undangan" not in labels(bu_sri)


def test_help_finds_a_word(sign_in):
    client = sign_in(bu_sri)
    assert "Relawan sosial di kelurahan" in client.get("/bantuan/?cari=psm").content.decode()
    assert "Kata itu belum ada" in client.get("/bantuan/?cari=zzz").content.decode()


def test_an_administrator_sets_the_telephone(sign_in):
    client = sign_in(bu_dewi)
    address = reverse("setting", args=["help_phone"])
    form = client.get(address).context["form"]
    answer = client.post(
        address, {"act": str(form.act_id), "version": "0", "value": "0812-0000-9001"}
    )
    assert answer.status_code == 302
    assert "0812-0000-9001" in client.get("/bantuan/").content.decode()
    assert client.get(address).context["form"].initial["version"] == 1


def test_a_setting_changed_meanwhile_shows_both(sign_in):
    change_setting(act=act_of(bu_dewi), name="instance_name", value="IPSM Solo", version=0)
    answer = sign_in(bu_dewi).post(
        reverse("setting", args=["instance_name"]), {"version": "0", "value": "IPSM Kota"}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "IPSM Solo" in text
    assert "IPSM Kota" in text
    again = answer.context["form"]
    assert again["version"].value() == "1"


@pytest.mark.parametrize(
    ("name", "value", "version", "refusal"),
    [
        ("help_phone", "telepon saya", 0, NotAPhone),
        ("nothing", "x", 0, UnknownSetting),
        ("instance_name", "x", 7, ChangedMeanwhile),
    ],
)
def test_a_setting_is_refused(name, value, version, refusal):
    with pytest.raises(refusal):
        change_setting(act=act_of(bu_dewi), name=name, value=value, version=version)
    assert not Setting.objects.exists()


@pytest.mark.parametrize("part", [bu_sri, bu_ratna, bu_kartika])
def test_only_an_administrator_changes_settings(part):
    with pytest.raises(NotAllowed):
        change_setting(act=act_of(part), name="instance_name", value="x", version=0)


def test_a_setting_is_changed_once_and_remembered():
    act = act_of(bu_dewi)
    first = change_setting(act=act, name="instance_name", value="IPSM", version=0)
    again = change_setting(act=act, name="instance_name", value="IPSM", version=0)
    assert first.pk == again.pk
    with reading(actor(bu_dewi)):
        assert (
            Entry.objects.filter(kind="setting.changed", subjects__subject_id=first.pk).count() == 1
        )


def test_an_entry_that_is_not_there_looks_like_any_absent_page(client, sign_in):
    sign_in(bu_kartika)
    absent = client.get("/buku-besar/00000000-0000-4000-8000-000000000000/")
    nowhere = client.get("/tidak/ada/")
    assert absent.status_code == nowhere.status_code == 404
    assert absent.content == nowhere.content


def test_roles_that_decide_are_in_the_cast():
    assert {part.role for part in CAST} >= NEEDS_SECOND_FACTOR


def test_what_an_administrator_opens_in_a_staff_session_is_on_record(sign_in):
    client = sign_in(bu_dewi)
    client.get("/akun/")
    with reading(actor(bu_dewi)):
        assert not Reading.objects.exists()
    open_staff_session(act=act_of(bu_dewi), reason="Memeriksa keluhan nomor telepon di Sangkrah.")
    client.get(f"/akun/{bu_sri.account_id}/")
    with reading(actor(bu_dewi)):
        noted = Reading.objects.get()
    assert noted.what == "staff_session.account"
    assert noted.subject_id == str(bu_sri.account_id)


def test_a_verb_that_is_not_theirs_is_on_record():
    with pytest.raises(NotAllowed):
        change_setting(act=act_of(bu_sri), name="instance_name", value="x", version=0)
    with reading(actor(bu_sri)):
        assert Reading.objects.get().what == "setting.change"


def test_sign_in_page_says_whom_to_ask(client):
    change_setting(act=act_of(bu_dewi), name="help_phone", value="0812-0000-9001", version=0)
    change_setting(act=act_of(bu_dewi), name="instance_name", value="IPSM Solo", version=0)
    text = client.get(reverse("account_login")).content.decode()
    assert "0812-0000-9001" in text
    assert "IPSM Solo" in text
