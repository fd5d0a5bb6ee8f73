import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_spell_deputizes_for'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='preferences', name='letters_choice_is_known'),
        migrations.RenameField(model_name='preferences', old_name='letters', new_name='digest_frequency'),
        migrations.AddConstraint(
            model_name='preferences',
            constraint=models.CheckConstraint(condition=models.Q(('digest_frequency__in', ['daily', 'at_once', 'weekly', 'none'])), name='digest_frequency_is_known'),
        ),
        migrations.RenameModel(old_name='Letter', new_name='Digest'),
        migrations.AlterField(
            model_name='digest',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='digests', to=settings.AUTH_USER_MODEL),
        ),
    ]
