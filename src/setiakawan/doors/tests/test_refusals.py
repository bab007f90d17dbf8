"""One place turns a refusal into a page, a fragment or JSON; a form's act keeps its id."""

import json

import pytest
from django.test import Client, RequestFactory

from setiakawan.access.actors import PUBLIC
from setiakawan.access.permissions import RefusedTry
from setiakawan.doors.forms import OfficeForm
from setiakawan.doors.refusals import answer_problem
from setiakawan.doors.requests import act_of
from setiakawan.foundation.ids import uuid7
from setiakawan.foundation.problems import IdTaken, Missing

FACTORY = RequestFactory()


def asked(**headers):
    request = FACTORY.get("/akun/", **headers)
    request.actor = PUBLIC  # type: ignore[attr-defined]  # as the middleware does
    return request


def test_a_program_gets_code_and_sentence():
    answer = answer_problem(asked(HTTP_ACCEPT="application/json"), IdTaken())
    assert answer.status_code == 409
    assert json.loads(answer.content)["code"] == "operation.id_taken"


def test_a_page_gets_the_sentence_and_a_fragment_only_its_part():
    page = answer_problem(asked(HTTP_ACCEPT="text/html"), IdTaken())
    part = answer_problem(asked(HTTP_ACCEPT="text/html", HTTP_HX_REQUEST="true"), IdTaken())
    assert page.status_code == part.status_code == 409
    for answer in (page, part):
        assert IdTaken.sentence[:40] in answer.content.decode()
    assert b"<html" in page.content
    assert b"<html" not in part.content


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_missing_and_refused_are_the_same_answer(accept):
    """What was tried is remembered for the record, never shown (CASE-20)."""
    refused = RefusedTry("account.see", "account", str(uuid7()))
    bodies = [
        answer_problem(asked(HTTP_ACCEPT=accept), one).content for one in (refused, Missing())
    ]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [("http://testserver/mitra/", True), ("https://evil.example/", False), ("javascript:x", False)],
)
def test_the_way_back_leads_to_our_own_pages(came_from, leads_to):
    answer = answer_problem(asked(HTTP_ACCEPT="text/html", HTTP_REFERER=came_from), IdTaken())
    assert (came_from in answer.content.decode()) is leads_to


def test_the_act_of_a_form_is_the_one_the_page_was_made_with():
    form = OfficeForm()
    request = FACTORY.post("/", {"act": str(form.act_id)})
    request.actor = PUBLIC  # type: ignore[attr-defined]  # as the middleware does
    assert act_of(request).id == form.act_id
    assert OfficeForm(request.POST).act_id == form.act_id


@pytest.mark.parametrize("sent", ["", "x", "\x00", "../..", "0" * 5000])
def test_something_that_is_no_id_makes_an_act_of_its_own(sent):
    request = FACTORY.post("/", {"act": sent})
    request.actor = PUBLIC  # type: ignore[attr-defined]  # as the middleware does
    assert act_of(request).id.version == 7
    assert OfficeForm(request.POST).act_id.version == 7


def test_after_a_refusal_the_form_is_a_new_act():
    form = OfficeForm({"act": str(uuid7())})
    before = form.act_id
    form.refuse(IdTaken())
    assert form.act_id != before
    assert IdTaken.sentence in str(form.non_field_errors())


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "hex", "zip"])
def test_a_body_in_an_unknown_writing_is_answered_with_a_sentence(db, charset):
    answer = Client(raise_request_exception=False).generic(
        "POST",
        "/masuk/",
        b"login=x",
        content_type=f"application/x-www-form-urlencoded; charset={charset}",
    )
    assert answer.status_code == 400
    assert "tidak dapat dibaca" in answer.content.decode()
