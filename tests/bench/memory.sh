#!/bin/sh
# Peak memory of every product on a small and on a large territory, and the ratio, one line of JSON each: "make bench-memory".
# BENCH_SMALL (10000) and BENCH_OFFERS (100000) set the sizes. Nothing is judged here.
set -eu
cd "$ORBITE_BUILDDIR"
work=$ORBITE_BUILDDIR/tests/bench/work-memory
bench=$ORBITE_BUILDDIR/tests/bench
rm -rf "$work"
mkdir -p "$work"
if [ -x .libs/orbite ]; then
    ORBITE=$ORBITE_BUILDDIR/.libs/orbite
    LD_LIBRARY_PATH=$ORBITE_BUILDDIR/.libs
    export LD_LIBRARY_PATH
fi
"$ORBITE" demo "$work/small" -q --seed 1 --offers "${BENCH_SMALL:-10000}"
"$ORBITE" demo "$work/large" -q --seed 1 --offers "${BENCH_OFFERS:-100000}"
for size in small large; do
    "$ORBITE" map csv -d "$work/$size/territory.orbite" -o "$work/product" # makes the snapshot
done
for product in geojson geojsonseq csv xlsx gpkg kml umap topojson data-inclusion hsds columns page native circles \
    "circles --table" "circles --json"; do
    # shellcheck disable=SC2086 # the options of a product are words
    "$bench/bench_memory" "memory_$(printf '%s' "$product" | tr -c 'a-z\n' _)" \
        "$work/small/territory.orbite" "$work/large/territory.orbite" "$ORBITE" map $product -o "$work/product.svg" -d @
done
rm -rf "$work"
