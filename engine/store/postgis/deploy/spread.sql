-- Makes a store ready to be spread over machines, once, on the first of them:
--
--     psql -v ON_ERROR_STOP=1 -1 -f spread.sql "postgresql://first/name"
--
-- The tables that grow with the number of services become LIST partitions on "departement"; the rows of today, and later those of a
-- département that no machine has, are in the partition "_here". attach.sql adds a machine. The parents have neither key nor
-- index, which no foreign partition can follow: each partition has its own.
SET search_path = orbite, public;
CREATE EXTENSION IF NOT EXISTS postgres_fdw;
DO $$
DECLARE
    layer text := pg_get_viewdef('orbite.resources_qgis'::regclass);
    name text;
BEGIN
    -- That of importers, who would hold some of the tables and wait for the others.
    PERFORM pg_advisory_xact_lock(1330790961, 1);
    DROP VIEW resources_qgis;
    FOREACH name IN ARRAY ARRAY['site', 'service', 'offer', 'identifier', 'contact', 'capacity', 'closure'] LOOP
        EXECUTE format('ALTER TABLE %I RENAME TO %I', name, name || '_here');
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS) PARTITION BY LIST (departement)', name, name || '_here');
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I DEFAULT', name, name || '_here');
    END LOOP;
    EXECUTE 'CREATE VIEW resources_qgis AS ' || layer;
END
$$;
