"""The people whom the field cases need, the same in every demo and every test.

All are invented. Their numbers end in 9001 to 9099, which ``city`` never gives out; days lie so many days
before the day of the data, births are fixed. What stands in a record of a person is a ``MadePerson`` as
elsewhere; what else the case needs of them stands beside it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal

from setiakawan.synth.made import (
    AS_OF,
    NO_DIFFICULTY,
    Card,
    KelurahanModel,
    MadeHousehold,
    MadePerson,
    Part,
    Sex,
)
from setiakawan.synth.numbers import DAY_OF_WOMAN, FIRST_SERIAL

SANGKRAH = "33.72.03.1008"
SEMANGGI = "33.72.03.1002"
LAST_RW, LAST_RT = 10, 4
"""Story people live in RW and RT up to these; a kelurahan they are put into needs as many."""


@dataclass(frozen=True)
class SaidContact:
    """A way to reach somebody."""

    kind: Literal["phone", "whatsapp", "visit", "through"]
    value: str = ""
    whose: str = ""
    safety: Literal["unknown", "safe", "unsafe"] = "unknown"
    how: str = ""
    asked_on: date | None = None


@dataclass(frozen=True)
class SaidRelation:
    """Somebody else who matters; not registered unless ``key`` names them."""

    kind: Literal[
        "spouse", "child", "parent", "sibling", "grandchild", "guardian", "carer", "neighbour"
    ]
    name: str
    key: str = ""
    closeness: Literal["close", "distant", "broken", ""] = ""
    is_dead: bool = False
    is_for_emergency: bool = False
    note: str = ""


@dataclass(frozen=True)
class SaidConsent:
    """What was agreed to, or taken back."""

    purpose: Literal["register", "share", "propose", "photo"]
    state: Literal["given", "refused", "withdrawn"]
    said_on: date
    given_by: str = ""
    how: Literal["spoken", "signed", "thumb", ""] = "spoken"
    note: str = ""


@dataclass(frozen=True)
class Beside:
    """What is told about somebody beside the record."""

    claimed_names: tuple[str, ...] = ()
    marks: str = ""
    usual_places: tuple[str, ...] = ()
    found_in: tuple[str, ...] = ()
    """Kelurahan where somebody without fixed residence was met."""
    is_unhoused: bool = False
    is_hidden: bool = False
    """Restricted: there for the team only."""
    contacts: tuple[SaidContact, ...] = ()
    relations: tuple[SaidRelation, ...] = ()
    consents: tuple[SaidConsent, ...] = ()
    note: str = ""


NOTHING_BESIDE = Beside()


@dataclass(frozen=True)
class SaidAgain:
    """A later record of somebody who is there already."""

    person: MadePerson
    of: str
    """Key of the first record."""


@dataclass(frozen=True)
class Story:
    """People of one field case."""

    key: str
    case: str
    """``CASE-06``, or empty where only an issue or a screen asks for them."""
    about: str
    """One sentence, in the words of the screen."""
    households: tuple[MadeHousehold, ...] = ()
    alone: tuple[MadePerson, ...] = ()
    """People in no household that anybody knows of."""
    again: tuple[SaidAgain, ...] = ()
    beside: Mapping[str, Beside] = field(default_factory=dict)
    """By the key of a person."""

    def people(self) -> Iterator[MadePerson]:
        """Everybody, each once."""
        for household in self.households:
            yield from household.members
        yield from self.alone

    def beside_of(self, person: MadePerson) -> Beside:
        """What is told beside a person's record."""
        return self.beside.get(person.key, NOTHING_BESIDE)


def make_stories(
    sangkrah: str = SANGKRAH, semanggi: str = SEMANGGI, as_of: date = AS_OF
) -> tuple[Story, ...]:
    """All stories, told in two neighbouring kelurahan."""
    return _Teller(sangkrah, semanggi, as_of).tell()


def can_hold(model: KelurahanModel) -> bool:
    """Say whether a kelurahan has the RW and RT that the stories name."""
    return model.rw >= LAST_RW and all(
        model.rt_of_rw(rw) >= LAST_RT for rw in range(1, LAST_RW + 1)
    )


