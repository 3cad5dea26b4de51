UNIT_TESTS = \
	tests/unit/test_access \
	tests/unit/test_address \
	tests/unit/test_ages \
	tests/unit/test_base \
	tests/unit/test_batch_output tests/unit/test_progress tests/unit/test_batch_scan \
	tests/unit/test_bpe \
	tests/unit/test_case tests/unit/test_person_texts tests/unit/test_tour \
	tests/unit/test_catchment \
	tests/unit/test_catchment_shared \
	tests/unit/test_caseload_answer \
	tests/unit/test_circles \
	tests/unit/test_circles_boxes \
	tests/unit/test_circles_partners \
	tests/unit/test_circles_words \
	tests/unit/test_cli_options \
	tests/unit/test_cli_table \
	tests/unit/test_columns \
	tests/unit/test_columns_words \
	tests/unit/test_commune \
	tests/unit/test_contact tests/unit/test_restricted \
	tests/unit/test_contour \
	tests/unit/test_corrections \
	tests/unit/test_converter \
	tests/unit/test_cover_parts \
	tests/unit/test_csv \
	tests/unit/test_data_inclusion \
	tests/unit/test_decay \
	tests/unit/test_deflate \
	tests/unit/test_demand \
	tests/unit/test_disclosure tests/unit/test_disclosure_joint tests/unit/test_disclosure_large \
	tests/unit/test_demo \
	tests/unit/test_demo_land \
	tests/unit/test_exchange \
	tests/unit/test_feed_tree \
	tests/unit/test_here \
	tests/unit/test_finess \
	tests/unit/test_finess_coordinates \
	tests/unit/test_finess_csv \
	tests/unit/test_file \
	tests/unit/test_gap_lost \
	tests/unit/test_gap_people \
	tests/unit/test_counterfactual \
	tests/unit/test_instead \
	tests/unit/test_triage \
	tests/unit/test_emerge tests/unit/test_hotspots \
	tests/unit/test_cohort_shared \
	tests/unit/test_gaps \
	tests/unit/test_geocode \
	tests/unit/test_geocode_answer \
	tests/unit/test_geocode_shared \
	tests/unit/test_geojson \
	tests/unit/test_hsds \
	tests/unit/test_inequality \
	tests/unit/test_json_reader \
	tests/unit/test_json_writer \
	tests/unit/test_kept \
	tests/unit/test_library \
	tests/unit/test_linkage \
	tests/unit/test_linkage_shared \
	tests/unit/test_linkage_text \
	tests/unit/test_links \
	tests/unit/test_locate tests/unit/test_locate_shared \
	tests/unit/test_map_offer \
	tests/unit/test_merge \
	tests/unit/test_mapped \
	tests/unit/test_mesh \
	tests/unit/test_native \
	tests/unit/test_need_family \
	tests/unit/test_report_caseload \
	tests/unit/test_native_repeated \
	tests/unit/test_native_write \
	tests/unit/test_net \
	tests/unit/test_ogr_cell \
	tests/unit/test_opening_hours \
	tests/unit/test_osm \
	tests/unit/test_outline \
	tests/unit/test_overlap_beside \
	tests/unit/test_overlaps \
	tests/unit/test_overlay \
	tests/unit/test_perimeter \
	tests/unit/test_person_answer tests/unit/test_care_plan tests/unit/test_refusals \
	tests/unit/test_partner_list \
	tests/unit/test_person_circles \
	tests/unit/test_placing \
	tests/unit/test_process \
	tests/unit/test_project \
	tests/unit/test_quality \
	tests/unit/test_queue \
	tests/unit/test_relations \
	tests/unit/test_feature_words \
	tests/unit/test_report \
	tests/unit/test_report_reached tests/unit/test_report_told \
	tests/unit/test_checked tests/unit/test_jobs \
	tests/unit/test_leftovers \
	tests/unit/test_roads \
	tests/unit/test_router_cache \
	tests/unit/test_scenario \
	tests/unit/test_scratch \
	tests/unit/test_reached \
	tests/unit/test_served \
	tests/unit/test_rtree \
	tests/unit/test_siting \
	tests/unit/test_sorter \
	tests/unit/test_shape \
	tests/unit/test_sources \
	tests/unit/test_sqlite \
	tests/unit/test_store \
	tests/unit/test_store_faults tests/unit/test_store_migrate tests/unit/test_store_readers \
	tests/unit/test_table \
	tests/unit/test_table_communes \
	tests/unit/test_tables \
	tests/unit/test_territory \
	tests/unit/test_topojson \
	tests/unit/test_topology \
	tests/unit/test_travel_fit \
	tests/unit/test_travel_router \
	tests/unit/test_travel_shared \
	tests/unit/test_travel_table \
	tests/unit/test_uuid \
	tests/unit/test_text_width \
	tests/unit/test_mask \
	tests/unit/test_vault \
	tests/unit/test_vault_journal \
	tests/unit/test_vault_refused \
	tests/unit/test_vault_shared \
	tests/unit/test_vault_users \
	tests/unit/test_vocabulary
