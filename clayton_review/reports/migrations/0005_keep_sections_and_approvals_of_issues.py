from django.db import migrations

# A section moved to an issued report adds to it, as a new one does; so does a late approval.
REFUSE_ADDITIONS = """
CREATE OR REPLACE FUNCTION refuse_change_of_issued_section() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM reports_report
        WHERE id IN (OLD.report_id, NEW.report_id) AND state = 'issued'
    ) THEN
        RAISE EXCEPTION 'the report of this row of % is issued and cannot change', TG_TABLE_NAME;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reports_approval_issued BEFORE INSERT ON reports_approval
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_issued_section();
"""

ALLOW_ADDITIONS = """
DROP TRIGGER reports_approval_issued ON reports_approval;
CREATE OR REPLACE FUNCTION refuse_change_of_issued_section() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.report_id ELSE OLD.report_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM reports_report WHERE id = touched AND state = 'issued') THEN
        RAISE EXCEPTION 'the report of this section is issued and cannot change';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [("reports", "0004_words_of_issued_figures")]

    operations = [migrations.RunSQL(REFUSE_ADDITIONS, ALLOW_ADDITIONS)]
