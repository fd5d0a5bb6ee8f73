from django.db import migrations

from clayton_review.migration_operations import keep_no_samples


class Migration(migrations.Migration):

    dependencies = [
        ('findings', '0003_stories_that_do_not_open'),
    ]

    operations = [
        keep_no_samples("findings_sealednote", id="uuid", ciphertext="bytea"),
    ]
