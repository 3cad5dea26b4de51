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

-- A commit reaches the machines one after the other. Each notes the version of the data with it (meta_<machine>): one that does not
-- have that of the first has ended an import that the first did not, or comes back from an older copy.
CREATE FUNCTION torn_machines() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    ours bigint := (SELECT value FROM orbite.meta WHERE key = 'data_version');
    theirs bigint;
    machine text;
BEGIN
    FOR machine IN SELECT substr(c.relname, 6) FROM pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid
                    WHERE c.relnamespace = 'orbite'::regnamespace AND c.relname LIKE 'meta\_%' ORDER BY 1 LOOP
        EXECUTE format('SELECT value FROM orbite.%I WHERE key = ''data_version''', 'meta_' || machine) INTO theirs;
        IF theirs IS DISTINCT FROM ours THEN
            RETURN NEXT machine;
        END IF;
    END LOOP;
END
$$;

-- With what is committed.
CREATE FUNCTION mark_machines() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    ours bigint := (SELECT value FROM orbite.meta WHERE key = 'data_version');
    machine text;
BEGIN
    FOR machine IN SELECT * FROM orbite.torn_machines() LOOP
        EXECUTE format('UPDATE orbite.%I SET value = %s WHERE key = ''data_version''', 'meta_' || machine, ours);
    END LOOP;
END
$$;

-- Before an import: a machine that ended another one loses the rows that name what only that one knew, or that are elsewhere too; of
-- the others nothing is taken to be as it was given, so that the same files put all right.
CREATE FUNCTION mend_machines() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    unknown text := format('r.first_run > %s OR r.source > %s OR r.provenance > %s', coalesce((SELECT max(no) FROM orbite.import_run), 0),
                           coalesce((SELECT max(no) FROM orbite.source), 0), coalesce((SELECT max(no) FROM orbite.provenance), 0));
    of_offers text := format(' OR r.terms > %s OR r.zone > %s', coalesce((SELECT max(no) FROM orbite.terms), 0),
                             coalesce((SELECT max(no) FROM orbite.zone), 0));
    machine text;
    kind text;
    child text;
    lost bigint[];
BEGIN
    FOR machine IN SELECT * FROM orbite.torn_machines() LOOP
        FOREACH kind IN ARRAY ARRAY['site', 'service', 'offer'] LOOP
            EXECUTE format('SELECT array_agg(r.no) FROM orbite.%I r WHERE %s OR EXISTS (SELECT FROM orbite.%I o WHERE o.id = r.id '
                           'AND o.departement <> r.departement)', kind || '_' || machine,
                           unknown || CASE kind WHEN 'offer' THEN of_offers ELSE '' END, kind) INTO lost;
            EXECUTE format('DELETE FROM orbite.%I WHERE no = ANY ($1)', kind || '_' || machine) USING lost;
            FOREACH child IN ARRAY ARRAY['identifier', 'contact'] LOOP
                EXECUTE format('DELETE FROM orbite.%I WHERE owner_kind = %L AND owner = ANY ($1)', child || '_' || machine, kind)
                  USING lost;
            END LOOP;
            FOREACH child IN ARRAY CASE kind WHEN 'offer' THEN ARRAY['capacity', 'closure'] ELSE ARRAY[]::text[] END LOOP
                EXECUTE format('DELETE FROM orbite.%I WHERE owner = ANY ($1)', child || '_' || machine) USING lost;
            END LOOP;
            EXECUTE format('UPDATE orbite.%I SET hash = 0', kind || '_' || machine);
        END LOOP;
    END LOOP;
END
$$;
