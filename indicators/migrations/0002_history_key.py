"""The history of a cell is asked for by series and period: pages that look back read its newest row up to a day."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX observation_history_key ON indicators_historicalobservation "
            "(series_id, period_id, history_id)",
            "DROP INDEX observation_history_key",
        ),
        migrations.RunSQL(
            "CREATE INDEX entry_history_key ON indicators_historicalentry (series_id, period_id, history_id)",
            "DROP INDEX entry_history_key",
        ),
    ]
