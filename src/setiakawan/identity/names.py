"""Indonesian and Javanese names: as written, as words, as keys under which spellings meet.

One name is a name (CASE-05), two letters are enough. Spellings of before 1972 (oe, dj, tj, nj, sj, ch, and
j for y) meet those of today, and so do the letters that people mix up by ear. Which pairs count is taken
from the spelling rules collected for Solo (mostly assumptions; Muhammad and Ahmad are measured).
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

KEY_LENGTH = 60
"""Longer keys are cut; nobody types so much of one word."""

WORDS_COMPARED = 12

WITH_INITIAL = 0.95
"""At most so alike are two names of which one has only an initial for a word."""

# ---------------------------------------------------------------- as a person writes it

_STANDS_FOR_NOTHING = r".,;:_*/\\|~=\-‐‑‒–—―−"
_OUTER = re.compile(
    rf"^[{_STANDS_FOR_NOTHING}]+(?=\s|$)"  # a word of its own in front
    rf"|^[{_STANDS_FOR_NOTHING}\s]*$"  # nothing else at all
    rf"|(?<=\s)[{_STANDS_FOR_NOTHING}]+$"  # a word of its own at the end
    r"|[,;:_*/\\|~=\-‐‑‒–—―−]+$"  # stuck to the last word; a full stop may end an abbreviation
)


def tidy_name(text: str) -> str:
    """A name as a person writes it, without blanks too many and without stand-ins for a second name.

    "Sutini -" and "Sutini ." are "Sutini". A full stop that ends a word ("S.") stays, and a name that
    was written twice stays: see ``looks_invented``. Empty where nothing but stand-ins was written.
    """
    tidy = " ".join(unicodedata.normalize("NFC", text).split())
    while (shorter := _OUTER.sub("", tidy).strip()) != tidy:
        tidy = shorter
    return tidy


def looks_invented(name: str) -> bool:
    """Say whether one name was written twice to satisfy a form: "Sutini Sutini".

    Only worth a question. Words of up to three letters are doubled in real names (Mei Mei, Lan Lan).
    """
    found = words(name)
    return len(found) > 1 and len(set(found)) == 1 and len(found[0]) > 3


# ---------------------------------------------------------------- as words

TITLES = frozenset({
    "H", "HJ", "HAJI", "HAJJAH", "HAJAH", "DR", "DRS", "DRA", "DRG", "IR", "PROF", "R", "RR",
    "RA", "RM", "RNGT", "RADEN", "KRT", "KRMT", "KH", "KY", "KYAI", "KIAI", "USTAD", "USTADZ",
    "USTADZAH", "GUS", "BP", "BPK", "BAPAK", "PAK", "IBU", "BU", "SDR", "SDRI", "MBAH", "MBOK",
    "MBAK", "MAS", "EYANG", "SIMBAH", "PAKDE", "BUDE", "PAKDHE", "BUDHE", "PAKLIK", "BULIK",
    "NY", "NYONYA", "TN", "TUAN", "NN", "NONA", "ALM", "ALMH", "ALMARHUM", "ALMARHUMAH",
})  # fmt: skip
"""Before a name. In front of other words only: a name that is nothing else stays (Mbah)."""

DEGREES = frozenset({
    "SE", "SH", "SP", "ST", "SPD", "SPDI", "SPDSD", "SAG", "SKOM", "SIKOM", "SSOS", "SSI",
    "SSN", "SS", "SIP", "SKM", "SPSI", "SFARM", "SKED", "SKEP", "SKEB", "SGZ", "STP", "SPT",
    "SHI", "SHUT", "SEI", "SST", "SSTP", "SAP", "SAK", "SPI", "STR", "STRKEB", "STRKEP", "AMD",
    "AMDKEB", "AMDKEP", "AMK", "MM", "MH", "MT", "MPD", "MPDI", "MSI", "MKES", "MAG",
    "MHUM", "MKOM", "MSC", "MSOS", "MAP", "MBA", "MPSI", "PHD", "BA", "BSC", "LC", "NERS",
    "APT",
})  # fmt: skip
"""After a name, with or without full stops."""

_LINKS = frozenset({"BIN", "BINTI", "ALIAS", "ALS"})
_AFTER = DEGREES | _LINKS | {"ALM", "ALMH", "ALMARHUM", "ALMARHUMAH"}
_NO_NAME = TITLES | _AFTER

_NOT_LETTERS = re.compile(r"[^A-Z0-9]+")
_PARTS = re.compile(r'[()\[\]{}/"<>]+')
_LETTERS = str.maketrans(
    {
        **dict.fromkeys("'`´‘’ʼʻ′"),  # Sa'ad and Saad are one word
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **{"ß": "SS", "ẞ": "SS", "Æ": "AE", "æ": "AE", "Œ": "OE", "œ": "OE"},  # noqa: PIE800
        **dict(zip("ØøĐđŁłı", "OODDLLI", strict=True)),
    }
)


def fold(text: str) -> str:
    """Upper case without accents, in ASCII; letters of other scripts have no place in it."""
    plain = unicodedata.normalize("NFKD", " ".join(text.translate(_LETTERS).split()))
    return plain.encode("ascii", "ignore").decode().upper()


@lru_cache(maxsize=20_000)
def words(name: str) -> tuple[str, ...]:
    """Words of a name, folded, without titles and degrees; an alias in brackets is words like others.

    "bin" and "binti" between words are dropped, and the father's name stays: it is how people are told
    apart, and how they are looked for. At the beginning Binti is a name. A name made of titles alone
    ("Mbah") keeps them: somebody is called that. Preparing the words again changes nothing.
    """
    parts = [_every_word(part) for part in _PARTS.split(fold(name))]
    found = [word for part in parts for word in _without_titles(part)]
    kept = [word for at, word in enumerate(found) if at == 0 or word not in _LINKS]
    return tuple(kept) or tuple(word for part in parts for word in part)


def _every_word(part: str) -> list[str]:
    tokens = _with_whole_degrees(re.split(r"[\s,;]+", part))
    return [word for token in tokens for word in _NOT_LETTERS.split(token) if word]


def _without_titles(part: list[str]) -> list[str]:
    """What is a name in a part; nothing where it has titles and links alone."""
    if all(word in _NO_NAME for word in part):
        return []
    found = list(part)
    while found[-1] in _AFTER:
        found.pop()
    while found[0] in TITLES:
        found.pop(0)
    return found


def _with_whole_degrees(tokens: list[str]) -> list[str]:
    """Make one word of "S.Pd." and of "S. Pd", so that they are seen to be a degree."""
    whole: list[str] = []
    for token in tokens:
        bare = _NOT_LETTERS.sub("", token)
        before = whole[-1] if whole else ""
        if len(whole) > 1 and re.fullmatch(r"[A-Z]\.", before) and before[0] + bare in DEGREES:
            whole[-1] = before[0] + bare
        else:
            whole.append(bare if "." in token and bare in DEGREES else token)
    return whole


# ---------------------------------------------------------------- as keys

# Signs of the spelling of before 1972, in which a J that stands alone was today's Y.
_OLD = re.compile("OE|DJ|TJ|SJ")
_LONE_J = re.compile("(?<![DTNS])J")

# Applied in this order, again and again until nothing changes. A beginning stays a beginning wherever
# that can be, so that a search answers while somebody types: what the second letter of a pair adds is
# dropped (TH is T) rather than the first.
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(written), sound)
    for written, sound in (
        ("DJ", "J"),
        ("TJ", "C"),
        ("SJ", "SY"),
        ("NJ", "NY"),  # also in Anjani, where it isn't old: they still meet
        ("DZ", "Z"),
        ("TS", "S"),
        ("SY(?=[AIOU]|E(?!M$))", "S"),  # but Kasyem is Kasiyem
        ("SIAH$", "SAH"),  # Aisyah, Aisiah
        ("^I(?=[AOU])", "Y"),
        ("(?<=[AEIOU])[CK]H", "H"),  # Achmad, Akhmad, Ahmad; Muchtar
        ("^CH(?=[OU]|A[IE])|KH", "H"),  # Choirul, Khairul, Chusnul
        ("CH(?=[BDFGKLMNPQRSTVW])", "K"),  # Christina
        ("CH", "C"),  # Chandra, Tjandra, Candra
        ("C(?=[BDFGKLMNPQRSTVWZ])", "K"),  # Victor, Vicky
        ("([BDGJPST])H", r"\1"),
        ("X", "KS"),
        ("Q", "K"),
        ("Z", "S"),
        ("[FV]", "P"),
        ("OE", "U"),
        ("O", "U"),  # Moh and Muh; and a typed "So" is on its way to Soekarno
        ("UW(?=A|$)", "U"),  # Suwarno, Suarno
        ("AE", "AI"),  # Zaenal, Zainal
        ("IE(?!M$)|(?<=^[A-Z])IE(?=M$)", "I"),  # Arief; Liem, but not Legiem
        ("(?<!^)Y", "I"),  # Sriyono, Sriono, Sryono; Rizky
    )
)
_DOUBLE = re.compile(r"(.)\1+")
_MUHAMMAD = re.compile("MUH(?:A(?:M(?:[AE][DT]?)?)?)?|MUHD|MHD|MD")

# What is written short. Kept under both keys, since only the long one can be typed letter by letter.
_OTHER_KEYS: dict[str, str] = {
    short_or_long: other
    for short, whole in (("M", "MUH"), ("ABD", "ABDUL"), ("AH", "AHMAD"), ("ST", "SITI"))
    for short_or_long, other in ((short, whole), (whole, short))
}


@lru_cache(maxsize=20_000)
def search_key(word: str) -> str:
    """The key of one word; spellings that sound alike have the same one.

    Not a phonetic code: it keeps beginnings, so ``search_key("sut")`` begins ``search_key("Sutini")``.
    Every writing of Muhammad but the lone M is ``MUH``, which a typed "muham" is, too. A final H is
    silent; Z is S; KH and the old CH are H.
    """
    key = _NOT_LETTERS.sub("", fold(word))
    if _OLD.search(key):
        key = _LONE_J.sub("Y", key)
    while (sounded := _sounded(key)) != key:
        key = sounded
    return key


def _sounded(key: str) -> str:
    key = _DOUBLE.sub(r"\1", key)
    for written, sound in _SOUNDS:
        key = written.sub(sound, key)
    key = _DOUBLE.sub(r"\1", key)[:KEY_LENGTH]
    if _MUHAMMAD.fullmatch(key):
        return "MUH"
    return key[:-1] if len(key) > 3 and key.endswith("H") else key


def search_keys(name: str) -> tuple[str, ...]:
    """Keys under which a name is kept, each once: of its words first, then other ways to write them.

    Two neighbouring words are also kept as one (Nur Hidayah, Nurhidayah), short forms also long and
    long ones short (M., Abd., Ach., St.). Where a J may be today's J or the Y of before 1972 both are
    kept: in words that begin with J or Y (Jusuf), and in those that are only half old (Soejarwo).
    """
    found = words(name)
    keys = [search_key(word) for word in found]
    keys += [_OTHER_KEYS[key] for key in keys if key in _OTHER_KEYS]
    keys += [search_key(one + two) for one, two in pairwise(found)]
    for word in found:
        if _OLD.search(word) and _LONE_J.search(word):  # half old: Soejarwo
            keys.append(search_key(word.replace("OE", "U")))
        elif word.startswith("J"):
            keys.append(search_key(_LONE_J.sub("Y", word)))
        elif word.startswith("Y"):
            keys.append(search_key(re.sub("(?<![NS])Y(?=[AIOU])", "J", word)))
    return tuple(dict.fromkeys(key for key in keys if key))


def title_keys(name: str) -> tuple[str, ...]:
    """Keys of what ``words`` leaves out before a name: who is called "Mbah Kromo" is looked for as Mbah."""
    kept = set(words(name))
    every = [word for part in _PARTS.split(fold(name)) for word in _every_word(part)]
    return tuple(
        dict.fromkeys(search_key(word) for word in every if word in TITLES and word not in kept)
    )


# ---------------------------------------------------------------- how alike

# Words that so many share that they say little; counted like two letters.
_SHARED_BY_MANY = frozenset(
    map(
        search_key,
        ("Muhammad", "Ahmad", "Abdul", "Siti", "Sri", "Nur", "Nurul", "Dwi", "Tri", "Eko", "Dewi"),
    )
)


def closeness(one: str, two: str) -> float:
    """How alike two names are, 0 to 1; the same both ways, 1 only when all words are equal.

    Words are paired as they fit best, and long ones weigh more. What only one of the two has is neither
    for nor against (CASE-05): it costs 0.05 a word, so that the fuller agreement comes first.
    """
    left, right = words(one), words(two)
    if not left or not right:
        # In another script, of which nothing can be folded, only the writing itself is compared.
        is_script = bool(one.strip()) and not fold(one).strip()
        return 1.0 if is_script and tidy_name(one) == tidy_name(two) else 0.0
    if left == right:
        return 1.0
    if search_key("".join(left)) == search_key("".join(right)):
        return 0.97
    left, right = left[:WORDS_COMPARED], right[:WORDS_COMPARED]
    pairs = _paired(left, right)
    weights = [max(_weight(left[i]), _weight(right[j])) for i, j, _ in pairs]
    found = sum(weight * score for weight, (_, _, score) in zip(weights, pairs, strict=True))
    alike = found / sum(weights)
    if any(
        len(left[i]) != len(right[j]) and 1 in (len(left[i]), len(right[j])) for i, j, _ in pairs
    ):
        alike = min(alike, WITH_INITIAL)
    in_order = sorted(pairs) == sorted(pairs, key=lambda pair: pair[1])
    missing = abs(len(left) - len(right))
    return alike * (1.0 if in_order else 0.98) * (1.0 - 0.05 * min(missing, 3))


def _paired(left: tuple[str, ...], right: tuple[str, ...]) -> list[tuple[int, int, float]]:
    """Pair each word of the shorter name, the best fitting first.

    Ties are decided by the words and not by the side they stand on, so the result has no direction.
    """
    every = [(word_closeness(a, b), i, j) for i, a in enumerate(left) for j, b in enumerate(right)]
    every.sort(
        key=lambda pair: (
            -pair[0],
            sorted((left[pair[1]], right[pair[2]])),
            pair[1] + pair[2],
            abs(pair[1] - pair[2]),
        )
    )
    free_left, free_right = set(range(len(left))), set(range(len(right)))
    found = []
    for score, i, j in every:
        if i in free_left and j in free_right:
            free_left.remove(i)
            free_right.remove(j)
            found.append((i, j, score))
    return found


def _weight(word: str) -> int:
    if len(word) == 1:
        return 1
    return 2 if search_key(word) in _SHARED_BY_MANY else min(len(word), 8)


@lru_cache(maxsize=100_000)
def word_closeness(one: str, two: str) -> float:
    """How alike two folded words are; less than half of the letters is nothing."""
    if one == two:
        return 1.0
    key_one, key_two = search_key(one), search_key(two)
    if key_one == key_two:
        return 0.97
    if _OTHER_KEYS.get(key_one) == key_two:
        return 0.93
    if key_one[:-1] == key_two[:-1] and {key_one[-1:], key_two[-1:]} == {"A", "U"}:
        return (
            0.92  # Saputra, Saputro: one sound in Javanese, but Kartika and Kartiko are two people
        )
    short, long = sorted((key_one, key_two), key=len)
    if len(short) <= 1:  # an initial agrees with every word it may stand for
        return 0.85 if short and long.startswith(short) else 0.0
    begins = 0.8 if len(short) >= 3 and long.startswith(short) else 0.0
    # People are called by the end of their name: Yanto is Suryanto.
    inside = "I" + short[1:] if short.startswith("Y") else short
    ends = 0.75 if len(short) >= 4 and long.endswith(inside) else 0.0
    alike = 0.0
    letters, others = set(short), set(long)
    # At least so many letters must be changed; a cheap look before the costly one.
    if 2 * max(len(long) - len(short), len(letters - others), len(others - letters)) <= len(long):
        alike = 1.0 - distance(key_one, key_two) / len(long)
    best = max(0.97 * alike, begins, ends)
    return best if best >= 0.5 else 0.0


def distance(one: str, two: str) -> int:
    """Letters to be changed, added, dropped or swapped with their neighbour, none of them twice."""
    before_last: list[int] = []
    last = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(two, 1):
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and one[i - 2] == b:
                least = min(least, before_last[j - 2] + 1)
            row.append(least)
        before_last, last = last, row
    return last[-1]
