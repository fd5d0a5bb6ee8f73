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
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Survey',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('slug', models.SlugField(max_length=60, unique=True)),
                    ('title', models.CharField(max_length=160)),
                    ('status', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('closed', 'Closed')], default='draft', max_length=10)),
                    ('sample', models.CharField(choices=[('probability', 'Probability sample, by invitation code'), ('opt_in', 'Opt-in link, open to everyone')], max_length=12)),
                    ('population', models.CharField(blank=True, max_length=200)),
                    ('population_size', models.PositiveIntegerField(blank=True, null=True)),
                    ('n_invited', models.PositiveIntegerField(default=0)),
                    ('eligibility', models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True)),
                    ('eligibility_source', models.CharField(blank=True, max_length=300)),
                    ('opens_on', models.DateField(blank=True, null=True)),
                    ('closes_on', models.DateField(blank=True, null=True)),
                    ('closed_on', models.DateField(blank=True, editable=False, null=True)),
                    ('published_on', models.DateField(blank=True, editable=False, null=True)),
                    ('notation', models.TextField(blank=True)),
                    ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.questionnaireversion')),
                    ('revision', models.PositiveIntegerField(default=0)),
                    ('created_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                ],
                options={
                    'ordering': ['-created_at', 'slug'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'open', 'closed'])), name='survey_status_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('status', 'closed')), models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='closed_survey_knows_its_day'), models.CheckConstraint(condition=models.Q(('sample__in', ['probability', 'opt_in'])), name='survey_sample_is_known'), models.CheckConstraint(condition=models.Q(('opens_on__isnull', True), ('closes_on__isnull', True), ('closes_on__gte', models.F('opens_on')), _connector='OR'), name='survey_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('status', 'draft'), ('version__isnull', False), _connector='OR'), name='opened_survey_has_a_questionnaire'), models.CheckConstraint(condition=models.Q(('published_on__isnull', True), ('status', 'closed'), _connector='OR'), name='published_results_are_of_a_closed_survey'), models.CheckConstraint(condition=models.Q(models.Q(('eligibility__isnull', True), ('eligibility_source', '')), models.Q(('eligibility__gte', 0), ('eligibility__lte', 1), models.Q(('eligibility_source', ''), _negated=True)), _connector='OR'), name='eligibility_is_a_share_with_a_source')],
                },
            ),
            migrations.CreateModel(
                name='QuestionnaireVersion',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='surveys.survey')),
                    ('number', models.PositiveIntegerField()),
                    ('content', models.JSONField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('published_on', models.DateField(default=clayton_review.clock.today)),
                    ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['survey', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('survey', 'number'), name='one_version_per_number'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='version_hash_is_sha256')],
                },
            ),
            migrations.CreateModel(
                name='Disposition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dispositions', to='surveys.survey')),
                    ('kind', models.CharField(choices=[('refusal', 'Refusals'), ('noncontact', 'Not reached'), ('other', 'Other eligible, no answers'), ('unknown_household', 'Unknown whether a household lives there'), ('unknown_other', 'Unknown for another reason'), ('not_eligible', 'Not eligible')], max_length=20)),
                    ('n', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'ordering': ['survey', 'kind'],
                    'constraints': [models.UniqueConstraint(fields=('survey', 'kind'), name='one_count_per_disposition'), models.CheckConstraint(condition=models.Q(('kind__in', ['refusal', 'noncontact', 'other', 'unknown_household', 'unknown_other', 'not_eligible'])), name='disposition_is_known')],
                },
            ),
            migrations.CreateModel(
                name='InvitationCode',
                fields=[
                    ('mark', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.survey')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('mark__regex', '^[0-9a-f]{64}$')), name='code_is_a_keyed_hash')],
                },
            ),
            migrations.CreateModel(
                name='SpentCode',
                fields=[
                    ('mark', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.survey')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('mark__regex', '^[0-9a-f]{64}$')), name='spent_code_is_a_keyed_hash')],
                },
            ),
            migrations.CreateModel(
                name='SealedBox',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.survey')),
                    ('ciphertext', models.BinaryField()),
                ],
            ),
            migrations.CreateModel(
                name='AnswerSheet',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='surveys.survey')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.questionnaireversion')),
                    ('channel', models.CharField(choices=[('code', 'By invitation code'), ('opt_in', 'By the open link')], max_length=8)),
                    ('answers', models.JSONField()),
                    ('batch_week', models.DateField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['code', 'opt_in'])), name='sheet_channel_is_known'), models.CheckConstraint(condition=models.Q(('batch_week__iso_week_day', 1)), name='sheet_week_is_a_monday')],
                },
            ),
            migrations.CreateModel(
                name='StoredColumns',
                fields=[
                    ('survey', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='columns', serialize=False, to='surveys.survey')),
                    ('n_sheets', models.PositiveIntegerField()),
                    ('questionnaire', models.CharField(max_length=64)),
                    ('content', models.BinaryField()),
                ],
            ),
            migrations.CreateModel(
                name='PopulationTarget',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('recorded_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='surveys.survey')),
                    ('question', models.CharField(max_length=40)),
                    ('counts', models.JSONField()),
                    ('source', models.CharField(max_length=300)),
                    ('vintage', models.CharField(max_length=80)),
                ],
                options={
                    'ordering': ['survey', 'question'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='surveys_populationtarget_withdrawal_complete'), models.UniqueConstraint(condition=models.Q(('withdrawn_on__isnull', True)), fields=('survey', 'question'), name='one_population_target_per_question'), models.CheckConstraint(condition=models.Q(models.Q(('source', ''), _negated=True), models.Q(('vintage', ''), _negated=True)), name='population_target_has_a_source'), models.CheckConstraint(condition=models.Q(('counts', []), _negated=True), name='population_target_has_counts')],
                },
            ),
            migrations.CreateModel(
                name='MethodologyStatement',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('survey', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='statement', to='surveys.survey')),
                    ('items', models.JSONField(blank=True, default=dict)),
                    ('items_es', models.JSONField(blank=True, default=dict)),
                    ('revision', models.PositiveIntegerField(default=1)),
                ],
            ),
            migrations.CreateModel(
                name='Weighting',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('recorded_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('withdrawn_on', models.DateField(blank=True, null=True)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='weightings', to='surveys.survey')),
                    ('questions', models.JSONField()),
                    ('household', models.CharField(blank=True, max_length=40)),
                    ('most_adults', models.PositiveSmallIntegerField(default=4)),
                    ('least_in_group', models.PositiveSmallIntegerField(default=20)),
                    ('merges', models.JSONField(blank=True, default=list)),
                    ('trim_at', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True)),
                    ('weights', models.BinaryField(blank=True, default=bytes)),
                    ('margins', models.BinaryField(blank=True, default=bytes)),
                    ('n_sheets', models.PositiveIntegerField(default=0)),
                    ('report', models.JSONField(blank=True, default=dict)),
                    ('problem', models.TextField(blank=True)),
                ],
                options={
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='surveys_weighting_withdrawal_complete'), models.UniqueConstraint(condition=models.Q(('withdrawn_on__isnull', True)), fields=('survey',), name='one_weighting_per_survey'), models.CheckConstraint(condition=models.Q(('questions', []), _negated=True), name='weighting_has_a_population'), models.CheckConstraint(condition=models.Q(('trim_at__isnull', True), ('trim_at__gt', 1), _connector='OR'), name='weights_are_trimmed_above_their_mean'), models.CheckConstraint(condition=models.Q(('least_in_group__gte', 1), ('most_adults__gte', 1)), name='weighting_limits_are_positive')],
                },
            ),
        ]),
        append_only("surveys_questionnaireversion"),
    ]
