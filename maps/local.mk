liborbite_la_SOURCES += \
	maps/caseload_answer.c maps/caseload_answer.h \
	maps/caseload_page.c maps/caseload_page.h \
	maps/caseload_resources.c \
	maps/caseload_write.c \
	maps/circles_beside.c \
	maps/circles_boxes.c \
	maps/circles_cells.c \
	maps/circles_disc.c \
	maps/circles_draw.c \
	maps/circles_draw.h \
	maps/circles_frame.c \
	maps/circles_ink.c \
	maps/circles_ink.h \
	maps/circles_key.c \
	maps/circles_layout.c \
	maps/circles_layout.h \
	maps/circles_legend.c \
	maps/circles_marks.c \
	maps/circles_partners.c \
	maps/circles_partners.h \
	maps/circles_rows.c \
	maps/circles_sentences.c \
	maps/circles_sheet.c \
	maps/circles_table.c \
	maps/circles_words.c \
	maps/circles_words.h \
	maps/circle_style.c \
	maps/circle_style.h \
	maps/contour.c \
	maps/contour.h \
	maps/contour_neighbours.c \
	maps/contour_neighbours.h \
	maps/credit.c \
	maps/credit.h \
	maps/csv.c \
	maps/departement.c maps/departement.h \
	maps/feature_words.c \
	maps/feature_words.h \
	maps/features.c \
	maps/features.h \
	maps/findings.c \
	maps/fragments.c \
	maps/fragments.h \
	maps/geojson.c \
	maps/gpkg.c \
	maps/gpkg.h \
	maps/gpkg_file.c \
	maps/gpkg_file.h \
	maps/gpkg_geometry.c \
	maps/gpkg_geometry.h \
	maps/gpkg_offers.c \
	maps/gpkg_places.c \
	maps/json_escape.c \
	maps/json_escape.h \
	maps/json_literal.h \
	maps/json_writer.c \
	maps/kml.c \
	maps/match_json.c maps/match_json_offer.c maps/match_json_offer.h maps/match_json_plan.c \
	maps/match_row.c maps/match_row.h \
	maps/need_family.c maps/need_family.h \
	maps/native.c maps/native_extra.c maps/native_hidden.c maps/native_hidden.h maps/native_shown.c \
	maps/native_offer.c \
	maps/native_parts.c \
	maps/native_parts.h \
	maps/native_repeated.c \
	maps/native_repeated.h \
	maps/offer.c \
	maps/person_answer.c maps/person_answer_write.c maps/person_circles.c maps/person_circles.h maps/person_families.c \
	maps/reason_words.c \
	maps/offer_cells.c \
	maps/offer_cells.h \
	maps/offer_columns.c \
	maps/offer_columns.h \
	maps/offer_words.c \
	maps/offer_words.h \
	maps/phone.c \
	maps/phone.h \
	maps/registry.c \
	maps/selection.c \
	maps/shown_point.h \
	maps/text_width.c \
	maps/text_width.h \
	maps/text_width_table.c \
	maps/text_width_table.h \
	maps/umap.c \
	maps/xlsx.c \
	maps/xlsx_book.c \
	maps/xlsx_book.h
nobase_orbite_HEADERS += \
	maps/circles.h \
	maps/exporter.h \
	maps/findings.h \
	maps/json_writer.h \
	maps/match_json.h \
	maps/native.h \
	maps/offer.h \
	maps/person_answer.h \
	maps/reason_words.h \
	maps/registry.h \
	maps/selection.h
schemadir = $(datadir)/orbite/schema
dist_schema_DATA = \
	maps/schema/case-1.schema.json \
	maps/schema/catalogue-1.schema.json \
	maps/schema/check-1.schema.json \
	maps/schema/check-duplicates-1.schema.json \
	maps/schema/columns-1.schema.json \
	maps/schema/csv-1.schema.json \
	maps/schema/data-inclusion-1.schema.json \
	maps/schema/emerge-1.schema.json \
	maps/schema/geocode-1.schema.json \
	maps/schema/geojson-1.schema.json \
	maps/schema/hsds-1.schema.json \
	maps/schema/match-diff-1.schema.json \
	maps/schema/match-result-1.schema.json \
	maps/schema/person-1.schema.json \
	maps/schema/plan-1.schema.json \
	maps/schema/profile-1.schema.json \
	maps/schema/report-1.schema.json \
	maps/schema/scenario-1.schema.json \
	maps/schema/table-mapping-1.schema.json \
	maps/schema/triage-1.schema.json \
	maps/schema/umap-1.schema.json
EXTRA_DIST += maps/pictures/cercles.svg maps/pictures/circles.svg maps/pictures/page.fr.png maps/pictures/page.png
EXTRA_DIST += \
	maps/schema/example/case-1.json \
	maps/schema/example/catalogue-1.json \
	maps/schema/example/check-1.json \
	maps/schema/example/check-duplicates-1.json \
	maps/schema/example/columns-1.json \
	maps/schema/example/csv-1.csv \
	maps/schema/example/data-inclusion-1.json \
	maps/schema/example/emerge-1.json \
	maps/schema/example/geocode-1.json \
	maps/schema/example/geojson-1.json \
	maps/schema/example/hsds-1.json \
	maps/schema/example/match-diff-1.json \
	maps/schema/example/match-result-1.json \
	maps/schema/example/person-1.json \
	maps/schema/example/plan-1.json \
	maps/schema/example/profile-1.json \
	maps/schema/example/report-1.json \
	maps/schema/example/scenario-1.json \
	maps/schema/example/table-mapping-1.json \
	maps/schema/example/triage-1.json \
	maps/schema/example/umap-1.json
