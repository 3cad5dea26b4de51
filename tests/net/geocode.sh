#!/bin/sh
# "orbite geocode" against a server of our own, with invented communes and addresses. Prints TAP.
set -u
work=$(mktemp -d) || exit 99
number=0
server=
stop() {
    [ -z "$server" ] || kill "$server" 2>/dev/null
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE ORBITE_DATABASE

say() { # status sentence
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        sed 's/^/# /' "$work/out" "$work/err" | head -n 40
    fi
}

orbite() {
    "$ORBITE" "$@" >"$work/out" 2>"$work/err"
}
out() { grep -q -- "$1" "$work/out"; }
err() { grep -q -- "$1" "$work/err"; }

# asked: how many requests of the geocoder came so far.
asked() {
    python3 - "$here/requests" <<'PYTHON'
import json, sys, urllib.request
print(sum("/geocoder/" in r["path"] for r in json.load(urllib.request.urlopen(sys.argv[1]))))
PYTHON
}

# value ID KEY: what is kept of a place.
value() {
    python3 - "$1" "$2" <<'PYTHON'
import json, sqlite3, sys
row = sqlite3.connect("t.orbite").execute("SELECT value FROM assertion WHERE subject = ? AND gone_on IS NULL ORDER BY id DESC", sys.argv[1:2])
print(json.loads(row.fetchone()[0]).get(sys.argv[2]))
PYTHON
}

command -v python3 >/dev/null 2>&1 || { echo '1..0 # SKIP no python3'; exit 0; }
mkfifo "$work/in"
python3 "$ORBITE_SRCDIR/tests/net/server.py" <>"$work/in" >"$work/port" 2>"$work/server.err" &
server=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -s "$work/port" ] && break
    sleep 0.5
done
here=http://127.0.0.1:$(cat "$work/port")
cd "$work" || exit 99

cat >mapping.json <<'JSON'
{"format": 1, "source": {"id": "list", "name": "List", "date": {"value": "2026-05-01"}}, "kind": {"value": "service"},
 "id": "id", "name": "name", "address": "address", "postcode": "postcode", "commune": "commune",
 "position": {"x": "lon", "y": "lat"}, "email": "email"}
JSON
header=id,name,address,postcode,commune,lon,lat,email
cat >list.csv <<CSV
$header
sure,MARKNAME,"12, Av. Haute
BP 30",01990,01901,,,MARKMAIL@example.invalid
street,MARKNAME,rue Haute,01990,01901,,,
cedex,MARKNAME,14 rue Haute,01999,01901,,,
again,MARKNAME,12 avenue haute,01990,01901,,,
near,MARKNAME,7 rue du Doute,01990,01901,,,
double,MARKNAME,7 rue du Double,01990,01901,,,
away,MARKNAME,7 rue du Loin,01990,01901,,,
outside,MARKNAME,7 rue du Dehors,01990,01901,,,
poor,MARKNAME,7 rue Faible,,01903,,,
zzz,MARKNAME,7 rue zzz,01992,,,,
box,MARKNAME,BP 3,01990,01901,,,
refused,MARKNAME,7 rue du Refus,01990,01901,,,
known,MARKNAME,9 rue Haute,01990,01901,5.05,46.05,
off,MARKNAME,20 rue Haute,01990,01901,5.25,46.05,
off-near,MARKNAME,21 rue du Doute,01990,01901,5.25,46.05,
CSV
cat >home.json <<'JSON'
{"format": "orbite-catalogue/1", "id": "homes", "as_of": "2026-05-01", "licence": "L", "attribution": "A",
 "sites": [{"id": "home", "kind": "confidential", "address": "7 rue MARKHOME", "postcode": "01990", "commune": "01901"}],
 "offers": [{"id": "op:home", "site_id": "home"}]}
JSON
make_territory() {
    rm -f t.orbite*
    "$ORBITE" import -q cog --edition 2026 "$ORBITE_SRCDIR/tests/data/cog" -d t.orbite 2>/dev/null &&
        "$ORBITE" import -q contours --edition 2026 --licence L --attribution A "$ORBITE_SRCDIR/tests/data/contours/communes.geojson" -d t.orbite 2>/dev/null &&
        "$ORBITE" import -q table --mapping mapping.json --licence L --attribution A list.csv -d t.orbite
}
make_territory >out 2>err && orbite import -q native home.json -d t.orbite
say $? "a territory with places that have no position"

