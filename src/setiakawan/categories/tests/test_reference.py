"""What is shipped is what the regulation has: counted, sourced, and without what isn't collected."""

from collections import Counter

import pytest

from setiakawan.categories import rules
from setiakawan.categories.lawbook import shipped
from setiakawan.categories.models import (
    VERSIONED,
    Confidence,
    Criterion,
    Crossing,
    Joined,
    Kind,
    Level,
    ResourceKind,
    SchemeEntry,
    Sex,
    Tag,
)

CRITERIA = {
    "01": 6, "02": 3, "03": 3, "04": 2, "05": 4, "06": 4, "07": 8, "08": 2, "09": 6, "10": 2,
    "11": 4, "12": 4, "13": 2, "14": 3, "15": 5, "16": 2, "17": 3, "18": 5, "19": 5, "20": 12,
    "21": 4, "22": 3, "23": 4, "24": 2, "25": 4, "26": 7,
}  # fmt: skip
RESTRICTED = {"03", "06", "07", "10", "14", "16", "17", "18", "19"}
BOUNDS = {
    "01": "usia 5 tahun ke bawah",
    "02": "usia 6 sampai 18 tahun",
    "03": "usia 12 sampai di bawah 18 tahun",
    "05": "usia di bawah 18 tahun",
    "06": "usia di bawah 18 tahun",
    "07": "usia 6 sampai 18 tahun",
    "08": "usia 60 tahun ke atas",
    "15": "usia di atas 18 tahun",
    "16": "usia 18 tahun ke atas",
    "23": "perempuan, usia 18 sampai 59 tahun",
}


def of(model):
    return {row.code: row.as_first_version() for row in shipped() if row.model is model}


def test_there_are_26_kinds_in_the_order_of_the_regulation():
    kinds = of(Kind)
    assert list(kinds) == [f"{number:02}" for number in range(1, 27)]
    assert {code for code, kind in kinds.items() if kind.is_restricted} == RESTRICTED
    assert all(kind.name and kind.english and kind.meaning for kind in kinds.values())
    assert {code: kind.bounds_words for code, kind in kinds.items() if kind.bounds_words} == BOUNDS


def test_kinds_25_and_26_are_of_a_family_and_a_community():
    levels = {code: kind.levels for code, kind in of(Kind).items()}
    assert (levels["25"], levels["26"]) == (["family"], ["community"])
    assert levels["14"][0] == "group"
    assert {one for each in levels.values() for one in each} == set(Level)


def test_criteria_are_joined_as_in_the_text():
    joined = {code: kind.joined for code, kind in of(Kind).items()}
    assert {code for code, word in joined.items() if word == Joined.OR} == {"03", "04"}
    assert {code for code, word in joined.items() if word == Joined.AND_OR} == {"24"}


def test_there_are_109_criteria_and_14d_is_not_among_them():
    """The annex has 110; 14d isn't collected."""
    criteria = of(Criterion)
    assert len(criteria) == 109
    assert Counter(code[:2] for code in criteria) == CRITERIA
    assert "14d" not in criteria
    assert all(
        rules.is_fit_wording(one.kind_code, one.name, one.english) for one in criteria.values()
    )


def test_no_file_that_is_shipped_holds_the_wording_of_14d():
    from importlib.resources import files

    for path in files("setiakawan.categories").joinpath("reference").iterdir():
        if path.name != "README.md":
            text = path.read_text(encoding="utf-8").casefold()
            assert "menyimpang" not in text and "deviant" not in text and "14d" not in text, path


def test_tags_say_under_which_kinds_they_may_fall():
    tags = of(Tag)
    assert set(tags) == {
        "odgj", "pasung", "orang-telantar", "pasien-miskin", "rtlh", "bencana-nonalam",
    }  # fmt: skip
    assert tags["odgj"].under == ["05", "09"] and tags["odgj"].basis == "sourced"
    assert {code for tag in tags.values() for code in tag.under} <= set(of(Kind))
    # The 26 have nothing for it, so it must count by itself.
    assert tags["bencana-nonalam"].under == []
    assert "bencana-nonalam>pas12.05" in of(Crossing)


def test_there_are_12_kinds_of_psks():
    resources = of(ResourceKind)
    assert len(resources) == 12
    assert resources["02"].abbreviation == "PSM"
    assert Counter(one.who for one in resources.values()) == {
        "person": 6, "organisation": 5, "family": 1,
    }  # fmt: skip


def test_the_schemes_have_their_entries():
    assert Counter(one.scheme for one in of(SchemeEntry).values()) == {
        "pas12": 12, "pas5": 5, "spm": 5, "atensi": 6,
    }  # fmt: skip


def test_each_kind_counts_in_one_of_the_12_pas_at_least():
    crossings = of(Crossing).values()
    counted = {one.kind_code for one in crossings if one.entry_code.startswith("pas12.")}
    assert counted - {""} == set(of(Kind))


def test_entries_9_to_12_are_inferred_and_those_before_are_sourced():
    for one in of(Crossing).values():
        scheme, number = one.entry_code.split(".")
        expected = "sourced" if scheme == "pas12" and int(number) <= 8 else "inferred"
        assert one.basis == expected, one.code


def test_a_crossing_joins_what_is_there_and_begins_with_it():
    rows = {row.code: row for row in shipped()}
    for row in shipped():
        if row.model is Crossing:
            crossing = row.as_first_version()
            assert isinstance(crossing, Crossing)
            begins_at = rows[crossing.kind_code or crossing.tag_code]
            entry = rows[crossing.entry_code]
            assert row.valid_from == max(begins_at.valid_from, entry.valid_from), row.code


@pytest.mark.parametrize("model", VERSIONED, ids=lambda model: model.__name__)
def test_every_row_says_where_it_comes_from(model):
    for row in of(model).values():
        assert row.legal_source.strip() and row.read_in.strip(), row.code
        assert row.confidence in Confidence.values
        for column in model._meta.concrete_fields:
            longest = column.max_length
            value = getattr(row, column.attname)
            assert not isinstance(value, str) or longest is None or len(value) <= longest, (
                row.code,
                column,
            )


def test_bounds_of_sex_are_those_of_a_person():
    """The values are compared with a person's, so they must be the same."""
    from setiakawan.people.models import Person

    assert set(Sex.values) == set(Person.Sex.values)
