"""The folder of an instance and what lies in it.

``SETIAKAWAN_HOME`` names it; without, it is ``var/`` in the present folder. Keys lie apart from
the database, each in a file that only its owner may read.
"""

import json
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Home:
    """The places inside an instance's folder."""

    root: Path

    @property
    def database(self) -> Path:
        """Data of the embedded server."""
        return self.root / "database"

    @property
    def keys(self) -> Path:
        """Passwords of the database roles, the signing key; mode 0700."""
        return self.root / "keys"

    @property
    def key_file(self) -> Path:
        """Keys of identity numbers and files (``foundation.keyring``); without it they are unreadable."""
        return self.keys / "identity.json"

    @property
    def attachments(self) -> Path:
        """Files, encrypted."""
        return self.root / "attachments"

    @property
    def backups(self) -> Path:
        """Backups."""
        return self.root / "backups"

    @property
    def heads(self) -> Path:
        """Heads of the ledger's chains, apart from the database; a copy of it has its own."""
        return self.root / "heads" / os.environ.get("SETIAKAWAN_DATABASE", "")

    @property
    def run(self) -> Path:
        """What is true only while it runs: where the server listens."""
        return self.root / "run"

    @property
    def facts_file(self) -> Path:
        """What was decided at init: the area, whether it is a demo."""
        return self.root / "instance.json"

    def make(self) -> None:
        """Make the folders that are missing."""
        for folder in (self.root, self.attachments, self.backups, self.heads, self.run):
            folder.mkdir(parents=True, exist_ok=True)
        self.keys.mkdir(mode=0o700, exist_ok=True)
        self.keys.chmod(0o700)

    def facts(self) -> dict[str, Any]:
        """What was decided at init; empty before it."""
        if not self.facts_file.exists():
            return {}
        facts: dict[str, Any] = json.loads(self.facts_file.read_text())
        return facts

    def remember(self, **facts: Any) -> None:
        """Write down what was decided at init."""
        write_whole(self.facts_file, json.dumps(self.facts() | facts, indent=1) + "\n")

    def key(self, name: str, *, make: bool = False) -> str:
        """A secret by name, '' when it doesn't exist; ``make`` makes it."""
        path = self.keys / name
        if path.exists():
            return path.read_text().strip()
        if not make:
            return ""
        secret = secrets.token_urlsafe(48)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secret + "\n")
        return secret


def write_whole(path: Path, text: str) -> None:
    """Replace a file at once: another process reads the old text or the new one, never half of it."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    unfinished.write_text(text)
    unfinished.replace(path)


class UnsafePlace(Exception):
    """The embedded server would have to open somebody's private folder to its own user."""


def find_home() -> Home:
    """The instance's folder as the environment names it."""
    return Home(Path(os.environ.get("SETIAKAWAN_HOME") or "var").expanduser().resolve())


def refuse_unsafe_place(root: Path) -> None:
    """Refuse a place below a folder that is closed to others, when the server starts as root.

    The embedded server then runs as a user of its own and opens every parent folder to reach its
    data; below a home of mode 0700 that would lay the home open.
    """
    if os.name == "nt" or os.geteuid() != 0:
        return
    for folder in root.resolve().parents:
        if folder.exists() and not stat.S_IMODE(folder.stat().st_mode) & stat.S_IXOTH:
            raise UnsafePlace(
                f"{root} berada di dalam {folder}, yang tertutup bagi pengguna lain. Pilih tempat lain,"
                " misalnya SETIAKAWAN_HOME=/srv/setiakawan, atau jalankan sebagai pengguna biasa."
            )
