"""Files of the test's own, and the key file of the test instance."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    """Where the encrypted files of this test lie."""
    place = tmp_path / "attachments"
    settings.STORAGES = settings.STORAGES | {
        "attachments": settings.STORAGES["attachments"] | {"OPTIONS": {"location": place}}
    }
    return place
