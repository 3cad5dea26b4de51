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
-- have that of the first ("late") has ended an import that the first did not, or comes back from an older copy. The next import mends
-- it, and it is "torn" until every record that it has was given again. Of départements: only their machines are asked.
CREATE FUNCTION state_of_machines(departements text[], OUT machine text, OUT is_late boolean, OUT is_torn boolean)
RETURNS SETOF record LANGUAGE plpgsql AS $$
DECLARE
    ours bigint := (SELECT value FROM orbite.meta WHERE key = 'data_version');
BEGIN
    FOR machine IN SELECT substr(c.relname, 6) FROM pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid
                    WHERE c.relnamespace = 'orbite'::regnamespace AND c.relname LIKE 'meta\_%'
                      AND (departements IS NULL
                           OR EXISTS (SELECT FROM pg_class p, unnest(departements) AS code
                                       WHERE p.relnamespace = 'orbite'::regnamespace AND p.relname = 'offer_' || substr(c.relname, 6)
                                         AND strpos(pg_get_expr(p.relpartbound, p.oid), quote_literal(code)) > 0))
                    ORDER BY 1 LOOP
        EXECUTE format('SELECT max(value) FILTER (WHERE key = ''data_version'') IS DISTINCT FROM $1, '
                       'coalesce(max(value) FILTER (WHERE key = ''torn''), 0) <> 0 FROM orbite.%I', 'meta_' || machine)
           INTO is_late, is_torn USING ours;
        RETURN NEXT;
    END LOOP;
END
$$;

-- Records of a machine that were not given again: the names of their sources.
CREATE FUNCTION torn_sources(machine text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    kind text;
BEGIN
    FOREACH kind IN ARRAY ARRAY['site', 'service', 'offer'] LOOP
        RETURN QUERY EXECUTE format('SELECT coalesce((SELECT s.id FROM orbite.source s WHERE s.no = r.source), ''?'') '
                                    'FROM (SELECT DISTINCT source FROM orbite.%I WHERE hash = 0 AND gone_on IS NULL) r',
                                    kind || '_' || machine);
    END LOOP;
END
$$;

-- The machines of these départements on which an import ended alone, with what is to be given again; no row = all is well.
CREATE FUNCTION torn_machines(departements text[] DEFAULT NULL, OUT machine text, OUT sources text)
RETURNS SETOF record LANGUAGE sql AS $$
    SELECT m.machine, (SELECT string_agg(DISTINCT s COLLATE "C", ', ') FROM orbite.torn_sources(m.machine) AS s WHERE m.is_torn)
      FROM orbite.state_of_machines(departements) AS m WHERE m.is_late OR m.is_torn;
$$;

CREATE FUNCTION set_torn(machine text, torn integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('DELETE FROM orbite.%I WHERE key = ''torn''', 'meta_' || machine);
    EXECUTE format('INSERT INTO orbite.%I (key, value) VALUES (''torn'', %s)', 'meta_' || machine, torn);
END
$$;

-- With what is committed.
CREATE FUNCTION mark_machines() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    ours bigint := (SELECT value FROM orbite.meta WHERE key = 'data_version');
    state record;
BEGIN
    FOR state IN SELECT * FROM orbite.state_of_machines(NULL) LOOP
        IF state.is_late THEN
            EXECUTE format('UPDATE orbite.%I SET value = %s WHERE key = ''data_version''', 'meta_' || state.machine, ours);
        END IF;
        IF state.is_torn AND NOT EXISTS (SELECT FROM orbite.torn_sources(state.machine)) THEN
            PERFORM orbite.set_torn(state.machine, 0);
        END IF;
    END LOOP;
END
$$;

-- By hand, when the files of an import that ended on some machines only are not to be had again: what is there is taken as it is.
CREATE FUNCTION accept_machines() RETURNS void LANGUAGE sql AS $$
    SELECT orbite.set_torn(machine, 0) FROM orbite.state_of_machines(NULL) WHERE is_torn;
$$;

-- Before an import: a machine that ended another one loses the rows that name what only that one knew, or that are elsewhere too; of
-- the others nothing is taken to be as it was given (hash = 0), so that the same files put all right, and other files do not hide it.
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
    FOR machine IN SELECT s.machine FROM orbite.state_of_machines(NULL) AS s WHERE s.is_late LOOP
        PERFORM orbite.set_torn(machine, 1);
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
