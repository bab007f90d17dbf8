"""A process of its own holds what a hostile file does to its reader."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from setiakawan.foundation.confined import GaveUp, Refused, run_confined

# These run in the child, which imports this module by its name.


def count(content: bytes) -> tuple[Mapping[str, Any], bytes]:
    return {"length": len(content)}, content[::-1]


def refuse(content: bytes) -> tuple[Mapping[str, Any], bytes]:
    raise Refused("file.damaged")


def wait(content: bytes) -> tuple[Mapping[str, Any], bytes]:
    time.sleep(60)
    return {}, b""


def spin(content: bytes) -> tuple[Mapping[str, Any], bytes]:
    while True:
        pass


def swell(content: bytes) -> tuple[Mapping[str, Any], bytes]:
    return {"length": len(bytearray(2 * 1024**3))}, b""


def fall(content: bytes) -> tuple[Mapping[str, Any], bytes]:
    os.abort()


def stumble(content: bytes) -> tuple[Mapping[str, Any], bytes]:
    raise LookupError(content.decode())


def flood(content: bytes) -> tuple[Mapping[str, Any], bytes]:
    return {}, bytes(70 * 1024**2)


def look_around(content: bytes) -> tuple[Mapping[str, Any], bytes]:
    try:
        Path(content.decode()).write_bytes(b"x" * 10)
        wrote = "wrote"
    except OSError as reason:
        wrote = type(reason).__name__
    return {"environment": sorted(os.environ), "wrote": wrote, "where": str(Path.cwd())}, b""


def test_the_answer_comes_back_whole():
    content = os.urandom(3_000_000)
    assert run_confined(count, content) == ({"length": 3_000_000}, content[::-1])


def test_a_refusal_keeps_its_code():
    with pytest.raises(Refused) as told:
        run_confined(refuse, b"")
    assert told.value.code == "file.damaged"


@pytest.mark.parametrize("work", [wait, spin])
def test_its_time_is_limited(work):
    begun = time.monotonic()
    with pytest.raises(GaveUp, match="time"):
        run_confined(work, bytes(5_000_000), seconds=1)
    assert time.monotonic() - begun < 10


def test_processor_time_that_is_up_says_so():
    """Without the clock on the wall: where both limits are the same the kernel kills without a word."""
    spins = (
        "from setiakawan.foundation import confined as c; c._confine(2**30, 1)\nwhile True: pass"
    )
    ended = subprocess.run([sys.executable, "-c", spins], timeout=30, check=False)
    assert ended.returncode == -signal.SIGXCPU


def test_its_memory_is_limited():
    with pytest.raises(GaveUp, match="memory"):
        run_confined(swell, b"")


def test_its_answer_is_limited():
    with pytest.raises(GaveUp, match="answer"):
        run_confined(flood, b"")


@pytest.mark.parametrize("work", [fall, stumble])
def test_its_fall_takes_nobody_with_it_and_says_nothing_of_the_content(work, caplog, capfd):
    with pytest.raises(GaveUp, match="fell"):
        run_confined(work, b"3372044909709001")
    said = capfd.readouterr()
    assert "3372044909709001" not in caplog.text + said.out + said.err
    assert "failed" in caplog.text


def test_it_has_no_setting_and_writes_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    wanted = tmp_path / "written"
    facts, _ = run_confined(look_around, str(wanted).encode())
    assert "DATABASE_URL" not in facts["environment"]
    assert not [name for name in facts["environment"] if name.startswith("SETIAKAWAN")]
    assert facts["wrote"] == "OSError"
    assert not wanted.exists() or wanted.read_bytes() == b""
    assert facts["where"] == "/"
