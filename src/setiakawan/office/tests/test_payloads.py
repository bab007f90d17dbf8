"""The payload of an act in words: every key has its label, people have their names."""

import ast
from pathlib import Path

from setiakawan.access.roles import Role
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import SANGKRAH, actor, bu_kartika, bu_sri
from setiakawan.office.payloads import LABELS, payload_rows

SOURCE = Path(__file__).parents[2]
TOLD_SO_FAR = ("areas", "partners", "accounts", "audit", "office")


def facts_recorded() -> set[str]:
    """The keywords of every ``record(act, …)`` in the operations of the packages told so far."""
    found: set[str] = set()
    for package in TOLD_SO_FAR:
        for path in (SOURCE / package).rglob("*.py"):
            if "tests" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                    found |= {keyword.arg for keyword in node.keywords if keyword.arg}
    return found


def test_every_fact_of_an_operation_has_words() -> None:
    recorded = facts_recorded()
    assert {"staff_session", "offices", "decree"} <= recorded
    assert recorded - LABELS.keys() == set()


def test_ids_of_people_and_places_stand_under_their_names(db) -> None:
    facts = {
        "successor": str(bu_sri.account_id),
        "role": "psm",
        "area_code": SANGKRAH,
        "starts_on": "2026-11-25",
        "until": "2026-11-25T02:10:00.000000Z",
        "needs_second": True,
        "before": {"name": "Sri", "phone": "0812-0000-0101"},
        "offices": [{"role": "psm", "successor": None, "ends_on": "2026-11-25"}],
        "decree": "",
        "seen": 0,
    }
    with reading(actor(bu_kartika)):
        told = {one["label"]: one["value"] or one["unknown"] for one in payload_rows(facts)}
    assert told["Pengganti"] == bu_sri.name
    assert told["Jabatan"] == Role.PSM.label
    assert told["Wilayah"] == f"Kelurahan Sangkrah ({SANGKRAH})"
    assert told["Mulai bertugas"] == "25 November 2026"
    assert told["Sampai"] == "25 Nov 2026, 09.10"
    assert told["Perlu orang kedua"] == "ya"
    assert told["Sebelumnya"] == "Nama: Sri; Nomor telepon: 0812-0000-0101"
    assert told["Jabatan yang berakhir"] == "Jabatan: PSM; Berakhir pada: 25 November 2026"
    assert told["Dasar aturan"] == "kosong"
    assert told["Pemberitahuan yang dibaca"] == "0"


def test_an_id_that_this_reader_has_no_name_for_stays_an_id(db) -> None:
    nobody = "00000000-0000-7000-8000-000000000000"
    with reading(actor(bu_kartika)):
        (row,) = payload_rows({"successor": nobody})
    assert row["value"] == nobody
