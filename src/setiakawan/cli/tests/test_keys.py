"""Keys are replaced by the real command, stopped in the middle, and nothing becomes unreadable."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from setiakawan.attachments import vault
from setiakawan.cli import setup
from setiakawan.cli.doctor import look_at_key_file
from setiakawan.cli.tests.conftest import wait_until
from setiakawan.foundation.keyring import Keyring
from setiakawan.instance.home import Home, find_home
from setiakawan.testing import databases


@dataclass(frozen=True)
class Instance:
    """An instance with a folder and keys of its own, on a database of the test."""

    home: Home
    environment: dict[str, str]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """``setiakawan keys …`` in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "setiakawan", "keys", *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def keys(self, *arguments: str, ends: int = 0) -> str:
        """Run it to its end; answer what it said."""
        with self.start(*arguments) as process:
            said, complained = process.communicate(timeout=60)
        assert process.returncode == ends, complained
        return said + complained

    @property
    def ring(self) -> Keyring:
        """What is in the key file now."""
        return Keyring.load(self.home.key_file)


@pytest.fixture
def instance(committed_db: str, tmp_path: Path, settings) -> Instance:
    home = Home(tmp_path / "instance")
    home.root.mkdir()
    home.make()
    for path in find_home().keys.glob("db-*"):
        shutil.copy(path, home.keys)
    home.remember(
        area="33.72", tables=setup.state_of_the_tables(), key_file=setup.make_key_file(home)
    )
    place = databases.server()
    settings.KEY_FILE = home.key_file
    settings.STORAGES = settings.STORAGES | {
        "attachments": settings.STORAGES["attachments"]
        | {"OPTIONS": {"location": home.attachments}}
    }
    environment = {
        **os.environ,
        "SETIAKAWAN_HOME": str(home.root),
        "DATABASE_URL": f"postgresql:///{committed_db}?host={place.host}&port={place.port}",
    }
    environment.pop("SETIAKAWAN_DATABASE", None)
    return Instance(home, environment)


@pytest.fixture
def photos(instance: Instance) -> dict[str, bytes]:
    """Files under the first key."""
    contents = [b"photo %d" % number for number in range(50)]
    return {vault.put(content): content for content in contents}


@pytest.fixture
def all_readable(photos: dict[str, bytes]) -> Callable[[], bool]:
    return lambda: all(vault.read(digest) == content for digest, content in photos.items())


def test_a_key_is_replaced_and_everything_stays_readable(instance, photos, all_readable):
    before = instance.ring

    said = instance.keys("rotate", "--wait", "0")

    after = instance.ring
    assert len(after.encryption) == 1 and after.current_key_id != before.current_key_id
    assert after.current_key_id in said and "Salin" in said
    assert vault.keys_in_use() == {after.current_key_id: 50}
    assert all_readable()
    assert after.indexing == before.indexing and after.naming == before.naming
    assert after.id == before.id
    assert set(vault.every_digest()) == set(photos)


def test_the_index_key_is_replaced_only_when_asked(instance, all_readable):
    before = instance.ring
    instance.keys("rotate", "--index", "--wait", "0")
    after = instance.ring
    assert len(after.indexing) == 1
    assert after.index("nik", "1") != before.index("nik", "1")
    assert all_readable()


def test_nothing_to_seal_is_fine(instance):
    instance.keys("rotate", "--wait", "0")
    assert not instance.ring.is_rotating


def test_killed_while_it_waits_it_goes_on_where_it_was(instance, photos, all_readable):
    """Both keys are in the file then; the second run makes no third one."""
    first = instance.ring
    process = instance.start("rotate", "--wait", "60")
    wait_until(lambda: first.current_key_id not in vault.keys_in_use())
    process.send_signal(signal.SIGKILL)
    process.communicate()

    between = instance.ring
    assert [key.id for key in between.encryption[1:]] == [first.current_key_id]
    assert all_readable()
    status = json.loads(instance.keys("status", "--json"))
    assert status["is_rotating"] and not status["missing"]
    assert not look_at_key_file(instance.home).is_well

    said = instance.keys("rotate", "--wait", "0")

    assert "Melanjutkan" in said
    assert [key.id for key in instance.ring.encryption] == [between.current_key_id]
    assert all_readable()


def test_stopped_when_half_is_sealed_it_goes_on_where_it_was(instance, photos, all_readable):
    first = instance.ring
    turned = first.with_new_key()
    turned.save(instance.home.key_file)
    assert next(vault.reseal(turned)) < len(photos)
    assert len(vault.keys_in_use()) == 2
    assert all_readable()

    instance.keys("rotate", "--wait", "0")

    assert vault.keys_in_use() == {turned.current_key_id: 50}
    assert instance.ring.encryption == turned.encryption[:1]
    assert all_readable()


