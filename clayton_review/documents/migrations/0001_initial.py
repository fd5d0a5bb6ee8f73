import clayton_review.clock
import django.contrib.postgres.indexes
import django.contrib.postgres.search
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
                name='DocumentRequest',
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
                    ('wording', models.TextField()),
                    ('reason', models.TextField(blank=True)),
                    ('period_from', models.DateField(blank=True, null=True)),
                    ('period_until', models.DateField(blank=True, null=True)),
                    ('office', models.CharField(max_length=200)),
                    ('addressee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests_to_answer', to=settings.AUTH_USER_MODEL)),
                    ('contact_email', models.EmailField(blank=True, max_length=254)),
                    ('asked_on', models.DateField()),
                    ('due_on', models.DateField()),
                    ('status', models.CharField(choices=[('asked', 'Asked'), ('partial', 'Received in part'), ('received', 'Received'), ('refused', 'Refused'), ('does_not_exist', 'Does not exist'), ('withdrawn', 'Withdrawn')], default='asked', max_length=16)),
                    ('answered_on', models.DateField(blank=True, null=True)),
                    ('stated_by', models.CharField(blank=True, max_length=200)),
                    ('grounds', models.TextField(blank=True)),
                    ('citation', models.CharField(blank=True, max_length=200)),
                    ('is_demonstration', models.BooleanField(default=False)),
                ],
                options={
                    'verbose_name': 'request',
                    'ordering': ['-reference'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='documents_documentrequest_withdrawal_complete'), models.CheckConstraint(condition=models.Q(('status__in', ['asked', 'partial', 'received', 'refused', 'does_not_exist', 'withdrawn'])), name='request_status_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('wording', ''), _negated=True), models.Q(('office', ''), _negated=True)), name='request_says_what_and_of_whom'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('asked_on'))), name='request_is_due_after_asked'), models.CheckConstraint(condition=models.Q(('period_from__isnull', True), ('period_until__isnull', True), ('period_until__gte', models.F('period_from')), _connector='OR'), name='request_period_is_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('answered_on__isnull', True), ('status__in', ['asked', 'partial', 'withdrawn'])), models.Q(('answered_on__gte', models.F('asked_on')), ('answered_on__isnull', False), ('status__in', ('received', 'refused', 'does_not_exist'))), _connector='OR'), name='request_answer_has_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), ('withdrawn_on__isnull', False)), models.Q(models.Q(('status', 'withdrawn'), _negated=True), ('withdrawn_on__isnull', True)), _connector='OR'), name='request_withdrawn_says_so_twice'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'refused'), _negated=True), models.Q(models.Q(('grounds', ''), _negated=True), models.Q(('citation', ''), _negated=True)), _connector='OR'), name='request_refusal_has_reason_and_citation'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'does_not_exist'), _negated=True), models.Q(('stated_by', ''), _negated=True), _connector='OR'), name='request_absence_says_who_said_so')],
                },
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='documents.documentrequest')),
                    ('kind', models.CharField(choices=[('asked', 'Asked'), ('note', 'Note'), ('call', 'Phone call'), ('letter', 'Letter or e-mail'), ('answer', 'Answer'), ('reply', 'Reply to a question'), ('sent_back', 'Answer sent back'), ('status', 'Status'), ('change', 'Request changed'), ('link', 'Upload link'), ('intake', 'Files')], max_length=10)),
                    ('text', models.TextField()),
                    ('status', models.CharField(choices=[('asked', 'Asked'), ('partial', 'Received in part'), ('received', 'Received'), ('refused', 'Refused'), ('does_not_exist', 'Does not exist'), ('withdrawn', 'Withdrawn')], max_length=16)),
                    ('is_shared', models.BooleanField(default=False)),
                    ('at', models.DateTimeField(default=clayton_review.clock.now)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('said_by', models.CharField(blank=True, max_length=200)),
                    ('form_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ],
                options={
                    'ordering': ['-at', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['asked', 'note', 'call', 'letter', 'answer', 'reply', 'sent_back', 'status', 'change', 'link', 'intake'])), name='entry_kind_is_known'), models.CheckConstraint(condition=models.Q(('status__in', ['asked', 'partial', 'received', 'refused', 'does_not_exist', 'withdrawn'])), name='entry_status_is_known'), models.CheckConstraint(condition=models.Q(('by__isnull', False), models.Q(('said_by', ''), _negated=True), _connector='OR'), name='entry_has_its_author')],
                },
            ),
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='documents.documentrequest')),
                    ('kind', models.CharField(choices=[('files', 'Files were sent'), ('does_not_exist', 'It does not exist'), ('refused', 'It was refused'), ('question', 'A question')], max_length=16)),
                    ('text', models.TextField(blank=True)),
                    ('citation', models.CharField(blank=True, max_length=200)),
                    ('at', models.DateTimeField(default=clayton_review.clock.now)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('said_by', models.CharField(blank=True, max_length=200)),
                    ('state', models.CharField(choices=[('waiting', 'Waiting for the team'), ('accepted', 'Accepted'), ('sent_back', 'Sent back')], default='waiting', max_length=10)),
                    ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decision', models.TextField(blank=True)),
                ],
                options={
                    'ordering': ['at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['files', 'does_not_exist', 'refused', 'question'])), name='answer_kind_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'accepted', 'sent_back'])), name='answer_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='answer_decision_is_complete'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'refused'), _negated=True), models.Q(models.Q(('text', ''), _negated=True), models.Q(('citation', ''), _negated=True)), _connector='OR'), name='answer_refusal_has_reason_and_citation'), models.CheckConstraint(condition=models.Q(('by__isnull', False), models.Q(('said_by', ''), _negated=True), _connector='OR'), name='answer_has_its_author')],
                },
            ),
            migrations.CreateModel(
                name='UploadLink',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='documents.documentrequest')),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('sent_to', models.EmailField(blank=True, max_length=254)),
                    ('created_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('expires_at', models.DateTimeField()),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('max_files', models.PositiveIntegerField()),
                    ('max_bytes', models.PositiveBigIntegerField()),
                    ('n_files', models.PositiveIntegerField(default=0)),
                    ('n_bytes', models.PositiveBigIntegerField(default=0)),
                ],
                options={
                    'ordering': ['-created_at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='upload_link_expires'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='upload_link_revocation_is_complete'), models.CheckConstraint(condition=models.Q(('n_files__lte', models.F('max_files')), ('n_bytes__lte', models.F('max_bytes'))), name='upload_link_stays_within_its_limits')],
                },
            ),
            migrations.CreateModel(
                name='Reminder',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='documents.documentrequest')),
                    ('step', models.CharField(choices=[('asked', 'Asked'), ('soon', 'Due within three days'), ('overdue', 'Overdue'), ('still_overdue', 'Two weeks overdue')], max_length=14)),
                    ('due_on', models.DateField()),
                    ('sent_to', models.EmailField(max_length=254)),
                    ('sent_at', models.DateTimeField(default=clayton_review.clock.now)),
                ],
                options={
                    'ordering': ['-sent_at'],
                    'constraints': [models.UniqueConstraint(fields=('request', 'step', 'due_on'), name='reminder_goes_once'), models.CheckConstraint(condition=models.Q(('step__in', ['asked', 'soon', 'overdue', 'still_overdue'])), name='reminder_step_is_known')],
                },
            ),
            migrations.CreateModel(
                name='StoredFile',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('sha256', models.CharField(max_length=64, unique=True)),
                    ('n_bytes', models.PositiveBigIntegerField()),
                    ('content_type', models.CharField(max_length=100)),
                    ('extension', models.CharField(max_length=8)),
                    ('original_name', models.CharField(max_length=200)),
                    ('stored_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('stored_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['stored_at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='file_hash_is_sha256'), models.CheckConstraint(condition=models.Q(('n_bytes__gt', 0)), name='file_is_not_empty')],
                },
            ),
            migrations.CreateModel(
                name='Document',
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
                    ('source', models.CharField(max_length=200, verbose_name='author or publisher')),
                    ('kind', models.CharField(choices=[('news_report', 'News report'), ('letter', 'Letter'), ('policy', 'Policy'), ('city_report', 'City report'), ('university_statement', 'University statement'), ('contract', 'Contract'), ('minutes', 'Minutes'), ('data', 'Data'), ('other', 'Other')], max_length=30)),
                    ('published_on', models.DateField(blank=True, null=True)),
                    ('url', models.CharField(blank=True, max_length=500, verbose_name='web address')),
                    ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='documents.storedfile')),
                    ('disclosure_class', models.CharField(choices=[('public', 'Public'), ('city_and_board', 'City and Board'), ('team', 'Engagement team'), ('restricted', 'Restricted to the lead')], default='team', max_length=20)),
                    ('note', models.TextField(blank=True)),
                    ('is_demonstration', models.BooleanField(default=False)),
                ],
                options={
                    'ordering': ['-reference'],
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_by__isnull', True), ('withdrawn_on__isnull', True), ('withdrawn_reason', '')), models.Q(('withdrawn_by__isnull', False), ('withdrawn_on__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='documents_document_withdrawal_complete'), models.CheckConstraint(condition=models.Q(('kind__in', ['news_report', 'letter', 'policy', 'city_report', 'university_statement', 'contract', 'minutes', 'data', 'other'])), name='document_kind_is_known'), models.CheckConstraint(condition=models.Q(('disclosure_class__in', ['public', 'city_and_board', 'team', 'restricted'])), name='document_class_is_known')],
                },
            ),
            migrations.CreateModel(
                name='Intake',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('reference', models.CharField(max_length=12, unique=True)),
                    ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='intakes', to='documents.documentrequest')),
                    ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='intakes', to='documents.uploadlink')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('sender', models.CharField(blank=True, max_length=200)),
                    ('received_at', models.DateTimeField(default=clayton_review.clock.now)),
                    ('state', models.CharField(choices=[('waiting', 'Waiting to be processed'), ('working', 'Being processed'), ('done', 'Received'), ('undone', 'Undone')], default='waiting', max_length=10)),
                    ('n_planned', models.PositiveIntegerField(default=0)),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('undone_reason', models.TextField(blank=True)),
                    ('receipt_sent_to', models.EmailField(blank=True, max_length=254)),
                    ('receipt_sent_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ['-received_at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'working', 'done', 'undone'])), name='intake_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', False), ('link__isnull', True)), models.Q(('by__isnull', True), ('link__isnull', False)), _connector='OR'), name='intake_comes_by_one_way'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'undone'), ('undone_at__isnull', False), ('undone_by__isnull', False)), models.Q(models.Q(('state', 'undone'), _negated=True), ('undone_at__isnull', True), ('undone_by__isnull', True), ('undone_reason', '')), _connector='OR'), name='intake_undoing_is_complete')],
                },
            ),
            migrations.CreateModel(
                name='RawUpload',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('intake', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='documents.intake')),
                    ('position', models.PositiveIntegerField()),
                    ('name', models.TextField()),
                    ('path', models.CharField(max_length=200)),
                    ('n_bytes', models.PositiveBigIntegerField()),
                ],
                options={
                    'ordering': ['position'],
                    'constraints': [models.UniqueConstraint(fields=('intake', 'position'), name='upload_has_its_place')],
                },
            ),
            migrations.CreateModel(
                name='IntakeFile',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('intake', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='documents.intake')),
                    ('position', models.PositiveIntegerField()),
                    ('path', models.TextField()),
                    ('number', models.PositiveIntegerField(null=True, unique=True)),
                    ('outcome', models.CharField(choices=[('kept', 'Kept'), ('duplicate', 'Duplicate'), ('refused', 'Not accepted')], max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=300)),
                    ('n_bytes', models.PositiveBigIntegerField(default=0)),
                    ('sha256', models.CharField(blank=True, max_length=64)),
                    ('kind', models.CharField(blank=True, max_length=40)),
                    ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='intake_files', to='documents.storedfile')),
                    ('duplicate_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='documents.intakefile')),
                    ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='intake_files', to='documents.document')),
                ],
                options={
                    'ordering': ['intake', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('intake', 'position'), name='intake_file_has_its_place'), models.CheckConstraint(condition=models.Q(('outcome__in', ['kept', 'duplicate', 'refused'])), name='intake_outcome_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', True), ('number__isnull', True), ('outcome', 'refused'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('outcome', 'refused'), _negated=True), ('file__isnull', False), ('number__isnull', False), ('reason', '')), _connector='OR'), name='intake_file_is_numbered_or_refused'), models.CheckConstraint(condition=models.Q(models.Q(('duplicate_of__isnull', False), ('outcome', 'duplicate')), models.Q(models.Q(('outcome', 'duplicate'), _negated=True), ('duplicate_of__isnull', True)), _connector='OR'), name='duplicate_points_to_the_first')],
                },
            ),
            migrations.CreateModel(
                name='TextReading',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reading', to='documents.storedfile')),
                    ('state', models.CharField(choices=[('read', 'Text found'), ('empty', 'No readable text'), ('failed', 'Could not be read'), ('other', 'Not a text file')], max_length=8)),
                    ('n_pages', models.PositiveIntegerField(default=0)),
                    ('note', models.CharField(blank=True, max_length=200)),
                    ('read_at', models.DateTimeField(default=clayton_review.clock.now)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['read', 'empty', 'failed', 'other'])), name='text_state_is_known')],
                },
            ),
            migrations.CreateModel(
                name='PageText',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pages', to='documents.storedfile')),
                    ('number', models.PositiveIntegerField()),
                    ('text', models.TextField()),
                    ('words', django.contrib.postgres.search.SearchVectorField()),
                ],
                options={
                    'ordering': ['file', 'number'],
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['words'], name='page_words')],
                    'constraints': [models.UniqueConstraint(fields=('file', 'number'), name='page_is_read_once')],
                },
            ),
        ]),
        append_only('documents_entry'),
    ]