class _Teller:
    """Tells the stories; knows the two kelurahan and the day."""

    def __init__(self, sangkrah: str, semanggi: str, as_of: date) -> None:
        self._sangkrah = sangkrah
        self._semanggi = semanggi
        self._as_of = as_of

    def tell(self) -> tuple[Story, ...]:
        return (
            self._twins(),
            self._one_name_only(),
            self._without_number(),
            self._one_number_for_two(),
            self._head_died(),
            self._father_died(),
            self._without_home(),
            self._in_hiding(),
            self._phone_on_the_table(),
            self._consent_withdrawn(),
            self._karso(),
            self._two_birth_years(),
            self._cared_for_by_his_sister(),
            self._family_of_five(),
        )

    def _before(self, days: int) -> date:
        return self._as_of - timedelta(days=days)

    def _twins(self) -> Story:
        door = f"{self._sangkrah}.004.001"
        kk = "3372030806189001"
        shared: dict[str, Any] = {
            "kk": kk, "mother_name": "Wahyuni", "phone": "0812-0000-6001",
            "lived_address": "Jl. Contoh Mawar 3 RT 001 RW 004",
        }  # fmt: skip
        born = date(2019, 5, 14)
        rizky = _person(
            "twins-rizky", "Rizky Ramadhani", "m", door, born=born, nik="3372051405199006",
            part="child", **shared,
        )  # fmt: skip
        members = (
            _person("twins-eko", "Eko Ramadhan", "m", door, born=date(1988, 2, 19), serial=9001,
                    part="head", marital="married", **shared | {"mother_name": "Sulami"}),
            _person("twins-wahyuni", "Wahyuni", "f", door, born=date(1990, 8, 3), serial=9002,
                    part="spouse", marital="married", **shared | {"mother_name": "Tukinem"}),
            _person("twins-rizki", "Rizki Ramadhan", "m", door, born=born, nik="3372051405199005",
                    part="child", **shared),
            rizky,
        )  # fmt: skip
        return Story(
            "twins", "CASE-06", "Dua anak kembar dengan nama yang hampir sama",
            households=(_household("twins", door, members, kk=kk, decile=4),),
            again=(SaidAgain(_again(rizky, "twins-rizky-again"), rizky.key),),
        )  # fmt: skip

    def _one_name_only(self) -> Story:
        doors = (
            f"{self._sangkrah}.006.003",
            f"{self._semanggi}.002.004",
            f"{self._sangkrah}.001.002",
        )
        people = (
            _person("one-name-sutini", "Sutini", "f", doors[0], born=date(1948, 7, 1), serial=9003,
                    part="head", marital="widowed", call_name="Mbah Tini", language="jv",
                    lived_address="Kp. Contoh Melati, RT 3 RW VI"),
            _person("one-name-other-sutini", "Sutini", "f", doors[1], born=date(1957, 3, 22),
                    serial=9004, part="head", marital="widowed", call_name="Bu Tini",
                    language="jv", lived_address="Jl. Contoh Kenanga 17 RT 004 RW 002"),
            _person("one-name-ng", "Ng", "f", doors[2], born=date(1951, 12, 31), serial=9005,
                    part="head", marital="single", religion="buddhist",
                    lived_address="Gg. Contoh Teratai 5 RT 02/01"),
        )  # fmt: skip
        return Story(
            "one_name_only", "CASE-05", "Nama satu kata, dan nama dua huruf",
            households=tuple(
                _household(one.key, one.lived_area, (one,), decile=2) for one in people
            ),
        )  # fmt: skip

    def _without_number(self) -> Story:
        """As in the file of the case: stand-ins for a number in the column of the number."""
        rows = (
            ("tumijan", "Tumijan", "m", 71, "003.001", "0"),
            ("saminem", "Saminem", "f", 68, "003.002", "0"),
            ("bayi", "Bayi Ny. Lestari", "m", 0, "005.002", "-"),
            ("kromo", "Mbah Kromo", "m", 80, "007.003", ""),
            ("nur", "Nur Hidayah", "f", 34, "009.001", "9999999999999999"),
        )
        people = tuple(
            _person(
                f"no-number-{key}", name, _sex(sex), f"{self._sangkrah}.{door}", nik=nik,
                estimated_age=age, estimated_on=self._before(12), language="jv" if age > 60 else "id",
                mother_name="Lestari" if age == 0 else "", has_card=False,
            )
            for key, name, sex, age, door, nik in rows
        )  # fmt: skip
        return Story(
            "without_number", "CASE-08", "Lima orang tanpa NIK: diisi 0, tanda hubung, atau sembilan semua",
            alone=people,
        )  # fmt: skip

    def _one_number_for_two(self) -> Story:
        nik = "3372045207619007"
        sumarni = _person(
            "one-number-sumarni", "Sumarni", "f", f"{self._sangkrah}.008.002", born=date(1961, 7, 12),
            nik=nik, part="head", marital="widowed", call_name="Bu Marni", phone="0812-0000-0301",
            lived_address="Kp. Contoh Dahlia RT 02/08", language="jv",
        )  # fmt: skip
        bagas = _person(
            "one-number-bagas", "Bagas Pratama", "m", f"{self._semanggi}.005.003",
            born=date(2004, 1, 30), nik=nik, part="head", marital="single", phone="0812-0000-0302",
            lived_address="Kos Contoh Anggrek RT 003 RW 005",
        )  # fmt: skip
        return Story(
            "one_number_for_two", "CASE-09", "Satu NIK tertulis di kartu dua orang",
            households=(
                _household("one-number-sumarni", sumarni.lived_area, (sumarni,), decile=1),
                _household("one-number-bagas", bagas.lived_area, (bagas,), decile=5),
            ),
        )  # fmt: skip

    def _head_died(self) -> Story:
        door = f"{self._sangkrah}.002.003"
        kk = "3372031402129010"
        shared: dict[str, Any] = {"kk": kk, "lived_address": "Kp. Contoh Cempaka RT 03/02"}
        members = (
            _person("pardi-pardi", "Pardi", "m", door, born=date(1966, 12, 31), serial=9010,
                    part="head", marital="married", died_on=self._before(41), **shared),
            _person("pardi-ngatini", "Ngatini", "f", door, born=date(1970, 4, 9), serial=9011,
                    part="spouse", marital="widowed", phone="0812-0000-0303", **shared),
            _person("pardi-yoga", "Yoga Pardiyanto", "m", door, born=date(2007, 10, 2), serial=9012,
                    part="child", mother_name="Ngatini", **shared),
            _person("pardi-rini", "Rini Astuti", "f", door, born=date(2012, 6, 27), serial=9013,
                    part="child", mother_name="Ngatini", **shared),
        )  # fmt: skip
        return Story(
            "head_died", "CASE-11", "Kepala keluarga meninggal, kartu keluarga baru belum jadi",
            households=(_household("pardi", door, members, kk=kk, card="waiting", decile=2),),
        )  # fmt: skip

    def _father_died(self) -> Story:
        door = f"{self._semanggi}.009.002"
        kk = "3372032109159014"
        shared: dict[str, Any] = {
            "kk": kk,
            "lived_address": "Jl. Contoh Flamboyan 22 RT 002 RW 009",
        }
        members = (
            _person("suwito-suwito", "Suwito", "m", door, born=date(1979, 9, 5), serial=9014,
                    part="head", marital="married", died_on=self._before(2), **shared),
            _person("suwito-partinah", "Partinah", "f", door, born=date(1983, 1, 18), serial=9015,
                    part="spouse", marital="widowed", phone="0812-0000-0304", **shared),
            _person("suwito-anggit", "Anggit Wicaksana", "m", door, born=date(2009, 11, 30),
                    serial=9016, part="child", mother_name="Partinah", **shared),
            _person("suwito-laras", "Laras Kinanti", "f", door, born=date(2016, 2, 11), serial=9017,
                    part="child", mother_name="Partinah", **shared),
        )  # fmt: skip
        return Story(
            "father_died", "CASE-10", "Seorang ayah meninggal, istri dan anak-anaknya tetap didampingi",
            households=(_household("suwito", door, members, kk=kk, decile=3),),
            beside={
                "story-suwito-suwito": Beside(note="Surat kematian dari rumah sakit dilihat koordinator"),
            },
        )  # fmt: skip

    def _without_home(self) -> Story:
        man = _person(
            "no-home-slamet", "Slamet", "m", self._sangkrah, call_name="Pak Met", nik="",
            estimated_age=55, estimated_on=self._before(20), language="jv", has_card=False,
            communication="Pelan, dengan bahasa Jawa; tidak suka dikerumuni", birth_place="Wonogiri",
        )  # fmt: skip
        return Story(
            "without_home", "", "Seorang tanpa tempat tinggal tetap, dikenal dengan dua nama di dua kelurahan",
            alone=(man,),
            beside={
                man.key: Beside(
                    claimed_names=("Slamet", "Suparman"),
                    marks="Bekas luka di pelipis kiri, jalan agak pincang, selalu membawa karung biru",
                    usual_places=("Sekitar pasar, pagi", "Warung nasi dekat rel, sore"),
                    found_in=(self._sangkrah, self._semanggi),
                    is_unhoused=True,
                )
            },
        )  # fmt: skip

    def _in_hiding(self) -> Story:
        door = f"{self._semanggi}.007.001"
        ratna = _person(
            "hiding-ratna", "Ratna Puspita", "f", door, born=date(1991, 10, 24), serial=9020,
            part="head", marital="married", lived_address="Rumah saudara, RT 001 RW 007",
        )  # fmt: skip
        child = _person(
            "hiding-child", "Kenanga Puspita", "f", door, born=date(2018, 4, 6), serial=9022,
            part="child", mother_name="Ratna Puspita", lived_address="Rumah saudara, RT 001 RW 007",
        )  # fmt: skip
        return Story(
            "in_hiding", "CASE-20", "Seorang ibu dan anaknya yang keberadaannya harus tersembunyi",
            households=(_household("hiding", door, (ratna, child), card="", decile=4),),
            beside={
                ratna.key: Beside(
                    is_hidden=True,
                    contacts=(
                        SaidContact("through", whose="petugas UPT PTPAS", safety="safe",
                                    how="lewat petugas UPT PTPAS, hari kerja",
                                    asked_on=self._before(9)),
                    ),
                ),
                child.key: Beside(is_hidden=True),
            },
        )  # fmt: skip

    def _phone_on_the_table(self) -> Story:
        door = f"{self._sangkrah}.005.004"
        kk = "3372030303179023"
        phone = "0812-0000-2201"
        shared: dict[str, Any] = {"kk": kk, "lived_address": "Kp. Contoh Seruni RT 04/05"}
        husband = _person(
            "phone-husband", "Agung Sukoco", "m", door, born=date(1985, 6, 8), serial=9023,
            part="head", marital="married", **shared,
        )  # fmt: skip
        wife = _person(
            "phone-wife", "Siti Maesaroh", "f", door, born=date(1989, 9, 12), serial=9024,
            part="spouse", marital="married", call_name="Bu Mae", **shared,
        )  # fmt: skip
        return Story(
            "phone_on_the_table", "CASE-22", "Satu-satunya HP di rumah dibaca suaminya: jangan ditelepon",
            households=(_household("phone", door, (husband, wife), kk=kk, decile=3),),
            beside={
                wife.key: Beside(
                    contacts=(
                        SaidContact("phone", phone, whose="dibaca suami", safety="unsafe",
                                    asked_on=self._before(16)),
                        SaidContact("through", whose="bidan", safety="safe",
                                    how="lewat bidan, Selasa 09.00-11.00",
                                    asked_on=self._before(16)),
                    )
                )
            },
        )  # fmt: skip

    def _consent_withdrawn(self) -> Story:
        door = f"{self._sangkrah}.009.004"
        mother_name = "Tri Handayani"
        mother = _person(
            "consent-mother", mother_name, "f", door, born=date(1987, 3, 30), serial=9025,
            part="head", marital="divorced", phone="0812-0000-0305",
            lived_address="Kp. Contoh Kamboja, RT 4 RW IX",
        )  # fmt: skip
        child = _person(
            "consent-child", "Raka Aji Pamungkas", "m", door, born=date(2015, 12, 3), serial=9026,
            part="child", mother_name=mother_name, disabilities=("intellectual",),
            difficulties="111312", communication="Kalimat pendek, ditemani ibunya",
            lived_address="Kp. Contoh Kamboja, RT 4 RW IX",
        )  # fmt: skip
        given, taken_back = self._before(31), self._before(22)
        return Story(
            "consent_withdrawn", "CASE-30", "Seorang ibu menarik persetujuannya setelah sepuluh hari",
            households=(_household("consent", door, (mother, child), decile=2),),
            beside={
                child.key: Beside(
                    consents=(
                        SaidConsent("register", "given", given, mother_name, "signed"),
                        SaidConsent("share", "given", given, mother_name, "signed",
                                    "Boleh dilihat LKS"),
                        SaidConsent("share", "withdrawn", taken_back, mother_name, "spoken",
                                    "Tidak mau lagi dilihat LKS"),
                    )
                )
            },
        )  # fmt: skip

    def _karso(self) -> Story:
        door = f"{self._sangkrah}.004.002"
        karso = _person(
            "karso", "Karso", "m", door, call_name="Mbah Karso", estimated_age=78,
            estimated_on=self._before(30), nik="3372033112489021", part="head", marital="widowed",
            language="jv", communication="Bahasa Jawa; pendengaran berkurang, bicara berhadapan",
            disabilities=("sensory",), difficulties="232121",
            lived_address="Kp. Contoh Mawar, RT 2 RW IV", kk="3372030101089021", education="none",
        )  # fmt: skip
        return Story(
            "karso", "", "Mbah Karso, 78 tahun, duda, tinggal sendiri",
            households=(
                _household("karso", door, (karso,), kk=karso.kk, card="waiting", decile=1),
            ),
            beside={
                karso.key: Beside(
                    contacts=(
                        SaidContact("visit", safety="safe", how="di rumah sebelum pukul 10.00",
                                    asked_on=self._before(30)),
                    ),
                    relations=(
                        SaidRelation("spouse", "Wagiyem", is_dead=True,
                                     note="Meninggal 2019; masih tertulis di KK"),
                        SaidRelation("child", "Sulastri", closeness="distant",
                                     note="52 tahun, di Wonogiri"),
                        SaidRelation("child", "Parno", is_dead=True, note="Meninggal 2011"),
                        SaidRelation("grandchild", "Yanto", closeness="close",
                                     is_for_emergency=True, note="24 tahun, merantau di Bekasi"),
                    ),
                )
            },
        )  # fmt: skip

    def _two_birth_years(self) -> Story:
        door = f"{self._sangkrah}.004.003"
        address = "Kp. Contoh Mawar RT 03/04"
        mother = _person(
            "two-years-mother", "Lestari Wulandari", "f", door, born=date(1994, 5, 2), serial=9030,
            part="head", marital="divorced", lived_address=address,
        )  # fmt: skip
        child = _person(
            "two-years-dimas", "Dimas Aji Saputra", "m", door, born=date(2017, 3, 9), nik="",
            part="child", mother_name="Lestari Wulandari", lived_address=address, has_card=False,
        )  # fmt: skip
        later = _again(child, "two-years-dimas-again", born_on=date(2019, 3, 9))
        return Story(
            "two_birth_years", "CASE-07", "Anak tanpa akta, ibunya menyebut dua tahun lahir",
            households=(_household("two-years", door, (mother, child), card="none", decile=1),),
            again=(SaidAgain(later, child.key),),
        )  # fmt: skip

    def _cared_for_by_his_sister(self) -> Story:
        door = f"{self._semanggi}.003.002"
        shared: dict[str, Any] = {"lived_address": "Kp. Contoh Wijaya RT 02/03"}
        sister = _person(
            "sister-sarwiti", "Sarwiti", "f", door, born=date(1978, 8, 17), serial=9031,
            part="head", marital="single", phone="0812-0000-0306", **shared,
        )  # fmt: skip
        brother = _person(
            "sister-sarwono", "Sarwono", "m", door, born=date(1984, 11, 23), serial=9032,
            part="other", marital="single", disabilities=("mental",), difficulties="111321",
            communication="Tenang, satu pertanyaan sekali; bersama kakaknya", **shared,
        )  # fmt: skip
        return Story(
            "cared_for_by_his_sister", "", "Seorang ODGJ yang dirawat kakak perempuannya",
            households=(_household("sister", door, (sister, brother), decile=2),),
            beside={
                brother.key: Beside(
                    relations=(
                        SaidRelation("carer", "Sarwiti", sister.key, "close", is_for_emergency=True,
                                     note="Kakak; mengambil obat tiap bulan"),
                    )
                ),
            },
        )  # fmt: skip

    def _family_of_five(self) -> Story:
        door = f"{self._semanggi}.001.003"
        kk = "3372031708119033"
        shared: dict[str, Any] = {
            "kk": kk,
            "lived_address": "Jl. Contoh Sakura No. 8 RT 003 RW 001",
        }
        mother_name = "Yuni Kartika"
        members = (
            _person("five-wardoyo", "Wardoyo", "m", door, born=date(1981, 4, 13), serial=9033,
                    part="head", marital="married", phone="0812-0000-0307", **shared),
            _person("five-yuni", mother_name, "f", door, born=date(1984, 6, 21), serial=9034,
                    part="spouse", marital="married", **shared),
            _person("five-bima", "Bima Wardana", "m", door, born=date(2010, 9, 1), serial=9035,
                    part="child", mother_name=mother_name, **shared),
            _person("five-sekar", "Sekar Wardani", "f", door, born=date(2014, 3, 15), serial=9036,
                    part="child", mother_name=mother_name, disabilities=("physical", "intellectual"),
                    difficulties="114343", communication="Dengan gambar; ibunya mengartikan",
                    **shared),
            _person("five-galang", "Galang Wardana", "m", door, born=date(2020, 1, 29), serial=9037,
                    part="child", mother_name=mother_name, **shared),
        )  # fmt: skip
        return Story(
            "family_of_five", "", "Keluarga lima orang, anak kedua penyandang disabilitas",
            households=(_household("five", door, members, kk=kk, decile=2),),
        )  # fmt: skip


