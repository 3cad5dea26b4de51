-- Adds a machine to a store that spread.sql made ready, on the first machine. What the store has of those départements goes there.
--
--     psql -v ON_ERROR_STOP=1 -1 -v machine=south -v departements=13,84 -v host=south.example.org -v port=5432 -v dbname=name \
--          -v user=orbite -v options="sslmode 'verify-full', sslrootcert '/etc/ssl/ca.pem'" -f attach.sql "postgresql://first/name"
--
-- machine.sql was run there before, with the same list. "options" may be empty; a password goes into "ALTER USER MAPPING".
SET search_path = orbite, public;
\if :{?options}
\else
\set options ''
\endif
SELECT set_config('orbite.machine', :'machine', false), set_config('orbite.departements', :'departements', false),
       set_config('orbite.place', format('host %L, port %L, dbname %L', :'host', :'port', :'dbname'), false),
       set_config('orbite.user', :'user', false), set_config('orbite.options', :'options', false) \g /dev/null
DO $$
DECLARE
    machine text := current_setting('orbite.machine');
    list text := (SELECT string_agg(quote_literal(code), ', ')
                    FROM unnest(string_to_array(current_setting('orbite.departements'), ',')) AS code);
    name text;
    part text;
BEGIN
    -- That of importers: what one commits between the copy and the deletion would be lost.
    PERFORM pg_advisory_xact_lock(1330790961, 1);
    EXECUTE format('CREATE SERVER %I FOREIGN DATA WRAPPER postgres_fdw OPTIONS (%s%s, '
                   'batch_size ''1000'', fetch_size ''2000'', async_capable ''true'', fdw_startup_cost ''10'')', machine,
                   current_setting('orbite.place'),
                   CASE current_setting('orbite.options') WHEN '' THEN '' ELSE ', ' || current_setting('orbite.options') END);
    EXECUTE format('CREATE USER MAPPING FOR PUBLIC SERVER %I OPTIONS (user %L)', machine, current_setting('orbite.user'));
    EXECUTE format('CREATE SCHEMA %I', 'orbite_' || machine);
    EXECUTE format('IMPORT FOREIGN SCHEMA orbite LIMIT TO (site, service, offer, identifier, contact, capacity, closure, meta) '
                   'FROM SERVER %I INTO %I', machine, 'orbite_' || machine);
    FOREACH name IN ARRAY ARRAY['site', 'service', 'offer', 'identifier', 'contact', 'capacity', 'closure'] LOOP
        part := name || '_' || machine;
        EXECUTE format('ALTER FOREIGN TABLE %I.%I RENAME TO %I', 'orbite_' || machine, name, part);
        EXECUTE format('ALTER FOREIGN TABLE %I.%I SET SCHEMA orbite', 'orbite_' || machine, part);
        EXECUTE format('INSERT INTO %I SELECT * FROM %I WHERE departement IN (%s)', part, name || '_here', list);
        EXECUTE format('DELETE FROM %I WHERE departement IN (%s)', name || '_here', list);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES IN (%s)', name, part, list);
    END LOOP;
    EXECUTE format('ALTER FOREIGN TABLE %I.meta RENAME TO %I', 'orbite_' || machine, 'meta_' || machine);
    EXECUTE format('ALTER FOREIGN TABLE %I.%I SET SCHEMA orbite', 'orbite_' || machine, 'meta_' || machine);
    EXECUTE format('UPDATE %I SET value = (SELECT value FROM meta WHERE key = ''data_version'') WHERE key = ''data_version''',
                   'meta_' || machine);
    EXECUTE format('DROP SCHEMA %I', 'orbite_' || machine);
END
$$;
