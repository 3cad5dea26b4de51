# Golden cases of the command; "tests/cli/run.sh --accept" takes what the command says now.
TESTS += tests/cli/man.sh tests/cli/ogr.sh tests/cli/page.sh tests/cli/readme.sh tests/cli/run.sh
EXTRA_DIST += tests/cli

# A folder is copied whole, from the build too: what tests left there is not part of the sources.
dist-hook:
	find $(distdir)/tests \( -name '*.log' -o -name '*.trs' \) -type f -exec rm -f {} +