if HAVE_POSTGRES
UNIT_TESTS += tests/unit/test_postgis
endif
check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)
tests_unit_test_address_SOURCES = tests/unit/test_address.c
tests_unit_test_ages_SOURCES = tests/unit/test_ages.c
tests_unit_test_base_SOURCES = tests/unit/test_base.c
tests_unit_test_bpe_SOURCES = tests/unit/test_bpe.c tests/unit/importing.c tests/unit/importing.h \
	tests/unit/record_lines.c tests/unit/record_lines.h
PLANNING_ORACLE = tests/unit/planning_oracle.c tests/unit/planning_oracle.h tests/unit/importing.c tests/unit/importing.h
CATCHMENT_CASE = tests/unit/catchment_case.c tests/unit/catchment_case.h $(PLANNING_ORACLE)
tests_unit_test_access_SOURCES = tests/unit/test_access.c tests/unit/planning_world.c tests/unit/planning_world.h $(PLANNING_ORACLE)
tests_unit_test_catchment_SOURCES = tests/unit/test_catchment.c $(CATCHMENT_CASE)
tests_unit_test_catchment_shared_SOURCES = tests/unit/test_catchment_shared.c $(CATCHMENT_CASE)
tests_unit_test_decay_SOURCES = tests/unit/test_decay.c $(PLANNING_ORACLE)
tests_unit_test_inequality_SOURCES = tests/unit/test_inequality.c $(PLANNING_ORACLE)
tests_unit_test_cohort_shared_SOURCES = tests/unit/test_cohort_shared.c $(PLANNING_ORACLE)
tests_unit_test_circles_SOURCES = tests/unit/test_circles.c tests/unit/circles_made.c tests/unit/circles_made.h
tests_unit_test_circles_boxes_SOURCES = tests/unit/test_circles_boxes.c tests/unit/circles_made.c tests/unit/circles_made.h
tests_unit_test_circles_partners_SOURCES = tests/unit/test_circles_partners.c $(NATIVE_CATALOGUE)
tests_unit_test_circles_words_SOURCES = tests/unit/test_circles_words.c
tests_unit_test_cli_options_SOURCES = tests/unit/test_cli_options.c cli/options.c cli/table.c
tests_unit_test_cli_table_SOURCES = tests/unit/test_cli_table.c cli/table.c
tests_unit_test_columns_SOURCES = tests/unit/test_columns.c $(NATIVE_CATALOGUE)
tests_unit_test_columns_words_SOURCES = tests/unit/test_columns_words.c
tests_unit_test_batch_output_SOURCES = tests/unit/test_batch_output.c cli/batch_output.c cli/leftovers.c
tests_unit_test_progress_SOURCES = tests/unit/test_progress.c cli/progress.c cli/table.c
tests_unit_test_batch_scan_SOURCES = tests/unit/test_batch_scan.c cli/batch_scan.c
tests_unit_test_person_texts_SOURCES = tests/unit/test_person_texts.c cli/person_texts.c
tests_unit_test_commune_SOURCES = tests/unit/test_commune.c
tests_unit_test_contact_SOURCES = tests/unit/test_contact.c
tests_unit_test_restricted_SOURCES = tests/unit/test_restricted.c
tests_unit_test_contour_SOURCES = tests/unit/test_contour.c
tests_unit_test_converter_SOURCES = tests/unit/test_converter.c
tests_unit_test_csv_SOURCES = tests/unit/test_csv.c
tests_unit_test_data_inclusion_SOURCES = tests/unit/test_data_inclusion.c tests/unit/record_lines.c tests/unit/record_lines.h \
	tests/unit/importing.c tests/unit/importing.h
