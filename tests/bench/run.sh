#!/bin/sh
# Every benchmark, one line of JSON for each measure. Nothing is judged here: compare with a run on the same machine.
# BENCH_OFFERS (100000), BENCH_ESTABLISHMENTS (20000), BENCH_LINKAGE (100000), BENCH_ROWS (100000),
# BENCH_PAGE (10000) and BENCH_BATCH (2000 persons) set the sizes.
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
# shellcheck disable=SC2046 # names without spaces
"$bench/bench_triage" "$store.cat" 3000 $(find "$work/territory/persons" -name '*.json' | sort)
"$bench/bench_process" match_process 50 0 ms "$ORBITE" match "$person" -d "$store"
# To read and in JSON, person by person, beside a process that does nothing.
"$bench/bench_process" empty_process 50 0 ms /bin/true
for one in "$work"/territory/persons/*.json; do
    name=$(basename "$one" | cut -d- -f1)
    "$bench/bench_process" "match_text_$name" 10 0 ms "$ORBITE" match "$one" -d "$store"
    "$bench/bench_process" "match_json_$name" 10 0 ms "$ORBITE" match "$one" -d "$store" --json
done
# Many persons at once, beside a question for each: the same answers.
persons=${BENCH_BATCH:-2000}
made=0
while [ "$made" -lt "$persons" ]; do
    for one in "$work"/territory/persons/*.json; do
        made=$((made + 1))
        tr -d '\n' <"$one" | sed "s/\"id\": *\"[^\"]*\"/\"id\":\"b-$made\"/"
        echo
    done
done | head -n "$persons" >"$work/persons.ndjson"
for jobs in 1 2; do
    "$bench/bench_process" "batch_jobs_$jobs" 3 "$persons" persons/s "$ORBITE" match --batch "$work/persons.ndjson" -d "$store" --jobs $jobs -o "$work/answers"
done
cat >"$work/loop.sh" <<END
#!/bin/sh
for person in $work/territory/persons/*.json; do '$ORBITE' match "\$person" -d '$store' --json --limit 5; done
END
chmod +x "$work/loop.sh"
"$bench/bench_process" batch_loop_of_match 3 "$(find "$work/territory/persons" -name '*.json' | wc -l)" persons/s "$work/loop.sh"
"$bench/bench_process" who_commune 5 0 ms "$ORBITE" who -d "$store" --by commune -f csv
"$bench/bench_process" who_needs 5 0 ms "$ORBITE" who -d "$store" --by departement --of needs -f csv
"$bench/bench_process" geojson 3 "$offers" features/s "$ORBITE" map geojson -d "$store" -o -
# Each product holds one offer at a time: beside the snapshot, which is mapped, it takes as much for 1,000 offers as for all.
"$ORBITE" demo "$work/small" --seed 1 --offers 1000 >"$work/small.log" 2>&1
for product in geojson geojsonseq csv xlsx gpkg kml umap circles columns; do
    for size in small territory; do
        from=$work/$size/territory.orbite
        "$ORBITE" map "$product" -d "$from" -o "$work/product" # makes the snapshot
        "$bench/bench_process" "map_${product}_$size" 1 0 ms "$ORBITE" map "$product" -d "$from" -o "$work/product" |
            awk -v mapped="$(wc -c <"$from.cat")" '{ print }
                /_memory"/ && match($0, /"p50":[0-9.]+/) {
                    split(substr($0, RSTART, RLENGTH), part, ":"); sub(/_memory"/, "_own_memory\"")
                    printf "%s,\"minus_snapshot\":%.1f}\n", substr($0, 1, length($0) - 1), part[2] - mapped / 1048576
                }'
    done
done

"$bench/bench_access"
"$bench/bench_circles"
"$bench/bench_process" circles_process 20 0 ms "$ORBITE" map circles -d "$store" -o "$work/circles.svg"

# The page of a département and of a larger territory: time, memory, then the size of the file, 1 MB and 8 MB at most.
"$ORBITE" demo "$work/departement" --seed 1 --offers "${BENCH_PAGE:-10000}" >>"$work/demo.log" 2>&1
for name in departement territory; do
    if "$ORBITE" map page -d "$work/$name/territory.orbite" -o "$work/$name.html" 2>"$work/page.log"; then
        "$bench/bench_process" "page_$name" 3 1 pages/s "$ORBITE" map page -d "$work/$name/territory.orbite" -o "$work/$name.html"
        printf '{"name":"page_%s_size","bytes":%s}\n' "$name" "$(wc -c <"$work/$name.html")"
    fi
done

records=$("$bench/bench_feed" "$establishments" "$work/structures.json.gz" "$work/activities.json.gz")
cat >"$work/import.sh" <<END
#!/bin/sh
rm -f '$work/finess.orbite'*
exec '$ORBITE' import finess '$work/structures.json.gz' '$work/activities.json.gz' -d '$work/finess.orbite'
END
chmod +x "$work/import.sh"
"$bench/bench_linkage" "${BENCH_LINKAGE:-100000}"
"$bench/bench_locate"
# Counts hidden together, up to the limit of 2,000: 20 s at most.
"$bench/bench_disclosure"
# Persons at rest: 10,000 in 1 s at most, once the key is derived.
"$bench/bench_vault" "$work/vault" 10000
"$bench/bench_process" finess_import 3 "$records" records/s "$work/import.sh"

# Rows of a list to a store that QGIS opens, and beside it what GDAL does with the same rows.
rows=${BENCH_ROWS:-100000}
"$bench/bench_table" "$rows" "$work/list.csv" "$work/mapping.json"
cat >"$work/table.sh" <<END
#!/bin/sh
rm -f '$work/table.orbite'*
exec '$ORBITE' import table --mapping '$work/mapping.json' '$work/list.csv' -d '$work/table.orbite'
END
cat >"$work/ogr2ogr.sh" <<END
#!/bin/sh
rm -f '$work/ogr2ogr.sqlite'
exec ogr2ogr -f SQLite -dsco SPATIALITE=YES '$work/ogr2ogr.sqlite' '$work/list.csv' -a_srs EPSG:4326 \\
    -oo X_POSSIBLE_NAMES=longitude -oo Y_POSSIBLE_NAMES=latitude
END
chmod +x "$work/table.sh" "$work/ogr2ogr.sh"
"$bench/bench_process" table_import 3 "$rows" rows/s "$work/table.sh"
if command -v ogr2ogr >"$work/found"; then
    "$bench/bench_process" table_ogr2ogr 3 "$rows" rows/s "$work/ogr2ogr.sh"
fi
rm -rf "$work"
