# Figures, never judged by a test: "make bench", "make bench-capacity", "make bench-memory", "make bench-peers".
BENCHES = tests/bench/bench_access tests/bench/bench_capacity tests/bench/bench_triage tests/bench/bench_circles tests/bench/bench_disclosure tests/bench/bench_match tests/bench/bench_memory tests/bench/bench_process tests/bench/bench_feed \
	tests/bench/bench_linkage tests/bench/bench_locate tests/bench/bench_table tests/bench/bench_vault tests/bench/bench_peers
EXTRA_PROGRAMS = $(BENCHES)
EXTRA_DIST += tests/bench/capacity.sh tests/bench/memory.sh tests/bench/run.sh tests/bench/peers/run.sh tests/bench/peers/compare.py \
	tests/bench/peers/engines.py tests/bench/peers/engines.mjs tests/bench/peers/package.json \
	tests/bench/peers/package-lock.json tests/bench/peers/.npmrc tests/bench/peers/recorded
tests_bench_bench_access_SOURCES = tests/bench/bench_access.c tests/bench/bench.c tests/bench/bench.h
tests_bench_bench_capacity_SOURCES = tests/bench/bench_capacity.c tests/bench/bench.c tests/bench/bench.h tests/bench/person.c tests/bench/person.h
tests_bench_bench_circles_SOURCES = tests/bench/bench_circles.c tests/bench/bench.c tests/bench/bench.h
tests_bench_bench_disclosure_SOURCES = tests/bench/bench_disclosure.c tests/bench/bench.c tests/bench/bench.h tests/unit/crossed.c tests/unit/crossed.h
tests_bench_bench_linkage_SOURCES = tests/bench/bench_linkage.c tests/bench/bench.c tests/bench/bench.h
tests_bench_bench_locate_SOURCES = tests/bench/bench_locate.c tests/bench/bench.c tests/bench/bench.h
tests_bench_bench_match_SOURCES = tests/bench/bench_match.c tests/bench/bench.c tests/bench/bench.h tests/bench/person.c tests/bench/person.h
tests_bench_bench_memory_SOURCES = tests/bench/bench_memory.c
tests_bench_bench_peers_SOURCES = tests/bench/bench_peers.c tests/bench/bench.c tests/bench/bench.h tests/bench/person.c tests/bench/person.h
tests_bench_bench_process_SOURCES = tests/bench/bench_process.c tests/bench/bench.c tests/bench/bench.h
tests_bench_bench_feed_SOURCES = tests/bench/feed.c
tests_bench_bench_table_SOURCES = tests/bench/table.c
tests_bench_bench_triage_SOURCES = tests/bench/bench_triage.c tests/bench/bench.c tests/bench/bench.h tests/bench/person.c tests/bench/person.h
tests_bench_bench_vault_SOURCES = tests/bench/bench_vault.c tests/bench/bench.c tests/bench/bench.h

bench: all
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) $(BENCHES)
	$(AM_V_at)ORBITE_SRCDIR='$(abs_top_srcdir)' ORBITE_BUILDDIR='$(abs_top_builddir)' CC='$(CC)' \
	ORBITE='$(abs_top_builddir)/orbite$(EXEEXT)' LC_ALL=C.UTF-8 $(SHELL) $(srcdir)/tests/bench/run.sh
bench-capacity: all
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) tests/bench/bench_capacity
	$(AM_V_at)ORBITE_BUILDDIR='$(abs_top_builddir)' CC='$(CC)' ORBITE='$(abs_top_builddir)/orbite$(EXEEXT)' LC_ALL=C.UTF-8 \
	$(SHELL) $(srcdir)/tests/bench/capacity.sh
bench-memory: all
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) tests/bench/bench_memory
	$(AM_V_at)ORBITE_BUILDDIR='$(abs_top_builddir)' ORBITE='$(abs_top_builddir)/orbite$(EXEEXT)' LC_ALL=C.UTF-8 \
	$(SHELL) $(srcdir)/tests/bench/memory.sh
bench-peers: all
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) tests/bench/bench_peers
	$(AM_V_at)ORBITE_SRCDIR='$(abs_top_srcdir)' ORBITE_BUILDDIR='$(abs_top_builddir)' \
	ORBITE='$(abs_top_builddir)/orbite$(EXEEXT)' LC_ALL=C.UTF-8 $(SHELL) $(srcdir)/tests/bench/peers/run.sh
CLEANFILES += $(BENCHES)
.PHONY: bench bench-capacity bench-memory bench-peers
