-- The roles of the database: one that owns and migrates it, one with which the portal runs, and one
-- with the same rights and longer limits, for worker and beat behind a pooler (docs/operations.md).
-- Run as a superuser, in the portal's database, once before the first `manage.py migrate`, and again
-- when the changelog says so: psql -v ON_ERROR_STOP=1 -f deploy/database-roles.sql DATABASE
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

-- Nothing of what residents send, nor when, in PostgreSQL's log or in pg_stat_activity: by default a
-- failed statement stands there whole. The portal's own log says what failed, without its contents.
DO $$
DECLARE portal_role text; setting text;
BEGIN
    FOREACH portal_role IN ARRAY ARRAY['clayton_app', 'clayton_worker'] LOOP
        FOREACH setting IN ARRAY ARRAY[
            'log_min_messages = fatal', 'log_min_error_statement = panic',
            'log_min_duration_statement = -1', 'log_statement = none',
            'log_error_verbosity = terse', 'track_activities = off'
        ] LOOP
            EXECUTE format('ALTER ROLE %I SET %s', portal_role, setting);
        END LOOP;
    END LOOP;
END $$;

-- The owner migrates, also the tables that the portal's role owns, and hands those over to it, which
-- takes the right to create while it does (database-rights.sql).
GRANT clayton_app TO clayton_owner;
GRANT USAGE, CREATE ON SCHEMA public TO clayton_owner WITH GRANT OPTION;
GRANT USAGE ON SCHEMA public TO clayton_app;

-- A temporary table would take the place of one of the same name.
DO $$ BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;

-- The portal's role may use what the owner's migrations make.
ALTER DEFAULT PRIVILEGES FOR ROLE clayton_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO clayton_app;
ALTER DEFAULT PRIVILEGES FOR ROLE clayton_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO clayton_app;

-- What someone else made, as in an installation without these roles, is the owner's from now on.
DO $$
DECLARE entry record;
BEGIN
    FOR entry IN
        SELECT c.relname, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'S')
          AND c.relowner NOT IN ('clayton_owner'::regrole, 'clayton_app'::regrole)
          AND NOT EXISTS (  -- a sequence that belongs to a column follows its table
              SELECT FROM pg_depend d
              WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                AND d.deptype IN ('a', 'i') AND c.relkind = 'S')
    LOOP
        EXECUTE format('ALTER %s %I OWNER TO clayton_owner', entry.kind, entry.relname);
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
