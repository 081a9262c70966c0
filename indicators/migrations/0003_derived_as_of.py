from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_history_key")]
    operations = [
        migrations.RemoveField("standing", "is_rolled_up"),
        migrations.AddField("standing", "observation_ref", models.BigIntegerField(null=True)),
        migrations.AddField(
            "reading", "as_of_on", models.DateField(default=date(1900, 1, 1)), preserve_default=False
        ),
    ]
