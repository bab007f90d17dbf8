"""Words for office templates: icons, dates, numbers, masked phones, RW labels, a word's meaning.

Dates and times are shown as people in Surakarta write them (25 November 2026, 09.42), in
Asia/Jakarta, whatever language Django has active: an inspector's browser must not change a date.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any, cast

from django import template
from django.conf import settings
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext

from setiakawan.foundation.clock import JAKARTA
from setiakawan.foundation.ids import uuid7

register = template.Library()

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
SHORT_MONTHS = tuple(month[:3] if month != "Agustus" else "Agu" for month in MONTHS)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

# Province, kota, kecamatan, kelurahan, then RW and RT: 33.72.04.1009.012.003
RW_LEVEL, RT_LEVEL = 5, 6

# What stands for a digit that isn't shown. The last two of a phone are enough to tell two
# neighbours apart and too few to call one of them.
HIDDEN_DIGIT = "•"
HIDDEN_AT_END = 2


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon of the sprite; it always stands beside a word, so it is silent to a reader."""
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {css}" if css else "",
        static("office/sprite.svg"),
        name,
    )


@register.simple_tag
def act_field(form: object = None, act_id: object = None) -> SafeString:
    """Give a form the id of the act it will be: the given one, its form's own, or a new one.

    The id is made with the page, so pressing twice or sending again is still one act. Two forms of
    a page never share one: a button elsewhere on the page is another act.
    """
    chosen = act_id or getattr(form, "act_id", None) or uuid7()
    return format_html('<input type="hidden" name="act" value="{}">', chosen)


@register.simple_tag(takes_context=True)
def help_word(context: Context, word: str, shown: str = "") -> SafeString:
    """Show a hard word with its meaning behind it, or just the word when nobody has explained it.

    ``settings.OFFICE_GLOSSARY`` names a function from a word to its meaning (or None). The popover
    is the browser's own: it needs no script, opens by keyboard and closes with Escape.
    """
    meaning = _glossary()(word)
    label = shown or word
    if not meaning:
        return format_html("{}", label)
    here = f"arti-{slugify(word)}-{_count_of_help_words(context)}"
    return format_html(
        '<button type="button" class="help-word" popovertarget="{here}">{label}{mark}'
        '<span class="visually-hidden">, {ask}</span></button>'
        '<span popover class="help-text" id="{here}"><b>{word}</b>{meaning}</span>',
        here=here,
        label=label,
        mark=icon("circle-help"),
        ask=gettext("lihat artinya"),
        word=word[:1].upper() + word[1:],
        meaning=meaning,
    )


def _glossary() -> Callable[[str], str | None]:
    path: str | None = getattr(settings, "OFFICE_GLOSSARY", None)
    if path is None:
        return lambda _word: None
    return cast("Callable[[str], str | None]", import_string(path))


def _count_of_help_words(context: Context) -> int:
    """Number the help words of one page, also across included templates, so that ids don't meet."""
    page = getattr(context, "request", None)
    if page is not None:
        page.office_help_words = getattr(page, "office_help_words", 0) + 1
        return cast("int", page.office_help_words)
    bottom = cast("dict[str, Any]", context.dicts[0])
    bottom["office_help_words"] = bottom.get("office_help_words", 0) + 1
    return cast("int", bottom["office_help_words"])


def _local(moment: date | datetime) -> date | datetime:
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(JAKARTA)
    return moment


@register.filter
def tanggal(day: object, how: str = "") -> str:
    """``25 November 2026``; with "singkat" ``25 Nov 2026``, "hari" adds the weekday, "bulan" is ``November 2026``.

    "ringkas" leaves the year out (``25 Nov``): only where the year can't be mistaken.
    """
    if not isinstance(day, date):
        return ""
    local = _local(day)
    month, short = MONTHS[local.month - 1], SHORT_MONTHS[local.month - 1]
    match how:
        case "singkat":
            return f"{local.day} {short} {local.year}"
        case "ringkas":
            return f"{local.day} {short}"
        case "bulan":
            return f"{month} {local.year}"
        case "hari":
            return f"{DAYS[local.weekday()]}, {local.day} {month} {local.year}"
        case _:
            return f"{local.day} {month} {local.year}"


