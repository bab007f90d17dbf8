"""How files come in from a browser: in memory, never as a clear file on a disk.

Django writes larger files to a temporary folder; a photo of somebody's room has no business there.
"""

from io import BytesIO
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from setiakawan.attachments.receiving import LARGEST

LARGEST_BODY = 4 * LARGEST
"""Of all files of a form together."""


class TooLargeFile(InMemoryUploadedFile):
    """A file of which nothing was kept, for there was too much of it. The form says so."""

    is_too_large = True


class MemoryHandler(FileUploadHandler):
    """Keeps a file in memory while it arrives, and lets go of it once it is too large."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803  # Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse a body that is too large as a whole, before it is read."""
        if content_length > LARGEST_BODY:
            raise RequestDataTooBig("a form with more files than may come at once")

    def new_file(self, *arguments: Any, **more: Any) -> None:
        """A file begins."""
        super().new_file(*arguments, **more)
        self._kept = BytesIO()
        self._is_too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a part, while there is room."""
        if self._is_too_large:
            return
        if self._kept.tell() + len(raw_data) > LARGEST:
            self._is_too_large = True
            self._kept = BytesIO()
            return
        self._kept.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file, or the word that it was too large."""
        self._kept.seek(0)
        kind = TooLargeFile if self._is_too_large else InMemoryUploadedFile
        return kind(
            file=self._kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
