# The reference results are not part of the sources: the test says so and is skipped without them.
TESTS += tests/oracle/run.sh
EXTRA_DIST += tests/oracle/run.sh tests/oracle/stored.sh
