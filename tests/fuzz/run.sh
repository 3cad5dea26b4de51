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

# No fault, and it did run: a fuzzer that stops at once has proved nothing.
least=100

# fuzz NAME OPTION: a run of its fuzzer, bounded by the option.
fuzz() {
    dictionary=$ORBITE_SRCDIR/tests/fuzz/$1.dict
    # A unit that takes 25 s or 2 GiB is a fault too.
    "tests/fuzz/fuzz_$1" "$2" -timeout=25 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$work/$1-" ${dictionary:+$([ -f "$dictionary" ] && echo "-dict=$dictionary")} \
        "$work/$1" "$ORBITE_SRCDIR/tests/fuzz/corpus/$1" >"$work/$1.log" 2>&1
    echo $? >"$work/$1.status"
}

inputs() {
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$1.log")
    echo "${runs:-0}"
}

# On a machine too slow for the least number of inputs in that time, as many as that.
one() {
    mkdir -p "$work/$1"
    fuzz "$1" -max_total_time="$FUZZ_SECONDS"
    if [ "$(cat "$work/$1.status")" = 0 ] && [ "$(inputs "$1")" -le $least ]; then
        fuzz "$1" -runs=$((least + 1))
    fi
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
    if [ "$(cat "$work/$name.status")" = 0 ] && [ "$(inputs "$name")" -gt $least ]; then
        echo "ok - fuzz_$name: $(inputs "$name") inputs"
        passed=$((passed + 1))
    else
        echo "not ok - fuzz_$name: $(inputs "$name") inputs"
        tail -n 40 "$work/$name.log"
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed, 0 skipped"
[ $failed = 0 ] && [ $passed != 0 ]
