"""Fill a new instance, as the system, under the worker's login and in a process of its own.

``python -m setiakawan.cli.filling city 33.72 NAME`` enters the areas of a city and makes the first
administrator's invitation, whose page it prints; ``… demo`` enters the demo city.
"""

import json
import sys

from setiakawan.cli.progress import say_step
from setiakawan.cli.setup import setup_django


def fill_city(code: str, administrator: str) -> str:
    """Enter a city's areas and the categories, and invite its first administrator.

    Answers the page of the one-time key.
    """
    from setiakawan.accounts.operations import invite_first_administrator
    from setiakawan.areas.operations import city_areas, load_areas
    from setiakawan.areas.rules import KNOWN_SINCE
    from setiakawan.audit.acts import system_act
    from setiakawan.categories.operations import load_categories

    areas = city_areas(code)
    say_step(f"Wilayah: {len(areas)} dari daftar resmi …")
    load_areas(act=system_act("command"), areas=areas, valid_from=KNOWN_SINCE)
    say_step("Kategori: jenis PPKS, kriteria, PSKS, dan kaitannya …")
    load_categories(act=system_act("command"))
    say_step("Undangan administrator pertama …")
    return invite_first_administrator(act=system_act("command"), name=administrator, area_code=code)


def fill_demo() -> dict[str, object]:
    """Enter the demo city; answer who can sign in, and with which password."""
    from setiakawan.demo.cast import CAST, DEMO_PASSWORD
    from setiakawan.demo.city import load_demo_city

    load_demo_city(told=say_step)
    people = [[part.username, f"{part.call_name}: {part.about}"] for part in CAST]
    return {"password": DEMO_PASSWORD, "people": people}


if __name__ == "__main__":
    setup_django("worker")
    what, *arguments = sys.argv[1:]
    sys.stdout.write(json.dumps(fill_city(*arguments) if what == "city" else fill_demo()))
