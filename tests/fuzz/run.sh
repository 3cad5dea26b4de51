#!/bin/sh
# Runs every fuzzer for FUZZ_SECONDS from its corpus, as many at once as there are cores; ends with the totals.
# New inputs stay in the build directory; an input that fails is printed and kept beside them.
set -u
cd "$ORBITE_BUILDDIR" || exit 1
work=$ORBITE_BUILDDIR/tests/fuzz/found
rm -f "$work"/*.status
mkdir -p "$work"
export LSAN_OPTIONS="suppressions=$ORBITE_SRCDIR/tests/lsan.supp:print_suppressions=0"
export LC_ALL=C.UTF-8

one() {
    name=$1
    mkdir -p "$work/$name"
    dictionary=$ORBITE_SRCDIR/tests/fuzz/$name.dict
    # A unit that takes 25 s or 2 GiB is a fault too.
    "tests/fuzz/fuzz_$name" -max_total_time="$FUZZ_SECONDS" -timeout=25 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$work/$name-" ${dictionary:+$([ -f "$dictionary" ] && echo "-dict=$dictionary")} \
        "$work/$name" "$ORBITE_SRCDIR/tests/fuzz/corpus/$name" >"$work/$name.log" 2>&1
    echo $? >"$work/$name.status"
}

running=0
for replay in "$@"; do
    one "${replay##*/replay_}" &
    running=$((running + 1))
    if [ $running -ge "$(nproc)" ]; then
        wait
        running=0
    fi
done
wait

passed=0 failed=0
for replay in "$@"; do
    name=${replay##*/replay_}
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$name.log")
    # No fault, and it did run: a fuzzer that stops at once has proved nothing.
    if [ "$(cat "$work/$name.status")" = 0 ] && [ "${runs:-0}" -gt 100 ]; then
        echo "ok - fuzz_$name: $runs inputs"
        passed=$((passed + 1))
    else
        echo "not ok - fuzz_$name: ${runs:-0} inputs"
        tail -n 40 "$work/$name.log"
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed, 0 skipped"
[ $failed = 0 ] && [ $passed != 0 ]
