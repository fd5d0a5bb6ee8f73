from django.db import migrations

from clayton_review.audit.triggers import append_only


class Migration(migrations.Migration):
    """Refuses changes to opened sheets: two states would tell what was on those that differ."""

    dependencies = [
        ("audit", "0001_initial"),
        ("surveys", "0005_groups_of_tables"),
    ]

    operations = [
        append_only("surveys_answersheet"),
    ]
