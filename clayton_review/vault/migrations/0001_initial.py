import clayton_review.clock
import django.db.models.deletion
import uuid
from django.db import migrations, models

from clayton_review.migration_operations import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='DataKey',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('table', models.CharField(max_length=63)),
                    ('row', models.CharField(max_length=63)),
                    ('key_id', models.CharField(blank=True, max_length=40)),
                    ('wrapped', models.BinaryField(null=True)),
                    ('created_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('destroyed_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('table', 'row'), name='record_has_one_data_key'), models.CheckConstraint(condition=models.Q(models.Q(('destroyed_at__isnull', True), ('wrapped__isnull', False), models.Q(('key_id', ''), _negated=True)), models.Q(('destroyed_at__isnull', False), ('key_id', ''), ('wrapped__isnull', True)), _connector='OR'), name='data_key_is_there_or_destroyed')],
                },
            ),
            migrations.CreateModel(
                name='SealedField',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('data_key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fields', to='vault.datakey')),
                    ('field', models.CharField(max_length=63)),
                    ('sealed', models.BinaryField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('data_key', 'field'), name='field_is_sealed_once')],
                },
            ),
        ]),
    ]
