#!/bin/sh
# What only reads starts fast, because it loads none of the large libraries: files of their names that cannot be loaded are put
# before them. What needs one says which.
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
number=0
say() { # status sentence
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then echo "ok $number - $2"; else echo "not ok $number - $2"; fi
}

"$ORBITE" demo "$folder/demo" --seed 1 --offers 500 >"$folder/log" 2>&1 || exit 99
cd "$folder/demo" || exit 99
offer=$("$ORBITE" list offers --limit 1 --json 2>/dev/null | grep -o 'demo:[^"]*' | head -n 1)
person=persons/p01-autisme-20-ans.json

mkdir "$folder/spoilt"
for library in $(sed -n 's/^#define ORB_[A-Z]*_SONAME "\(.*\)"/\1/p' "$ORBITE_BUILDDIR/config.h") mod_spatialite.so; do
    echo "$library cannot be loaded" >"$folder/spoilt/$library"
done

spoilt() {
    LD_LIBRARY_PATH=$folder/spoilt${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} "$ORBITE" "$@" >"$folder/log" 2>&1
}

reads() {
    spoilt "$@"
    say $? "$1 loads no large library"
}
reads version
reads fetch
reads help
reads list offers
reads show "$offer"
reads match "$person"
reads plan "$person"
reads map geojson
reads map csv

# needs LIBRARY COMMAND...: fails in one sentence that names the library.
needs() {
    library=$1
    shift
    spoilt "$@"
    status=$?
    test $status -eq 1 && grep -q "the library $library is needed here" "$folder/log" && test "$(wc -l <"$folder/log")" -eq 1
    say $? "$1 says that it needs $library"
}
needs SpatiaLite init -d new.orbite
test -z "$(ls new.orbite* 2>/dev/null)"
say $? "a store that cannot be made leaves no file"
needs GEOS import relations relations.csv
rm "$folder/spoilt"/libgeos*
needs PROJ import finess "$ORBITE_SRCDIR/tests/data/finess/structures.json"
needs libcurl fetch cog
needs libxlsxwriter map xlsx
echo "1..$number"
