"""What changes an instance's settings."""

from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.problems import ChangedMeanwhile, Problem
from setiakawan.foundation.texts import Line
from setiakawan.office import permissions
from setiakawan.office.models import Setting
from setiakawan.office.rules import BY_NAME


class NotAPhone(Problem):
    """A number nobody could call."""

    code = "setting.not_a_phone"
    sentence = "Nomor ini tidak dapat ditelepon. Tulis seperti 0812-0000-4121, atau kosongkan."


class UnknownSetting(Problem):
    """Nothing of this name can be set."""

    code = "setting.unknown"
    sentence = "Pengaturan ini tidak dikenal. Muat ulang halaman pengaturan."
    status = 404


@operation("setting.changed")
def change_setting(*, act: Act, name: Line, value: Line, version: int) -> Setting:
    """Set one thing of the instance. ``version`` is 0 where nothing had been decided yet."""
    permissions.CHANGE_SETTINGS.check(act)
    choice = BY_NAME.get(name)
    if choice is None:
        raise UnknownSetting
    if not choice.reads(value):
        raise NotAPhone(field=name)
    setting = Setting.objects.select_for_update().filter(name=name).first()
    if (setting.version if setting else 0) != version:
        raise ChangedMeanwhile(field=name)
    before = setting.value if setting else choice.default
    if setting is None:
        setting = Setting(id=derived_id(act.id, 1), name=name, value=value)
        setting.save(force_insert=True)
    else:
        setting.value, setting.version = value, version + 1
        setting.save(update_fields=["value", "version"])
    record(act, setting, name=name, before=before, after=value)
    return setting
