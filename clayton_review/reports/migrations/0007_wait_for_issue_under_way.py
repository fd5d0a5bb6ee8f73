from django.db import migrations

# The row of the report is locked before its state is read. Otherwise a row could be added while
# another transaction issues the report, or by a transaction that began before the issue.
WAIT = """
CREATE OR REPLACE FUNCTION refuse_change_of_issued_section() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM reports_report
        WHERE id IN (OLD.report_id, NEW.report_id) ORDER BY id FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM reports_report
        WHERE id IN (OLD.report_id, NEW.report_id) AND state = 'issued'
    ) THEN
        RAISE EXCEPTION 'the report of this row of % is issued and cannot change', TG_TABLE_NAME;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION refuse_more_figure_texts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM reports_report
        WHERE id IN (SELECT report_id FROM added) ORDER BY id FOR NO KEY UPDATE;
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

CREATE OR REPLACE FUNCTION refuse_issue_without_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'report % cannot begin as %: it begins as a draft',
                NEW.month, NEW.state;
        END IF;
    ELSIF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'review'), ('review', 'draft'), ('review', 'approved'),
        ('approved', 'draft'), ('approved', 'issued')
    ) THEN
        RAISE EXCEPTION 'report % cannot change from % to %', NEW.month, OLD.state, NEW.state;
    END IF;
    RETURN NEW;
END $$;
"""

READ_ONLY = """
CREATE OR REPLACE FUNCTION refuse_change_of_issued_section() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM reports_report
        WHERE state = 'issued' AND id IN (OLD.report_id, NEW.report_id)
    ) THEN
        RAISE EXCEPTION 'the report of this row of % is issued and cannot change', TG_TABLE_NAME;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION refuse_more_figure_texts() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION refuse_issue_without_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'issued' AND (TG_OP = 'INSERT' OR OLD.state <> 'approved') THEN
        RAISE EXCEPTION 'report % cannot change to issued: it is not approved', NEW.month;
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [("reports", "0006_keep_all_that_belongs_to_issues")]

    operations = [migrations.RunSQL(WAIT, READ_ONLY)]
