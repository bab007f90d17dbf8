"""An appointment that ended names who took over; what happens to an account is told to its owner."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import setiakawan.foundation.ids


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_who_signs_in_is_found")]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="successor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=setiakawan.foundation.ids.uuid7, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("recovered", "Kata sandi diganti dengan kunci masuk kembali"),
                            ("appointed", "Anda mendapat jabatan baru"),
                            ("ended", "Sebuah jabatan Anda berakhir"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "at"], name="notices_of_an_account")],
            },
        ),
    ]
