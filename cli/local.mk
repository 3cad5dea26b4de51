orbite_SOURCES += \
	cli/answer.c \
	cli/answer.h \
	cli/answer_offer.c \
	cli/answer_offer.h \
	cli/answer_plan.c \
	cli/shown_points.c cli/shown_points.h \
	cli/handout_text.c cli/handout_text.h cli/vault_person.c cli/vault_person.h cli/people_refusals.c cli/refusal_sheet.c cli/refusal_sheet.h \
	cli/changes.c \
	cli/changes.h \
	cli/changes_reading.h \
	cli/changes_settle.c \
	cli/check_duplicates.c \
	cli/check_duplicates.h \
	cli/check_feed.c \
	cli/check_feed.h \
	cli/check_findings.c \
	cli/check_findings.h \
	cli/check_travel.c \
	cli/check_travel.h \
	cli/cache.c cli/cache.h cli/checked.c cli/checked.h \
	cli/circle.c \
	cli/circle.h \
	cli/clock.c \
	cli/clock.h \
	cli/cmd/check.c \
	cli/cmd/config.c \
	cli/cmd/demo.c \
	cli/cmd/fetch.c \
	cli/cmd/access.c \
	cli/database.c \
	cli/database.h \
	cli/batch.c cli/batch.h \
	cli/batch_index.c cli/batch_index.h \
	cli/batch_mark.c cli/batch_mark.h \
	cli/batch_output.c cli/batch_output.h \
	cli/batch_run.c cli/batch_run.h \
	cli/batch_scan.c cli/batch_scan.h \
	cli/caseload.c \
	cli/caseload.h \
	cli/caseload_read.c \
	cli/what_if.c \
	cli/what_if.h \
	cli/cmd/gaps.c \
	cli/cmd/triage.c \
	cli/cmd/emerge.c \
	cli/cmd/geocode.c \
	cli/cmd/help.c \
	cli/cmd/import.c \
	cli/cmd/init.c \
	cli/cmd/list.c \
	cli/cmd/map.c \
	cli/cmd/match.c \
	cli/cmd/merge.c \
	cli/cmd/overlaps.c \
	cli/cmd/people.c \
	cli/cmd/plan.c \
	cli/cmd/show.c \
	cli/cmd/simulate.c \
	cli/cmd/site.c \
	cli/cmd/split.c \
	cli/cmd/version.c \
	cli/cmd/who.c \
	cli/command.h \
	cli/commands.c \
	cli/commands.h \
	cli/commune.c \
	cli/commune.h \
	cli/config.c \
	cli/config.h \
	cli/decide.c \
	cli/decide.h \
	cli/demo_folder.c \
	cli/demo_folder.h \
	cli/demand_file.c \
	cli/demand_file.h \
	cli/diagnostics.c \
	cli/diagnostics.h \
	cli/access_question.c \
	cli/access_question.h \
	cli/gap_question.c \
	cli/audience.c \
	cli/audience.h \
	cli/gap_question.h \
	cli/gap_requests.c \
	cli/gap_requests.h \
	cli/hotspots.c \
	cli/hotspots.h \
	cli/geocode_ask.c \
	cli/geocode_ask.h \
	cli/geocode_places.c \
	cli/geocode_places.h \
	cli/geocode_report.c \
	cli/geocode_report.h \
	cli/geocode_write.c \
	cli/geocode_write.h \
	cli/glossary.c \
	cli/glossary.h \
	cli/import_categories.c \
	cli/import_categories.h \
	cli/import_guess.c \
	cli/import_guess.h \
	cli/import_report.c \
	cli/import_report.h \
	cli/list_changes.c \
	cli/list_changes.h \
	cli/list_offers.c \
	cli/list_offers.h \
	cli/jobs.c \
	cli/jobs.h \
	cli/leftovers.c \
	cli/leftovers.h \
	cli/link.c \
	cli/link.h \
	cli/link_organizations.c \
	cli/link_organizations.h \
	cli/link_records.c \
	cli/link_records.h \
	cli/listing.c \
	cli/listing.h \
	cli/locale.c \
	cli/locale.h \
	cli/main.c \
	cli/planning.c \
	cli/planning.h \
	cli/map_caseload.c cli/map_caseload.h \
	cli/map_counts.c cli/map_counts.h \
	cli/map_circles.c \
	cli/map_circles.h \
	cli/map_circles_requests.c \
	cli/map_circles_table.c \
	cli/map_native.c \
	cli/map_person.c cli/map_person.h \
	cli/map_product.c \
	cli/map_product.h \
	cli/map_rings.c \
	cli/map_rings.h \
	cli/match_diff.c \
	cli/match_diff.h \
	cli/operator.c \
	cli/operator.h \
	cli/options.c \
	cli/options.h \
	cli/passphrase.c \
	cli/passphrase.h \
	cli/people.h \
	cli/people_add.c \
	cli/people_case.c \
	cli/people_export.c \
	cli/people_job.c \
	cli/people_list.c \
	cli/people_log.c \
	cli/people_new.c \
	cli/people_purge.c \
	cli/people_rekey.c \
	cli/people_show.c \
	cli/people_source.c \
	cli/people_source.h \
	cli/people_tour.c \
	cli/publication.c \
	cli/publication.h \
	cli/perimeter.c \
	cli/perimeter.h \
	cli/person_texts.c \
	cli/person_texts.h \
	cli/profile.c \
	cli/profile.h \
	cli/question.c \
	cli/question.h \
	cli/progress.c cli/progress.h \
	cli/report_output.c cli/report_output.h cli/report_table.c cli/report_table.h \
	cli/rows_file.c \
	cli/rows_file.h \
	cli/sheet.c \
	cli/sheet.h \
	cli/sheet_records.c \
	cli/sheet_records.h \
	cli/simulate_access.c \
	cli/simulate_access.h \
	cli/simulate_persons.c \
	cli/simulate_persons.h \
	cli/simulate_wholes.c \
	cli/simulate_wholes.h \
	cli/site_files.c \
	cli/site_files.h \
	cli/snapshot.c \
	cli/snapshot.h \
	cli/stratum.c \
	cli/stratum.h \
	cli/table.c \
	cli/table.h \
	cli/territory.c \
	cli/territory.h \
	cli/transfer.c \
	cli/transfer.h \
	cli/travel_ask.c cli/travel_person.c cli/travel_person.h cli/travel_places.c \
	cli/travel_options.c \
	cli/travel_options.h \
	cli/travel_roads.c \
	cli/travel_roads.h \
	cli/vault_session.c \
	cli/vault_session.h \
	cli/words.c \
	cli/words.h