def test_what_is_sealed_with_the_old_key_at_the_last_moment_is_not_lost(instance, photos):
    """A request that had taken the old key writes after everything else was sealed anew."""
    late = instance.ring
    process = instance.start("rotate", "--wait", "4")
    wait_until(lambda: late.current_key_id not in vault.keys_in_use())
    digest = late.name_of(b"late photo")
    place = instance.home.attachments / digest[:2] / digest[2:4]
    place.mkdir(parents=True, exist_ok=True)
    (place / digest).write_bytes(late.seal(b"late photo", b"attachment:" + digest.encode()))
    said, complained = process.communicate(timeout=60)

    assert process.returncode == 0, complained
    assert "Menunggu" in said
    assert not instance.ring.is_rotating
    assert vault.read(digest) == b"late photo"


def test_a_file_that_cannot_be_read_keeps_the_old_key(instance, photos):
    spoilt = next(iter(photos))
    path = instance.home.attachments / spoilt[:2] / spoilt[2:4] / spoilt
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    first = instance.ring

    said = instance.keys("rotate", "--wait", "0", ends=1)

    assert spoilt in said and "tidak ada yang hilang" in said
    assert first.encryption[0] in instance.ring.encryption
    assert vault.keys_in_use() == {instance.ring.current_key_id: 49, first.current_key_id: 1}

    path.write_bytes(whole)  # from the backup
    instance.keys("rotate", "--wait", "0")
    assert vault.read(spoilt) == photos[spoilt]


def test_what_nobody_declared_keeps_the_old_key(instance, as_login):
    """A package that forgot to say that it keeps sealed things must not lose them."""
    first = instance.ring
    with as_login("owner"), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE forgotten (number bytea)")
        cursor.execute("INSERT INTO forgotten VALUES (%s)", [first.seal(b"3372044909709001", b"")])

    said = instance.keys("rotate", "--wait", "0", ends=1)

    assert "forgotten.number 1" in said
    with as_login("owner"), connection.cursor() as cursor:
        cursor.execute("SELECT number FROM forgotten")
        assert instance.ring.unseal(cursor.fetchone()[0], b"") == b"3372044909709001"
        cursor.execute("UPDATE forgotten SET number = %s", [instance.ring.seal(b"3372", b"")])

    instance.keys("rotate", "--wait", "0")
    assert first.encryption[0] not in instance.ring.encryption


def test_two_rotations_never_run_at_once(instance, photos):
    first = instance.ring
    process = instance.start("rotate", "--wait", "60")
    try:
        wait_until(lambda: instance.ring.is_rotating)
        assert "sedang berjalan" in instance.keys("rotate", "--wait", "0", ends=1)
    finally:
        process.kill()
        process.communicate()
    assert first.encryption[0] in instance.ring.encryption


def test_status_says_what_stands_under_which_key_and_no_key(instance, photos):
    answer = instance.keys("status", "--json")
    status = json.loads(answer)
    (key,) = status["encryption"]
    assert key["is_current"] and key["used"]["Foto dan berkas"] == 50
    assert status["missing"] == []
    shown = instance.keys("status")
    assert instance.ring.current_key_id in shown
    for secret in json.loads(instance.home.key_file.read_text())["encryption"]:
        assert secret["key"] not in answer + shown


# The file is lost, broken or another's


def test_without_the_key_file_nothing_starts_and_none_is_made(instance):
    instance.home.key_file.unlink()
    for command in (["keys", "status"], ["keys", "rotate"], ["worker"], ["migrate"],
                    ["serve", "--port", "18431", "--no-worker"]):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "setiakawan", *command],
            check=False, env=instance.environment, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 1, (command, done.stderr)
        assert "Berkas kunci" in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert not instance.home.key_file.exists()


def test_a_key_file_of_another_instance_is_told(instance, tmp_path):
    Keyring.make(tmp_path / "other.json")
    shutil.copy(tmp_path / "other.json", instance.home.key_file)
    assert "milik instansi lain" in instance.keys("status", ends=1)


def test_a_first_start_makes_one_and_a_second_does_not(tmp_path):
    home = Home(tmp_path)
    first = setup.make_key_file(home)
    ring = Keyring.load(home.key_file)
    assert setup.make_key_file(home) == first == str(ring.id)
    assert Keyring.load(home.key_file) == ring


def test_the_doctor_looks_at_the_key_file(tmp_path):
    home = Home(tmp_path)
    home.remember(key_file=setup.make_key_file(home))
    assert look_at_key_file(home).is_well

    whole = home.key_file.read_text()
    home.key_file.write_text(whole[:40])
    assert "rusak" in look_at_key_file(home).sentence
    home.key_file.unlink()
    assert not look_at_key_file(home).is_well
    Keyring.make(home.key_file)
    assert "bukan milik" in look_at_key_file(home).sentence
    home.key_file.write_text(whole)
    assert look_at_key_file(home).is_well
    Keyring.load(home.key_file).with_new_key().save(home.key_file)
    assert "keys rotate" in look_at_key_file(home).sentence