# Products made of services and what they name.
liborbite_la_SOURCES += \
	maps/data_inclusion.c maps/data_inclusion.h maps/data_inclusion_service.c maps/data_inclusion_values.c \
	maps/exchange.c maps/exchange.h maps/exchange_read.c maps/exchange_words.c \
	maps/hsds.c maps/hsds.h maps/hsds_area.c maps/hsds_location.c maps/hsds_organization.c maps/hsds_parts.c \
	maps/hsds_schedule.c maps/hsds_service.c maps/hsds_terms.c \
	maps/lookup.c maps/lookup.h
# Contours, and what writes the bytes of documents.
liborbite_la_SOURCES += \
	maps/base64.c maps/base64.h \
	maps/columns.c maps/columns.h maps/columns_data.c maps/columns_details.c maps/columns_words.c maps/columns_words.h \
	maps/columns_head.c \
	maps/columns_parts.h \
	maps/deflate.c maps/deflate.h \
	maps/partner_list.c maps/partner_list.h \
	maps/page.c maps/page.h maps/page_contours.c maps/page_person.c maps/page_person.h maps/page_plain.c maps/page_product.c maps/page_rings.c maps/page_rings.h \
	maps/stream.c maps/stream.h \
	maps/topojson.c maps/topojson.h \
	maps/topology.c maps/topology.h maps/topology_cut.c maps/topology_simplify.c
# What the commands of planning found.
liborbite_la_SOURCES += \
	maps/csv_field.c maps/csv_field.h maps/report_areas.c maps/report_areas.h maps/report_classes.c \
	maps/report_classes.h maps/report_drawing.c maps/report_geojson.c maps/report_html.c maps/report_html.h maps/report_map.c \
	maps/report_rings.c maps/report_rings.h \
	maps/report.c maps/report_csv.c maps/report_json.c maps/report_protect.c maps/report_protect_parts.h maps/report_reached.c maps/report_round.c maps/report_beside.c maps/report_compared.c maps/report_compared.h maps/report_names.c maps/report_names.h maps/report_xlsx.c maps/report_catalogue.c maps/report_words.c \
	maps/report_words.h
liborbite_la_SOURCES += maps/report_people.c maps/report_people.h
liborbite_la_SOURCES += maps/report_caseload.c maps/report_caseload.h maps/report_caseload_parts.h maps/report_caseload_ties.c maps/report_authorisations.c maps/report_authorisations.h maps/report_overlaps.c maps/report_overlaps.h maps/report_gap_requests.c maps/report_gaps.c maps/report_gaps.h maps/report_simulate.c maps/report_simulate.h maps/report_simulated_access.c maps/report_simulated_parts.h maps/report_simulated_persons.c maps/report_simulated_ties.c
liborbite_la_SOURCES += maps/report_hotspots.c maps/report_hotspots.h maps/report_reread.c maps/report_reread.h maps/report_told.c maps/report_told.h
nobase_orbite_HEADERS += maps/report.h maps/report_write.h
EMBEDDED += maps/report.css maps/report.css.sha256
include maps/page/local.mk
liborbite_la_SOURCES += maps/booklet.c maps/report_who.c maps/report_who_counts.c maps/report_who_notes.c maps/report_who_reached.c maps/report_who_served.c maps/report_who_parts.h maps/report_who_tables.c
nobase_orbite_HEADERS += maps/booklet.h maps/report_who.h
liborbite_la_SOURCES += maps/report_access.c maps/report_access_beside.c maps/report_access_columns.h maps/report_access_notes.c maps/report_access_sums.c
nobase_orbite_HEADERS += maps/report_access.h
liborbite_la_SOURCES += maps/report_site.c maps/report_site_communes.c maps/report_site_parts.h maps/report_site_words.c
nobase_orbite_HEADERS += maps/report_site.h
liborbite_la_SOURCES += maps/report_closing.c maps/report_closing.h maps/report_what_if.c maps/report_what_if.h
liborbite_la_SOURCES += maps/report_triage.c maps/report_triage.h maps/report_triage_places.c maps/report_triage_places.h maps/triage_cells.c maps/triage_cells.h maps/triage_words.c maps/triage_words.h
liborbite_la_SOURCES += maps/report_emerge.c maps/report_emerge_areas.c maps/report_emerge_ties.c maps/report_emerge.h maps/report_emerge_parts.h
# Sheets about one person.
liborbite_la_SOURCES += maps/care_plan.c maps/care_plan.h maps/care_plan_easy.c maps/care_plan_json.c maps/care_plan_tell.c \
	maps/case_words.c maps/case_words.h maps/easy_words.c maps/easy_words.h maps/handout.c maps/handout.h maps/handout_html.c \
	maps/report_refusals.c maps/report_refusals.h
EMBEDDED += maps/handout.css maps/handout.css.sha256
