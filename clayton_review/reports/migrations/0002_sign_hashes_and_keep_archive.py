import clayton_review.clock
import django.db.models.deletion
from django.db import migrations, models

from clayton_review.audit.triggers import append_only
from clayton_review.migration_operations import CreateModels


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Archive',
                fields=[
                    ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                    ('path', models.CharField(max_length=200)),
                    ('size', models.PositiveBigIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('n_reports', models.PositiveIntegerField()),
                    ('at', models.DateTimeField(default=clayton_review.clock.now)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='report_archive_is_one')],
                },
            ),
            migrations.CreateModel(
                name='Checksums',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField()),
                    ('signature', models.BinaryField()),
                    ('signing_key', models.TextField()),
                    ('at', models.DateTimeField(default=clayton_review.clock.now)),
                    ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='checksums', to='reports.report')),
                ],
            ),
            migrations.CreateModel(
                name='MailedHead',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('row', models.BigIntegerField()),
                    ('hash', models.CharField(max_length=64)),
                    ('at', models.DateTimeField(default=clayton_review.clock.now)),
                    ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='mailed_head', to='reports.report')),
                ],
            ),
        ]),
        append_only("reports_checksums"),
        append_only("reports_mailedhead"),
    ]