# ---- few addresses, one by one
orbite geocode -d t.orbite --server "$here/geocoder/none/" --json
python3 - >counts 2>>err <<'PYTHON'
import json
d = json.load(open("out"))
for p in d["places"]:
    print(p["site"].split(":")[-1], p["verdict"], p["reason"], p["placed"], (p["found"] or {}).get("precision"))
PYTHON
cat >wanted <<'TEXT'
home fallback confidential commune None
again ok sure address housenumber
away fallback other_departement commune housenumber
box fallback without_street commune None
cedex ok sure address housenumber
double review close_second commune housenumber
near review low_score commune housenumber
outside review outside_commune commune housenumber
poor fallback very_low_score commune housenumber
street ok sure address street
refused fallback no_address_found commune None
sure ok sure address housenumber
zzz fallback no_address_found commune None
TEXT
sort counts | cmp -s - wanted || { sort wanted >w2; sort counts | diff w2 - ; } >>out 2>&1
sort wanted >w2; sort counts | cmp -s - w2
say $? "each place is judged, and placed at its address or its commune"
test "$(asked)" -eq 10
say $? "places with one address are one question, others are not asked"
test "$(value list:sure precision)" = housenumber && test "$(value list:street precision)" = street &&
    test "$(value list:sure state)" = checked && test "$(value list:near precision)" = municipality &&
    value list:near candidate | grep -q "'score': 0.62" && test "$(value home reason)" = confidential
say $? "positions are kept beside the places with their precision; what is to review is kept, not used"
"$ORBITE" map geojson -d t.orbite >out 2>err && grep '"list:sure"' out | grep -q '"precision":"housenumber"' &&
    head -n 1 out | grep -q 'Base Adresse Nationale'
say $? "the map shows them and names whom they come from"

"$ORBITE" list --changes 2000-01-01 --json -d t.orbite >before 2>&1
orbite geocode -d t.orbite --server "$here/geocoder/none" && out 'Nothing changed' && test "$(asked)" -eq 10 &&
    "$ORBITE" list --changes 2000-01-01 --json -d t.orbite 2>&1 | cmp -s - before
say $? "the second time nothing is asked, nothing changes"
rm -f t.orbite.geocode.csv
orbite geocode -d t.orbite --offline && out 'Nothing changed' && out 'found by an earlier run *11'
say $? "without the file of answers and without a network what was found stays"
orbite import -q table --mapping mapping.json --licence L --attribution A list.csv -d t.orbite &&
    test "$(value list:sure precision)" = housenumber && "$ORBITE" list --changes 2000-01-01 --json -d t.orbite 2>&1 | cmp -s - before
say $? "the next import of the source leaves the position"
sed 's/^street,MARKNAME,rue Haute/street,MARKNAME,rue Basse/' list.csv >moved.csv
orbite import -q table --mapping mapping.json --licence L --attribution A moved.csv -d t.orbite
orbite geocode -d t.orbite --server "$here/geocoder/none" && value list:street asked | grep -q '^rue basse'
say $? "a place that moved is asked again"

before=$(asked)
orbite geocode -d t.orbite --server "$here/geocoder/none" --doubtful && test $(($(asked) - before)) -eq 2 &&
    test "$(value list:off precision)" = housenumber && out 'To review' &&
    out 'list:off-near' && ! "$ORBITE" list --changes 2000-01-01 --json -d t.orbite | grep geocode | grep -q off-near
say $? "a doubtful position gives way to a sure one only, when asked"

# ---- many, in a file
make_territory >out 2>err
python3 - >many.csv <<'PYTHON'
print("id,name,address,postcode,commune,lon,lat,email")
for i in range(620):
    print('m%03d,MARKNAME,"%d rue de la Paix, dite ""Haute""",01990,01901,,,' % (i, i + 1))
