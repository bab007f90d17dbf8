"""The drawing of a family, and what it says to who can't see it."""

import xml.etree.ElementTree as ET
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setiakawan.audit.readings import reading
from setiakawan.demo.cast import act_of, actor, bu_sri
from setiakawan.foundation.clock import today
from setiakawan.people import queries
from setiakawan.people.models import Relation
from setiakawan.people.operations.facts import record_relation
from setiakawan.people.tests.stage import (
    CHILD,
    HEAD,
    SPOUSE,
    born,
    household_of,
    page,
    registered,
    said,
)
from setiakawan.people.web import genogram
from setiakawan.people.web.genogram import AT_MOST, Drawing, Figure

Kind, Close = Relation.Kind, Relation.Closeness


def drawn(person_id, who=bu_sri) -> Drawing | None:
    with reading(actor(who)):
        shown = queries.person_page(actor(who), person_id)
        home = (
            queries.household_page(actor(who), shown.membership.household_id)
            if shown.membership
            else None
        )
        kin = queries.people_seen(
            actor(who), (one.person_id for one in shown.relations if one.person_id)
        )
        return genogram.draw(shown, home, kin, today())


def related(person, kind, **more) -> None:
    record_relation(act=act_of(bu_sri), person_id=person.id, kind=kind, **more)


@pytest.mark.django_db
def test_nobody_else_is_no_drawing():
    assert drawn(registered().id) is None


@pytest.mark.django_db
def test_relations_and_household_are_drawn_and_said():
    home = household_of(
        bu_sri,
        said("Karso", part=HEAD, sex="m", birth=born(date.today().year - 78, 1, 1)),  # noqa: DTZ011
        said("Sulastri", part=CHILD, sex="f"),
    )
    with reading(actor(bu_sri)):
        people = {
            one.person.name: one.person
            for one in queries.household_page(actor(bu_sri), home).members
        }
    karso = people["Karso"]
    related(karso, Kind.SPOUSE, other_name="Wagiyem", other_is_dead=True, closeness=Close.CLOSE)
    related(karso, Kind.GRANDCHILD, other_name="Yanto", closeness=Close.DISTANT)
    drawing = drawn(karso.id)
    assert drawing is not None
    assert drawing.sentence.startswith("Genogram: Karso, 78 th. ")
    assert "Suami/istri Wagiyem, meninggal, dekat" in drawing.sentence
    assert "Cucu Yanto, jarang berhubungan" in drawing.sentence
    assert "Anak Sulastri, umur belum diketahui, serumah" in drawing.sentence
    svg = ET.fromstring(drawing.svg)  # noqa: S314  # drawn here
    assert svg.get("aria-label") == drawing.sentence
    css = [one.get("class") for one in svg.iter()]
    assert (css.count("me"), css.count("here"), css.count("close"), css.count("distant")) == (
        2, 2, 2, 1,
    )  # fmt: skip
    assert css.count("cross") == 1
    assert not list(svg.iter("a")) and "style" not in drawing.svg and "script" not in drawing.svg


@pytest.mark.django_db
def test_children_see_their_parents_and_siblings():
    home = household_of(
        bu_sri,
        said("Pardi", part=HEAD, sex="m"),
        said("Ngatini", part=SPOUSE, sex="f"),
        said("Tono", part=CHILD, sex="m"),
        said("Tini", part=CHILD, sex="f"),
    )
    with reading(actor(bu_sri)):
        people = {
            one.person.name: one.person
            for one in queries.household_page(actor(bu_sri), home).members
        }
    drawing = drawn(people["Tono"].id)
    assert drawing is not None
    kinds = {one.name: one.kind for one in drawing.figures}
    assert kinds == {"Tono": "", "Pardi": "parent", "Ngatini": "parent", "Tini": "sibling"}
    rows = {one.name: one.y for one in drawing.figures}
    assert rows["Pardi"] == rows["Ngatini"] < rows["Tono"] == rows["Tini"]


@pytest.mark.django_db
def test_a_name_stays_text():
    person = registered()
    related(person, Kind.CHILD, other_name='<script>alert(1)</script>" onload="x')
    drawing = drawn(person.id)
    assert drawing is not None
    assert "<script>" not in drawing.svg and 'onload="x"' not in drawing.svg
    ET.fromstring(drawing.svg)  # noqa: S314  # drawn here
    assert page(bu_sri, person.id).relations[0].name.startswith("<script>")


FIGURE = st.builds(
    Figure,
    name=st.text(min_size=1, max_size=30),
    note=st.just("x"),
    sex=st.sampled_from(["", "f", "m"]),
    is_dead=st.booleans(),
    lives_here=st.booleans(),
    kind=st.sampled_from(["", *Kind.values]),
    label=st.just("y"),
    closeness=st.sampled_from(Close.values),
)


@given(st.lists(FIGURE, min_size=1, max_size=AT_MOST))
def test_everybody_has_a_place_of_their_own(others):
    me = Figure("Aku", "x", "f", is_dead=False, lives_here=True, kind="", label="")
    figures = [me, *others]
    width, height = genogram._place(figures)
    places = [(one.x, one.y) for one in figures]
    assert len(set(places)) == len(places)
    assert all(0 < x < width and 0 < y < height for x, y in places)
    assert genogram._lines(figures) is not None
