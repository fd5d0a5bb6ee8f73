-- The rights of the portal's role in the tables as they are now. `manage.py migrate` runs this at its
-- end, as clayton_owner; after a change by hand, so can you:
-- psql -v ON_ERROR_STOP=1 -1 -f deploy/database-rights.sql -U clayton_owner DATABASE

-- Everything belongs to the owner, except the tables that the portal must vacuum: PostgreSQL lets
-- only the owner of a table do that, and others get a warning while the deleted rows stay. A table is
-- handed only to a role that may create one.
GRANT CREATE ON SCHEMA public TO clayton_app;
DO $$
DECLARE entry record;
BEGIN
    FOR entry IN
        SELECT c.relname, c.relowner::regrole::text AS owner,
               CASE WHEN c.relname IN (
                   'surveys_sealedbox', 'surveys_spentcode', 'surveys_answersheet',
                   'findings_sealednote'
               ) THEN 'clayton_app' ELSE 'clayton_owner' END AS due
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
    LOOP
        IF entry.owner <> entry.due THEN  -- the lock that a change takes would stop the portal
            EXECUTE format('ALTER TABLE %I OWNER TO %I', entry.relname, entry.due);
        END IF;
    END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM clayton_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO clayton_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO clayton_app;

-- The audit record only grows, and which migrations ran is the owner's to say.
DO $$ BEGIN
    IF to_regclass('public.audit_auditentry') IS NOT NULL THEN
        REVOKE UPDATE, DELETE ON audit_auditentry FROM clayton_app;
        REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM clayton_app;
    END IF;
END $$;
