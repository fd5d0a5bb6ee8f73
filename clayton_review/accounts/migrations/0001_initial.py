import clayton_review.clock
import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models

from clayton_review.migration_operations import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='User',
                fields=[
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('email', models.EmailField(max_length=254, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('role', models.CharField(choices=[('consultant', 'Consultant'), ('lead', 'Lead consultant'), ('board', 'Board member'), ('city', 'City staff'), ('liaison', 'Police liaison'), ('custodian', 'Records custodian')], max_length=20)),
                    ('deputy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deputises_for', to=settings.AUTH_USER_MODEL)),
                    ('is_active', models.BooleanField(default=True)),
                    ('created_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                ],
                options={
                    'ordering': ['name'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['consultant', 'lead', 'board', 'city', 'liaison', 'custodian'])), name='user_role_is_known'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_is_lower_case')],
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('email', models.EmailField(max_length=254)),
                    ('name', models.CharField(blank=True, max_length=120)),
                    ('role', models.CharField(choices=[('consultant', 'Consultant'), ('lead', 'Lead consultant'), ('board', 'Board member'), ('city', 'City staff'), ('liaison', 'Police liaison'), ('custodian', 'Records custodian')], max_length=20)),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations_sent', to=settings.AUTH_USER_MODEL)),
                    ('created_at', models.DateTimeField(default=clayton_review.clock.now, editable=False)),
                    ('expires_at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('accepted_at', models.DateTimeField(blank=True, null=True)),
                    ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-created_at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['consultant', 'lead', 'board', 'city', 'liaison', 'custodian'])), name='invitation_role_is_known'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='invitation_email_is_lower_case'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('user__isnull', True)), models.Q(('accepted_at__isnull', False), ('user__isnull', False)), _connector='OR'), name='accepted_invitation_has_its_person'), models.UniqueConstraint(condition=models.Q(('accepted_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('email',), name='one_open_invitation_per_email')],
                },
            ),
            migrations.CreateModel(
                name='Preferences',
                fields=[
                    ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='preferences', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('letters', models.CharField(choices=[('daily', 'Every morning'), ('at_once', 'Every morning, and at once when something is waiting for my decision'), ('weekly', 'On Mondays'), ('none', 'Never')], default='daily', max_length=10)),
                    ('seen_at', models.DateTimeField(default=clayton_review.clock.now)),
                    ('before_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'verbose_name_plural': 'preferences',
                    'constraints': [models.CheckConstraint(condition=models.Q(('letters__in', ['daily', 'at_once', 'weekly', 'none'])), name='letters_choice_is_known'), models.CheckConstraint(condition=models.Q(('before_at__isnull', True), ('before_at__lte', models.F('seen_at')), _connector='OR'), name='visit_before_is_earlier')],
                },
            ),
            migrations.CreateModel(
                name='Letter',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to=settings.AUTH_USER_MODEL)),
                    ('about', models.CharField(max_length=120)),
                    ('at', models.DateTimeField(default=clayton_review.clock.now)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('user', 'about'), name='written_once_about_a_thing')],
                },
            ),
            migrations.CreateModel(
                name='SignInLink',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_in_links', to=settings.AUTH_USER_MODEL)),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('expires_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(blank=True, null=True)),
                ],
            ),
        ]),
    ]
