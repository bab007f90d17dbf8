"""How files come in with a form, and go out with a page."""

import tempfile
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import RequestDataTooBig
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from setiakawan.access.actors import SYSTEM
from setiakawan.access.context import acting_as
from setiakawan.attachments import vault
from setiakawan.attachments.forms import AttachmentField, sent_by
from setiakawan.attachments.models import Upload
from setiakawan.attachments.receiving import LARGEST, receive, received
from setiakawan.attachments.serving import file_response, neutral_name
from setiakawan.attachments.sniffing import PICTURES
from setiakawan.attachments.tests import made
from setiakawan.attachments.uploads import LARGEST_BODY
from setiakawan.demo.cast import actor, bu_sri, pak_joko
from setiakawan.doors.forms import OfficeForm


class PhotoForm(OfficeForm):
    words = forms.CharField(max_length=5)
    photo = AttachmentField(label="Foto", kinds=PICTURES)


class PerhapsForm(OfficeForm):
    photo = AttachmentField(required=False)


def form_with(data, content=None, kind=PhotoForm, who=bu_sri):
    files: MultiValueDict[str, UploadedFile[bytes]] = MultiValueDict()
    if content is not None:
        files["photo"] = SimpleUploadedFile("foto.jpg", content)
    form = kind(data, files=files)
    sent_by(form, actor(who))
    return form


def posted(**fields):
    return RequestFactory().post("/", fields)


# In


@pytest.mark.parametrize("size", [1_000, 3_000_000, LARGEST])
def test_a_file_stays_in_memory_while_it_arrives(size, monkeypatch):
    """3 MB is more than Django keeps in memory by itself."""

    def never(*arguments: object, **more: object) -> None:
        raise AssertionError("a clear file would lie on a disk")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", never)
    before = set(Path(tempfile.gettempdir()).glob("*.upload*"))
    request = posted(photo=SimpleUploadedFile("foto.jpg", b"x" * size), words="a")
    file = request.FILES["photo"]
    assert file.read() == b"x" * size
    assert (file.size, request.POST["words"]) == (size, "a")
    assert set(Path(tempfile.gettempdir()).glob("*.upload*")) == before


def test_of_a_file_that_is_too_large_nothing_is_kept():
    request = posted(
        photo=SimpleUploadedFile("foto.jpg", b"x" * (LARGEST + 1)),
        other=SimpleUploadedFile("kecil.jpg", b"y" * 10),
        words="a",
    )
    assert request.FILES["photo"].is_too_large
    assert request.FILES["photo"].read() == b""
    assert request.FILES["other"].read() == b"y" * 10
    assert request.POST["words"] == "a"


def test_a_body_that_is_too_large_is_not_read_at_all():
    request = RequestFactory().generic(
        "POST", "/", b"--x--", "multipart/form-data; boundary=x", CONTENT_LENGTH=LARGEST_BODY + 1
    )
    with pytest.raises(RequestDataTooBig):
        request.FILES  # noqa: B018  # reading it is the point


@pytest.mark.django_db
def test_who_sends_too_much_at_once_gets_a_page(client):
    answer = client.generic(
        "POST", "/masuk/", b"--x--", "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(LARGEST_BODY + 1),
    )  # fmt: skip
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_takes_in_a_photo():
    form = form_with({"words": "a"}, made.photo_that_knows_the_house())
    assert form.is_valid(), form.errors
    got = form.cleaned_data["photo"]
    assert (got.width, got.height) == (20, 40)
    assert vault.read(got.digest)


@pytest.mark.django_db
def test_a_form_says_what_is_wrong_with_a_file():
    for content, code in (
        (b"<html>", "file.not_supported"),
        (made.plain_pdf(), "file.not_supported"),
        (made.picture()[:300], "file.damaged"),
        (b"", "file.empty"),
    ):
        form = form_with({"words": "a"}, content)
        assert not form.is_valid()
        assert [error.code for error in form.errors.as_data()["photo"]] == [code]


