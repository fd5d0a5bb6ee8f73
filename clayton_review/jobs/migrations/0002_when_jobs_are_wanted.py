import clayton_review.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='is_scheduled',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='job',
            name='wanted_at',
            field=models.DateTimeField(default=clayton_review.clock.now),
        ),
    ]