tests_unit_test_demand_SOURCES = tests/unit/test_demand.c
tests_unit_test_deflate_SOURCES = tests/unit/test_deflate.c tests/unit/native_file.c tests/unit/native_file.h
tests_unit_test_demo_SOURCES = tests/unit/test_demo.c
tests_unit_test_demo_land_SOURCES = tests/unit/test_demo_land.c
tests_unit_test_disclosure_joint_SOURCES = tests/unit/test_disclosure_joint.c
tests_unit_test_disclosure_large_SOURCES = tests/unit/test_disclosure_large.c tests/unit/crossed.c tests/unit/crossed.h
tests_unit_test_disclosure_SOURCES = tests/unit/test_disclosure.c tests/unit/importing.c tests/unit/importing.h
tests_unit_test_report_SOURCES = tests/unit/test_report.c tests/unit/style.c tests/unit/style.h tests/schema/report_sample.c tests/schema/report_sample.h \
	tests/unit/contours.c tests/unit/contours.h cli/report_table.c cli/table.c
tests_unit_test_exchange_SOURCES = tests/unit/test_exchange.c tests/unit/exchange_world.c tests/unit/exchange_world.h
tests_unit_test_file_SOURCES = tests/unit/test_file.c
tests_unit_test_gap_lost_SOURCES = tests/unit/test_gap_lost.c tests/unit/gap_world.c tests/unit/gap_world.h tests/unit/planning_world.c tests/unit/planning_world.h
tests_unit_test_gap_people_SOURCES = tests/unit/test_gap_people.c tests/unit/gap_world.c tests/unit/gap_world.h tests/unit/planning_world.c tests/unit/planning_world.h
tests_unit_test_instead_SOURCES = tests/unit/test_instead.c tests/unit/planning_world.c tests/unit/planning_world.h
tests_unit_test_counterfactual_SOURCES = tests/unit/test_counterfactual.c tests/unit/planning_world.c tests/unit/planning_world.h
tests_unit_test_triage_SOURCES = tests/unit/test_triage.c tests/unit/planning_world.c tests/unit/planning_world.h
tests_unit_test_hotspots_SOURCES = tests/unit/test_hotspots.c
tests_unit_test_emerge_SOURCES = tests/unit/test_emerge.c tests/unit/planning_world.c tests/unit/planning_world.h
tests_unit_test_gaps_SOURCES = tests/unit/test_gaps.c tests/unit/gap_world.c tests/unit/gap_world.h tests/unit/planning_world.c tests/unit/planning_world.h
tests_unit_test_geocode_SOURCES = tests/unit/test_geocode.c
tests_unit_test_geocode_answer_SOURCES = tests/unit/test_geocode_answer.c
tests_unit_test_geocode_shared_SOURCES = tests/unit/test_geocode_shared.c tests/unit/importing.c tests/unit/importing.h
tests_unit_test_geojson_SOURCES = tests/unit/test_geojson.c $(NATIVE_CATALOGUE)
tests_unit_test_feed_tree_SOURCES = tests/unit/test_feed_tree.c
tests_unit_test_finess_SOURCES = tests/unit/test_finess.c tests/unit/record_lines.c tests/unit/record_lines.h
tests_unit_test_finess_coordinates_SOURCES = tests/unit/test_finess_coordinates.c
tests_unit_test_finess_csv_SOURCES = tests/unit/test_finess_csv.c tests/unit/importing.c tests/unit/importing.h \
	tests/unit/record_lines.c tests/unit/record_lines.h
tests_unit_test_hsds_SOURCES = tests/unit/test_hsds.c tests/unit/record_lines.c tests/unit/record_lines.h \
	tests/unit/importing.c tests/unit/importing.h
