#!/bin/sh
# orbite-import-ogr and the importers that read through it, on files made here by ogr2ogr and python3. Prints TAP.
set -u
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
unset ORBITE_DATABASE ORBITE_OPERATOR ORBITE_PROFILE COLUMNS LANGUAGE LANG LC_MESSAGES
number=0
# Beside the command, where it looks for it.
OGR=${ORBITE%/*}/orbite-import-ogr
if [ ! -x "$OGR" ]; then
    echo '1..0 # SKIP orbite-import-ogr was not built: libgdal-dev is not installed'
    exit 0
fi
if ! command -v ogr2ogr >/dev/null 2>&1 || ! command -v python3 >/dev/null 2>&1; then
    echo '1..0 # SKIP no ogr2ogr or no python3 to make files with'
    exit 0
fi
cd "$work" || exit 99

# same SENTENCE: compare got with expected.
same() {
    number=$((number + 1))
    if diff expected got >diff.out 2>&1; then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
        sed 's/^/# /' diff.out | head -n 20
    fi
}

# refused SENTENCE WORDS COMMAND...: it fails, in one line that holds the words and the name of the file.
refused() {
    sentence=$1 words=$2
    shift 2
    number=$((number + 1))
    if ! "$@" >out 2>err && [ "$(grep -c . err)" = 1 ] && grep -q -e "$words" err; then
        echo "ok $number - $sentence"
    else
        echo "not ok $number - $sentence"
        sed 's/^/# /' out err | head -n 10
    fi
}

cat >list.csv <<'CSV'
code,nom,siret,jour,part,note
a1,Un,60487647500499,2026-02-23,0.5,"a, b"
b2,Deux,12345678901234,2025-12-31,1.25,"dit ""oui"""
CSV
ogr2ogr -f XLSX list.xlsx list.csv -oo AUTODETECT_TYPE=YES
ogr2ogr -f ODS list.ods list.csv -oo AUTODETECT_TYPE=YES
for kind in xlsx ods; do
    "$OGR" "list.$kind" >got 2>&1
    cp list.csv expected
    same "numbers and days of a sheet come as they were written ($kind)"
done

ogr2ogr -f XLSX -update -nln Autre list.xlsx list.csv -oo AUTODETECT_TYPE=YES
"$OGR" --list list.xlsx >got
printf 'list\t3\tNone\nAutre\t3\tNone\n' >expected
same "the sheets of a workbook are listed with their rows"
refused "one of several sheets must be named" "list, Autre" "$OGR" list.xlsx
"$OGR" --layer Autre list.xlsx >got
cp list.csv expected
same "the sheet that is named is read"
refused "a sheet that is not there is told, with those that are" "no 'Rien'.*list, Autre" "$OGR" --layer Rien list.xlsx

cat >places.csv <<'CSV'
nom,lon,WKT
Point,x,POINT(700000 6600000)
Carre,y,"POLYGON((700000 6600000,700100 6600000,700100 6600100,700000 6600100,700000 6600000))"
CSV
ogr2ogr -f GPKG places.gpkg places.csv -a_srs EPSG:2154 -oo KEEP_GEOM_COLUMNS=NO -nlt GEOMETRY
grep -v Carre places.csv >point.csv
ogr2ogr -f 'ESRI Shapefile' point.shp point.csv -a_srs EPSG:2154 -oo KEEP_GEOM_COLUMNS=NO
"$OGR" places.gpkg >got
printf 'nom,lon,geometry_lon,lat\nPoint,x,3.0000000,46.5000000\nCarre,y,3.0006520,46.5004502\n' >expected
same "a layer comes with the places of its rows in degrees, a surface by a point on it"
number=$((number + 1))
if [ "$(ogrinfo -ro -so places.gpkg places | sed -n 's/^Feature Count: //p')" = "$("$OGR" --list places.gpkg | cut -f 2)" ]; then
    echo "ok $number - ogrinfo counts as many rows"
else
    echo "not ok $number - ogrinfo counts as many rows"
fi
"$OGR" point.shp >got
printf 'nom,lon,geometry_lon,lat\nPoint,x,3.0000000,46.5000000\n' >expected
same "so does a shapefile"
rm point.prj
"$OGR" point.shp >got
printf 'nom,lon,x,y\nPoint,x,700000.0000000,6600000.0000000\n' >expected
same "without a coordinate system the numbers stay as they are, under other names"

cat >mapping.json <<'JSON'
{ "format": 1, "source": { "name": "Clubs", "licence": "LO-2.0", "attribution": "invented" }, "kind": { "value": "service" },
  "id": "nom", "name": "nom", "position": { "x": "geometry_lon", "y": "lat", "crs": "EPSG:4326" } }
JSON
"$ORBITE" import table --mapping mapping.json places.gpkg -d t.orbite 2>/dev/null | sed -n '/^Kept/,/offers/p' >got
printf 'Kept\n  sites   2\n  offers  2\n' >expected
"$ORBITE" import table --mapping mapping.json places.gpkg -d t.orbite | tail -n 1 >>got
echo 'Nothing changed.' >>expected
same "import table reads a GeoPackage by a mapping, twice without change"
"$ORBITE" import table --guess list.xlsx#Autre 2>/dev/null | jq -r '.name, .siret' >got
printf 'nom\nsiret\n' >expected
same "import table --guess proposes a mapping for a sheet"

# What is cut or damaged is refused in a sentence, and writes nothing.
for file in list.xlsx list.ods places.gpkg; do
    head -c 900 "$file" >"cut.${file##*.}"
    refused "a truncated .${file##*.} is refused" "cut.${file##*.}: .*is it whole" \
        "$ORBITE" import table --mapping mapping.json "cut.${file##*.}" -d t.orbite
done
head -c 110 point.shp >cut.shp
refused "a truncated .shp is refused" "cut.shp: .*is it whole" "$ORBITE" import table --mapping mapping.json cut.shp -d t.orbite
python3 - <<'PY'
data = bytearray(open("places.gpkg", "rb").read())
for i in range(4096, len(data), 7):
    data[i] ^= 0x5A
open("bad.gpkg", "wb").write(data)
data = bytearray(open("list.xlsx", "rb").read())
for i in range(200, len(data) - 200, 11):
    data[i] ^= 0x5A
open("bad.xlsx", "wb").write(data)
PY
for file in bad.gpkg bad.xlsx; do
    refused "a damaged file is refused (.${file##*.})" "$file: " "$ORBITE" import table --mapping mapping.json "$file" -d t.orbite
done
# shellcheck disable=SC2016
refused "a pipe is no file for GDAL" "not from a pipe" sh -c 'cat list.ods | "$ORBITE" import table --mapping mapping.json - -d t.orbite'

# An archive as INSEE publishes them.
cp "$ORBITE_SRCDIR/tests/data/bpe/equipments.csv" BPE24.csv
printf 'COD_VAR;COD_MOD;LIB_MOD\nTYPEQU;D265;Médecin généraliste\n' >varmod_BPE24.csv
python3 -m zipfile -c one.zip BPE24.csv varmod_BPE24.csv
python3 -m zipfile -c two.zip BPE24.csv list.csv mapping.json
"$ORBITE" import bpe --year 2024 BPE24.csv -n -d b.orbite 2>/dev/null | sed 1d >expected
"$ORBITE" import bpe --year 2024 one.zip -n -d b.orbite 2>/dev/null | sed 1d >got
same "import bpe reads the CSV of an archive"
"$ORBITE" import bpe --year 2024 two.zip#BPE24.csv -n -d b.orbite 2>/dev/null | sed 1d >got
same "import bpe reads the CSV of an archive that is named"
refused "one of several CSV files must be named" "BPE24.csv, list.csv" "$ORBITE" import bpe --year 2024 two.zip -n -d t.orbite
refused "a file that the archive has not is told" "no file 'none.csv'" "$ORBITE" import bpe --year 2024 two.zip#none.csv -n -d t.orbite

# OpenStreetMap: the same resources from the XML as from the binary form.
shared=$ORBITE_SRCDIR/../shared/data
if command -v osmium >/dev/null 2>&1; then
    cat >small.osm <<'OSM'
<osm version="0.6">
 <node id="1" version="1" timestamp="2025-03-01T10:00:00Z" lat="46.05" lon="5.02" user="dessinateur" uid="313131" changeset="424242">
  <tag k="amenity" v="pharmacy"/><tag k="name" v="Pharmacie &quot;des Ormes&quot;, \ ici"/>
 </node>
 <node id="2" version="1" lat="46.03" lon="5.03"/><node id="3" version="1" lat="46.03" lon="5.05"/>
 <node id="4" version="1" lat="46.05" lon="5.05"/>
 <way id="5" version="1" timestamp="2025-03-01T10:00:00Z"><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="2"/>
  <tag k="amenity" v="school"/><tag k="name" v="École"/><tag k="addr:city" v="Ici"/></way>
 <way id="6" version="1"><nd ref="2"/><nd ref="4"/><tag k="highway" v="residential"/></way>
 <relation id="7" version="1"><member type="way" ref="5" role="outer"/>
  <tag k="type" v="multipolygon"/><tag k="leisure" v="sports_centre"/></relation>
</osm>
OSM
    osmium cat small.osm -o small.osm.pbf 2>/dev/null
    for file in small.osm small.osm.pbf; do
        rm -f o.orbite
        "$ORBITE" import osm "$file" -d o.orbite -q 2>/dev/null
        "$ORBITE" map geojson -d o.orbite -o - 2>/dev/null | jq -S '.features[] | {id, geometry, properties}' |
            grep -v -e imported_at >"$file.got"
    done
    cp small.osm.got expected
    cp small.osm.pbf.got got
    [ "$(grep -c '"osm:' expected)" -ge 3 ] || : >expected
    same "a .osm.pbf made by osmium gives what the .osm gives"
    number=$((number + 1))
    if "$OGR" small.osm.pbf | grep -q -E 'dessinateur|313131|424242|residential'; then
        echo "not ok $number - users, changesets and other objects do not leave the program"
    else
        echo "ok $number - users, changesets and other objects do not leave the program"
    fi
fi
if [ -d "$shared" ]; then
    for name in osm pbf; do
        file=$shared/osm/melun/osm_fixture.osm
        [ $name = osm ] || file=$file.pbf
        rm -f ./*.orbite
        "$ORBITE" import osm "$file" -d m.orbite -q 2>/dev/null
        "$ORBITE" list -d m.orbite --json 2>/dev/null | grep -o 'osm:[a-z]*/[0-9]*' | sort -u >$name.ids
    done
    cp osm.ids expected
    cp pbf.ids got
    [ "$(wc -l <expected)" = 7 ] || : >expected
    same "the shared extract gives the same resources from .osm and .osm.pbf"
    head -c 20000 "$shared/osm/melun/osm_fixture.osm.pbf" >cut.osm.pbf
    refused "a truncated .osm.pbf is refused" "cut.osm.pbf: .*is it whole" "$ORBITE" import osm cut.osm.pbf -d c.orbite -q
    book=$shared/data-inclusion/dataset.xlsx
    "$ORBITE" import data-inclusion "$book#Structures" "$book#Services" -d b.orbite --attribution GIP 2>/dev/null |
        grep -E '^  (structures|services|organizations|offers|row_to_ignore|date_header) ' | head -n 8 | tr -s ' ' | cut -d ' ' -f 2-3 >got
    printf '%s\n' 'structures 1' 'services 2' 'organizations 1' 'services 2' 'offers 4' 'date_header 2' 'row_to_ignore 4' \
        'organizations 1' >expected
    same "the sheets of data·inclusion are read, without what they say to ignore"
    "$OGR" --layer Structures "$book" | head -n 4 | grep -o -E '60487647500499,|,59260,|,2026-02-23,' >got
    printf '%s\n' ',2026-02-23,' '60487647500499,' ',59260,' ',2026-02-23,' >expected
    same "its numbers have no decimals, its days are those of the calendar"
else
    number=$((number + 1))
    echo "ok $number - the shared files are read # SKIP they are not there"
fi
echo "1..$number"