@register.filter
def waktu(moment: object, how: str = "") -> str:
    """``09.42``; with "lengkap" ``25 Nov 2026, 09.42``. A day without a time of day gives nothing."""
    if not isinstance(moment, datetime):
        return ""
    local = cast("datetime", _local(moment))
    clock = f"{local.hour:02}.{local.minute:02}"
    return f"{tanggal(moment, 'singkat')}, {clock}" if how == "lengkap" else clock


@register.filter
def iso(moment: object) -> str:
    """The machine's form of a day or moment, for ``<time datetime>``."""
    return _local(moment).isoformat() if isinstance(moment, date) else ""


@register.filter
def ribuan(number: object) -> str:
    """``1.250``, and ``1.250,5`` for what isn't whole. What is no number is left as it is."""
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
        return "" if number is None else str(number)
    return f"{number:,}".translate(str.maketrans(",.", ".,"))


@register.filter
def samar(phone: object) -> str:
    """``0812-0000-41••``: enough to recognise one's own number, too little to call."""
    digits = re.sub(r"\D", "", str(phone or ""))
    if not digits:
        return ""
    if digits.startswith("62"):
        digits = "0" + digits[2:]
    kept = max(len(digits) - HIDDEN_AT_END, 0) if len(digits) > 2 * HIDDEN_AT_END + 4 else 0
    masked = digits[:kept] + HIDDEN_DIGIT * (len(digits) - kept)
    return "-".join(part for part in (masked[:4], masked[4:8], masked[8:]) if part)


@register.filter
def kode_rw(code: object) -> str:
    """``RW 012`` or ``RW 012 RT 003`` of an area code; nothing for an area above the RW."""
    parts = str(code or "").split(".")
    if len(parts) == 1 and parts[0].isdigit():
        return f"RW {int(parts[0]):03}"
    if len(parts) == RW_LEVEL:
        return f"RW {parts[4]}"
    if len(parts) == RT_LEVEL:
        return f"RW {parts[4]} RT {parts[5]}"
    return ""


@register.filter
def berkolom(cells: Sequence[Any], columns: Sequence[Any] | None) -> Iterator[tuple[Any, Any]]:
    """Pair the cells of a row with their columns: on a narrow screen each cell says which it is."""
    yield from zip_longest(cells, list(columns or ())[: len(cells)])


@register.filter
def kelompok[T](rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Cut a list into groups of ``size``, the last one as long as it is: cards of one printed page."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


# The order matters: Edge, Opera and Samsung's browser also call themselves Chrome, Chrome also Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@register.filter
def peramban(user_agent: object) -> str:
    """``Chrome di Android``: enough for somebody to recognise their own phone or computer."""
    text = str(user_agent or "")
    browser = next((name for mark, name in BROWSERS if mark in text), gettext("Peramban lain"))
    system = next((name for mark, name in SYSTEMS if mark in text), gettext("alat lain"))
    return gettext("%(browser)s di %(system)s") % {"browser": browser, "system": system}


@register.filter
def inline_svg(drawing: str) -> SafeString:
    """Put a drawing that this server made itself (a QR code) into the page, without its XML line.

    Never for a file that somebody sent: a drawing may carry scripts.
    """
    return mark_safe(drawing[drawing.index("<svg") :])  # noqa: S308 - drawn here, see above


@register.filter
def undo_url(tags: object) -> str:
    """Find ``undo:/path/`` among the tags of a message: where its *Urungkan* is sent."""
    for tag in str(tags or "").split():
        if tag.startswith("undo:/") and not tag.startswith("undo://"):
            return tag.removeprefix("undo:")
    return ""


@register.simple_tag
def hidden_fields(values: Mapping[str, object] | None) -> SafeString:
    """Write values that a page carries along unseen, such as the base of what its reader saw."""
    return format_html_join(
        "\n", '<input type="hidden" name="{}" value="{}">', (values or {}).items()
    )
