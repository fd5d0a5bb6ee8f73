from django.db import migrations

# A temporary table of the same name comes first unless the temporary schema is named last, and
# whoever makes one would decide what the triggers read.
OWN_TABLES_FIRST = """
ALTER FUNCTION refuse_change_of_issued_section() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION refuse_more_figure_texts() SET search_path = pg_catalog, public, pg_temp;
"""

AS_THE_CALLER_SAYS = """
ALTER FUNCTION refuse_change_of_issued_section() RESET search_path;
ALTER FUNCTION refuse_more_figure_texts() RESET search_path;
"""


class Migration(migrations.Migration):

    dependencies = [("reports", "0007_wait_for_issue_under_way")]

    operations = [migrations.RunSQL(OWN_TABLES_FIRST, AS_THE_CALLER_SAYS)]
