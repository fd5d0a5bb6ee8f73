from django.db import migrations

from clayton_review.audit.triggers import append_only

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
    dependencies = [("reports", "0001_initial"), ("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE_ISSUED, ALLOW_AGAIN),
        append_only("reports_issuedfile"),
        append_only("reports_approval"),
    ]
