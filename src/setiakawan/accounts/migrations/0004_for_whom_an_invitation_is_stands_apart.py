"""For whom an invitation is stands in a table of its own, which an administrator doesn't read.

One step and not three: no release has the old columns.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

MOVE = """
INSERT INTO accounts_invited (invitation_id, name, call_name, phone, area_code, written_by_id)
SELECT id, name, call_name, phone, area_code, invited_by_id FROM accounts_invitation
"""

MOVE_BACK = """
UPDATE accounts_invitation i SET name = w.name, call_name = w.call_name, phone = w.phone
FROM accounts_invited w WHERE w.invitation_id = i.id
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_who_left_has_a_successor")]

    operations = [
        migrations.CreateModel(
            name="Invited",
            fields=[
                (
                    "invitation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="invited",
                        serialize=False,
                        to="accounts.invitation",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("call_name", models.CharField(blank=True, max_length=60)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("area_code", models.CharField(db_collation="C", max_length=24)),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area_code", "name"], name="who_is_invited_to_an_area")
                ],
            },
        ),
        migrations.RunSQL(MOVE, MOVE_BACK),
        # The moved rows' checks of foreign keys wait for the end, and a table that waits can't change.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveField(model_name="invitation", name="name"),
        migrations.RemoveField(model_name="invitation", name="call_name"),
        migrations.RemoveField(model_name="invitation", name="phone"),
    ]
