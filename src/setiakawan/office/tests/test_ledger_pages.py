"""The ledger as an inspector walks through it, with everything committed and sealed."""

from django.urls import reverse

from setiakawan.audit.sealing import seal_pending
from setiakawan.demo.cast import CAST, bu_kartika, bu_ratna


def test_the_ledger_page_shows_acts_without_names(committed_db, as_login, client):
    with as_login("worker"):
        seal_pending()
    client.post(reverse("demo_become", args=[bu_kartika.key]))
    page = client.get(reverse("ledger"))
    assert page.status_code == 200
    text = page.content.decode()
    assert page.context["acts"]
    assert not any(part.name in text for part in CAST)
    entry = page.context["acts"][0]["act"].entry_id
    address = reverse("ledger_entry", args=[entry])
    assert client.get(address).status_code == 200

    reason = "Memeriksa keluhan tentang pengangkatan PSM di Sangkrah."
    assert client.post(address, {"reason": "pendek"}).status_code == 422
    assert client.post(address, {"reason": reason}).status_code == 302
    assert "menunggu orang kedua" in client.get(address).content.decode()

    own = client.get(reverse("ledger_openings")).content.decode()
    assert reason in own
    assert "Anda sendiri tidak dapat menyetujuinya" in own
    assert "Anda menjadi orang kedua" not in own
    assert 'name="keputusan"' not in own

    client.post(reverse("demo_become", args=[bu_ratna.key]))
    waiting = client.get(reverse("ledger_openings"))
    assert reason in waiting.content.decode()
    opening = waiting.context["openings"][0]["opening"]
    assert (
        client.post(
            reverse("ledger_decide_opening", args=[opening.id]), {"keputusan": "setuju"}
        ).status_code
        == 302
    )

    client.post(reverse("demo_become", args=[bu_kartika.key]))
    assert "Pembukaan ini tercatat" in client.get(address).content.decode()
