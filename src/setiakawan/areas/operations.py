"""What changes areas."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from setiakawan.access.permissions import Permission
from setiakawan.access.roles import Role
from setiakawan.areas.models import Area, AreaAlias
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.texts import Line

LOAD = Permission("area.load", {Role.ADMINISTRATOR: "area"})


class NewArea(BaseModel):
    """One area to be entered."""

    model_config = ConfigDict(frozen=True)

    code: str
    name: Line
    level: int
    bps_code: str = ""
    postal_code: str = ""
    aliases: tuple[Line, ...] = ()
    is_modelled: bool = False


@operation("area.loaded", many=True)
def load_areas(*, act: Act, areas: list[NewArea], valid_from: date) -> int:
    """Enter areas from an official list, parents before children; areas that exist are left alone.

    Returns how many were new. One entry per new area; when all were known, one entry that says so.
    """
    LOAD.check(act, areas=[one.code for one in areas])
    known = {
        area.code: area.id
        for area in Area.objects.filter(code__in=_with_parents(areas)).valid_on(valid_from)
    }
    new: list[Area] = []
    aliases: list[AreaAlias] = []
    for one in areas:
        if one.code in known:
            continue
        area = Area(
            id=derived_id(act.id, len(new)),
            code=one.code,
            name=one.name,
            level=one.level,
            parent_id=known.get(one.code.rpartition(".")[0]),
            valid_from=valid_from,
            bps_code=one.bps_code,
            postal_code=one.postal_code,
            is_modelled=one.is_modelled,
        )
        known[one.code] = area.id
        new.append(area)
        aliases += [AreaAlias(area=area, name=name) for name in one.aliases]
    Area.objects.bulk_create(new, batch_size=1000)
    AreaAlias.objects.bulk_create(aliases, batch_size=1000)
    for area in new:
        record(act, area, code=area.code, name=area.name)
    if not new:
        record(act, [], known=len(areas))
    return len(new)


def _with_parents(areas: list[NewArea]) -> set[str]:
    return {code for one in areas for code in (one.code, one.code.rpartition(".")[0]) if code}
