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
echo "1..$number"