tests_unit_test_json_reader_SOURCES = tests/unit/test_json_reader.c
tests_unit_test_json_writer_SOURCES = tests/unit/test_json_writer.c
tests_unit_test_library_SOURCES = tests/unit/test_library.c
tests_unit_test_linkage_SOURCES = tests/unit/test_linkage.c
tests_unit_test_linkage_shared_SOURCES = tests/unit/test_linkage_shared.c
tests_unit_test_linkage_text_SOURCES = tests/unit/test_linkage_text.c
tests_unit_test_links_SOURCES = tests/unit/test_links.c
tests_unit_test_cover_parts_SOURCES = tests/unit/test_cover_parts.c
tests_unit_test_locate_SOURCES = tests/unit/test_locate.c
tests_unit_test_locate_shared_SOURCES = tests/unit/test_locate_shared.c
tests_unit_test_mapped_SOURCES = tests/unit/test_mapped.c
tests_unit_test_mesh_SOURCES = tests/unit/test_mesh.c
NATIVE_CATALOGUE = tests/unit/native_catalogue.c tests/unit/native_catalogue.h tests/unit/native_file.c tests/unit/native_file.h
tests_unit_test_native_SOURCES = tests/unit/test_native.c tests/unit/native_file.c tests/unit/native_file.h
tests_unit_test_native_write_SOURCES = tests/unit/test_native_write.c tests/unit/native_file.c tests/unit/native_file.h
tests_unit_test_net_SOURCES = tests/unit/test_net.c
tests_unit_test_ogr_cell_SOURCES = tests/unit/test_ogr_cell.c cli/ogr/cell.c
tests_unit_test_opening_hours_SOURCES = tests/unit/test_opening_hours.c
tests_unit_test_osm_SOURCES = tests/unit/test_osm.c tests/unit/importing.c tests/unit/importing.h \
	tests/unit/record_lines.c tests/unit/record_lines.h
