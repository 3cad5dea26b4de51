# One program per parser of outside bytes. A new fuzz_NAME.c: one block below and files in corpus/NAME/.
# "make check" runs each over its corpus; "make fuzz" (configured with clang and --enable-fuzzers) looks for new faults.
FUZZ_REPLAYS =
FUZZ_SECONDS = 20
FUZZ_IMPORT = tests/fuzz/fuzz_import.c tests/fuzz/fuzz_import.h tests/fuzz/bytes_file.c tests/fuzz/bytes_file.h

FUZZ_REPLAYS += tests/fuzz/replay_bpe
tests_fuzz_replay_bpe_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_bpe.c $(FUZZ_IMPORT)

FUZZ_REPLAYS += tests/fuzz/replay_case
tests_fuzz_replay_case_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_case.c

FUZZ_REPLAYS += tests/fuzz/replay_catalogue
tests_fuzz_replay_catalogue_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_catalogue.c

FUZZ_REPLAYS += tests/fuzz/replay_cog
tests_fuzz_replay_cog_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_cog.c

FUZZ_REPLAYS += tests/fuzz/replay_contours
tests_fuzz_replay_contours_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_contours.c tests/fuzz/bytes_file.c tests/fuzz/bytes_file.h

FUZZ_REPLAYS += tests/fuzz/replay_corrections
tests_fuzz_replay_corrections_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_corrections.c $(FUZZ_IMPORT)

FUZZ_REPLAYS += tests/fuzz/replay_csv
tests_fuzz_replay_csv_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_csv.c

FUZZ_REPLAYS += tests/fuzz/replay_data_inclusion
tests_fuzz_replay_data_inclusion_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_data_inclusion.c $(FUZZ_IMPORT)

FUZZ_REPLAYS += tests/fuzz/replay_feed
tests_fuzz_replay_feed_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_feed.c tests/fuzz/bytes_file.c tests/fuzz/bytes_file.h

FUZZ_REPLAYS += tests/fuzz/replay_finess
tests_fuzz_replay_finess_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_finess.c tests/fuzz/bytes_file.c tests/fuzz/bytes_file.h

FUZZ_REPLAYS += tests/fuzz/replay_finess_csv
tests_fuzz_replay_finess_csv_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_finess_csv.c $(FUZZ_IMPORT)

FUZZ_REPLAYS += tests/fuzz/replay_geocode
tests_fuzz_replay_geocode_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_geocode.c tests/fuzz/bytes_file.c tests/fuzz/bytes_file.h

FUZZ_REPLAYS += tests/fuzz/replay_hsds
tests_fuzz_replay_hsds_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_hsds.c $(FUZZ_IMPORT)

FUZZ_REPLAYS += tests/fuzz/replay_json
tests_fuzz_replay_json_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_json.c

FUZZ_REPLAYS += tests/fuzz/replay_native
tests_fuzz_replay_native_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_native.c

FUZZ_REPLAYS += tests/fuzz/replay_osm_json
tests_fuzz_replay_osm_json_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_osm_json.c $(FUZZ_IMPORT)

FUZZ_REPLAYS += tests/fuzz/replay_osm_xml
tests_fuzz_replay_osm_xml_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_osm_xml.c $(FUZZ_IMPORT)

FUZZ_REPLAYS += tests/fuzz/replay_person
tests_fuzz_replay_person_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_person.c

FUZZ_REPLAYS += tests/fuzz/replay_relations
tests_fuzz_replay_relations_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_relations.c $(FUZZ_IMPORT)

FUZZ_REPLAYS += tests/fuzz/replay_scenario
tests_fuzz_replay_scenario_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_scenario.c

FUZZ_REPLAYS += tests/fuzz/replay_table
tests_fuzz_replay_table_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_table.c tests/fuzz/bytes_file.c tests/fuzz/bytes_file.h

FUZZ_REPLAYS += tests/fuzz/replay_text
tests_fuzz_replay_text_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_text.c

FUZZ_REPLAYS += tests/fuzz/replay_travel_matrix
tests_fuzz_replay_travel_matrix_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_travel_matrix.c

FUZZ_REPLAYS += tests/fuzz/replay_travel_router
tests_fuzz_replay_travel_router_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_travel_router.c

FUZZ_REPLAYS += tests/fuzz/replay_tree
tests_fuzz_replay_tree_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_tree.c

FUZZ_REPLAYS += tests/fuzz/replay_vault
tests_fuzz_replay_vault_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz_vault.c

check_PROGRAMS += $(FUZZ_REPLAYS)
TESTS += $(FUZZ_REPLAYS)
EXTRA_DIST += tests/fuzz/run.sh tests/fuzz/corpus

# The fuzzers themselves are the same objects with libFuzzer's main in place of ours.
if ENABLE_FUZZERS
fuzz: all
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) $(FUZZ_REPLAYS)
	$(AM_V_at)at_once=0; for replay in $(FUZZ_REPLAYS); do \
	name=`echo $$replay | sed 's|.*/replay_||'`; rm -f tests/fuzz/fuzz_$$name; \
	$(LIBTOOL) --silent --tag=CC --mode=link $(CC) $(ORB_CFLAGS) $(CFLAGS) -fsanitize=fuzzer $(AM_LDFLAGS) $(LDFLAGS) \
	-o tests/fuzz/fuzz_$$name tests/fuzz/fuzz_$$name.$(OBJEXT) tests/fuzz/fuzz_import.$(OBJEXT) \
	tests/fuzz/bytes_file.$(OBJEXT) $(LDADD) $(LIBS) & at_once=`expr $$at_once + 1`; \
	test `expr $$at_once % \`nproc\`` != 0 || wait; done; wait; \
	for replay in $(FUZZ_REPLAYS); do test -x `echo $$replay | sed 's|/replay_|/fuzz_|'` || exit 1; done
	$(AM_V_at)ORBITE_SRCDIR='$(abs_top_srcdir)' ORBITE_BUILDDIR='$(abs_top_builddir)' FUZZ_SECONDS=$(FUZZ_SECONDS) \
	$(SHELL) $(srcdir)/tests/fuzz/run.sh $(FUZZ_REPLAYS)
else
fuzz:
	@echo 'configure with CC=clang --enable-fuzzers --enable-sanitizers first' >&2; false
endif
.PHONY: fuzz
