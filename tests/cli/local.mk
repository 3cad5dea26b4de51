# Golden cases of the command; "tests/cli/run.sh --accept" takes what the command says now.
TESTS += tests/cli/man.sh tests/cli/readme.sh tests/cli/run.sh
EXTRA_DIST += tests/cli
