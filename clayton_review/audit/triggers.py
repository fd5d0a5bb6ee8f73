"""The database trigger that makes a table append-only, for migrations of any app."""

from django.db.migrations.operations.special import RunSQL


def append_only(table: str, *, may_update: bool = False) -> RunSQL:
    """Return a migration step: the table refuses delete and truncate, and update unless allowed."""
    acts = "DELETE" if may_update else "UPDATE OR DELETE"
    return RunSQL(
        sql=f"""
        CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP;
        END $$;
        CREATE TRIGGER {table}_append_only BEFORE {acts} ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        """,
        reverse_sql=f"""
        DROP TRIGGER {table}_append_only ON {table};
        DROP TRIGGER {table}_no_truncate ON {table};
        """,
    )
