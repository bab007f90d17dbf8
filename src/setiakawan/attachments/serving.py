"""Hand out a file. Called by views that have asked the permission, and by nothing else."""

from http import HTTPStatus

from django.http import HttpResponse

from setiakawan.attachments import vault
from setiakawan.attachments.sniffing import JPEG, PDF, PICTURES, PNG

_ENDINGS = {JPEG: "jpg", PNG: "png", PDF: "pdf"}


def neutral_name(digest: str, media_type: str) -> str:
    """A name that says nothing about anybody: ``foto-3f2a.jpg``, ``dokumen-3f2a.pdf``."""
    kind = "foto" if media_type in PICTURES else "dokumen"
    return f"{kind}-{digest[:4]}.{_ENDINGS[media_type]}"


def file_response(digest: str, media_type: str) -> HttpResponse:
    """The file, as what it was found to be and nothing else; kept by no cache.

    A picture may stand in a page, a PDF is saved: opened from here it could only be shown with
    rights of this site.
    """
    how = "inline" if media_type in PICTURES else "attachment"
    return HttpResponse(
        vault.read(digest),
        status=HTTPStatus.OK,
        content_type=media_type,
        headers={
            "Content-Disposition": f'{how}; filename="{neutral_name(digest, media_type)}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store, private",
        },
    )
