"""The phone does the same with the vectors, so nothing here may lean on more than the language."""

import ast
import sys
from pathlib import Path

import setiakawan.identity
from setiakawan.identity import PREP_VERSION
from setiakawan.identity.tests.reading import vectors

PACKAGE = Path(setiakawan.identity.__file__).parent


def test_it_is_plain_python():
    modules = sorted(PACKAGE.glob("*.py"))
    assert {path.stem for path in modules} >= {"names", "numbers", "births", "sameness"}
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                found = [node.module or ""]
            for name in found:
                is_ours = name.startswith("setiakawan.identity")
                assert is_ours or name.split(".")[0] in sys.stdlib_module_names, (path.name, name)


def test_the_vectors_of_names_are_of_this_way_of_preparing():
    assert vectors("names")["prep_version"] == PREP_VERSION
