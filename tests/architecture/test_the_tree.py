"""The tree tells its story: every package says its part, and nothing names the machine it was made on."""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

import setiakawan

ROOT = Path(setiakawan.__file__).parents[2]
SOURCE = ROOT / "src" / "setiakawan"
PACKAGES = sorted(path.parent for path in SOURCE.glob("*/__init__.py"))

# Registries, mirrors and folders of somebody's machine; written in pieces, so as not to find this.
HOSTS = re.compile(
    "|".join(
        re.escape(one)
        for one in (
            "files.python" + "hosted.org", "py" + "pi.org", "registry." + "npmjs.org",
            "deb." + "debian.org", "mirror" + ".", "_auth" + "Token", "://" + "localhost:4873",
        )
    )
)  # fmt: skip
MACHINE_PATHS = re.compile(
    r"(?<![\w.~$}/-])/(?:home|root|work|Users|srv|mnt|opt)/(?!setiakawan)[\w.-]+"
)


@cache
def tracked_texts() -> dict[str, str]:
    """Every text file that git tracks or would track, by name."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    texts = {}
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if not path.is_file():
            continue  # deleted, or a link to a folder
        try:
            texts[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, a font, packed data
    return texts


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_a_package_says_its_part_of_the_story(package: Path):
    said = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8")))
    assert said
    assert len(said) >= 40, "say what it tells and what it leaves to others"


def test_every_package_has_its_place_in_the_story():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    (contract,) = config["tool"]["importlinter"]["contracts"]
    assert contract["exhaustive"] is True
    places = [place.strip(" ()") for line in contract["layers"] for place in line.split("|")]
    assert {path.name for path in PACKAGES} <= set(places)


def test_there_is_no_drawer_for_what_was_not_understood():
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
    found = [
        str(path.relative_to(ROOT)) for path in SOURCE.rglob("*") if path.stem.lower() in vague
    ]
    assert found == []


def test_rules_are_plain_python():
    for path in SOURCE.glob("*/rules.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not [name for name in names if name.startswith("django.db")], path


def test_migrations_are_sentences():
    for path in SOURCE.glob("*/migrations/0*.py"):
        assert re.fullmatch(r"\d{4}(_[a-z]+){2,}[a-z0-9_]*", path.stem), path.name
        assert "_auto_" not in path.stem


def test_no_migration_imports_what_may_change():
    for path in SOURCE.glob("*/migrations/0*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [alias.name for alias in node.names]
                module = getattr(node, "module", None) or names[0]
                if module.startswith("setiakawan."):
                    # Default callables stand in migrations by name; Django puts them there.
                    assert module.startswith("setiakawan.foundation"), f"{path.name}: {module}"


def test_no_file_names_a_host_of_packages():
    found = {
        name: match.group()
        for name, text in tracked_texts().items()
        if (match := HOSTS.search(text))
    }
    assert found == {}


def test_no_file_names_a_place_on_one_machine():
    found = {
        name: match.group()
        for name, text in tracked_texts().items()
        if (match := MACHINE_PATHS.search(text))
    }
    assert found == {}


def test_nothing_built_is_tracked():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "src/setiakawan/office/static"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    built = {"app.css", "htmx.js", "sprite.svg"}
    assert [name for name in listed if Path(name).name in built] == []


def test_the_glossary_has_every_role_and_noun():
    checked = subprocess.run(
        [sys.executable, "tools/glossary.py"],
        cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert checked.stdout == ""
    assert checked.returncode == 0