def _sex(text: str) -> Sex:
    return "m" if text == "m" else "f"


def _person(
    key: str,
    name: str,
    sex: Sex,
    area: str,
    *,
    born: date | None = None,
    nik: str = "",
    serial: int = 0,
    part: Part = "other",
    died_on: date | None = None,
    has_card: bool = True,
    lived_address: str = "",
    **more: Any,
) -> MadePerson:
    """A record; a number is put together where only a serial is said."""
    if serial:
        assert 9000 < serial < FIRST_SERIAL
        assert born is not None
        day = born.day + DAY_OF_WOMAN if sex == "f" else born.day
        nik = f"337203{day:02}{born.month:02}{born.year % 100:02}{serial}"
    fields: dict[str, Any] = {
        "call_name": "", "birth_place": "Surakarta", "mother_name": "", "kk": "", "jkn": "",
        "phone": "", "marital": "single", "religion": "islam", "education": "",
        "disabilities": (), "difficulties": NO_DIFFICULTY, "language": "id", "communication": "",
        "kampung": "", "estimated_age": None, "estimated_on": None,
    } | more  # fmt: skip
    return MadePerson(
        key=f"story-{key}",
        name_used=name,
        name_on_card=name if has_card else "",
        sex=sex,
        birth_kind="date" if born else "estimated",
        born_on=born,
        nik=nik,
        relation_to_head=part,
        lived_area=area,
        lived_address=lived_address,
        card_area=area if has_card else "",
        card_address=lived_address if has_card else "",
        life="dead" if died_on else "alive",
        died_on=died_on,
        **fields,
    )


def _again(person: MadePerson, key: str, **changed: Any) -> MadePerson:
    return replace(person, key=f"story-{key}", **changed)


def _household(
    key: str,
    area: str,
    members: tuple[MadePerson, ...],
    *,
    kk: str = "",
    card: Card = "held",
    decile: int,
) -> MadeHousehold:
    return MadeHousehold(
        key=f"story-{key}",
        area_code=area,
        address=members[0].lived_address,
        card=card,
        kk_numbers=(kk,) if kk else (),
        decile=decile,
        members=members,
    )