tests_unit_test_outline_SOURCES = tests/unit/test_outline.c
tests_unit_test_perimeter_SOURCES = tests/unit/test_perimeter.c cli/options.c cli/perimeter.c cli/table.c
tests_unit_test_caseload_answer_SOURCES = tests/unit/test_caseload_answer.c tests/unit/person_world.c tests/unit/person_world.h
tests_unit_test_report_caseload_SOURCES = tests/unit/test_report_caseload.c $(NATIVE_CATALOGUE)
tests_unit_test_need_family_SOURCES = tests/unit/test_need_family.c
tests_unit_test_person_circles_SOURCES = tests/unit/test_person_circles.c tests/unit/person_world.c tests/unit/person_world.h
tests_unit_test_person_answer_SOURCES = tests/unit/test_person_answer.c tests/unit/person_world.c tests/unit/person_world.h
tests_unit_test_care_plan_SOURCES = tests/unit/test_care_plan.c tests/unit/person_world.c tests/unit/person_world.h tests/unit/style.c tests/unit/style.h
tests_unit_test_postgis_SOURCES = tests/unit/test_postgis.c
tests_unit_test_process_SOURCES = tests/unit/test_process.c
tests_unit_test_project_SOURCES = tests/unit/test_project.c
tests_unit_test_quality_SOURCES = tests/unit/test_quality.c tests/unit/quality_world.c tests/unit/quality_world.h
tests_unit_test_corrections_SOURCES = tests/unit/test_corrections.c tests/unit/record_lines.c tests/unit/record_lines.h
tests_unit_test_relations_SOURCES = tests/unit/test_relations.c tests/unit/record_lines.c tests/unit/record_lines.h
tests_unit_test_table_communes_SOURCES = tests/unit/test_table_communes.c tests/unit/importing.c tests/unit/importing.h
tests_unit_test_tables_SOURCES = tests/unit/test_tables.c
tests_unit_test_feature_words_SOURCES = tests/unit/test_feature_words.c
tests_unit_test_jobs_SOURCES = tests/unit/test_jobs.c cli/jobs.c
tests_unit_test_checked_SOURCES = tests/unit/test_checked.c cli/cache.c cli/checked.c cli/clock.c cli/leftovers.c $(NATIVE_CATALOGUE)
tests_unit_test_leftovers_SOURCES = tests/unit/test_leftovers.c cli/leftovers.c
tests_unit_test_roads_SOURCES = tests/unit/test_roads.c tests/unit/importing.c tests/unit/importing.h
tests_unit_test_router_cache_SOURCES = tests/unit/test_router_cache.c
tests_unit_test_scenario_SOURCES = tests/unit/test_scenario.c tests/unit/planning_world.c tests/unit/planning_world.h
tests_unit_test_reached_SOURCES = tests/unit/test_reached.c tests/unit/planning_world.c tests/unit/planning_world.h
tests_unit_test_served_SOURCES = tests/unit/test_served.c tests/unit/planning_world.c tests/unit/planning_world.h
tests_unit_test_siting_SOURCES = tests/unit/test_siting.c tests/unit/planning_world.c tests/unit/planning_world.h
tests_unit_test_scratch_SOURCES = tests/unit/test_scratch.c
tests_unit_test_partner_list_SOURCES = tests/unit/test_partner_list.c
tests_unit_test_sorter_SOURCES = tests/unit/test_sorter.c
tests_unit_test_shape_SOURCES = tests/unit/test_shape.c
tests_unit_test_sources_SOURCES = tests/unit/test_sources.c
tests_unit_test_sqlite_SOURCES = tests/unit/test_sqlite.c
tests_unit_test_map_offer_SOURCES = tests/unit/test_map_offer.c
tests_unit_test_merge_SOURCES = tests/unit/test_merge.c
overlap_world = tests/unit/overlap_world.c tests/unit/overlap_world.h tests/unit/planning_world.c tests/unit/planning_world.h
tests_unit_test_overlaps_SOURCES = tests/unit/test_overlaps.c $(overlap_world)
tests_unit_test_overlap_beside_SOURCES = tests/unit/test_overlap_beside.c $(overlap_world)
tests_unit_test_overlay_SOURCES = tests/unit/test_overlay.c tests/unit/store_fixture.c tests/unit/store_fixture.h \
	tests/unit/store_folder.c tests/unit/store_folder.h
tests_unit_test_native_repeated_SOURCES = tests/unit/test_native_repeated.c
tests_unit_test_kept_SOURCES = tests/unit/test_kept.c tests/unit/store_fixture.c tests/unit/store_fixture.h \
	tests/unit/store_folder.c tests/unit/store_folder.h
tests_unit_test_placing_SOURCES = tests/unit/test_placing.c tests/unit/store_fixture.c tests/unit/store_fixture.h \
	tests/unit/store_folder.c tests/unit/store_folder.h
tests_unit_test_queue_SOURCES = tests/unit/test_queue.c
tests_unit_test_rtree_SOURCES = tests/unit/test_rtree.c tests/unit/store_fixture.c tests/unit/store_fixture.h \
	tests/unit/store_folder.c tests/unit/store_folder.h
tests_unit_test_store_SOURCES = tests/unit/test_store.c tests/unit/store_fixture.c tests/unit/store_fixture.h \
	tests/unit/store_folder.c tests/unit/store_folder.h
tests_unit_test_store_faults_SOURCES = tests/unit/test_store_faults.c tests/unit/store_fixture.c tests/unit/store_fixture.h \
	tests/unit/store_folder.c tests/unit/store_folder.h
tests_unit_test_store_migrate_SOURCES = tests/unit/test_store_migrate.c tests/unit/store_fixture.c tests/unit/store_fixture.h \
	tests/unit/store_folder.c tests/unit/store_folder.h
tests_unit_test_store_readers_SOURCES = tests/unit/test_store_readers.c tests/unit/store_fixture.c tests/unit/store_fixture.h \
	tests/unit/store_folder.c tests/unit/store_folder.h
tests_unit_test_table_SOURCES = tests/unit/test_table.c tests/unit/importing.c tests/unit/importing.h \
	tests/unit/record_lines.c tests/unit/record_lines.h
