from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0004_weekly_count_of_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="survey",
            name="table_groups",
            field=models.CharField(blank=True, editable=False, max_length=60),
        ),
    ]
