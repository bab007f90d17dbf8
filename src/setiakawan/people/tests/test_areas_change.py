"""When a kelurahan is split, its people go along; who can't be placed waits (CASE-12)."""

from setiakawan.areas import rules
from setiakawan.areas.codes import AreaCode
from setiakawan.areas.models import Area
from setiakawan.areas.operations import SplitOrder, split_area
from setiakawan.areas.queries import unplaced_rows
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import SANGKRAH, act_of, actor, bu_maya, bu_ratna, bu_sri
from setiakawan.foundation.clock import today
from setiakawan.people.jobs import follow_areas_now
from setiakawan.people.models import Address
from setiakawan.people.operations.facts import record_address
from setiakawan.people.queries import household_page
from setiakawan.people.tests.stage import (
    HEAD,
    household_of,
    listed,
    page,
    protected,
    registered,
    said,
)

NORTH, SOUTH = "33.72.03.1018", "33.72.03.1019"


def split() -> None:
    """Sangkrah becomes two: RW 001 to 004, and the others."""
    with reading(actor(bu_ratna)):
        old = Area.objects.get(code=SANGKRAH, valid_until=None)
        last = Area.objects.below(SANGKRAH).filter(level=5).order_by("-code").first()
    assert last is not None
    plan = rules.SplitPlan(
        old_code=AreaCode(SANGKRAH),
        on=today(),
        new_areas=(
            rules.NewArea(AreaCode(NORTH), "Sangkrah"),
            rules.NewArea(AreaCode(SOUTH), "Sangkrah Kidul"),
        ),
        rw_map=(
            rules.RwShare("001", "004", None, None, AreaCode(NORTH)),
            rules.RwShare("005", last.number, None, None, AreaCode(SOUTH)),
        ),
    )
    split_area(
        act=act_of(bu_ratna),
        area_id=old.id,
        version=old.version,
        plan=SplitOrder.of_plan(plan, decree="Perda contoh"),
    )


def test_people_go_along_and_nobody_falls_between(committed_db, as_login):
    north = registered(name="Karso", area_code=f"{SANGKRAH}.002")
    south = registered(name="Wagimin", area_code=f"{SANGKRAH}.006")
    nowhere = registered(name="Tanpa RW")
    home = household_of(
        bu_sri, said("Pardi", area_code=f"{SANGKRAH}.006", part=HEAD), area_code=f"{SANGKRAH}.006"
    )
    hidden = registered(bu_maya, name="Ratna Puspita", area_code=f"{SANGKRAH}.002", is_hidden=True)
    guarded = registered(name="Sutini", area_code=f"{SANGKRAH}.002")
    protected(guarded)
    record_address(
        act=act_of(bu_sri),
        person_id=north.id,
        kind=Address.Kind.CARD,
        place_code=SANGKRAH,
        text="Sangkrah RT 01 RW 02",
    )
    split()
    with as_login("worker"):
        follow_areas_now.func()
        follow_areas_now.func()

    where = {
        one.name: page(bu_maya, one.id).person.area_code
        for one in (north, south, nowhere, hidden, guarded)
    }
    assert where == {
        "Karso": f"{NORTH}.002",
        "Wagimin": f"{SOUTH}.006",
        "Tanpa RW": SANGKRAH,
        "Ratna Puspita": f"{NORTH}.002",
        "Sutini": f"{NORTH}.002",
    }
    # The PSM goes on having charge of all until the coordinator names new ones.
    assert listed(bu_sri) == ["Karso", "Pardi", "Sutini", "Tanpa RW", "Wagimin"]
    with reading(actor(bu_sri)):
        assert [one.title for one in unplaced_rows(actor(bu_sri), today())] == ["Tanpa RW"]
    [card] = [one for one in page(bu_sri, north.id).addresses if one.kind == Address.Kind.CARD]
    assert card.place_code == SANGKRAH
    with reading(actor(bu_sri)):
        assert household_page(actor(bu_sri), home).household.area_code == f"{SOUTH}.006"
