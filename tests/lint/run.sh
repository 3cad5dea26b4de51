#!/bin/sh
# Runs the checks named as arguments (paths from the top of the sources), shows what they say and ends with the totals.
set -u
all=$(mktemp)
trap 'rm -f "$all"' EXIT
for check in "$@"; do
    points=$(mktemp)
    case $check in
    *.py) PYTHONDONTWRITEBYTECODE=1 python3 "$ORBITE_SRCDIR/$check" >"$points" ;;
    *) sh "$ORBITE_SRCDIR/$check" >"$points" ;;
    esac || grep -q '^not ok' "$points" || echo "not ok - $check ended badly" >>"$points"
    grep -q '^1\.\.' "$points" || echo "not ok - $check announced no plan" >>"$points"
    sed "s|^\(not \)\{0,1\}ok [0-9]* - |&$(basename "$check"): |" "$points"
    cat "$points" >>"$all"
    rm -f "$points"
done
awk '
    /^ok .*# SKIP/ { skip++; next }
    /^ok / { pass++ }
    /^not ok / { fail++ }
    END {
        if (pass + fail == 0)
            fail = 1
        printf "%d passed, %d failed, %d skipped\n", pass, fail, skip
        exit fail > 0
    }' "$all"
