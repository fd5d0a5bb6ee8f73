import clayton_review.clock
from django.db import migrations, models

from clayton_review.audit.triggers import append_only
from clayton_review.migration_operations import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='AuditEntry',
                fields=[
                    ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('at', models.DateTimeField(default=clayton_review.clock.now)),
                    ('who', models.CharField(max_length=200)),
                    ('verb', models.CharField(max_length=60)),
                    ('object_type', models.CharField(max_length=60)),
                    ('object_id', models.CharField(max_length=60)),
                    ('reason', models.TextField(blank=True)),
                    ('payload', models.TextField(default='{}')),
                    ('previous_hash', models.CharField(max_length=64)),
                    ('hash', models.CharField(max_length=64)),
                ],
                options={
                    'verbose_name_plural': 'audit entries',
                    'ordering': ['id'],
                    'indexes': [models.Index(fields=['object_type', 'object_id'], name='audit_audit_object__3eefc4_idx')],
                },
            ),
            migrations.CreateModel(
                name='AuditHead',
                fields=[
                    ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                    ('last_id', models.BigIntegerField(default=0)),
                    ('last_hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='audit_has_one_head')],
                },
            ),
            migrations.CreateModel(
                name='ReferenceCounter',
                fields=[
                    ('prefix', models.CharField(max_length=8, primary_key=True, serialize=False)),
                    ('last_number', models.PositiveIntegerField(default=0)),
                ],
            ),
        ]),
        append_only("audit_auditentry"),
    ]
