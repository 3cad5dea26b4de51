#!/bin/sh
# The products of the example territory are as committed, and every document obeys its schema.
# usage: schema.sh [--accept] (--accept takes today's products as the examples; read the diff)
examples=$ORBITE_SRCDIR/maps/schema/example
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
products=$ORBITE_BUILDDIR/tests/schema/products

if ! "$products" "$examples" "$scratch" || ! "$ORBITE_BUILDDIR/tests/schema/report" "$scratch"; then
    echo "1..1"
    echo "not ok 1 - the products of the example territory are written"
    exit 1
fi
# Lines of a batch: with what is counted over the whole territory, and without.
tr -d '\n' <"$examples/person-1.json" >"$scratch/persons.ndjson"
for totals in '' --totals; do
    # shellcheck disable=SC2086 # no word, or one
    "$ORBITE" match --batch "$scratch/persons.ndjson" --catalogue "$examples/catalogue-1.json" $totals -q -o "$scratch/answers$totals.ndjson" || exit 99
done
if [ "${1-}" = --accept ]; then
    cp "$scratch/columns-1.json" "$scratch/csv-1.csv" "$scratch/data-inclusion-1.json" "$scratch/geojson-1.json" \
        "$scratch/hsds-1.json" "$scratch/umap-1.json" "$scratch/match-result-1.json" "$scratch/plan-1.json" "$scratch/report-1.json" "$examples"
fi
if [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import jsonschema' 2>/dev/null; then
    exec /usr/bin/python3 "$ORBITE_SRCDIR/tests/schema/schema.py" "$ORBITE_SRCDIR" "$scratch"
fi
echo "1..0 # SKIP python3-jsonschema is not here"