PYTHON
before=$(asked)
orbite import -q table --mapping mapping.json --licence L --attribution A many.csv -d t.orbite &&
    orbite geocode -d t.orbite --server "$here/geocoder/none" --limit 600 && out 'house number (15 m) *600' &&
    out 'left for another time by --limit *20' && test $(($(asked) - before)) -eq 2
say $? "many addresses go in files of 500, and no more than --limit"
orbite geocode -d t.orbite --server "$here/geocoder/none" && out 'to the house number' && test $(($(asked) - before)) -gt 2 &&
    orbite geocode -d t.orbite --server "$here/geocoder/none" && out 'Nothing changed'
say $? "the next run goes on with the rest"

# ---- bad servers
make_territory >out 2>err
"$ORBITE" list --changes 2000-01-01 --json -d t.orbite >before 2>&1
fails() { # fault words sentence
    orbite geocode -d t.orbite --server "$here/geocoder/$1"
    test $? -eq 1 && err "$2" && err 'no position was written; --offline' && "$ORBITE" list --changes 2000-01-01 --json -d t.orbite 2>&1 | cmp -s - before
    say $? "$3"
}
fails away 'sends on to another address' "a redirection to another scheme is refused"
fails elsewhere 'sends on to another address' "a redirection to another host is refused"
fails html '/geocoder/html/search:1:1: ' "an answer that is no JSON is refused with the address"
fails cut 'the answer breaks off' "an answer that breaks off each time is told"
fails down 'out of order (500)' "a server out of order is told"
orbite geocode -d t.orbite --server http://127.0.0.1:1
test $? -eq 1 && err 'is the network reachable?' && err 'without a network'
say $? "without a network the sentences say so"
orbite geocode -d t.orbite --server "$here/geocoder/busy" && out 'sent to the server *10'
say $? "a server that wants fewer requests is waited for"
rm -f t.orbite*
make_territory >out 2>err
orbite import -q table --mapping mapping.json --licence L --attribution A many.csv -d t.orbite
"$ORBITE" list --changes 2000-01-01 --json -d t.orbite >before 2>&1
fails fewer 'fewer rows' "a file with fewer rows is refused"
fails mixed 'another question' "a file whose rows are in another order is refused"
fails html "no column 'q'" "a file that is none is refused"
orbite geocode -d t.orbite --server "$here/geocoder/error" --limit 11 && out 'to the house number (15 m) *[0-9]'
say $? "rows that failed in a file are asked again alone"

# ---- whatever was asked
python3 - "$here/requests" >out 2>err <<'PYTHON'
import csv, email, io, json, re, sys, urllib.parse, urllib.request
allowed = {"host", "user-agent", "accept", "accept-encoding", "content-type", "content-length"}
asked = [r for r in json.load(urllib.request.urlopen(sys.argv[1])) if "/geocoder/" in r["path"]]
bad = []
for r in asked:
    url = urllib.parse.urlsplit(r["path"])
    sent = dict(urllib.parse.parse_qsl(url.query))
    if r["method"] == "POST":
        parts = email.message_from_string("Content-Type: %s\n\n%s" % (r["headers"]["content-type"], r["body"].replace("\r\n", "\n")))
        form = [(p.get_param("name", header="content-disposition"), p.get_payload()) for p in parts.get_payload()]
        if [n for n, _ in form] != ["data", "columns", "postcode", "citycode"] or form[0][1].split("\n")[0] != "q,postcode,citycode":
            bad.append(("form", [n for n, _ in form]))
    elif r["body"] or set(sent) - {"limit", "q", "postcode", "citycode"}:
        bad.append(("parameters", sorted(sent)))
    if re.search("MARK(NAME|HOME|MAIL)", urllib.parse.unquote_plus(r["path"]) + r["body"], re.I) or set(r["headers"]) - allowed:
        bad.append(("marker or header", sorted(r["headers"])))
    if re.search("01999", r["path"] + r["body"]):
        bad.append(("CEDEX", r["path"]))
print(len(asked), bad)
sys.exit(bool(bad) or len(asked) < 20)
PYTHON
say $? "nothing leaves but address, postcode and commune of places that are not confidential"
grep -qi 'MARK' t.orbite.geocode.csv
test $? -eq 1
say $? "nothing else is in the file of answers"
echo "1..$number"
