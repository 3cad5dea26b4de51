#!/bin/sh
# Minutes along a road table, read by the command: the streets of the reference. Prints TAP.
set -u
shared=${ORBITE_SHARED:-$ORBITE_SRCDIR/../shared}/oracles/router
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
unset ORBITE_DATABASE
number=0
say() { # status sentence
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        sed 's/^/# /' "$work/out" "$work/err" | head -n 40
    fi
}
[ -f "$shared/roads_grid.csv" ] || { echo "1..0 # SKIP no reference streets beside the sources"; exit 0; }
command -v sqlite3 >/dev/null 2>&1 || { echo "1..0 # SKIP no sqlite3 to make a road table with"; exit 0; }
cd "$work" || exit 99
{
    echo "SELECT load_extension('mod_spatialite');"
    echo "SELECT InitSpatialMetaData(1);"
    echo "CREATE TABLE roads(id INTEGER PRIMARY KEY, node_from INTEGER, node_to INTEGER, cost_s DOUBLE);"
    echo "SELECT AddGeometryColumn('roads', 'geometry', 4326, 'LINESTRING', 'XY');"
    awk -F, 'NR > 1 { printf "INSERT INTO roads VALUES(%s, %s, %s, %s, GeomFromText(\047LINESTRING(%s %s, %s %s)\047, 4326));\n",
        $1, $2, $3, $9, $4, $5, $6, $7 }' "$shared/roads_grid.csv"
    echo "SELECT CreateRouting('roads_data', 'roads_net', 'roads', 'node_from', 'node_to', 'geometry', 'cost_s', NULL, 1, 1);"
} >make.sql
sqlite3 roads.sqlite <make.sql >out 2>err || { echo "1..0 # SKIP sqlite3 cannot load SpatiaLite"; exit 0; }
"$ORBITE" import -q -d t.orbite native "$ORBITE_SRCDIR/tests/cli/data/travel.json" >out 2>err
"$ORBITE" check -d t.orbite --travel --router roads:roads.sqlite >out 2>err &&
    grep -q '^- Pairs of places by their minutes: 56 told' out
say $? "minutes come from a road table"
grep -q "^- Minutes of travel by: roads, sha256:$(sha256sum roads.sqlite | cut -c1-64)\." out
say $? "its digest is its version"
! [ -e t.orbite.travel ]
say $? "nothing of it is kept: it is there"
printf 'from,to,mode,minutes\nX0001,X0004,car,5\n' >matrix.csv
"$ORBITE" check -d t.orbite --travel --router roads:roads.sqlite --matrix matrix.csv >out 2>err && grep -q '56 told' out && grep -q 'by: matrix' out
say $? "a matrix prevails over it"
"$ORBITE" check -d t.orbite --travel --router roads:t.orbite >out 2>err
[ $? -eq 1 ] && grep -q "no road tables, 'roads' and 'roads_net'" err
say $? "a file without roads is refused"
# A territory of streets and three communes far from any; what a scenario opens is travelled to along them, as the rest.
offer='{"id": "projet:1", "name": "Accueil", "site": {"commune": "X0005", "lon": 4.818, "lat": 46.3, "precision": "housenumber"}, "prestations": [{"code": "2.3.4.1", "evidence": "declared"}], "modalities": [{"code": "accueil_jour", "certainty": "declared"}], "provenance": {"source": "inv:liste", "observed_on": "2026-10-01"}}'
sed 's/"lon": 4.846,/"lon": 4.9,/; 0,/"lat": 46.32,/s//"lat": 46.6,/'"; s|\"offers\": \[\]|\"offers\": [$offer]|" "$ORBITE_SRCDIR/tests/cli/data/travel.json" >far.json
printf '{"format": "orbite-scenario/1", "edits": [{"do": "open", "id": "projet:2", "name": "Accueil", "commune": "X0007", "prestations": ["2.3.4.1"], "modalities": ["accueil_jour"], "installed": 10}]}\n' >opened.json
"$ORBITE" simulate opened.json --catalogue "$ORBITE_SRCDIR/tests/cli/data/travel.json" --need 1.3.4.1 --router roads:roads.sqlite --strict-travel >out 2>err &&
    grep -q '^- Pairs of places by their minutes: 8 told, 0 estimated' out
say $? "what a scenario opens is asked of the router"
for command in "gaps --need 1.3.4.1 --places" "access --need 1.3.4.1" "site" "simulate opened.json --need 1.3.4.1"; do
    # shellcheck disable=SC2086 # words
    "$ORBITE" $command --catalogue far.json --router roads:roads.sqlite >out 2>err
    grep -q '^- Roads are not everywhere: [23] places of [78] are too far from any' out
    say $? "${command%% *} tells where there are no roads"
done
"$ORBITE" site --catalogue far.json --router roads:roads.sqlite >out 2>err
[ "$(grep -c '^X000[234] .*too far from any road: not known' out)" -eq 3 ]
say $? "a way that the roads do not tell is not known, rather than too long"
"$ORBITE" gaps --need 1.3.4.1 --places --catalogue far.json --router roads:roads.sqlite -f csv --table places >out 2>err
! grep -q '^X000[234].*absent' out
say $? "nor is a commune without roads said to be without an answer"
echo "1..$number"
