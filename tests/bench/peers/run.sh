#!/bin/sh
# Orbite beside its peers, in the same run: "make bench-peers". BENCH_OFFERS (100000), BENCH_QUESTIONS (1000; 200 beyond 100,000
# offers, where the slower ones take a tenth of a second each) and BENCH_ROUNDS (5) set the sizes; BENCH_TERRITORY is a folder that
# "orbite demo" made with that many. INSTALL=yes installs the peers that are missing, others are left out and told.
set -eu
cd "$ORBITE_SRCDIR"
. build-aux/prepare.sh
[ "${INSTALL:-}" != yes ] || orb_prepare check bench
POSTGRES_MEMORY=2GB
. "$ORBITE_SRCDIR/tests/store/server.sh"
work=$ORBITE_BUILDDIR/tests/bench/peers/work
peers=$ORBITE_SRCDIR/tests/bench/peers
offers=${BENCH_OFFERS:-100000}
questions=1000
[ "$offers" -le 100000 ] || questions=200
mkdir -p "$work"
if [ -n "${BENCH_TERRITORY:-}" ]; then
    rm -rf "${work:?}/$offers"
    cp -r --reflink=auto "$BENCH_TERRITORY" "$work/$offers"
elif [ ! -f "$work/$offers/territory.orbite" ]; then
    "$ORBITE" demo -q "$work/$offers" --seed 1 --offers "$offers"
fi
# Makes the snapshot, when it is not there or of another version.
"$ORBITE" match "$work/$offers/persons/p01-autisme-20-ans.json" -d "$work/$offers/territory.orbite" >"$work/match.log"
cp "$peers/engines.mjs" "$peers/package.json" "$peers/package-lock.json" "$work"
(cd "$work" && npm ci --silent --no-audit --no-fund --ignore-scripts >npm.log 2>&1) || echo "npm: no DuckDB, no flatbush" >&2

python=/usr/bin/python3 # Debian's, which has the libraries
set -- "postgis=$python $peers/engines.py postgis $work '$database'"
for engine in spatialite scipy scikit-learn; do set -- "$@" "$engine=$python $peers/engines.py $engine $work"; done
for engine in duckdb flatbush; do set -- "$@" "$engine=node $work/engines.mjs $engine $work"; done
cd "$work"
OMP_NUM_THREADS=1 "$python" "$peers/compare.py" "${BENCH_ROUNDS:-5}" "$offers" "$peers/recorded" \
    "orbite,loop=$ORBITE_BUILDDIR/tests/bench/bench_peers $offers/territory.orbite.cat . ${BENCH_QUESTIONS:-$questions} $(find "$offers/persons" -name '*.json' | sort | tr '\n' ' ')" "$@"
