from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0002_lease'),
    ]

    operations = [
        migrations.RenameField(
            model_name='job',
            old_name='is_rung_again',
            new_name='is_requested_again',
        ),
    ]
