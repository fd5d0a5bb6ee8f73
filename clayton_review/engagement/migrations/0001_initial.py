import clayton_review.clock
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
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
                name='Alert',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('level', models.PositiveSmallIntegerField()),
                    ('raised_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('cause', models.CharField(max_length=200)),
                    ('fees', models.DecimalField(decimal_places=2, max_digits=12)),
                    ('limit', models.DecimalField(decimal_places=2, max_digits=12)),
                    ('taken_back_at', models.DateTimeField(null=True)),
                    ('taken_back_because', models.CharField(blank=True, max_length=200)),
                    ('told_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['-raised_at', '-level'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('level__in', (75, 90, 100))), name='alert_level_is_known'), models.CheckConstraint(condition=models.Q(('fees__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('limit'), '*', models.F('level')), '/', models.Value(100)))), name='alert_has_its_reason'), models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at__isnull', True), ('taken_back_because', '')), models.Q(('taken_back_at__gte', models.F('raised_at')), ('taken_back_at__isnull', False), models.Q(('taken_back_because', ''), _negated=True)), _connector='OR'), name='alert_taken_back_with_reason'), models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('level',), name='alert_stands_once')],
                },
            ),
            migrations.CreateModel(
                name='Contract',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('recorded_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('reference', models.CharField(max_length=12, unique=True)),
                    ('is_the_one', models.BooleanField(default=True, editable=False, unique=True)),
                    ('title', models.CharField(max_length=200)),
                    ('client', models.CharField(max_length=200)),
                    ('not_to_exceed', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='not-to-exceed amount')),
                    ('approved_on', models.DateField(verbose_name='approved by the Board on')),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField()),
                    ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ],
                options={
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='engagement_contract_withdrawal_complete'), models.CheckConstraint(condition=models.Q(('is_the_one', True)), name='contract_is_the_only_one'), models.CheckConstraint(condition=models.Q(('not_to_exceed__gt', 0)), name='contract_amount_is_positive'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='contract_ends_after_its_start')],
                },
            ),
            migrations.CreateModel(
                name='Amendment',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('recorded_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('reference', models.CharField(max_length=12, unique=True)),
                    ('amount_change', models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                    ('new_ends_on', models.DateField(blank=True, null=True, verbose_name='new end')),
                    ('approved_on', models.DateField(verbose_name='approved by the Board on')),
                    ('reason', models.TextField()),
                    ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ],
                options={
                    'ordering': ['-approved_on'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='engagement_amendment_withdrawal_complete'), models.CheckConstraint(condition=models.Q(models.Q(('amount_change', 0), _negated=True), ('new_ends_on__isnull', False), _connector='OR'), name='amendment_changes_something')],
                },
            ),
            migrations.CreateModel(
                name='PlannedMonth',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('recorded_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('month', models.DateField(help_text='the first day of the month')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ],
                options={
                    'ordering': ['month'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='engagement_plannedmonth_withdrawal_complete'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='plan_is_not_negative'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='plan_is_for_a_whole_month'), models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('month',), name='plan_once_a_month')],
                },
            ),
            migrations.CreateModel(
                name='BoardMeeting',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('recorded_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('held_on', models.DateField()),
                    ('packet_due_on', models.DateField()),
                ],
                options={
                    'ordering': ['held_on'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='engagement_boardmeeting_withdrawal_complete'), models.CheckConstraint(condition=models.Q(('packet_due_on__lte', models.F('held_on'))), name='packet_is_due_before_meeting'), models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('held_on',), name='one_meeting_a_day')],
                },
            ),
            migrations.CreateModel(
                name='DecisionAsked',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('recorded_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('reference', models.CharField(max_length=12, unique=True)),
                    ('text', models.CharField(max_length=500, verbose_name='what is asked')),
                    ('why', models.TextField(verbose_name='why it is needed')),
                    ('options', models.TextField(blank=True, verbose_name='options and what they cost')),
                    ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                    ('asked_on', models.DateField()),
                    ('decide_by', models.DateField()),
                    ('decided_on', models.DateField(blank=True, null=True)),
                    ('outcome', models.TextField(blank=True)),
                    ('how_decided', models.CharField(blank=True, choices=[('approved', 'Approved'), ('changed', 'Approved with changes'), ('declined', 'Declined'), ('no_action', 'No action taken')], max_length=10)),
                    ('minutes', models.CharField(blank=True, max_length=200, verbose_name='where the minutes are')),
                ],
                options={
                    'ordering': ['decide_by', 'reference'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='engagement_decisionasked_withdrawal_complete'), models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', True), ('outcome', '')), models.Q(('decided_on__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='decision_has_date_and_outcome'), models.CheckConstraint(condition=models.Q(('decide_by__gte', models.F('asked_on'))), name='decision_is_asked_before_due'), models.CheckConstraint(condition=models.Q(('decided_on__isnull', True), ('decided_on__gte', models.F('asked_on')), _connector='OR'), name='decision_follows_the_question'), models.CheckConstraint(condition=models.Q(('amount__isnull', True), ('amount__gt', 0), _connector='OR'), name='decision_amount_is_positive'), models.CheckConstraint(condition=models.Q(models.Q(('how_decided', ''), ('minutes', '')), models.Q(('decided_on__isnull', False), ('how_decided__in', ['approved', 'changed', 'declined', 'no_action'])), _connector='OR'), name='decision_is_decided_somehow')],
                },
            ),
            migrations.CreateModel(
                name='Milestone',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('recorded_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('reference', models.CharField(max_length=12, unique=True)),
                    ('title', models.CharField(max_length=200)),
                    ('baseline_on', models.DateField(verbose_name='first agreed for')),
                    ('due_on', models.DateField()),
                    ('reached_on', models.DateField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['due_on', 'reference'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='engagement_milestone_withdrawal_complete')],
                },
            ),
            migrations.CreateModel(
                name='MilestoneMove',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='engagement.milestone')),
                    ('moved_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('moved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('from_on', models.DateField()),
                    ('to_on', models.DateField()),
                    ('reason', models.TextField()),
                ],
                options={
                    'ordering': ['moved_at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('from_on', models.F('to_on')), _negated=True), name='move_changes_the_date'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='move_has_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='HourlyRate',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('recorded_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('task', models.CharField(blank=True, choices=[('management', 'Project management'), ('incidents', 'Incident review'), ('survey', 'Survey'), ('interviews', 'Interviews and dialogues'), ('records', 'Records and stop data'), ('reporting', 'Reports to the Board'), ('travel', 'Travel')], max_length=20)),
                    ('starts_on', models.DateField(verbose_name='from')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=8, verbose_name='per hour')),
                ],
                options={
                    'ordering': ['person__name', 'task', '-starts_on'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='engagement_hourlyrate_withdrawal_complete'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='hourly_rate_is_positive'), models.CheckConstraint(condition=models.Q(('task__in', ['', 'management', 'incidents', 'survey', 'interviews', 'records', 'reporting', 'travel'])), name='hourly_rate_task_is_known'), models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('person', 'task', 'starts_on'), name='one_hourly_rate_from_a_day')],
                },
            ),
            migrations.CreateModel(
                name='MileageRate',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('recorded_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('starts_on', models.DateField(verbose_name='from')),
                    ('amount', models.DecimalField(decimal_places=4, max_digits=5, verbose_name='per mile')),
                    ('source', models.CharField(max_length=200, verbose_name='where it stands')),
                ],
                options={
                    'ordering': ['-starts_on'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='engagement_mileagerate_withdrawal_complete'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='mileage_rate_is_positive'), models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('starts_on',), name='one_mileage_rate_from_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Expense',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('recorded_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('reference', models.CharField(max_length=12, unique=True)),
                    ('kind', models.CharField(choices=[('fee', 'Professional fee'), ('reimbursable', 'Reimbursable expense')], max_length=20)),
                    ('task', models.CharField(choices=[('management', 'Project management'), ('incidents', 'Incident review'), ('survey', 'Survey'), ('interviews', 'Interviews and dialogues'), ('records', 'Records and stop data'), ('reporting', 'Reports to the Board'), ('travel', 'Travel')], max_length=20)),
                    ('incurred_on', models.DateField()),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                    ('hours', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                    ('rate', models.DecimalField(decimal_places=2, max_digits=8, null=True, verbose_name='rate per hour')),
                    ('miles', models.DecimalField(blank=True, decimal_places=1, max_digits=7, null=True)),
                    ('mile_rate', models.DecimalField(decimal_places=4, max_digits=5, null=True, verbose_name='rate per mile')),
                    ('description', models.CharField(max_length=500)),
                    ('spent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('receipt', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ],
                options={
                    'ordering': ['-incurred_on', '-reference'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='engagement_expense_withdrawal_complete'), models.CheckConstraint(condition=models.Q(('kind__in', ['fee', 'reimbursable'])), name='expense_kind_is_known'), models.CheckConstraint(condition=models.Q(('task__in', ['management', 'incidents', 'survey', 'interviews', 'records', 'reporting', 'travel'])), name='expense_task_is_known'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='expense_amount_is_positive'), models.CheckConstraint(condition=models.Q(models.Q(('hours__isnull', True), ('rate__isnull', True)), models.Q(('amount', django.db.models.functions.math.Round(django.db.models.expressions.CombinedExpression(models.F('hours'), '*', models.F('rate')), precision=2)), ('hours__gt', 0), ('hours__lte', 24), ('kind', 'fee'), ('rate__isnull', False)), _connector='OR'), name='time_is_hours_at_a_rate'), models.CheckConstraint(condition=models.Q(models.Q(('mile_rate__isnull', True), ('miles__isnull', True)), models.Q(('amount', django.db.models.functions.math.Round(django.db.models.expressions.CombinedExpression(models.F('miles'), '*', models.F('mile_rate')), precision=2)), ('kind', 'reimbursable'), ('mile_rate__isnull', False), ('miles__gt', 0)), _connector='OR'), name='mileage_is_miles_at_a_rate')],
                },
            ),
        ]),
        append_only('engagement_milestonemove'),
    ]
