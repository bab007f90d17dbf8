"""An instance's folder of the test's own, with a server of its own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from setiakawan.instance.home import Home


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A folder that also the server's own user may enter (pytest's tmp_path is closed to others)."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("SETIAKAWAN_DATABASE", raising=False)
    root = Path(tempfile.mkdtemp(prefix="setiakawan-"))
    root.chmod(0o755)
    yield Home(root / "home")
    shutil.rmtree(root)
