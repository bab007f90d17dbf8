"""Every field has its label, its hint before it, and what to do after it; a form is one act."""

import re
from uuid import UUID

import pytest
from django import forms

from setiakawan.foundation.ids import uuid7
from setiakawan.office.style_guide import SampleForm
from setiakawan.office.tests.conftest import Render

ACT = re.compile(r'name="act" value="([^"]+)"')


def ids_of(page: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', page)


def test_every_field_is_labelled_and_described_by_what_exists() -> None:
    form = SampleForm({"nik": "33720344056"})
    page = str(form)

    ids = ids_of(page)
    assert len(ids) == len(set(ids))
    for described in re.findall(r'aria-describedby="([^"]+)"', page):
        assert set(described.split()) <= set(ids)
    for name in form.fields:
        assert f'for="id_{name}"' in page or f'<fieldset class="field field-{name}"' in page


def test_the_summary_links_to_each_field_that_has_to_be_corrected() -> None:
    form = SampleForm({"nik": "33720344056"})
    page = str(form)

    links = re.findall(r'<a href="#([^"]+)"', page)
    assert links == [f"id_{name}" for name in form.fields if form[name].errors]
    assert set(links) <= set(ids_of(page))
    assert "data-focus" in page


def test_hint_stands_before_the_field_and_the_error_after_it() -> None:
    page = str(SampleForm({}))

    assert (
        page.index('for="id_name"')
        < page.index('id="id_name_helptext"')
        < page.index('name="name"')
        < page.index('id="id_name_error"')
    )


def test_unknown_is_an_answer_and_what_may_stay_empty_says_so() -> None:
    page = str(SampleForm())

    assert 'class="choice is-unknown"' in page
    assert page.count("boleh kosong") == sum(
        not field.required and not isinstance(field, forms.BooleanField)
        for field in SampleForm.base_fields.values()
    )
    assert "*" not in page


def test_what_was_typed_comes_back_escaped() -> None:
    page = str(SampleForm({"name": '"><script>alert(1)</script>', "seen": "</textarea><b>"}))

    assert "<script" not in page
    assert "</textarea><b>" not in page


def test_a_whole_form_carries_its_act_and_what_was_seen(render: Render) -> None:
    act_id = uuid7()
    page = render(
        "office/parts/form.html",
        form=SampleForm(),
        act_id=act_id,
        submit="Simpan RW",
        carried={"version": "3"},
    )

    assert ACT.findall(page) == [str(act_id)]
    assert '<input type="hidden" name="version" value="3">' in page
    assert 'enctype="multipart/form-data"' in page
    assert "csrfmiddlewaretoken" in page


def test_a_form_that_knows_its_act_keeps_it(render: Render) -> None:
    form = SampleForm()
    form.act_id = uuid7()  # type: ignore[attr-defined]  # what an OfficeForm has

    assert ACT.findall(render("office/parts/form.html", form=form)) == [str(form.act_id)]  # type: ignore[attr-defined]


def test_two_buttons_of_a_page_are_two_acts(render: Render, shell: object) -> None:
    page = render(
        "office/confirm.html", shell=shell, heading="Akhiri tugas?", text="", form=SampleForm()
    )

    acts = ACT.findall(page)
    assert len(acts) == 2  # the end of the staff session, and the form
    assert len({UUID(act) for act in acts}) == 2


@pytest.mark.parametrize("part", ["field", "form", "error_summary"])
def test_a_form_without_fields_is_no_accident(render: Render, part: str) -> None:
    class Nothing(forms.Form):
        pass

    render(f"office/parts/{part}.html", form=Nothing(), field=SampleForm()["name"])
