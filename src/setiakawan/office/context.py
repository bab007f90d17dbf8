"""What the frame around every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from setiakawan.access.actors import Actor
from setiakawan.doors.menu import menu_for
from setiakawan.doors.search_box import search_box_for
from setiakawan.office.queries import area_names, main_office, office_label
from setiakawan.office.queries import settings as settings_of_the_office


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of ``office/base.html``: menu, person, place, bands."""
    actor: Actor | None = getattr(request, "actor", None)
    frame: dict[str, Any] = {
        "is_demo": settings.IS_DEMO,
        "instance_name": settings.INSTANCE_NAME,
    }
    if actor is None or actor.kind != "person":
        # Read by the pages for signing in, when they draw it: whom to ask, for who forgot the password.
        return {"shell": frame, "whom_to_ask": SimpleLazyObject(settings_of_the_office)}
    office = main_office(actor)
    names = area_names([office.reach]) if office else {}
    frame |= {
        "menu": _menu(request, actor),
        "person": {
            "name": actor.name,
            "initials": _initials(actor.name),
            "role_label": office.role.label if office else "",
        },
        "place": _place(office.reach, names) if office else None,
        "staff_session": (
            {"until": actor.staff_until, "url_end": _address("staff_session_end")}
            if actor.staff_until
            else None
        ),
        "search": _search(actor),
        "help_url": reverse("help"),
        "office_label": office_label(office, names) if office else "",
    }
    return {"shell": frame}


def _search(actor: Actor) -> dict[str, Any] | None:
    box = search_box_for(actor)
    if box is None:
        return None
    return {
        "label": box.label,
        "placeholder": box.placeholder,
        "url": reverse(box.url_name),
        "suggest_url": reverse(box.suggest_url_name),
    }


def _menu(request: HttpRequest, actor: Actor) -> list[list[dict[str, Any]]]:
    groups = [[(item, reverse(item.url_name)) for item in group] for group in menu_for(actor)]
    # The longest address that fits is where we are: /akun/undangan/ lies below /akun/.
    here = max(
        (url for group in groups for _item, url in group if _is_at(request.path, url)),
        key=len,
        default="",
    )
    return [
        [
            {
                "label": item.label,
                "url": url,
                "icon": item.icon,
                "count": (item.count(actor) if item.count else None) or None,
                "alert": False,
                "current": url == here,
            }
            for item, url in group
        ]
        for group in groups
    ]


def _is_at(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalpha()]
    kept = [word for word in words if word.lower() not in {"bu", "pak", "mas", "mbak", "mbah"}]
    chosen = (kept or words)[:2]
    return "".join(word[0] for word in chosen).upper() or "?"


def _place(code: str, names: Any) -> dict[str, str] | None:
    label = names.get(code)
    if not label:
        return None
    level, _, name = label.partition(" ")
    return {"level": level, "name": name or level, "url": _address("area", code)}


def _address(name: str, *args: str) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
