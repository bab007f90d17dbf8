"""What is kept is unreadable without the key file, is one file for one content, and is there whole."""

import os
import stat
import time
from datetime import timedelta

import pytest
from django.core.files.storage import storages

from setiakawan.attachments import vault
from setiakawan.attachments.vault import YOUNG, NoSuchFile
from setiakawan.foundation.keyring import Damaged, Keyring, UnknownKey, keyring

CONTENT = b"\xff\xd8\xff a photo of a room" * 50


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def make_older(path, age):
    then = time.time() - age.total_seconds()
    os.utime(path, (then, then))


def test_what_is_put_comes_back_and_lies_there_encrypted(folder):
    digest = vault.put(CONTENT)

    assert vault.read(digest) == CONTENT
    (path,) = files(folder)
    assert str(path.relative_to(folder)) == f"{digest[:2]}/{digest[2:4]}/{digest}"
    assert b"a photo" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(one.stat().st_mode) for one in path.parents[:3]} == {0o700}


def test_the_same_content_is_one_file(folder):
    assert vault.put(CONTENT) == vault.put(CONTENT)
    assert vault.put(CONTENT + b"x") != vault.put(CONTENT)
    assert len(files(folder)) == 2
    assert len(list(vault.every_digest())) == 2


def test_the_name_tells_nothing_without_the_key(tmp_path):
    """Who knows a photo can't find out whether it is here."""
    other = Keyring.make(tmp_path / "other.json")
    assert vault.put(CONTENT) != other.name_of(CONTENT)


@pytest.mark.parametrize(
    "digest",
    [
        "",
        "abc",
        "../../keys/identity.json",
        "a" * 63,
        "A" * 64,
        "a" * 64 + "\n",
        "a" * 64,
        "./" * 32,
    ],
)
def test_what_names_no_file_opens_none(digest):
    with pytest.raises(NoSuchFile):
        vault.read(digest)


@pytest.mark.parametrize("digest", ["../../keys/identity.json", "/etc/passwd", "a" * 63])
def test_what_names_no_file_removes_none(digest):
    with pytest.raises(NoSuchFile):
        vault.remove(digest)


def test_a_changed_file_is_noticed(folder):
    digest = vault.put(CONTENT)
    (path,) = files(folder)
    changed = bytearray(path.read_bytes())
    changed[100] ^= 1
    path.write_bytes(changed)
    with pytest.raises(Damaged):
        vault.read(digest)
    path.write_bytes(b"")
    with pytest.raises(Damaged):
        vault.read(digest)


def test_a_file_put_in_the_place_of_another_is_noticed(folder):
    mine, other = vault.put(CONTENT), vault.put(b"another photo")
    place = folder / mine[:2] / mine[2:4] / mine
    place.write_bytes((folder / other[:2] / other[2:4] / other).read_bytes())
    with pytest.raises(Damaged):
        vault.read(mine)


def test_another_key_file_opens_nothing(settings, tmp_path):
    digest = vault.put(CONTENT)
    settings.KEY_FILE = tmp_path / "other.json"
    Keyring.make(settings.KEY_FILE)
    with pytest.raises(UnknownKey):
        vault.read(digest)


def test_a_file_is_there_whole_or_not_at_all(folder, monkeypatch):
    digest = vault.put(CONTENT)
    before = files(folder)[0].read_bytes()

    def no_room(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OSError, match="No space"):
        vault.put(CONTENT)
    with pytest.raises(OSError, match="No space"):
        vault.put(b"another")
    monkeypatch.undo()

    assert files(folder) == [folder / digest[:2] / digest[2:4] / digest]
    assert files(folder)[0].read_bytes() == before


def test_removed_is_gone():
    digest = vault.put(CONTENT)
    vault.remove(digest)
    vault.remove(digest)  # twice is once
    with pytest.raises(NoSuchFile):
        vault.read(digest)


def test_the_sweep_takes_what_nobody_names_and_leaves_what_is_young(folder):
    named, orphan, young = (vault.put(CONTENT + bytes([one])) for one in range(3))
    half = folder / named[:2] / named[2:4] / f"{named}.0a1b2c3d.part"
    half.write_bytes(b"a writer was killed")
    readme = folder / "README"
    readme.write_text("somebody's note")
    for path in files(folder):
        if path.name != young:
            make_older(path, YOUNG + timedelta(minutes=1))

    assert vault.sweep({named}) == 2

    assert set(vault.every_digest()) == {named, young}
    assert not half.exists() and readme.exists()
    with pytest.raises(NoSuchFile):
        vault.read(orphan)


def test_a_file_that_comes_again_is_young_again(folder):
    digest = vault.put(CONTENT)
    make_older(files(folder)[0], YOUNG * 3)
    vault.put(CONTENT)
    assert vault.sweep(set()) == 0
    assert vault.read(digest) == CONTENT


def test_with_an_empty_folder_there_is_nothing_to_do():
    assert vault.sweep(set()) == 0
    assert list(vault.every_digest()) == []
    assert vault.keys_in_use() == {}


def test_there_is_no_address_for_a_file():
    with pytest.raises(NotImplementedError):
        storages["attachments"].url("aa/bb/cc")


def test_sealed_anew_it_is_the_same_file_under_another_key():
    digests = [vault.put(CONTENT + bytes([one])) for one in range(45)]
    old = keyring()
    turned = old.with_new_key()

    assert list(vault.reseal(turned)) == [20, 20, 5]
    assert list(vault.reseal(turned)) == []

    assert vault.keys_in_use() == {turned.current_key_id: 45}
    only_new = turned.without_old_keys()
    for number, digest in enumerate(digests):
        with storages["attachments"].open(f"{digest[:2]}/{digest[2:4]}/{digest}") as file:
            sealed = file.read()
        assert only_new.unseal(sealed, b"attachment:" + digest.encode()) == CONTENT + bytes(
            [number]
        )


def test_a_damaged_file_holds_up_no_other_one_and_is_told(folder):
    spoilt = vault.put(CONTENT)
    well = vault.put(b"another")
    path = folder / spoilt[:2] / spoilt[2:4] / spoilt
    path.write_bytes(path.read_bytes()[:-1])
    turned = keyring().with_new_key()

    with pytest.raises(Damaged, match=spoilt):
        list(vault.reseal(turned))

    assert vault.keys_in_use() == {turned.current_key_id: 1, keyring().current_key_id: 1}
    assert well in set(vault.every_digest())
