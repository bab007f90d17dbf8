"""Hold docs/glossary.md against the code: every row is whole, every role and every noun is in it."""

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = ROOT / "docs" / "glossary.md"
COLUMNS = (
    "Code name", "Official term", "Word on screen", "Meaning", "Legal source", "Is not", "Package",
)  # fmt: skip
MAY_BE_EMPTY = {"Legal source"}


def main() -> None:
    """Print what is wrong, one line each, and fail if there was anything."""
    faults = [*faults_of_rows(rows()), *missing_words({row[0].strip("`") for row in rows()})]
    for fault in faults:
        sys.stdout.write(f"docs/glossary.md: {fault}\n")
    sys.exit(1 if faults else 0)


def rows() -> list[list[str]]:
    """The rows of all tables, each as its cells; heads and rules left out."""
    lines = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    if not cells or cells[0] != list(COLUMNS):
        sys.exit(f"docs/glossary.md: the table must have the columns {' | '.join(COLUMNS)}")
    return [row for row in cells if row != list(COLUMNS) and not set("".join(row)) <= set("-: ")]


def faults_of_rows(found: list[list[str]]) -> list[str]:
    """Rows with a cell missing, and words that stand in it twice."""
    faults = []
    packages = {path.parent.name for path in (ROOT / "src" / "setiakawan").glob("*/__init__.py")}
    for row in found:
        if len(row) != len(COLUMNS):
            faults.append(f"{row[0]}: {len(row)} cells instead of {len(COLUMNS)}")
            continue
        faults += [
            f"{row[0]}: no {name.lower()} (write - where there is none)"
            for name, cell in zip(COLUMNS, row, strict=True)
            if not cell or (cell in {"-", "–"} and name not in MAY_BE_EMPTY)
        ]
        if row[-1].strip("`") not in packages:
            faults.append(f"{row[0]}: no package {row[-1]}")
    codes = [row[0] for row in found]
    return faults + [f"{code}: twice" for code in sorted({c for c in codes if codes.count(c) > 1})]


def missing_words(known: set[str]) -> list[str]:
    """Roles, and the nouns of operations (``referral.accepted``), that the glossary doesn't have."""
    wanted = {role: f"role {role}" for role in role_names()}
    for path in sorted((ROOT / "src" / "setiakawan").rglob("*.py")):
        if "tests" not in path.parts:
            for noun in re.findall(r'^@operation\("([a-z_]+)\.', path.read_text(), re.MULTILINE):
                wanted.setdefault(noun, f"operation in {path.relative_to(ROOT)}")
    return [f"{word}: missing ({why})" for word, why in sorted(wanted.items()) if word not in known]


def role_names() -> list[str]:
    """The values of ``Role``, read without importing anything."""
    source = (ROOT / "src" / "setiakawan" / "access" / "roles.py").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and node.name == "Role":
            return [
                str(part.value.value)
                for part in node.body
                if isinstance(part, ast.Assign) and isinstance(part.value, ast.Constant)
            ]
    raise SystemExit("access/roles.py has no class Role")


if __name__ == "__main__":
    main()
