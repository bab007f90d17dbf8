"""What is sealed is opened by the right key in the right context, and by nothing else."""

import json
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setiakawan.foundation.keyring import (
    Damaged,
    KeyFileExists,
    Keyring,
    NoKeyFile,
    UnknownKey,
    key_id_of,
    keyring,
)

NIK = b"3372044909709001"
CONTEXT = b"person:1:nik"


@pytest.fixture(scope="module")
def ring(tmp_path_factory):
    return Keyring.make(tmp_path_factory.mktemp("keys") / "identity.json")


def test_the_file_is_for_its_owner_alone_and_holds_all(tmp_path):
    path = tmp_path / "identity.json"

    made = Keyring.make(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Keyring.load(path) == made
    assert [one.name for one in tmp_path.iterdir()] == ["identity.json"]


def test_a_key_file_is_never_made_twice(tmp_path):
    path = tmp_path / "identity.json"
    first = Keyring.make(path)

    with pytest.raises(KeyFileExists):
        Keyring.make(path)

    assert Keyring.load(path) == first
    assert [one.name for one in tmp_path.iterdir()] == ["identity.json"]


@pytest.mark.parametrize(
    "written", ["", "{}", "[]", "not json", '{"id": 3}', "\x00\x01", '{"encryption": []}']
)
def test_a_file_that_is_none_is_told(tmp_path, written):
    path = tmp_path / "identity.json"
    path.write_text(written)
    with pytest.raises(NoKeyFile):
        Keyring.load(path)


def test_a_short_key_or_none_is_told(tmp_path):
    path = tmp_path / "identity.json"
    Keyring.make(path)
    good = json.loads(path.read_text())
    spoils: list[dict[str, object]] = [
        {"encryption": []},
        {"index": []},
        {"encryption": [good["encryption"][0] | {"key": "AAAA"}]},
        {"encryption": good["encryption"] * 2},
        {"naming": None},
    ]
    for spoil in spoils:
        path.write_text(json.dumps(good | spoil))
        with pytest.raises(NoKeyFile) as told:
            Keyring.load(path)
        assert good["encryption"][0]["key"] not in str(told.value)


def test_a_missing_file_is_told_and_none_is_made(tmp_path, settings):
    settings.KEY_FILE = tmp_path / "identity.json"
    with pytest.raises(NoKeyFile):
        keyring()
    assert list(tmp_path.iterdir()) == []


@given(plain=st.binary(max_size=200), context=st.binary(max_size=40))
def test_what_is_sealed_is_opened(ring, plain, context):
    sealed = ring.seal(plain, context)
    assert ring.unseal(sealed, context) == plain
    assert ring.unseal(memoryview(sealed), context) == plain  # as PostgreSQL hands it out


def test_it_looks_otherwise_each_time_and_shows_nothing(ring):
    sealed = [ring.seal(NIK, CONTEXT) for _ in range(50)]
    assert len(set(sealed)) == 50
    assert not any(NIK in one for one in sealed)
    assert {key_id_of(one) for one in sealed} == {ring.current_key_id}
    assert all(one.startswith(ring.current_head) for one in sealed)


def test_another_context_opens_nothing(ring):
    """A row's ciphertext copied to somebody else's row can't be read there."""
    sealed = ring.seal(NIK, CONTEXT)
    for other in (b"", b"person:2:nik", CONTEXT + b" "):
        with pytest.raises(Damaged):
            ring.unseal(sealed, other)


def test_any_changed_bit_is_noticed(ring):
    sealed = ring.seal(NIK, CONTEXT)
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises((Damaged, UnknownKey)):
            ring.unseal(bytes(changed), CONTEXT)
    for short in (
        b"",
        sealed[:5],
        sealed[:-1],
        sealed[:20],
        b"plain words, not sealed at all, long",
    ):
        with pytest.raises((Damaged, UnknownKey)):
            ring.unseal(short, CONTEXT)


def test_the_keys_of_another_instance_open_nothing(ring, tmp_path):
    other = Keyring.make(tmp_path / "identity.json")
    with pytest.raises(UnknownKey):
        other.unseal(ring.seal(NIK, CONTEXT), CONTEXT)
    assert other.id != ring.id


def test_nothing_that_is_printed_holds_a_key(ring):
    shown = repr(ring)
    for key in (*ring.encryption, *ring.indexing, ring.naming):
        assert repr(key.secret) not in shown and key.secret.hex() not in shown


# Indexes


def test_the_same_text_is_found_again_and_another_purpose_does_not_meet_it(ring):
    nik = ring.index("nik", "3372044909709001")
    assert isinstance(nik, UUID)
    assert nik == ring.index("nik", "3372044909709001")
    assert nik != ring.index("kk", "3372044909709001")
    assert nik != ring.index("nik", "3372044909709002")


def test_another_instance_indexes_otherwise(ring, tmp_path):
    """Who has a dump can't compute the index of a number they know."""
    other = Keyring.make(tmp_path / "identity.json")
    assert other.index("nik", "3372044909709001") != ring.index("nik", "3372044909709001")


@given(st.lists(st.text(max_size=20), max_size=30))
def test_many_indexes_are_the_single_ones(ring, texts):
    assert ring.indexes("nik", texts) == {ring.index("nik", one): one for one in texts}


@pytest.mark.parametrize("purpose", ["", "a-purpose-that-is-too-long"])
def test_a_purpose_fits_the_personalisation(ring, purpose):
    with pytest.raises(ValueError):
        ring.index(purpose, "x")


# Rotation


def test_a_new_key_seals_and_the_old_one_still_opens(ring):
    before = ring.seal(NIK, CONTEXT)
    turned = ring.with_new_key()

    assert turned.is_rotating and not ring.is_rotating
    assert turned.unseal(before, CONTEXT) == NIK
    after = turned.seal(NIK, CONTEXT)
    assert key_id_of(after) == turned.current_key_id != key_id_of(before)
    assert turned.index("nik", "1") == ring.index("nik", "1")
    assert turned.name_of(b"photo") == ring.name_of(b"photo")

    alone = turned.without_old_keys()
    assert not alone.is_rotating
    assert alone.unseal(after, CONTEXT) == NIK
    with pytest.raises(UnknownKey):
        alone.unseal(before, CONTEXT)


def test_while_the_index_key_changes_a_number_is_found_under_both(ring):
    turned = ring.with_new_key(index=True)
    text = "3372044909709001"
    assert turned.index("nik", text) != ring.index("nik", text)
    assert turned.indexes("nik", [text]) == {
        turned.index("nik", text): text,
        ring.index("nik", text): text,
    }
    assert turned.name_of(b"photo") == ring.name_of(b"photo"), "names stand in facts"
    assert turned.without_old_keys().indexes("nik", [text]) == {turned.index("nik", text): text}


def test_a_running_process_notices_that_the_file_was_replaced(tmp_path, settings):
    path = settings.KEY_FILE = tmp_path / "identity.json"
    first = Keyring.make(path)
    assert keyring() == first
    assert keyring() is keyring()

    first.with_new_key().save(path)

    assert keyring().current_key_id != first.current_key_id
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keyring().unseal(first.seal(NIK, CONTEXT), CONTEXT) == NIK


def test_threads_share_a_ring(tmp_path, settings):
    settings.KEY_FILE = tmp_path / "identity.json"
    Keyring.make(settings.KEY_FILE)
    ready = threading.Barrier(8)

    def seal(_: int) -> bytes:
        ready.wait()
        return keyring().seal(NIK, CONTEXT)

    with ThreadPoolExecutor(8) as pool:
        sealed = list(pool.map(seal, range(8)))
    assert len(set(sealed)) == 8

    assert {keyring().unseal(one, CONTEXT) for one in sealed} == {NIK}


def test_forks_share_a_ring_and_never_a_nonce(tmp_path):
    """Two processes forked from one must not seal with the same random bytes."""
    path = tmp_path / "identity.json"
    Keyring.make(path)
    script = (
        "import os, sys; from pathlib import Path; from setiakawan.foundation.keyring import Keyring\n"
        f"ring = Keyring.load(Path({str(path)!r})); ring.seal(b'x', b'')\n"
        "for _ in range(3):\n"
        "  if os.fork() == 0:\n"
        "    print(ring.seal(b'x', b'').hex(), flush=True); os._exit(0)\n"
        "  os.wait()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    sealed = [bytes.fromhex(line) for line in done.stdout.split()]
    assert len(set(sealed)) == 3
    assert {Keyring.load(path).unseal(one, b"") for one in sealed} == {b"x"}
