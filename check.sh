#!/bin/sh
# Installs what is missing, builds and runs every test; prints the totals. Can be run again.
set -eu
cd "$(dirname "$0")"
. build-aux/prepare.sh

orb_prepare build check
dir=build/check
orb_say "Building in $dir..." "Construction dans $dir..."
orb_build "$dir" --enable-werror
orb_say "Running the tests..." "Exécution des tests..."
status=0
find "$dir" -name '*.trs' -type f -exec rm -f {} +
make -C "$dir" -j"$(orb_jobs)" -k check >"$dir/check.log" 2>&1 </dev/null || status=1
if [ $status != 0 ]; then
    grep -E '^(FAIL|ERROR|XPASS): ' "$dir/check.log" || tail -n 40 "$dir/check.log"
    orb_failures "$dir"
    orb_say "The details are in $dir/check.log and $dir/test-suite.log." \
        "Les détails sont dans $dir/check.log et $dir/test-suite.log."
fi
orb_totals "$dir"
exit $status