# The pages are Markdown; build-aux/md2man.sh makes them manual pages.
man1_MANS = \
	cli/man/orbite-check.1 \
	cli/man/orbite-config.1 \
	cli/man/orbite-demo.1 \
	cli/man/orbite-fetch.1 \
	cli/man/orbite-access.1 \
	cli/man/orbite-gaps.1 \
	cli/man/orbite-geocode.1 \
	cli/man/orbite-help.1 \
	cli/man/orbite-import.1 \
	cli/man/orbite-init.1 \
	cli/man/orbite-list.1 \
	cli/man/orbite-map.1 \
	cli/man/orbite-match.1 \
	cli/man/orbite-merge.1 \
	cli/man/orbite-overlaps.1 \
	cli/man/orbite-people.1 \
	cli/man/orbite-plan.1 \
	cli/man/orbite-show.1 \
	cli/man/orbite-simulate.1 \
	cli/man/orbite-triage.1 \
	cli/man/orbite-emerge.1 \
	cli/man/orbite-site.1 \
	cli/man/orbite-split.1 \
	cli/man/orbite-version.1 \
	cli/man/orbite-who.1 \
	cli/man/orbite.1
man5_MANS = cli/man/orbite-mapping.5 cli/man/orbite.json.5
man7_MANS = cli/man/orbite-privacy.7
CLEANFILES += $(man1_MANS) $(man5_MANS) $(man7_MANS)
EXTRA_DIST += build-aux/md2man.sh $(man1_MANS:=.md) $(man5_MANS:=.md) $(man7_MANS:=.md)
SUFFIXES = .md
.md:
	$(AM_V_GEN)$(MKDIR_P) $(@D) && sh $(top_srcdir)/build-aux/md2man.sh $(VERSION) $< > $@.tmp && mv $@.tmp $@
# The only program that is linked with GDAL.
ORBITE_IMPORT_OGR = \
	cli/locale.c \
	cli/locale.h \
	cli/ogr/archive.c \
	cli/ogr/cell.c \
	cli/ogr/dataset.c \
	cli/ogr/dataset.h \
	cli/ogr/main.c \
	cli/ogr/ogr.h \
	cli/ogr/osm.c \
	cli/ogr/table.c
if HAVE_GDAL
bin_PROGRAMS += orbite-import-ogr
man1_MANS += cli/man/orbite-import-ogr.1
orbite_import_ogr_SOURCES = $(ORBITE_IMPORT_OGR)
orbite_import_ogr_CPPFLAGS = $(AM_CPPFLAGS) $(GDAL_CFLAGS)
orbite_import_ogr_LDADD = liborbite.la $(GDAL_LIBS)
else
EXTRA_DIST += $(ORBITE_IMPORT_OGR)
endif
EXTRA_DIST += cli/man/orbite-import-ogr.1.md
