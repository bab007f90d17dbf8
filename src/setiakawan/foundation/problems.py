"""How a refusal is said: a code for the log, a sentence somebody can act on, a status for the door."""

from collections.abc import Mapping
from typing import Any, ClassVar


class Problem(Exception):
    """Something can't be done as asked, and the asker is told what to do next.

    Each refusal is a subclass beside the verb that raises it. ``sentence`` may hold ``{names}``
    that are filled from the keywords given when it is raised. Nothing personal goes into ``code``.
    """

    code: ClassVar[str] = "problem"
    sentence: ClassVar[str] = "Ada yang tidak dapat kami lakukan. Coba muat ulang halaman ini."
    status: ClassVar[int] = 422
    is_on_record: bool = False
    """Whether the refused try has been noted already."""

    def __init__(self, *, field: str | None = None, **filled: object) -> None:
        self.field = field
        self.filled = filled
        super().__init__(f"{self.code}: {self.text}")

    @property
    def text(self) -> str:
        """The sentence as shown."""
        return self.sentence.format(**self.filled) if self.filled else self.sentence

    def as_json(self) -> Mapping[str, Any]:
        """The refusal for a machine: ``{code, sentence, field}``."""
        return {"code": self.code, "sentence": self.text, "field": self.field}


class Missing(Problem):
    """There is no such thing, or not for this reader; nobody can tell which (CASE-20)."""

    code = "missing"
    sentence = "Halaman ini tidak ada, atau bukan untuk Anda."
    status = 404


class NotAllowed(Problem):
    """The verb itself is not this person's to use; says nothing about any row."""

    code = "not_allowed"
    sentence = "Tugas Anda tidak mencakup tindakan ini. Tanyakan kepada koordinator Anda."
    status = 403


class BadArguments(Problem):
    """What arrived has the wrong shape; the page that sent it keeps what was typed."""

    code = "arguments"
    sentence = "Ada isian yang tidak dapat kami baca: {what}. Periksa lalu kirim lagi."
    status = 422


class IdTaken(Problem):
    """The same id came with another body: repeating is harmless, overwriting is not (CASE-15)."""

    code = "operation.id_taken"
    sentence = (
        "Kiriman ini memakai nomor yang sudah dipakai kiriman lain, jadi tidak disimpan. "
        "Buka lagi halamannya, lalu isi sekali lagi."
    )
    status = 409


class ChangedMeanwhile(Problem):
    """Somebody else saved first; both versions are shown and nothing is lost."""

    code = "changed_meanwhile"
    sentence = "Orang lain sudah mengubah ini lebih dulu. Bandingkan keduanya, lalu pilih."
    status = 409
