"""Write invented people to a file."""

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO

import click

from setiakawan.cli import setup
from setiakawan.synth import files
from setiakawan.synth.city import make_with_truth
from setiakawan.synth.made import AS_OF, KelurahanModel, MadeHousehold, Truth
from setiakawan.synth.numbers import NoNumberLeft
from setiakawan.synth.places import SOLO, kelurahan_models

Write = Callable[[Iterable[MadeHousehold], IO[str]], Iterator[int]]
_FORMATS: Mapping[str, Write] = {".jsonl": files.write_json_lines, ".csv": files.write_csv}
MOST = 10_000_000
EARLIEST = datetime(2006, 1, 2)  # noqa: DTZ001  # a day, as click gives it
"""Family cards with numbers begin in 2006."""


def add_to(group: click.Group) -> None:
    """Add these commands."""
    group.add_command(synth)


@click.command(help="Buat penduduk rekaan ke dalam berkas; benih yang sama, orang yang sama.")
@click.option(
    "--people", type=click.IntRange(1, MOST), required=True, metavar="N", help="Berapa orang."
)
@click.option("--seed", type=int, default=1, show_default=True, metavar="S", help="Benih acak.")
@click.option(
    "--kelurahan", "codes", multiple=True, metavar="KODE",
    help="Hanya di kelurahan ini, boleh beberapa kali; tanpa ini seluruh Kota Surakarta.",
)  # fmt: skip
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), default=AS_OF.isoformat(), show_default=True,
    metavar="TANGGAL", help="Umur dihitung pada hari ini.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="BERKAS",
    help="Berakhiran .jsonl (satu rumah tangga sebaris) atau .csv (satu orang sebaris).",
)  # fmt: skip
@click.option(
    "--truth", type=click.Path(path_type=Path, dir_okay=False), metavar="BERKAS",
    help="Berkas lain untuk kebenarannya: catatan mana milik siapa (.jsonl).",
)  # fmt: skip
@click.option("--replace", is_flag=True, help="Timpa berkas yang sudah ada.")
def synth(
    people: int, seed: int, codes: tuple[str, ...], as_of: datetime, out: Path,
    truth: Path | None, replace: bool,
) -> None:  # fmt: skip
    """Make people and write them, showing how far it is. A file is there whole or not at all."""
    if out.suffix not in _FORMATS:
        raise click.BadParameter("Akhiri nama berkas dengan .jsonl atau .csv.", param_hint="--out")
    if truth is not None and truth.resolve() == out.resolve():
        raise click.BadParameter("Kebenaran harus ke berkas lain.", param_hint="--truth")
    if as_of < EARLIEST:
        raise click.BadParameter("Paling awal 2006-01-02.", param_hint="--as-of")
    kelurahan = _wanted(codes)
    for file in (out, truth):
        if file is not None and not file.parent.is_dir():
            raise setup.refuse(f"Tidak ada folder {file.parent}. Buat dulu, atau pilih yang lain.")
        if file is not None and file.exists() and not replace:
            raise setup.refuse(f"{file} sudah ada. Pilih nama lain, atau tambahkan --replace.")
    try:
        households = _write(out, truth, people, seed, kelurahan, as_of.date())
    except NoNumberLeft as reason:
        raise setup.refuse(
            "Terlalu banyak orang untuk kelurahan ini, nomor rekaan habis."
            " Tambah kelurahan, atau kurangi --people."
        ) from reason
    except OSError as reason:
        raise setup.refuse(f"Berkas tidak dapat ditulis: {reason.strerror}.") from reason
    click.echo(f"{people} orang rekaan dalam {households} rumah tangga: {out}")


def _wanted(codes: tuple[str, ...]) -> list[KelurahanModel]:
    """The kelurahan of these codes, each once, in the order of the city."""
    known = {model.code: model for model in kelurahan_models(SOLO)}
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise click.BadParameter(
            f"{unknown[0]} bukan kode kelurahan di Kota Surakarta. Contoh: 33.72.03.1008.",
            param_hint="--kelurahan",
        )
    return [model for code, model in known.items() if not codes or code in codes]


def _write(
    out: Path, truth: Path | None, people: int, seed: int, kelurahan: list[KelurahanModel],
    as_of: date,
) -> int:  # fmt: skip
    """Write both files and answer how many households there are."""
    households = 0
    with ExitStack() as stack:
        to = stack.enter_context(_whole_file(out))
        truths = stack.enter_context(_whole_file(truth)) if truth else None
        made = make_with_truth(seed, people, kelurahan, as_of)
        write = _FORMATS[out.suffix]
        with click.progressbar(
            length=people, label="Orang", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:
            for count in write(_households(made, truths), to):
                bar.update(count)
                households += 1
    return households


def _households(
    made: Iterable[tuple[MadeHousehold, tuple[Truth, ...]]], truths: IO[str] | None
) -> Iterator[MadeHousehold]:
    """The households, while their truth goes its own way."""
    for household, theirs in made:
        if truths is not None:
            files.write_truth(theirs, truths)
        yield household


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[str]]:
    """A file that takes its name when it is finished; nothing stays of one that isn't."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}-", delete=False
    ) as file:
        unfinished = Path(file.name)
        try:
            yield file
        except BaseException:
            unfinished.unlink()
            raise
    unfinished.chmod(0o644)
    unfinished.replace(path)
