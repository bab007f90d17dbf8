"""Where the encrypted files lie: a folder of the instance.

It is a storage of Django's, so that another one (an S3 of one's own) can take its place in the setting
``STORAGES["attachments"]``; what is handed to it is encrypted already.
"""

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

UNFINISHED = ".part"


class FolderStorage(FileSystemStorage):
    """Files for their owner alone; each stands there whole or not at all, also after a power cut."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **options,
            allow_overwrite=True,
            file_permissions_mode=0o600,
            directory_permissions_mode=0o700,
        )

    def _save(self, name: str, content: "File[bytes]") -> str:
        path = Path(self.path(name))
        missing = [folder for folder in path.parents if not folder.exists()]
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in missing:
            folder.chmod(0o700)
        unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
        try:
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        for folder in (path.parent, *(one.parent for one in missing)):
            _keep(folder)
        return name

    def url(self, name: str | None) -> str:
        """There is no address: a file is served by a page that has asked a permission."""
        raise NotImplementedError("attachments are served through a permission only")


def _keep(folder: Path) -> None:
    """See that a new name in a folder outlives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
