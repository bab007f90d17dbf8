"""Why something about a person can't be done, in words somebody can act on."""

from setiakawan.foundation.problems import Problem


class NameNeeded(Problem):
    """Somebody is called something, be it "Mbah di pos ronda"."""

    code = "person.name_needed"
    sentence = (
        "Tulis nama atau sebutannya. Bila namanya belum diketahui, tulis sebutan, misalnya"
        " “Bapak di pos ronda”."
    )


class PlaceUnknown(Problem):
    """The area isn't one of today's."""

    code = "person.place_unknown"
    sentence = (
        "Wilayah ini tidak ada hari ini, atau bukan kelurahan, RW, atau RT. Pilih kelurahannya;"
        " RW dan RT boleh kosong."
    )


class BirthImpossible(Problem):
    """Nobody is born tomorrow."""

    code = "person.birth_impossible"
    sentence = (
        "Tanggal lahir ini tidak mungkin. Periksa tahunnya; bila tidak tahu, isi perkiraan umur"
        " atau pilih belum diketahui."
    )


class DayImpossible(Problem):
    """Something can't have happened tomorrow, or before somebody was born."""

    code = "person.day_impossible"
    sentence = (
        "Tanggal ini tidak mungkin: belum terjadi, atau sebelum orangnya lahir. Periksa lagi."
    )


class LooksKnown(Problem):
    """Somebody like this is registered already; a person decides whether it is the same one."""

    code = "person.looks_known"
    sentence = (
        "Ada warga terdaftar yang mirip. Lihat dulu; bila memang orang lain, pilih"
        " “Bukan orang yang sama” lalu simpan lagi."
    )
    status = 409


class TooLateToUndo(Problem):
    """A registration is taken back in the first day, while nobody else has worked with it."""

    code = "person.too_late_to_undo"
    sentence = (
        "Pendaftaran ini tidak dapat dibatalkan lagi: sudah lewat sehari, atau orang lain sudah"
        " mencatat sesuatu tentangnya. Bila orangnya tercatat dua kali, beri tahu petugas Dinas."
    )
    status = 409


class UndoneAlready(Problem):
    """Somebody did it before."""

    code = "person.undone_already"
    sentence = "Ini sudah dilakukan. Muat ulang halaman untuk melihatnya."
    status = 409


class NotANumber(Problem):
    """A stand-in for no number."""

    code = "number.placeholder"
    sentence = (
        "Ini bukan nomor: pengganti seperti 0, tanda hubung, atau 9999 tidak disimpan. Kosongkan"
        " saja; orangnya tetap bisa ditolong."
    )


class NotTheFact(Problem):
    """The slot belongs to somebody else, or to another kind of fact."""

    code = "fact.not_of_person"
    sentence = "Keterangan ini bukan milik warga ini. Muat ulang halaman, lalu coba lagi."
    status = 409


class ContactNeedsValue(Problem):
    """A telephone without a number, or somebody without a name."""

    code = "contact.value_needed"
    sentence = "Tulis nomornya, atau lewat siapa ia dapat dihubungi."


class SafetyNeedsDay(Problem):
    """Whether a contact is safe is an answer of a day, and is asked again."""

    code = "contact.asked_on_needed"
    sentence = "Tulis kapan hal ini ditanyakan kepada warganya."


class DeadAlready(Problem):
    """A death is confirmed once."""

    code = "death.already_confirmed"
    sentence = "Kematian ini sudah dipastikan. Muat ulang halaman untuk melihatnya."
    status = 409


class NotDead(Problem):
    """There is no confirmed death to undo."""

    code = "death.not_confirmed"
    sentence = "Tidak ada kematian yang sudah dipastikan pada warga ini."
    status = 409


class ReasonNeeded(Problem):
    """What takes something away or opens something says why."""

    code = "person.reason_needed"
    sentence = "Tulis alasannya, supaya yang membaca nanti mengerti."


class AlreadyMember(Problem):
    """Somebody lives in one household at a time."""

    code = "household.already_member"
    sentence = (
        "Warga ini masih tercatat di rumah tangga lain. Akhiri dulu di sana, atau pilih pindah"
        " rumah tangga."
    )
    status = 409


class NotMember(Problem):
    """The receiver lives elsewhere."""

    code = "household.not_member"
    sentence = "Orang ini tidak tercatat tinggal di rumah tangga ini. Pilih salah satu anggotanya."


class WithdrawnAlready(Problem):
    """It was taken back before."""

    code = "consent.already_withdrawn"
    sentence = "Persetujuan ini sudah ditarik. Bila diberikan lagi, catat sebagai persetujuan baru."
    status = 409


class GuardianNeeded(Problem):
    """UU 27/2022 Pasal 25: a child's consent is given by parent or guardian."""

    code = "consent.guardian_needed"
    sentence = "Untuk anak, tulis orang tua atau wali yang memberi persetujuan."


class ProtectedAlready(Problem):
    """One protection at a time."""

    code = "protection.already_begun"
    sentence = "Warga ini sudah dilindungi. Muat ulang halaman untuk melihatnya."
    status = 409


class NotProtected(Problem):
    """There is nothing to end."""

    code = "protection.not_begun"
    sentence = "Warga ini sedang tidak dilindungi."
    status = 409


class NotForTheTeam(Problem):
    """Nobody with a live office, or one who must never see the person."""

    code = "team.not_possible"
    sentence = "Orang ini tidak dapat masuk tim. Pilih petugas lain yang masih bertugas."


class LastOfTheTeam(Problem):
    """A protected person without a team would be seen by nobody."""

    code = "team.last_member"
    sentence = (
        "Ini manajer kasus terakhir di tim. Tambahkan manajer kasus lain dulu, supaya tim tetap ada"
        " yang mengurus."
    )
    status = 409


class NotUnhoused(Problem):
    """Only who lives nowhere fixed is reached from several kelurahan."""

    code = "person.not_unhoused"
    sentence = "Warga ini punya tempat tinggal tetap, jadi hanya satu kelurahan yang mencatatnya."
    status = 409


class AskedAlready(Problem):
    """One request at a time."""

    code = "join.already_asked"
    sentence = "Anda sudah meminta bergabung. Tunggu jawaban koordinator kota."
    status = 409


class DecidedAlready(Problem):
    """It was answered."""

    code = "join.already_decided"
    sentence = "Permintaan ini sudah dijawab. Muat ulang halaman untuk melihatnya."
    status = 409


class FileMissing(Problem):
    """The file of a document hasn't arrived, or somebody else brought it."""

    code = "document.file_missing"
    sentence = "Berkasnya belum sampai. Pilih berkas itu lagi, lalu kirim."


class SettledAlready(Problem):
    """Somebody asked Dukcapil before."""

    code = "number.already_settled"
    sentence = "Pertanyaan tentang nomor ini sudah dijawab. Muat ulang halaman untuk melihatnya."
    status = 409
