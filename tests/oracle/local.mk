# The reference results are not part of the sources: the test says so and is skipped without them.
TESTS += tests/oracle/run.sh tests/oracle/triage.sh tests/oracle/who.sh
EXTRA_DIST += tests/oracle/run.sh tests/oracle/stored.sh tests/oracle/triage.sh tests/oracle/triage.py tests/oracle/who.sh tests/oracle/who_finess.py