@pytest.mark.django_db
def test_a_form_says_that_a_file_was_too_large():
    request = posted(
        photo=SimpleUploadedFile("foto.jpg", made.picture() + bytes(LARGEST)), words="a"
    )
    form = PhotoForm(request.POST, files=request.FILES)
    sent_by(form, actor(bu_sri))
    assert [error.code for error in form.errors.as_data()["photo"]] == ["file.too_large"]
    assert "10 MB" in str(form.errors["photo"])


@pytest.mark.django_db
def test_a_mistake_elsewhere_does_not_lose_the_photo():
    first = form_with({"words": "too long"}, made.photo_that_knows_the_house())
    assert not first.is_valid()
    page = str(first)
    assert "sudah sampai" in page and "foto.jpg" not in page
    receipt = page.split('name="photo-receipt" value="')[1].split('"')[0]

    again = form_with({"words": "a", "photo-receipt": receipt})
    assert again.is_valid(), again.errors
    got = again.cleaned_data["photo"]
    assert (got.width, got.height) == (20, 40)
    assert got.coordinates is not None

    stolen = form_with({"words": "a", "photo-receipt": receipt}, who=pak_joko)
    assert [error.code for error in stolen.errors.as_data()["photo"]] == ["file.not_received"]


@pytest.mark.django_db
def test_a_new_file_takes_the_place_of_the_one_that_came_before():
    before = receive(SimpleUploadedFile("a", made.picture()), actor(bu_sri))
    data = {"words": "a", "photo-receipt": before.receipt(actor(bu_sri))}
    form = form_with(data, made.photo_that_knows_the_house())
    assert form.is_valid()
    assert form.cleaned_data["photo"].digest != before.digest


@pytest.mark.django_db
def test_a_photo_may_be_wanted_or_not():
    assert [error.code for error in form_with({"words": "a"}).errors.as_data()["photo"]] == [
        "required"
    ]
    perhaps = form_with({}, kind=PerhapsForm)
    assert perhaps.is_valid()
    assert perhaps.cleaned_data["photo"] is None


@pytest.mark.django_db
def test_the_browser_is_asked_for_what_can_be_read():
    page = str(form_with(None))
    assert 'accept="image/jpeg,image/png,image/webp"' in page
    assert 'type="file"' in page and "multipart" not in page
    assert form_with(None).is_multipart()
    assert 'accept="image/jpeg,image/png,image/webp,application/pdf"' in str(
        form_with(None, kind=PerhapsForm)
    )


def test_a_field_wants_to_know_who_sends():
    form = PerhapsForm({}, files=MultiValueDict())
    with pytest.raises(RuntimeError, match="who sends it"):
        form.is_valid()


def test_the_system_can_bring_files_as_well(committed_db, as_login):
    with as_login("worker"):
        got = receive(ContentFile(made.picture()), SYSTEM)
        with acting_as(SYSTEM):
            assert received(SYSTEM, got.digest).digest == got.digest
            assert Upload.objects.get().uploaded_by is None


# Out


@pytest.mark.django_db
def test_a_photo_goes_out_under_a_neutral_name_and_is_kept_nowhere():
    file = SimpleUploadedFile("rumah Ny. Contoh.jpg", made.photo_that_knows_the_house())
    got = receive(file, actor(bu_sri))
    response = file_response(got.digest, got.media_type)
    name = f"foto-{got.digest[:4]}.jpg"
    assert response.content == vault.read(got.digest)
    assert dict(response.items()) == {
        "Content-Type": "image/jpeg",
        "Content-Disposition": f'inline; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store, private",
    }


@pytest.mark.django_db
def test_a_pdf_is_saved_and_not_opened_here():
    got = receive(SimpleUploadedFile("surat.pdf", made.plain_pdf()), actor(bu_sri))
    response = file_response(got.digest, got.media_type)
    assert response["Content-Disposition"] == (
        f'attachment; filename="dokumen-{got.digest[:4]}.pdf"'
    )
    assert response["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "image/webp", ""])
def test_nothing_else_has_a_name_to_go_out_under(kind):
    with pytest.raises(KeyError):
        neutral_name("3f2a" * 16, kind)
