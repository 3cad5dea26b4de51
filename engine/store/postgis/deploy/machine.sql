-- On each further machine, after "orbite init" there: which départements it has. A row of another one is refused, so that a change of
-- the key is an error and never a row that nobody finds again.
--
--     psql -v ON_ERROR_STOP=1 -1 -v departements=13,84 -f machine.sql "postgresql://south/name"
SET search_path = orbite, public;
SELECT set_config('orbite.departements', :'departements', false) \g /dev/null
DO $$
DECLARE
    list text := (SELECT string_agg(quote_literal(code), ', ')
                    FROM unnest(string_to_array(current_setting('orbite.departements'), ',')) AS code);
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['site', 'service', 'offer', 'identifier', 'contact', 'capacity', 'closure'] LOOP
        EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (departement IN (%s))', name, name || '_of_machine', list);
    END LOOP;
END
$$;
