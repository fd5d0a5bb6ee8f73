from django.db import migrations

from clayton_review.migration_operations import keep_no_samples


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0011_keys_of_workers'),
    ]

    operations = [
        keep_no_samples("surveys_spentcode", mark="varchar(64)"),
        keep_no_samples("surveys_sealedbox", id="uuid", ciphertext="bytea"),
    ]
