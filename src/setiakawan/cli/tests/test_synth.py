"""``setiakawan synth`` writes whole files, the same for the same seed, and says what is wrong."""

import csv
import json

import pytest
from click.testing import CliRunner

from setiakawan.cli import main
from setiakawan.synth import numbers
from setiakawan.synth.files import write_csv, write_json_lines
from setiakawan.synth.stories import make_stories


def run(*arguments: object):
    return CliRunner().invoke(main, ["synth", *(str(one) for one in arguments)])


def test_json_lines_hold_a_household_each_and_the_truth_goes_elsewhere(tmp_path):
    out, truth = tmp_path / "people.jsonl", tmp_path / "truth.jsonl"
    done = run("--people", 200, "--seed", 3, "--out", out, "--truth", truth)
    assert done.exit_code == 0, done.output
    households = [json.loads(line) for line in out.read_text().splitlines()]
    keys = [one["key"] for household in households for one in household["members"]]
    assert len(keys) == len(set(keys)) == 200
    assert f"{len(households)} rumah tangga" in done.output
    assert [json.loads(line)["person_key"] for line in truth.read_text().splitlines()] == keys
    assert "entity_id" not in out.read_text()


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    for name in ("a.csv", "b.csv"):
        assert run("--people", 300, "--seed", 9, "--out", tmp_path / name).exit_code == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_only_the_wanted_kelurahan(tmp_path):
    out = tmp_path / "two.csv"
    done = run(
        "--people", 100, "--kelurahan", "33.72.03.1008", "--kelurahan", "33.72.03.1002", "--out", out
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert len(rows) == 100
    assert {row["lived_area"][:13] for row in rows} == {"33.72.03.1008", "33.72.03.1002"}


def test_no_cell_is_a_formula(tmp_path):
    out = tmp_path / "people.csv"
    assert run("--people", 6000, "--out", out).exit_code == 0
    with out.open(newline="") as file:
        rows = list(csv.reader(file))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert any("'-" in row for row in rows)  # the stand-in for a number


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--people", "0", "--out", "x.csv"], 2, "--people"),
        (["--people", "10", "--out", "x.xlsx"], 2, ".jsonl"),
        (["--people", "10", "--out", "x.csv", "--truth", "x.csv"], 2, "berkas lain"),
        (["--people", "10", "--out", "x.csv", "--kelurahan", "33.72.03"], 2, "33.72.03.1008"),
        (["--people", "10", "--out", "x.csv", "--as-of", "1999-01-01"], 2, "2006"),
        (["--people", "10", "--out", "nowhere/x.csv"], 1, "Tidak ada folder nowhere"),
    ],
)
def test_what_cant_be_done_is_said_and_nothing_is_left(
    tmp_path, monkeypatch, arguments, code, sentence
):
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert done.exit_code == code, done.output
    assert sentence in done.output
    assert list(tmp_path.iterdir()) == []


def test_too_many_people_for_the_numbers_are_refused(tmp_path, monkeypatch):
    # A million people would need it; a smaller stock of numbers shows the same.
    monkeypatch.setattr(numbers, "ROOM", 0)
    monkeypatch.setattr(numbers, "MORE", 2)
    done = run("--people", 3000, "--out", tmp_path / "x.csv", "--kelurahan", "33.72.01.1002")
    assert done.exit_code == 1
    assert "nomor rekaan habis" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_kept_unless_said_otherwise(tmp_path):
    out = tmp_path / "people.csv"
    out.write_text("penting")
    assert run("--people", 10, "--out", out).exit_code == 1
    assert out.read_text() == "penting"
    assert run("--people", 10, "--out", out, "--replace").exit_code == 0
    assert out.read_text().startswith("key,")


def test_stories_can_be_written_too(tmp_path):
    homes = [household for story in make_stories() for household in story.households]
    with (tmp_path / "s.jsonl").open("w") as lines, (tmp_path / "s.csv").open("w") as table:
        told = sum(write_json_lines(homes, lines))
        assert told == sum(write_csv(homes, table)) == sum(len(home.members) for home in homes)
