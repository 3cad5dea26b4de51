#!/bin/sh
# Compares the command with the reference results of ../shared/matching, when they are there: each seed and each scenario, by a
# catalogue read directly and by a database made from it.
set -u
shared=${ORBITE_SHARED:-$ORBITE_SRCDIR/../shared}/matching
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
points=0

if [ ! -d "$shared/oracle/dev" ]; then
    echo "1..0 # SKIP no reference results beside the sources"
    exit 0
fi
if ! command -v python3 >/dev/null 2>&1; then
    echo "1..0 # SKIP no python3 to compare with the reference results"
    exit 0
fi

direct="$ORBITE match {person} --catalogue {catalogue} --profile {profile} --policy {policy} --igas={igas} --json --all"
stored="sh $ORBITE_SRCDIR/tests/oracle/stored.sh $work {person} {catalogue} {profile} {policy} '{igas}'"

# compare SENTENCE SCRIPT COMMAND FILE
compare() {
    points=$((points + 1))
    if PYTHONDONTWRITEBYTECODE=1 python3 "$shared/reference/$2" --cmd "$3" "$4" >"$work/words" 2>&1; then
        echo "ok $points - $1: $(tail -n 1 "$work/words")"
    else
        echo "not ok $points - $1"
        # The first differences say enough.
        sed 's/^/#   /' "$work/words" | cut -c1-300 | { head -n 12; tail -n 1; }
    fi
}

for seed in "$shared"/oracle/dev/*.json.gz; do
    name=$(basename "$seed" .json.gz)
    compare "$name, catalogue read directly" compare_oracle.py "$direct" "$seed"
    compare "$name, from a database" compare_oracle.py "$stored" "$seed"
done
for scenario in "$shared"/scenarios/dev/*.json; do
    name=$(basename "$scenario" .json)
    compare "scenario $name, catalogue read directly" check_scenarios.py "$direct" "$scenario"
    compare "scenario $name, from a database" check_scenarios.py "$stored" "$scenario"
done
echo "1..$points"
