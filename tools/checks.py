"""All checks that run no test: each must pass, all are run, and each says how long it took."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON_FOLDERS = ["src", "tests", "tools"]


def templates() -> list[str]:
    """Every template in the tree."""
    return sorted(
        str(path.relative_to(ROOT)) for path in (ROOT / "src").glob("**/templates/**/*.html")
    )


def checks() -> list[tuple[str, list[str]]]:
    """Each check by name, with its command."""
    django = [str(BIN / "python"), "-m", "setiakawan.testing.django_checks"]
    return [
        (
            "format",
            [str(BIN / "ruff"), "format", "--check", "--output-format", "concise", *PYTHON_FOLDERS],
        ),
        ("lint", [str(BIN / "ruff"), "check", "--quiet", *PYTHON_FOLDERS]),
        ("architecture", [str(BIN / "lint-imports"), "--no-logo"]),
        (
            "template format",
            [str(BIN / "djade"), "--check", "--target-version", "6.1", *templates()],
        ),
        ("template lint", [str(BIN / "djlint"), "--lint", "--quiet", "src"]),
        ("glossary", [str(BIN / "python"), "tools/glossary.py"]),
        ("django", [*django, "check"]),
        ("migrations made", [*django, "migrations"]),
        ("migrations safe", [*django, "lint"]),
        ("types", [str(BIN / "mypy"), "--no-error-summary"]),
    ]


def main() -> None:
    """Run all, then fail if one failed."""
    os.chdir(ROOT)
    failed = []
    for name, command in checks():
        begun = time.monotonic()
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        took = time.monotonic() - begun
        mark = "FAIL" if done.returncode else "ok  "
        sys.stderr.write(f"{mark} {name} ({took:.1f} s)\n")
        if done.returncode:
            failed.append(name)
            sys.stderr.write(done.stdout + done.stderr)
        sys.stderr.flush()
    if failed:
        sys.exit(f"Not passed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
