liborbite_la_SOURCES += importers/registry.c importers/report.c importers/tally.c importers/tally.h
nobase_orbite_HEADERS += importers/importer.h importers/registry.h importers/report.h
liborbite_la_SOURCES += importers/bpe.c importers/bpe.h importers/bpe_records.c
liborbite_la_SOURCES += \
	importers/feed_path.c \
	importers/feed_path.h \
	importers/feed_tree.c \
	importers/feed_tree.h \
	importers/finess.c \
	importers/finess_activities.c \
	importers/finess_activity_rows.c \
	importers/finess_addresses.c \
	importers/finess_coordinates.c \
	importers/finess_csv.c \
	importers/finess_csv_address.c \
	importers/finess_csv_points.c \
	importers/finess_csv_rows.c \
	importers/finess_drift.c \
	importers/finess_engagements.c \
	importers/finess_links.c \
	importers/finess_numbers.c \
	importers/finess_numbers.h \
	importers/finess_offers.c \
	importers/finess_positions.c \
	importers/finess_read.c \
	importers/finess_report.c \
	importers/finess_structures.c \
	importers/finess_terms.c \
	importers/converter.c \
	importers/input.c \
	importers/json_reader.c \
	importers/lines.c \
	importers/lines.h \
	importers/native.c importers/native_beside.c \
	importers/native_contour.c \
	importers/native_offer.c \
	importers/native_parts.c \
	importers/native_reader.c \
	importers/native_reader.h \
	importers/native_scan.c \
	importers/native_scan.h \
	importers/native_shared.c
liborbite_la_SOURCES += \
	importers/finess.h \
	importers/finess_activities.h \
	importers/finess_coordinates.h \
	importers/finess_csv.h \
	importers/finess_drift.h \
	importers/finess_links.h \
	importers/finess_terms.h
EMBEDDED += \
	importers/finess_paths.txt \
	importers/finess_postcodes.txt
nobase_orbite_HEADERS += \
	importers/converter.h \
	importers/input.h \
	importers/json_reader.h \
	importers/osm_tags.h
liborbite_la_SOURCES += \
	importers/demo.c \
	importers/demo_cast.c \
	importers/demo_contour.c \
	importers/demo_geojson.c \
	importers/demo_land.c \
	importers/demo_names.c \
	importers/demo_offer.c \
	importers/demo_people.c importers/demo_people.h importers/demo_persons.c \
	importers/demo_random.c \
	importers/demo_relations.c \
	importers/demo_requests.c \
	importers/demo_script.c \
	importers/demo_service.c \
	importers/demo_template.c
nobase_orbite_HEADERS += \
	importers/demo.h \
	importers/demo_cast.h \
	importers/demo_draft.h \
	importers/demo_files.h \
	importers/demo_land.h \
	importers/demo_names.h \
	importers/demo_random.h \
	importers/demo_template.h
EMBEDDED += \
	importers/demo_persons/p01-autisme-20-ans.json \
	importers/demo_persons/p02-enfant-3-ans-creche.json \
	importers/demo_persons/p03-fauteuil-34-ans.json \
	importers/demo_persons/p04-langue-des-signes-45-ans.json \
	importers/demo_persons/p05-soins-a-domicile-58-ans.json \
	importers/demo_persons/p06-urgence-27-ans.json \
	importers/demo_persons/p07-double-orientation-31-ans.json \
	importers/demo_persons/p08-besoins-larges-15-ans.json \
	importers/demo_persons/p09-refus-repetes-24-ans.json \
	importers/demo_persons/p10-droit-commun-40-ans.json \
	importers/demo_persons/p11-sans-adresse-19-ans.json \
	importers/demo_persons/p12-aidants-ages-62-ans.json
EXTRA_DIST += importers/demo_persons/README.md
liborbite_la_SOURCES += \
	importers/correction_value.c \
	importers/correction_value.h \
	importers/corrections.c \
	importers/relation_target.c \
	importers/relation_target.h \
	importers/relations.c \
	importers/row_file.c \
	importers/row_file.h \
	importers/row_text.c \
	importers/row_text.h
liborbite_la_SOURCES += importers/cog.c importers/cog_map.c importers/cog_map.h importers/cog_row.c importers/cog_row.h \
	importers/contours.c \
	importers/territory_box.c importers/territory_box.h
liborbite_la_SOURCES += \
	importers/data_inclusion.c \
	importers/data_inclusion.h \
	importers/data_inclusion_csv.c \
	importers/data_inclusion_json.c \
	importers/data_inclusion_records.c \
	importers/data_inclusion_rows.c \
	importers/data_inclusion_terms.c \
	importers/data_inclusion_values.c \
	importers/family_prestations.c \
	importers/family_prestations.h
liborbite_la_SOURCES += \
	importers/encoding.c \
	importers/encoding.h \
	importers/table.c \
	importers/table.h \
	importers/table_communes.c \
	importers/table_guess.c \
	importers/table_guess.h \
	importers/table_mapping.c \
	importers/table_numbers.c \
	importers/table_position.c \
	importers/table_records.c \
	importers/table_records.h \
	importers/table_report.c \
	importers/table_rows.c \
	importers/table_sample.c \
	importers/table_sample.h \
	importers/table_value.c \
	importers/table_value.h \
	importers/table_told.c \
	importers/table_values.c
mappingdir = $(datadir)/orbite/mapping
dist_mapping_DATA = \
	importers/mappings/aix-en-provence.json \
	importers/mappings/angers.json \
	importers/mappings/communes.json \
	importers/mappings/etapes-numerique.json \
	importers/mappings/nouvelle-caledonie.json \
	importers/mappings/orbite-csv.json
liborbite_la_SOURCES += \
	importers/hsds.c \
	importers/hsds.h \
	importers/hsds_area.c \
	importers/hsds_files.c \
	importers/hsds_json.c \
	importers/hsds_records.c \
	importers/hsds_report.c \
	importers/hsds_schedule.c \
	importers/hsds_services.c \
	importers/hsds_spill.c \
	importers/hsds_tables.c \
	importers/slug.c \
	importers/slug.h
liborbite_la_SOURCES += \
	importers/osm.c \
	importers/osm.h \
	importers/osm_draft.c \
	importers/osm_json.c \
	importers/osm_objects.c \
	importers/osm_places.c \
	importers/osm_records.c \
	importers/osm_report.c \
	importers/osm_tags.c \
	importers/osm_terms.c \
	importers/osm_xml.c
