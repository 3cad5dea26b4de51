# Each suite lists its programs here. Every test prints TAP: each test function counts.
TEST_EXTENSIONS = .sh
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = $(SHELL)
LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/program.sh

# What a test may rely on: the sources, the build, the command (not libtool's script around it, which is slow), and a French
# locale when one could be made.
AM_TESTS_ENVIRONMENT = \
	CMOCKA_MESSAGE_OUTPUT=TAP; export CMOCKA_MESSAGE_OUTPUT; \
	ORBITE_SRCDIR='$(abs_top_srcdir)'; export ORBITE_SRCDIR; \
	ORBITE_BUILDDIR='$(abs_top_builddir)'; export ORBITE_BUILDDIR; \
	ORBITE='$(abs_top_builddir)/orbite$(EXEEXT)'; export ORBITE; \
	if test -x .libs/orbite; then ORBITE='$(abs_top_builddir)/.libs/orbite'; \
	LD_LIBRARY_PATH='$(abs_top_builddir)/.libs'; export LD_LIBRARY_PATH; fi; \
	LOCPATH='$(abs_top_builddir)/tests/locale'; export LOCPATH; \
	LC_ALL=C.UTF-8; export LC_ALL; LANGUAGE=; export LANGUAGE; \
	ASAN_OPTIONS=detect_stack_use_after_return=1:allocator_may_return_null=1; export ASAN_OPTIONS; \
	UBSAN_OPTIONS=print_stacktrace=1; export UBSAN_OPTIONS; \
	LSAN_OPTIONS=suppressions=$(abs_top_srcdir)/tests/lsan.supp:print_suppressions=0; export LSAN_OPTIONS;

# The French locale of the tests, made in the build directory so that the system keeps its own.
check_DATA = tests/locale/stamp
tests/locale/stamp:
	$(AM_V_GEN)$(MKDIR_P) tests/locale && \
	{ localedef -i fr_FR -f UTF-8 tests/locale/fr_FR.UTF-8 >/dev/null 2>&1 || \
	echo "no localedef: tests that need the French locale are skipped" >&2; } && touch $@
clean-local: clean-locale
clean-locale:
	rm -rf tests/locale

EXTRA_DIST += tests/lsan.supp tests/program.sh tests/data

# Tests also make compressed files and look into the database by themselves.
LDADD = liborbite.la $(CMOCKA_LIBS) $(JANSSON_LIBS) $(ZLIB_LIBS) $(SQLITE_LIBS)
# The two that last longest come first, so that no processor waits for them at the end.
include tests/page/local.mk
include tests/cli/local.mk
if HAVE_CMOCKA
include tests/unit/local.mk
include tests/fault/local.mk
endif
include tests/fuzz/local.mk
include tests/oracle/local.mk
include tests/property/local.mk
include tests/bench/local.mk
include tests/lint/local.mk
include tests/schema/local.mk
include tests/clients/local.mk
include tests/clients/opening_hours/local.mk
include tests/exchange/local.mk
include tests/travel/local.mk
TESTS += tests/net/fetch.sh tests/net/geocode.sh tests/store/layers.sh tests/store/libraries.sh tests/store/readers.sh tests/vault/markers.sh tests/vault/terminal.sh
EXTRA_DIST += tests/vault/terminal.py tests/vault/terminal.sh tests/vault/markers.sh tests/vault/planted.py tests/net/fetch.sh tests/net/geocode.sh tests/net/server.py tests/store/layers.sh tests/store/libraries.sh tests/store/readers.sh
TESTS += tests/store/postgres.sh
EXTRA_DIST += tests/store/access.sh tests/store/cluster.sh tests/store/golden.sh tests/store/postgres.sh tests/store/server.sh
if HAVE_POSTGRES
check_PROGRAMS += tests/store/reopen
tests_store_reopen_SOURCES = tests/store/reopen.c
endif
# What PostgreSQL is asked for beside: all golden cases once more, who may do what, several machines. They take minutes.
check-postgres: all tests/store/reopen$(EXEEXT)
	$(AM_V_at)status=0; for t in access cluster golden; do \
	    $(AM_TESTS_ENVIRONMENT) $(SHELL) $(srcdir)/tests/store/$$t.sh || status=1; \
	done; exit $$status
.PHONY: check-postgres

# The same readers for a minute.
check-readers: all
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) READERS_SECONDS=60 $(SHELL) $(srcdir)/tests/store/readers.sh
.PHONY: check-readers
