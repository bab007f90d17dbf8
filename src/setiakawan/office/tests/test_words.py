"""Dates, numbers and phones read as people in Surakarta write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from setiakawan.office.templatetags import office

MORNING = datetime(2026, 11, 25, 2, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "how", "shown"),
    [
        (date(2026, 11, 25), "", "25 November 2026"),
        (date(2026, 8, 7), "singkat", "7 Agu 2026"),
        (date(2026, 5, 1), "ringkas", "1 Mei"),
        (date(2026, 10, 1), "bulan", "Oktober 2026"),
        (MORNING, "hari", "Rabu, 25 November 2026"),
        (datetime(2026, 11, 24, 17, 30, tzinfo=UTC), "", "25 November 2026"),
        (None, "", ""),
        ("kemarin", "", ""),
    ],
)
def test_a_day_is_written_in_indonesian(day: object, how: str, shown: str) -> None:
    assert office.tanggal(day, how) == shown


@pytest.mark.parametrize(
    ("moment", "how", "shown"),
    [
        (MORNING, "", "09.42"),
        (MORNING, "lengkap", "25 Nov 2026, 09.42"),
        (datetime(2026, 1, 1, 7, 5), "", "07.05"),  # noqa: DTZ001 - a moment without a zone is local
        (date(2026, 11, 25), "", ""),
        (None, "lengkap", ""),
    ],
)
def test_a_time_has_a_point_and_is_of_jakarta(moment: object, how: str, shown: str) -> None:
    assert office.waktu(moment, how) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (1250, "1.250"),
        (-1066, "-1.066"),
        (Decimal("1250.5"), "1.250,5"),
        (None, ""),
        (True, "True"),
        ("disamarkan", "disamarkan"),
    ],
)
def test_thousands_have_a_point(number: object, shown: str) -> None:
    assert office.ribuan(number) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("0812-0000-4123", "0812-0000-41••"),
        ("+62 812 0000 4123", "0812-0000-41••"),
        ("081200004", "0812-000•-•"),
        ("110", "•••"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_phone_is_masked(phone: object, shown: str) -> None:
    assert office.samar(phone) == shown


@given(st.text(alphabet="0123456789 +-()", max_size=40))
def test_a_masked_phone_can_not_be_called(phone: str) -> None:
    masked = office.samar(phone).replace("-", "")

    assert set(masked[-2:]) <= {office.HIDDEN_DIGIT}
    assert sum(c.isdigit() for c in masked) <= max(len(masked) - 2, 0)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("33.72.04.1009.012", "RW 012"),
        ("33.72.04.1009.012.003", "RW 012 RT 003"),
        ("7", "RW 007"),
        (12, "RW 012"),
        ("33.72.04.1009", ""),
        ("", ""),
    ],
)
def test_an_rw_is_named_by_its_code(code: object, shown: str) -> None:
    assert office.kode_rw(code) == shown


@pytest.mark.parametrize(
    ("tags", "url"),
    [
        ("undo:/warga/1/urungkan/", "/warga/1/urungkan/"),
        ("done undo:/a/", "/a/"),
        ("undo://jahat.invalid/", ""),
        ("undo:https://jahat.invalid/", ""),
        (None, ""),
    ],
)
def test_undoing_never_leaves_the_site(tags: object, url: str) -> None:
    assert office.undo_url(tags) == url


@pytest.mark.parametrize(
    ("user_agent", "shown"),
    [
        (
            "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537 Chrome/130 Safari/537",
            "Chrome di Android",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130", "Edge di Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Safari/604", "Safari di iPhone"),
        ("", "Peramban lain di alat lain"),
    ],
)
def test_somebody_recognises_their_own_phone(user_agent: str, shown: str) -> None:
    assert office.peramban(user_agent) == shown


def test_cards_are_cut_into_sheets() -> None:
    assert [list(sheet) for sheet in office.kelompok(range(10), 8)] == [list(range(8)), [8, 9]]


def meaning_of(word: str) -> str | None:
    """A glossary of one word, whose meaning tries to be markup."""
    return "Wilayah <b>lurah</b>" if word == "kelurahan" else None


def test_a_word_has_its_meaning_behind_it(settings: Settings) -> None:
    settings.OFFICE_GLOSSARY = f"{__name__}.meaning_of"
    page = Template(
        "{% load office %}{% help_word 'kelurahan' %} {% help_word 'kelurahan' %} {% help_word 'rumah' %}"
    ).render(Context())

    assert page.count('id="arti-kelurahan-') == 2
    assert 'id="arti-kelurahan-1"' in page
    assert 'popovertarget="arti-kelurahan-2"' in page
    assert "Wilayah &lt;b&gt;lurah&lt;/b&gt;" in page
    assert page.endswith(" rumah")


def test_without_a_glossary_a_word_is_just_a_word(settings: Settings) -> None:
    settings.OFFICE_GLOSSARY = None

    assert Template("{% load office %}{% help_word 'RW' %}").render(Context()) == "RW"
