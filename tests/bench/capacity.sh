#!/bin/sh
# The table of the capacity plan (engine/catalogue/README.md), as it is written there: "make bench-capacity". BENCH_SIZES
# ("10000 100000 1000000 2500000") are the demonstration territories that are made; BENCH_TERRITORIES names folders that "orbite demo"
# made before, which are measured instead; their snapshot is made again beside them when it is of another version. Instructions need
# valgrind, times a quiet machine: what it does besides is told under the table.
set -eu
cd "$ORBITE_BUILDDIR"
work=$ORBITE_BUILDDIR/tests/bench/work-capacity
bench=$ORBITE_BUILDDIR/tests/bench/bench_capacity
if [ -x .libs/orbite ]; then
    ORBITE=$ORBITE_BUILDDIR/.libs/orbite
    LD_LIBRARY_PATH=$ORBITE_BUILDDIR/.libs
    bench=$ORBITE_BUILDDIR/tests/bench/.libs/bench_capacity
    [ -x "$bench" ] || bench=$ORBITE_BUILDDIR/tests/bench/bench_capacity
    export LD_LIBRARY_PATH
fi
rm -rf "$work"
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT

# instructions SNAPSHOT NEEDS PERSON...: millions for each question of the persons that have so many needs or more, cut to that.
instructions() {
    from=$1 needs=$2
    shift 2
    if ! command -v valgrind >"$work/found" ||
        ! valgrind --tool=callgrind --toggle-collect=ask_counted --callgrind-out-file="$work/callgrind" "$bench" "$from" "$needs" 1 "$@" \
            >"$work/asked" 2>"$work/counted"; then
        echo '?'
        return
    fi
    awk 'NR == FNR { asked = $8; next } /Collected/ { printf "%.1f\n", $NF / asked / 1e6 }' "$work/asked" "$work/counted"
}

echo "| offers | snapshot | kinds | pairs of care and entry | memory of one matcher | millions of instructions: 1 need | 6 needs | mean of the 12 persons | p50 | p99 |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
for territory in ${BENCH_TERRITORIES:-${BENCH_SIZES:-10000 100000 1000000 2500000}}; do
    case $territory in
    */*) folder=$territory ;;
    *)
        folder=$work/$territory
        "$ORBITE" demo -q "$folder" --seed 1 --offers "$territory"
        ;;
    esac
    set -- "$folder"/persons/*.json
    "$ORBITE" match "$1" -d "$folder/territory.orbite" >"$work/match.log"
    snapshot=$folder/territory.orbite.cat
    "$bench" "$snapshot" 0 100 "$@" >"$work/figures"
    {
        cat "$work/figures"
        for needs in 1 6 0; do instructions "$snapshot" "$needs" "$@"; done
    } | paste -s -d ' ' | awk '{ printf "| %s | %s MB | %s | %s | %s MiB | %s | %s | %s | %s µs | %s µs |\n", $1, $2, $3, $4, $5, $9, $10, $11, $6, $7 }'
    [ "$folder" = "$territory" ] || rm -rf "$folder"
done
printf '\n%s, %s cores, load %s, %s\n' "$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)" "$(nproc)" \
    "$(cut -d' ' -f1 /proc/loadavg)" "$($CC --version | head -n 1)"
