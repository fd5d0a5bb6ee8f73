from django.db import migrations

# Words of figures are stored with the issue; of reports issued before they were kept, once later.
REFUSE = """
CREATE FUNCTION refuse_issue_without_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'issued' AND (TG_OP = 'INSERT' OR OLD.state <> 'approved') THEN
        RAISE EXCEPTION 'report % cannot change to issued: it is not approved', NEW.month;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reports_report_steps BEFORE INSERT OR UPDATE ON reports_report
    FOR EACH ROW EXECUTE FUNCTION refuse_issue_without_steps();

CREATE TRIGGER reports_comment_issued BEFORE INSERT OR UPDATE OR DELETE ON reports_comment
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_issued_section();
CREATE TRIGGER reports_acknowledgement_issued
    BEFORE INSERT OR UPDATE OR DELETE ON reports_acknowledgement
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_issued_section();
CREATE TRIGGER reports_issuedfile_issued BEFORE INSERT ON reports_issuedfile
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_issued_section();
CREATE TRIGGER reports_figuretext_issued BEFORE UPDATE OR DELETE ON reports_figuretext
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_issued_section();

CREATE FUNCTION refuse_more_figure_texts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM reports_figuretext AS stored
        JOIN reports_report AS report ON report.id = stored.report_id AND report.state = 'issued'
        WHERE stored.report_id IN (SELECT report_id FROM added)
        AND stored.id NOT IN (SELECT id FROM added)
    ) THEN
        RAISE EXCEPTION 'the words of the figures of an issued report cannot change';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER reports_figuretext_once AFTER INSERT ON reports_figuretext
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_more_figure_texts();
"""

ALLOW = """
DROP TRIGGER reports_figuretext_once ON reports_figuretext;
DROP FUNCTION refuse_more_figure_texts();
DROP TRIGGER reports_figuretext_issued ON reports_figuretext;
DROP TRIGGER reports_issuedfile_issued ON reports_issuedfile;
DROP TRIGGER reports_acknowledgement_issued ON reports_acknowledgement;
DROP TRIGGER reports_comment_issued ON reports_comment;
DROP TRIGGER reports_report_steps ON reports_report;
DROP FUNCTION refuse_issue_without_steps();
"""


class Migration(migrations.Migration):

    dependencies = [("reports", "0005_keep_sections_and_approvals_of_issues")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
