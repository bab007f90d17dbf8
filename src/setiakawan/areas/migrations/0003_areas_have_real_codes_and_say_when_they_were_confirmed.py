from django.db import migrations, models

CODE = (
    r"^(?:[1-9][0-9](?:\.(?!00)[0-9]{2}(?:\.(?!00)[0-9]{2}(?:\.[123](?!000)[0-9]{3}"
    r"(?:\.(?!000)[0-9]{3}(?:\.(?!000)[0-9]{3})?)?)?)?)?)$"
)


class Migration(migrations.Migration):
    dependencies = [("areas", "0002_areas_count_their_changes")]

    operations = [
        migrations.AddField(
            model_name="area",
            name="confirmed_on",
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", CODE)), name="an_area_has_a_code"
            ),
        ),
    ]
