-- The same store spread by Citus instead of spread.sql, once, after "orbite init", on the coordinator:
--
--     psql -v ON_ERROR_STOP=1 -f citus.sql "postgresql://coordinator/name"
--
-- The key and the two sorts of tables are those of spread.sql; what is not named here is not joined with them and stays where it is.
SET search_path = orbite, public;
SELECT create_distributed_table('orbite.site', 'departement');
SELECT create_distributed_table('orbite.service', 'departement', colocate_with => 'orbite.site');
SELECT create_distributed_table('orbite.offer', 'departement', colocate_with => 'orbite.site');
SELECT create_distributed_table('orbite.identifier', 'departement', colocate_with => 'orbite.site');
SELECT create_distributed_table('orbite.contact', 'departement', colocate_with => 'orbite.site');
SELECT create_distributed_table('orbite.capacity', 'departement', colocate_with => 'orbite.site');
SELECT create_distributed_table('orbite.closure', 'departement', colocate_with => 'orbite.site');
SELECT create_reference_table('orbite.source');
SELECT create_reference_table('orbite.provenance');
SELECT create_reference_table('orbite.organization');
SELECT create_reference_table('orbite.relation');
SELECT create_reference_table('orbite.terms');
SELECT create_reference_table('orbite.modality');
SELECT create_reference_table('orbite.prestation');
SELECT create_reference_table('orbite.eligibility_rule');
SELECT create_reference_table('orbite.classification');
SELECT create_reference_table('orbite.zone');
SELECT create_reference_table('orbite.zone_commune');
SELECT create_reference_table('orbite.zone_departement');
SELECT create_reference_table('orbite.territory');
SELECT create_reference_table('orbite.territory_fact');
SELECT create_reference_table('orbite.assertion');
SELECT create_reference_table('orbite.decision');
SELECT create_reference_table('orbite.linked');
SELECT create_reference_table('orbite.review');
SELECT create_reference_table('orbite.offer_position');
