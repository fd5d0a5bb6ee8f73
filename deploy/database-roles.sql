-- The roles of the database: one that owns and migrates it, one with which the portal runs, and one
-- with the same rights and longer limits, for worker and beat behind a pooler (docs/operations.md).
-- Run as a superuser, in the portal's database, once before the first `manage.py migrate` and once
-- after each: psql -v ON_ERROR_STOP=1 -f deploy/database-roles.sql DATABASE
-- Passwords are set apart from this file: ALTER ROLE clayton_app PASSWORD '…'.

DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clayton_owner') THEN
        CREATE ROLE clayton_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clayton_app') THEN
        CREATE ROLE clayton_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clayton_worker') THEN
        CREATE ROLE clayton_worker LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
    END IF;
END $$;

GRANT clayton_app TO clayton_worker;

-- Limits on waiting: those of clayton_review/database_timeouts.py. The owner, who migrates, has none.
ALTER ROLE clayton_app SET statement_timeout = '15s';
ALTER ROLE clayton_app SET lock_timeout = '5s';
ALTER ROLE clayton_app SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE clayton_worker SET statement_timeout = '300s';
ALTER ROLE clayton_worker SET lock_timeout = '60s';
ALTER ROLE clayton_worker SET idle_in_transaction_session_timeout = '600s';

-- The owner migrates, also the tables that the portal's role owns.
GRANT clayton_app TO clayton_owner;
GRANT USAGE, CREATE ON SCHEMA public TO clayton_owner;
GRANT USAGE ON SCHEMA public TO clayton_app;

-- Everything belongs to the owner, except the tables that the portal must vacuum: PostgreSQL lets
-- only the owner of a table do that, and others get a warning while the deleted rows stay.
DO $$
DECLARE entry record;
BEGIN
    FOR entry IN
        SELECT c.relname, c.relkind, c.relowner::regrole::text AS owner,
               CASE WHEN c.relname IN (
                   'surveys_sealedbox', 'surveys_spentcode', 'surveys_answersheet',
                   'findings_sealednote'
               ) THEN 'clayton_app' ELSE 'clayton_owner' END AS due
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'S')
          AND NOT EXISTS (  -- a sequence that belongs to a column follows its table
              SELECT FROM pg_depend d
              WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                AND d.deptype IN ('a', 'i') AND c.relkind = 'S')
    LOOP
        IF entry.owner <> entry.due THEN  -- the lock that a change takes would stop the portal
            EXECUTE format(
                'ALTER %s %I OWNER TO %I',
                CASE entry.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                entry.relname, entry.due);
        END IF;
    END LOOP;
    FOR entry IN
        SELECT p.oid::regprocedure AS signature FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace
          AND p.proowner <> 'clayton_owner'::regrole
          AND NOT EXISTS (  -- those of an extension belong to whoever made it
              SELECT FROM pg_depend d
              WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('ALTER ROUTINE %s OWNER TO clayton_owner', entry.signature);
    END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO clayton_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO clayton_app;
ALTER DEFAULT PRIVILEGES FOR ROLE clayton_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO clayton_app;
ALTER DEFAULT PRIVILEGES FOR ROLE clayton_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO clayton_app;

-- The audit record only grows, and which migrations ran is the owner's to say.
DO $$ BEGIN
    IF to_regclass('public.audit_auditentry') IS NOT NULL THEN
        REVOKE UPDATE, DELETE ON audit_auditentry FROM clayton_app;
        REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM clayton_app;
    END IF;
END $$;
