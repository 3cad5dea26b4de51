#!/bin/sh
# Every benchmark, one line of JSON for each measure. Nothing is judged here: compare with a run on the same machine.
# BENCH_OFFERS (100000), BENCH_ESTABLISHMENTS (20000) and BENCH_LINKAGE (100000) set the sizes.
set -eu
cd "$ORBITE_BUILDDIR"
offers=${BENCH_OFFERS:-100000}
establishments=${BENCH_ESTABLISHMENTS:-20000}
work=$ORBITE_BUILDDIR/tests/bench/work
bench=$ORBITE_BUILDDIR/tests/bench
rm -rf "$work"
mkdir -p "$work"
# libtool's script starts the command when the library is shared: measure the command itself.
if [ -x .libs/orbite ]; then
    ORBITE=$ORBITE_BUILDDIR/.libs/orbite
    LD_LIBRARY_PATH=$ORBITE_BUILDDIR/.libs
    export LD_LIBRARY_PATH
fi

printf '{"name":"machine","cpu":"%s","cores":%s,"load":%s,"compiler":"%s"}\n' \
    "$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(cut -d" " -f1 /proc/loadavg)" "$($CC --version | head -n 1)"

"$ORBITE" demo "$work/territory" --seed 1 --offers "$offers" >"$work/demo.log" 2>&1
store=$work/territory/territory.orbite
person=$(find "$work/territory/persons" -name '*.json' | sort | head -n 1)
# The first question makes the snapshot; the others find it.
"$ORBITE" match "$person" -d "$store" >"$work/match.log"

# shellcheck disable=SC2046 # names without spaces
"$bench/bench_match" "$store.cat" $(find "$work/territory/persons" -name '*.json' | sort)
"$bench/bench_process" match_process 50 0 ms "$ORBITE" match "$person" -d "$store"
"$bench/bench_process" geojson 3 "$offers" features/s "$ORBITE" map geojson -d "$store" -o -

records=$("$bench/bench_feed" "$establishments" "$work/structures.json.gz" "$work/activities.json.gz")
cat >"$work/import.sh" <<END
#!/bin/sh
rm -f '$work/finess.orbite'*
exec '$ORBITE' import finess '$work/structures.json.gz' '$work/activities.json.gz' -d '$work/finess.orbite'
END
chmod +x "$work/import.sh"
"$bench/bench_linkage" "${BENCH_LINKAGE:-100000}"
"$bench/bench_process" finess_import 3 "$records" records/s "$work/import.sh"
rm -rf "$work"
