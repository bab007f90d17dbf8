"""Style sheet, scripts, fonts: gathered under names with digests, where the web serves them from."""

import hashlib
from pathlib import Path

from setiakawan.cli.setup import run_as
from setiakawan.instance.home import Home

STYLE_SHEET = "office/app.css"


class NotBuilt(Exception):
    """The style sheet isn't there; pages would have no look."""


def gather(home: Home) -> None:
    """Gather what changed since the last time; nothing to do takes a few milliseconds."""
    if not style_sheet().exists():
        raise NotBuilt("Lembar gaya belum dibuat (office/app.css tidak ada). Jalankan: make setup")
    stamp = home.run / "aset.stamp"
    state = _state_of_the_assets()
    if (home.run / "aset" / "staticfiles.json").exists() and (
        stamp.exists() and stamp.read_text() == state
    ):
        return
    run_as("app", "setiakawan.cli.gathering")
    stamp.write_text(state)


def style_sheet() -> Path:
    """Where the front end's build puts the style sheet."""
    return _root() / "office" / "static" / STYLE_SHEET


def _root() -> Path:
    import setiakawan

    return Path(setiakawan.__file__).parent


def _state_of_the_assets() -> str:
    digest = hashlib.sha256()
    for path in sorted(_root().glob("*/static/**/*")):
        if path.is_file():
            digest.update(str(path.relative_to(_root())).encode() + path.read_bytes())
    return digest.hexdigest()
