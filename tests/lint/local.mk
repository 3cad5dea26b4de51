# Rules of the guide that a program can check. They judge the sources, not the product: run by "make lint", not by "make check".
LINT_TESTS = tests/lint/layers.py tests/lint/sizes.py tests/lint/words.py tests/lint/format.sh tests/lint/headers.sh \
	tests/lint/symbols.sh tests/lint/shell.sh tests/lint/page.sh tests/lint/french.sh
EXTRA_DIST += tests/lint/run.sh tests/lint/tap.sh tests/lint/rules.py tests/lint/sources.py $(LINT_TESTS)

lint: all
	$(AM_V_at)ORBITE_SRCDIR='$(abs_top_srcdir)' ORBITE_BUILDDIR='$(abs_top_builddir)' CC='$(CC)' \
	$(SHELL) $(top_srcdir)/tests/lint/run.sh $(LINT_TESTS)
.PHONY: lint
