-- Who may do what in a store: run by its owner, with the right to make roles, after "orbite init"; again does no harm.
--
--     psql -v ON_ERROR_STOP=1 -f roles.sql "postgresql://host/name"
--
-- orbite_reader reads, orbite_importer also writes records; neither changes the schema, which is its owner's: migrations are run by
-- the owner's next import. Both are groups: "GRANT orbite_importer TO marie". What is made later in the schema follows.
DO $$
DECLARE
    owner name := (SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'orbite');
    wanted name;
BEGIN
    IF owner IS NULL THEN
        RAISE EXCEPTION 'there is no store here: run "orbite init" first';
    END IF;
    FOREACH wanted IN ARRAY ARRAY['orbite_reader', 'orbite_importer'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
    END LOOP;
    EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA orbite GRANT SELECT ON TABLES TO orbite_reader', owner);
    EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA orbite '
                   'GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO orbite_importer', owner);
    EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA orbite GRANT USAGE ON SEQUENCES TO orbite_importer', owner);
END
$$;
GRANT USAGE ON SCHEMA orbite TO orbite_reader, orbite_importer;
GRANT SELECT ON ALL TABLES IN SCHEMA orbite TO orbite_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA orbite TO orbite_importer;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA orbite TO orbite_importer;
