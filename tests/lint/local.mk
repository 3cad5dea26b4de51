# Rules of the guide that a program can check. They judge the sources, not the product: run by "make lint", not by "make check".
LINT_TESTS =
EXTRA_DIST += tests/lint/run.sh $(LINT_TESTS)

lint: all
	$(AM_V_at)ORBITE_SRCDIR='$(abs_top_srcdir)' ORBITE_BUILDDIR='$(abs_top_builddir)' CC='$(CC)' \
	$(SHELL) $(top_srcdir)/tests/lint/run.sh $(LINT_TESTS)
.PHONY: lint
