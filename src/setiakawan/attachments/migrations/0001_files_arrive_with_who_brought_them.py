from django.db import migrations, models

import setiakawan.foundation.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=setiakawan.foundation.ids.uuid7, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("media_type", models.CharField(max_length=20)),
                ("size", models.IntegerField()),
                ("width", models.IntegerField(null=True)),
                ("height", models.IntegerField(null=True)),
                ("original_type", models.CharField(max_length=20)),
                ("uploaded_by", models.UUIDField(null=True)),
                ("uploaded_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["digest", "uploaded_by"], name="uploads_by_digest"),
                    models.Index(fields=["uploaded_by"], name="uploads_of_an_account"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="upload_has_a_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("height", None), ("media_type", "application/pdf"), ("width", None)
                            ),
                            models.Q(
                                ("height__gt", 0),
                                ("height__isnull", False),
                                ("media_type__startswith", "image/"),
                                ("width__gt", 0),
                                ("width__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="upload_with_a_size_is_a_picture",
                    ),
                ],
            },
        ),
    ]
