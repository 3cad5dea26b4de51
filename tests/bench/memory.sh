#!/bin/sh
# Peak memory of every product on a small and on a large territory, and the ratio, one line of JSON each: "make bench-memory".
# The demonstration grows its land with its offers, so there are three series: memory_PRODUCT, where both grow;
# memory_offers_PRODUCT, the same communes with more offers and organizations; memory_ground_PRODUCT, the same offers on more
# communes. BENCH_SMALL (10000) and BENCH_OFFERS (100000) set the sizes. Nothing is judged here.
set -eu
cd "$ORBITE_BUILDDIR"
work=$ORBITE_BUILDDIR/tests/bench/work-memory
bench=$ORBITE_BUILDDIR/tests/bench
few=${BENCH_SMALL:-10000}
many=${BENCH_OFFERS:-100000}
rm -rf "$work"
mkdir -p "$work"
if [ -x .libs/orbite ]; then
    ORBITE=$ORBITE_BUILDDIR/.libs/orbite
    LD_LIBRARY_PATH=$ORBITE_BUILDDIR/.libs
    export LD_LIBRARY_PATH
fi
"$ORBITE" demo "$work/small" -q --seed 1 --offers "$few"
"$ORBITE" demo "$work/large" -q --seed 1 --offers "$many"

# The same communes: a list of offers beside those of the small territory, three for each organization.
mkdir "$work/offers"
cp "$work/small/territory.orbite" "$work/offers/"
cat >"$work/offers/mapping.json" <<'END'
{ "format": 1,
  "source": { "id": "essais", "name": "Liste d'essais", "licence": "CC0-1.0", "attribution": "Liste inventée", "date": "maj" },
  "kind": { "value": "service" }, "id": "id", "name": "nom", "family": "famille",
  "organization": "organisme", "organization_id": "organisme_id",
  "address": "adresse", "commune": "insee", "phone": "telephone", "contacts": "public" }
END
sed -n 's/.*"code":"\([^"]*\)".*/\1/p' "$work/small/communes.geojson" |
    awk -v rows=$((many - few)) '
        BEGIN { print "id,nom,famille,organisme,organisme_id,adresse,insee,telephone,maj" }
        { code[NR] = $1 }
        END {
            for (i = 1; i <= rows; i++)
                printf "essai-%07d,Service n° %d,L%d.1,Association n° %d,organisme-%d,%d rue des Essais,%s,04 74 %02d %02d %02d,2026-05-1%d\n",
                    i, i, 1 + i % 6, i / 3, i / 3, 1 + i % 200, code[1 + i % NR], i % 100, int(i / 100) % 100, i % 97, i % 9
        }' >"$work/offers/list.csv"
"$ORBITE" import table -q --mapping "$work/offers/mapping.json" "$work/offers/list.csv" -d "$work/offers/territory.orbite" -o "$work/import.log"

# The same offers: those of the small territory on the land of the large one.
mkdir "$work/ground"
{
    sed '/^ "organizations": \[/,$d' "$work/large/territory.json"
    sed -n '/^ "organizations": \[/,$p' "$work/small/territory.json"
} >"$work/ground/territory.json"
"$ORBITE" import native -q "$work/ground/territory.json" -d "$work/ground/territory.orbite" -o "$work/import.log"

for size in small large offers ground; do
    "$ORBITE" map csv -d "$work/$size/territory.orbite" -o "$work/product" # makes the snapshot
done
for size in large offers ground; do
    series=memory_$size
    [ "$size" != large ] || series=memory
    for product in geojson geojsonseq csv xlsx gpkg kml umap topojson data-inclusion hsds columns page native circles \
        "circles --table" "circles --json"; do
        # shellcheck disable=SC2086 # the options of a product are words
        "$bench/bench_memory" "${series}_$(printf '%s' "$product" | tr -c 'a-z\n' _)" \
            "$work/small/territory.orbite" "$work/$size/territory.orbite" "$ORBITE" map $product -o "$work/product.svg" -d @
    done
done
rm -rf "$work"
