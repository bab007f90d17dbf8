from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("areas", "0001_areas_have_periods")]

    operations = [
        migrations.AddField(
            model_name="area",
            name="version",
            field=models.IntegerField(default=1),
        ),
    ]
