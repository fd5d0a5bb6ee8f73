import clayton_review.clock
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
                name='Job',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=60)),
                    ('key', models.CharField(blank=True, max_length=80)),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=10)),
                    ('due_at', models.DateTimeField(default=clayton_review.clock.now)),
                    ('lease', models.UUIDField(blank=True, null=True)),
                    ('lease_until', models.DateTimeField(blank=True, null=True)),
                    ('heartbeat_at', models.DateTimeField(blank=True, null=True)),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('attempt', models.PositiveIntegerField(default=0)),
                    ('is_requested_again', models.BooleanField(default=False)),
                    ('last_error', models.TextField(blank=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['state', 'due_at'], name='jobs_job_state_1b876f_idx')],
                    'constraints': [models.UniqueConstraint(fields=('name', 'key'), name='job_exists_once'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed'])), name='job_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), models.Q(('lease__isnull', False), ('lease_until__isnull', False)), _connector='OR'), name='running_job_has_a_lease')],
                },
            ),
        ]),
    ]
