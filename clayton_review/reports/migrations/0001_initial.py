import clayton_review.clock
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from clayton_review.audit.triggers import append_only
from clayton_review.migration_operations import CreateModels

REFUSE_ISSUED = """
CREATE FUNCTION refuse_change_of_issue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'reports are never deleted';
    END IF;
    IF OLD.state = 'issued' THEN
        RAISE EXCEPTION 'report % is issued and cannot change', OLD.month;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reports_report_issued BEFORE UPDATE OR DELETE ON reports_report
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_issue();

CREATE FUNCTION refuse_change_of_issued_section() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.report_id ELSE OLD.report_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM reports_report WHERE id = touched AND state = 'issued') THEN
        RAISE EXCEPTION 'the report of this section is issued and cannot change';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reports_section_issued BEFORE INSERT OR UPDATE OR DELETE ON reports_section
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_issued_section();
"""

ALLOW_AGAIN = """
DROP TRIGGER reports_section_issued ON reports_section;
DROP FUNCTION refuse_change_of_issued_section();
DROP TRIGGER reports_report_issued ON reports_report;
DROP FUNCTION refuse_change_of_issue();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Report',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('month', models.DateField()),
                    ('revision', models.PositiveSmallIntegerField(default=1)),
                    ('revision_reason', models.TextField(blank=True)),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('review', 'In review'), ('approved', 'Approved'), ('issued', 'Issued')], default='draft', max_length=10)),
                    ('headline', models.CharField(max_length=200)),
                    ('lede', models.TextField(max_length=1000)),
                    ('text_revision', models.PositiveIntegerField(default=1)),
                    ('as_of', models.DateTimeField()),
                    ('snapshot', models.TextField()),
                    ('snapshot_sha256', models.CharField(max_length=64)),
                    ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('submitted_at', models.DateTimeField(null=True)),
                    ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('issued_at', models.DateTimeField(null=True)),
                    ('edition', models.TextField(blank=True)),
                    ('edition_sha256', models.CharField(blank=True, max_length=64)),
                    ('previous_sha256', models.CharField(blank=True, max_length=64)),
                    ('created_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                ],
                options={
                    'ordering': ['-month', '-revision'],
                    'constraints': [models.UniqueConstraint(fields=('month', 'revision'), name='report_once_a_month'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'review', 'approved', 'issued'])), name='report_state_is_known'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='report_month_is_its_first'), models.CheckConstraint(condition=models.Q(('revision__gte', 1)), name='report_revision_counts'), models.CheckConstraint(condition=models.Q(('revision', 1), models.Q(('revision_reason', ''), _negated=True), _connector='OR'), name='correction_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='report_submitted_both_or_neither'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'issued'), _negated=True), models.Q(('issued_at__isnull', False), ('issued_by__isnull', False), models.Q(('edition', ''), _negated=True)), _connector='OR'), name='issued_report_is_complete')],
                },
            ),
            migrations.CreateModel(
                name='Section',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sections', to='reports.report')),
                    ('name', models.CharField(max_length=40)),
                    ('narrative', models.TextField(blank=True, max_length=20000)),
                    ('revision', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('report', 'name'), name='section_once_a_report')],
                },
            ),
            migrations.CreateModel(
                name='Comment',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='reports.report')),
                    ('section', models.CharField(max_length=40)),
                    ('text', models.TextField(max_length=4000)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=clayton_review.clock.now)),
                    ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('resolved_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', True), ('resolved_by__isnull', True)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='comment_resolved_both_or_neither')],
                },
            ),
            migrations.CreateModel(
                name='Acknowledgement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='reports.report')),
                    ('warning', models.CharField(max_length=64)),
                    ('reason', models.CharField(max_length=500)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=clayton_review.clock.now)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('report', 'warning'), name='warning_answered_once')],
                },
            ),
            migrations.CreateModel(
                name='Approval',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='reports.report')),
                    ('content_sha256', models.CharField(max_length=64)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=clayton_review.clock.now)),
                ],
                options={
                    'ordering': ['at'],
                    'constraints': [models.UniqueConstraint(fields=('report', 'content_sha256', 'by'), name='approved_once_by_each')],
                },
            ),
            migrations.CreateModel(
                name='IssuedFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.report')),
                    ('format', models.CharField(choices=[('html', 'Web page'), ('pdf', 'PDF'), ('json', 'Figures (JSON)'), ('csv', 'Tables (CSV)'), ('brief', 'Two-page brief (PDF)')], max_length=10)),
                    ('content', models.BinaryField()),
                    ('size', models.PositiveIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('renderer', models.CharField(max_length=200)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('report', 'format'), name='file_issued_once'), models.CheckConstraint(condition=models.Q(('format__in', ['html', 'pdf', 'json', 'csv', 'brief'])), name='file_format_is_known')],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('advance', 'Advance copy'), ('issue', 'Issue')], default='issue', max_length=10)),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='reports.report')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=clayton_review.clock.now)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('report', 'person', 'kind'), name='person_told_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['advance', 'issue'])), name='notice_kind_is_known')],
                },
            ),
        ]),
        migrations.RunSQL(REFUSE_ISSUED, ALLOW_AGAIN),
        append_only("reports_issuedfile"),
        append_only("reports_approval"),
    ]
