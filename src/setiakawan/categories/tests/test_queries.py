"""Questions as of a day."""

from datetime import date

from setiakawan.categories import queries
from setiakawan.categories.models import Kind
from setiakawan.categories.tests.stage import do, in_days
from setiakawan.demo.cast import act_of, bu_ratna


def codes(rows):
    return [one.code for one in rows]


def test_kinds_are_found_by_level_secrecy_and_words(db):
    assert len(queries.kinds_on()) == 26
    assert codes(queries.kinds_on(level="community")) == ["26"]
    assert codes(queries.kinds_on(level="family")) == ["11", "19", "24", "25"]
    assert len(queries.kinds_on(is_restricted=True)) == 9
    assert len(queries.kinds_on(is_restricted=False)) == 17
    assert codes(queries.kinds_on(words="lanjut usia")) == ["08"]
    assert codes(queries.kinds_on(words="PRSE")) == ["23"]
    assert codes(queries.kinds_on(words="compang-camping")) == ["12"]  # in a criterion
    assert codes(queries.kinds_on(words="telantar anak", level="individual"))[:2] == ["01", "02"]
    assert codes(queries.kinds_on(words="tidak ada yang begini")) == []


def test_before_the_lists_there_is_nothing(db):
    assert queries.kinds_on(date(2011, 12, 31)) == []
    assert len(queries.kinds_on(date(2012, 1, 1))) == 26
    then = date(2020, 1, 1)
    assert {one.scheme for one in queries.entries_on(then)} == {"spm"}
    assert {one.entry.scheme for one in queries.crossings_on(then)} == {"spm"}
    assert len(queries.tags_on(then)) == 5, "nonalam came with the 12 PAS"


def test_crossings_of_a_kind_and_of_a_scheme(db):
    row = {one.entry.code: one.crossing.basis for one in queries.crossings_on(kind_code="09")}
    assert row == {
        "pas12.02": "sourced", "pas5.02": "inferred", "spm.01": "inferred", "atensi.02": "inferred",
    }  # fmt: skip
    pas = queries.crossings_on(scheme="pas12")
    assert [one.entry.code for one in pas] == sorted(one.entry.code for one in pas)
    (tagged,) = [one for one in pas if one.tag is not None]
    assert (tagged.begins_at, tagged.name) == ("bencana-nonalam", "Bencana nonalam")


def test_a_question_counts_its_statements(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        queries.crossings_on()
    with django_assert_max_num_queries(2):
        queries.kinds_on(words="anak")


def test_the_versions_of_a_code_are_the_newest_first(db):
    do("kind.corrected", act_of(bu_ratna), valid_from=in_days(2))
    assert [one.version for one in queries.versions_of(Kind, "08")] == [2, 1]
    latest = queries.latest_of(Kind, "08")
    assert latest is not None and latest.valid_from == in_days(2)
    assert queries.latest_of(Kind, "99") is None
    assert queries.kind_on("99") is None
