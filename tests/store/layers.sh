#!/bin/sh
# The store is a file that other programs open: SQLite finds it whole, GDAL (and QGIS with it) finds the layers by name.
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
number=0
say() { # status sentence [directive]
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then echo "ok $number - $2${3:+ # $3}"; else echo "not ok $number - $2"; fi
}

"$ORBITE" demo "$folder/demo" --seed 1 --offers 500 >"$folder/log" 2>&1
say $? "a demonstration store is made"
store=$folder/demo/territory.orbite

if command -v sqlite3 >/dev/null; then
    test "$(sqlite3 "$store" 'PRAGMA integrity_check' 2>&1)" = ok
    say $? "SQLite finds the store whole"
else
    say 0 "SQLite finds the store whole" "SKIP no sqlite3"
fi

if command -v ogrinfo >/dev/null; then
    ogrinfo -ro "$store" >"$folder/layers" 2>&1
    for layer in 'site (Point)' 'territory (Multi Polygon)' 'resources_qgis (Point)'; do
        grep -qF ": $layer" "$folder/layers"
        say $? "GDAL lists the layer $layer"
    done
    ogrinfo -ro -so "$store" resources_qgis >"$folder/layer" 2>&1
    grep -q '^Feature Count: [1-9]' "$folder/layer"
    say $? "the resources have positions and labels"
    ogrinfo -ro -so "$store" territory >"$folder/layer" 2>&1
    grep -q '^Feature Count: [1-9]' "$folder/layer"
    say $? "the territory has its communes"
else
    say 0 "GDAL lists the layers" "SKIP no ogrinfo"
fi
echo "1..$number"