tests_unit_test_territory_SOURCES = tests/unit/test_territory.c tests/unit/importing.c tests/unit/importing.h
tests_unit_test_topojson_SOURCES = tests/unit/test_topojson.c tests/unit/native_file.c tests/unit/native_file.h tests/unit/contours.c tests/unit/contours.h
tests_unit_test_topology_SOURCES = tests/unit/test_topology.c tests/unit/contours.c tests/unit/contours.h
tests_unit_test_travel_fit_SOURCES = tests/unit/test_travel_fit.c
tests_unit_test_travel_router_SOURCES = tests/unit/test_travel_router.c
tests_unit_test_travel_shared_SOURCES = tests/unit/test_travel_shared.c tests/unit/importing.c tests/unit/importing.h
tests_unit_test_travel_table_SOURCES = tests/unit/test_travel_table.c
tests_unit_test_uuid_SOURCES = tests/unit/test_uuid.c
tests_unit_test_text_width_SOURCES = tests/unit/test_text_width.c
tests_unit_test_vocabulary_SOURCES = tests/unit/test_vocabulary.c
EXTRA_DIST += tests/data/data_inclusion/README.md tests/data/data_inclusion/services.csv \
	tests/data/data_inclusion/services.ndjson tests/data/data_inclusion/sheet.csv tests/data/data_inclusion/structures.json
EXTRA_DIST += tests/data/bpe/README.md tests/data/bpe/equipments.csv
EXTRA_DIST += tests/data/finess/README.md tests/data/finess/activites.json \
	tests/data/finess/extraction.csv tests/data/finess/structures.json
EXTRA_DIST += tests/data/communes/README.md tests/data/communes/facts.csv
EXTRA_DIST += tests/data/table/README.md tests/data/table/dirty.csv tests/data/table/dirty.json
EXTRA_DIST += \
	tests/data/hsds/README.md \
	tests/data/hsds/page.json \
	tests/data/hsds/service.json \
	tests/data/hsds/package/accessibility.csv \
	tests/data/hsds/package/addresses.csv \
	tests/data/hsds/package/attributes.csv \
	tests/data/hsds/package/contacts.csv \
	tests/data/hsds/package/cost_options.csv \
	tests/data/hsds/package/datapackage.json \
	tests/data/hsds/package/languages.csv \
	tests/data/hsds/package/locations.csv \
	tests/data/hsds/package/organization_identifiers.csv \
	tests/data/hsds/package/organizations.csv \
	tests/data/hsds/package/phones.csv \
	tests/data/hsds/package/programs.csv \
	tests/data/hsds/package/required_documents.csv \
	tests/data/hsds/package/schedules.csv \
	tests/data/hsds/package/service_areas.csv \
	tests/data/hsds/package/service_at_location.csv \
	tests/data/hsds/package/services.csv \
	tests/data/hsds/package/taxonomy_terms.csv
EXTRA_DIST += tests/data/corrections/README.md tests/data/corrections/dirty.csv
EXTRA_DIST += tests/data/relations/README.md tests/data/relations/dirty.csv
EXTRA_DIST += tests/data/README.md tests/data/cog/codes-postaux.json tests/data/cog/communes.json \
	tests/data/cog/departements.json tests/data/cog/epci.json tests/data/cog/regions.json \
	tests/data/contours/communes.geojson tests/data/contours/swapped.geojson
EXTRA_DIST += tests/data/osm/README.md tests/data/osm/extract.osm tests/data/osm/features.geojson tests/data/osm/overpass.json
VAULT_FOLDER = tests/unit/vault_folder.c tests/unit/vault_folder.h
tests_unit_test_vault_SOURCES = tests/unit/test_vault.c $(VAULT_FOLDER)
tests_unit_test_vault_journal_SOURCES = tests/unit/test_vault_journal.c $(VAULT_FOLDER)
tests_unit_test_vault_shared_SOURCES = tests/unit/test_vault_shared.c
tests_unit_test_vault_refused_SOURCES = tests/unit/test_vault_refused.c $(VAULT_FOLDER)
tests_unit_test_vault_users_SOURCES = tests/unit/test_vault_users.c $(VAULT_FOLDER)
