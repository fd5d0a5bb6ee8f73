import clayton_review.clock
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from clayton_review.audit.triggers import append_only
from clayton_review.migration_operations import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('documents', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Incident',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('recorded_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('reference', models.CharField(max_length=12, unique=True)),
                    ('title', models.CharField(max_length=160)),
                    ('summary', models.TextField()),
                    ('place', models.CharField(max_length=200)),
                    ('agency', models.CharField(max_length=160)),
                    ('happened_from', models.DateTimeField(blank=True, null=True)),
                    ('happened_until', models.DateTimeField(blank=True, null=True)),
                    ('precision', models.CharField(choices=[('second', 'To the second'), ('minute', 'To the minute'), ('hour', 'About the hour'), ('day', 'Only the day'), ('unknown', 'Not known')], default='unknown', max_length=10)),
                    ('status', models.CharField(choices=[('open', 'Open'), ('under_review', 'Under review'), ('closed', 'Closed')], default='open', max_length=20)),
                    ('disclosure_class', models.CharField(choices=[('public', 'Public'), ('city_and_board', 'City and Board'), ('team', 'Engagement team'), ('restricted', 'Restricted to the lead')], default='team', max_length=20)),
                    ('is_demonstration', models.BooleanField(default=False)),
                ],
                options={
                    'ordering': ['-reference'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='incidents_incident_withdrawal_complete'), models.CheckConstraint(condition=models.Q(('status__in', ['open', 'under_review', 'closed'])), name='incident_status_is_known'), models.CheckConstraint(condition=models.Q(('disclosure_class__in', ['public', 'city_and_board', 'team', 'restricted'])), name='incident_class_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('happened_from__isnull', True), ('precision', 'unknown')), models.Q(models.Q(('happened_from__isnull', True), _negated=True), ('precision__in', ['second', 'minute', 'hour', 'day'])), _connector='OR'), name='incident_time_fits_precision'), models.CheckConstraint(condition=models.Q(('happened_until__isnull', True), ('happened_until__gte', models.F('happened_from')), _connector='OR'), name='incident_ends_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='Claim',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('recorded_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='incidents.incident')),
                    ('number', models.PositiveIntegerField()),
                    ('point', models.CharField(max_length=160)),
                    ('text', models.TextField()),
                    ('asserted_by', models.CharField(max_length=200)),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                    ('locator', models.CharField(blank=True, max_length=200)),
                    ('asserted_on', models.DateField(blank=True, null=True)),
                    ('standing', models.CharField(choices=[('single_source', 'Single source'), ('corroborated', 'Corroborated'), ('disputed', 'Disputed'), ('disproved', 'Disproved by record'), ('undetermined', 'Cannot be determined')], default='single_source', max_length=20)),
                    ('standard', models.CharField(blank=True, max_length=200)),
                    ('assessor_note', models.TextField(blank=True)),
                    ('assessed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('assessed_on', models.DateField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['number'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='incidents_claim_withdrawal_complete'), models.UniqueConstraint(fields=('incident', 'number'), name='claim_number_is_unique'), models.CheckConstraint(condition=models.Q(('standing__in', ['single_source', 'corroborated', 'disputed', 'disproved', 'undetermined'])), name='claim_standing_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('assessed_by__isnull', True), ('assessed_on__isnull', True), ('assessor_note', ''), ('standard', ''), ('standing', 'single_source')), models.Q(('assessed_by__isnull', False), ('assessed_on__isnull', False), models.Q(('standard', ''), _negated=True)), _connector='OR'), name='claim_assessment_is_complete')],
                },
            ),
            migrations.CreateModel(
                name='EvidenceItem',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('recorded_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='incidents.incident')),
                    ('number', models.PositiveIntegerField()),
                    ('kind', models.CharField(choices=[('body_camera', 'Body-worn camera'), ('dash_camera', 'Dash camera'), ('radio', 'Radio recording'), ('call_911', '911 call'), ('dispatch', 'Dispatch record'), ('receipt', 'Receipt'), ('photo', 'Photo'), ('video', 'Video'), ('statement', 'Statement'), ('report', 'Report'), ('other', 'Other')], max_length=20)),
                    ('description', models.TextField()),
                    ('holder', models.CharField(max_length=200)),
                    ('state', models.CharField(choices=[('requested', 'Requested'), ('received', 'Received'), ('refused', 'Refused'), ('does_not_exist', 'Does not exist')], max_length=20)),
                    ('state_on', models.DateField()),
                    ('clock_offset_seconds', models.IntegerField(blank=True, null=True)),
                    ('disclosure_class', models.CharField(choices=[('public', 'Public'), ('city_and_board', 'City and Board'), ('team', 'Engagement team'), ('restricted', 'Restricted to the lead')], default='team', max_length=20)),
                    ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                    ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence_items', to='documents.documentrequest')),
                ],
                options={
                    'verbose_name': 'evidence item',
                    'ordering': ['number'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='incidents_evidenceitem_withdrawal_complete'), models.UniqueConstraint(fields=('incident', 'number'), name='evidence_number_is_unique'), models.CheckConstraint(condition=models.Q(('kind__in', ['body_camera', 'dash_camera', 'radio', 'call_911', 'dispatch', 'receipt', 'photo', 'video', 'statement', 'report', 'other'])), name='evidence_kind_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'received', 'refused', 'does_not_exist'])), name='evidence_state_is_known'), models.CheckConstraint(condition=models.Q(('disclosure_class__in', ['public', 'city_and_board', 'team', 'restricted'])), name='evidence_class_is_known'), models.CheckConstraint(condition=models.Q(('file__isnull', True), ('state', 'received'), _connector='OR'), name='evidence_file_was_received')],
                },
            ),
            migrations.CreateModel(
                name='TimelineEvent',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('recorded_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='incidents.incident')),
                    ('text', models.TextField()),
                    ('at', models.DateTimeField(blank=True, null=True)),
                    ('precision', models.CharField(choices=[('second', 'To the second'), ('minute', 'To the minute'), ('hour', 'About the hour'), ('day', 'Only the day'), ('unknown', 'Not known')], max_length=10)),
                    ('clock_source', models.CharField(blank=True, max_length=120)),
                    ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                    ('locator', models.CharField(blank=True, max_length=200)),
                ],
                options={
                    'verbose_name': 'timeline event',
                    'ordering': [models.OrderBy(models.F('at'), nulls_last=True), 'recorded_at'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='incidents_timelineevent_withdrawal_complete'), models.CheckConstraint(condition=models.Q(models.Q(('at__isnull', True), ('precision', 'unknown')), models.Q(models.Q(('at__isnull', True), _negated=True), ('precision__in', ['second', 'minute', 'hour', 'day'])), _connector='OR'), name='event_time_fits_precision'), models.CheckConstraint(condition=models.Q(('locator', ''), ('document__isnull', False), _connector='OR'), name='event_locator_needs_a_source')],
                },
            ),
            migrations.CreateModel(
                name='InvolvedPerson',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('recorded_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='incidents.incident')),
                    ('role', models.CharField(choices=[('person_stopped', 'Person stopped'), ('complainant', 'Complainant'), ('reporting_party', 'Reporting party'), ('witness', 'Witness'), ('officer', 'Officer'), ('supervisor', 'Supervisor'), ('dispatcher', 'Dispatcher'), ('employee', 'Employee'), ('other', 'Other')], max_length=20)),
                    ('label', models.CharField(max_length=60)),
                    ('n_people', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('note', models.TextField(blank=True)),
                ],
                options={
                    'verbose_name': 'involved person',
                    'verbose_name_plural': 'involved people',
                    'ordering': ['role', 'label'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='incidents_involvedperson_withdrawal_complete'), models.CheckConstraint(condition=models.Q(('role__in', ['person_stopped', 'complainant', 'reporting_party', 'witness', 'officer', 'supervisor', 'dispatcher', 'employee', 'other'])), name='person_role_is_known'), models.CheckConstraint(condition=models.Q(('n_people__isnull', True), ('n_people__gte', 1), _connector='OR'), name='person_counts_at_least_one')],
                },
            ),
            migrations.CreateModel(
                name='Change',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='incidents.incident')),
                    ('claim', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='incidents.claim')),
                    ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='incidents.evidenceitem')),
                    ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='incidents.timelineevent')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='incidents.involvedperson')),
                    ('act', models.CharField(max_length=60)),
                    ('reason', models.TextField(blank=True)),
                    ('before', models.JSONField(default=dict)),
                    ('at', models.DateTimeField(default=clayton_review.clock.now)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-at'],
                    'indexes': [models.Index(fields=['incident', '-at'], name='incidents_c_inciden_e224fb_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('claim__isnull', True), ('event__isnull', True), ('item__isnull', True), ('person__isnull', True)), models.Q(('claim__isnull', False), ('event__isnull', True), ('item__isnull', True), ('person__isnull', True)), models.Q(('claim__isnull', True), ('event__isnull', True), ('item__isnull', False), ('person__isnull', True)), models.Q(('claim__isnull', True), ('event__isnull', False), ('item__isnull', True), ('person__isnull', True)), models.Q(('claim__isnull', True), ('event__isnull', True), ('item__isnull', True), ('person__isnull', False)), _connector='OR'), name='change_of_one_part_at_most')],
                },
            ),
        ]),
        append_only("incidents_change"),
    ]
