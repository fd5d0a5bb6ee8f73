from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0003_unreadable_boxes"),
    ]

    operations = [
        migrations.AddField(
            model_name="survey",
            name="table_groups",
            field=models.CharField(blank=True, editable=False, max_length=60),
        ),
    ]
