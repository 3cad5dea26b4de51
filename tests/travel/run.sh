#!/bin/sh
# Minutes of a real Valhalla, asked by the command itself, on invented streets and on those of Monaco. Prints TAP.
set -u
sources=$ORBITE_SRCDIR/tests/travel work=$ORBITE_BUILDDIR/tests/travel/work
shared=${ORBITE_SHARED:-$ORBITE_SRCDIR/../shared}
number=0
server=
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE ORBITE_DATABASE
unset HTTP_PROXY

skip() {
    echo "1..0 # SKIP $1"
    exit 0
}
say() { # status sentence
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        sed 's/^/# /' out err server.err 2>/dev/null | head -n 40
    fi
}
stop() {
    [ -z "$server" ] || kill "$server" 2>/dev/null
    server=
}
trap stop EXIT
trap 'exit 130' INT TERM

[ -f "$shared/oracles/router/grid.osm.pbf" ] || skip "no reference streets beside the sources"
node=$(command -v node || command -v nodejs) || skip "no node"
"$node" -e 'process.exit(+process.versions.node.split(".")[0] >= 18 ? 0 : 1)' || skip "node is older than 18"
command -v python3 >/dev/null 2>&1 || skip "no python3"
mkdir -p "$work" && cp -f "$sources"/*.mjs "$sources"/package.json "$sources"/package-lock.json "$sources"/.npmrc "$work" || exit 99
cd "$work" || exit 99
if ! cmp -s package-lock.json installed; then
    command -v npm >/dev/null 2>&1 || skip "no npm"
    npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1 || skip "npm could not bring Valhalla"
    cp package-lock.json installed
fi

# serve FILE.osm.pbf FOLDER: the router of these streets, at $here.
serve() {
    stop
    rm -rf "$2" in && mkfifo in && : >port
    "$node" server.mjs "$1" "$2" <>in >port 2>server.err &
    server=$!
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
        [ -s port ] && break
        kill -0 "$server" 2>/dev/null || break
        sleep 1
    done
    here=http://127.0.0.1:$(cat port)
    [ -s port ]
}
asked() {
    python3 -c 'import sys, urllib.request; print(urllib.request.build_opener(urllib.request.ProxyHandler({})).open(sys.argv[1]).read().decode())' \
        "$here/asked"
}
# legs CONDITION: how many answers that were kept are so.
legs() {
    python3 -c 'import sqlite3, sys; print(sqlite3.connect("t.orbite.travel").execute("SELECT count(*) FROM leg WHERE " + sys.argv[1]).fetchone()[0])' "$1"
}
# territory LON LAT...: eight communes, or as many as there are points.
territory() {
    rm -f t.orbite*
    python3 - "$ORBITE_SRCDIR/tests/cli/data/travel.json" "$@" >t.json <<'PYTHON'
import copy, json, sys
data = json.load(open(sys.argv[1], encoding="utf-8"))
points = list(map(float, sys.argv[2:]))
for i in range(0, len(points), 2):
    if i // 2 >= len(data["communes"]):
        data["communes"].append(copy.deepcopy(data["communes"][0]))
        data["communes"][-1].update(code="X%04d" % (i // 2 + 1), name="Ailleurs")
    data["communes"][i // 2].update(lon=points[i], lat=points[i + 1])
json.dump(data, sys.stdout)
PYTHON
    "$ORBITE" import -q -d t.orbite native t.json >out 2>err
}
check() {
    "$ORBITE" check -d t.orbite --travel --router "valhalla:$here" "$@" >out 2>err
}

serve "$shared/oracles/router/grid.osm.pbf" grid || skip "Valhalla does not start here: $(tail -n 1 server.err)"
territory && check
say $? "the command asks a real Valhalla"
grep -q 'Minutes of travel by: valhalla, 3\.6\.1\.' out
say $? "the method and its version are told"
[ "$(legs 'metres BETWEEN 8764 * 0.98 AND 8764 * 1.02 AND seconds BETWEEN 725 * 0.98 AND 725 * 1.02')" -ge 2 ]
say $? "corner to corner takes 725 s and 8.764 km, within 2 %"
[ "$(legs 1)" -eq 64 ] && [ "$(asked)" -eq 1 ]
say $? "sixty-four pairs are one request"
cp out first && check && cmp -s out first && [ "$(asked)" -eq 1 ]
say $? "what was answered is not asked again, and gives the same bytes"
check --mode walk && [ "$(legs 'seconds > 6000')" -ge 1 ]
say $? "on foot is another answer"

"$ORBITE" map page -d t.orbite --from X0005 --router "valhalla:$here" -o page.html >out 2>err
status=$?
if [ "$status" -ne 0 ] && grep -q 'without its page' err; then
    number=$((number + 1))
    echo "ok $number - a page has the areas that Valhalla draws # SKIP its bundle was not built"
else
    [ "$status" -eq 0 ] && python3 - >out 2>err <<'PYTHON'
import base64, json, re, zlib
block = re.search(r'id="data"[^>]*>([^<]+)<', open("page.html", encoding="utf-8").read()).group(1)
rings = json.loads(zlib.decompress(base64.b64decode(block)))["head"]["rings"]
assert [r["properties"]["minutes"] for r in rings] == [15, 30, 45], rings
assert rings[2]["properties"]["label"] == "45 min by car · valhalla 3.6.1"
boxes = []
for r in rings:
    points = [p for polygon in r["geometry"]["coordinates"] for ring in polygon for p in ring]
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    boxes.append((min(lons), min(lats), max(lons), max(lats)))
    shell = r["geometry"]["coordinates"][0][0]
    assert sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(shell, shell[1:])) > 0
for small, large in zip(boxes, boxes[1:]):
    assert all(l <= s + 1e-6 for l, s in zip(large[:2], small[:2])) and all(l >= s - 1e-6 for l, s in zip(large[2:], small[2:]))
# From the middle all the streets are within six minutes.
assert boxes[0][0] < 4.8 and boxes[0][2] > 4.836 and boxes[0][1] < 46.285 and boxes[0][3] > 46.315, boxes
PYTHON
    say $? "a page has the areas that Valhalla draws"
fi

# The ninth commune lies 50 km from the last street.
territory 4.79 46.28 4.846 46.28 4.79 46.32 4.846 46.32 4.818 46.3 4.832 46.29 4.797 46.31 4.818 46.295 5.5 46.3
check && grep -q '^- 17 pairs have an end too far from any road' out
say $? "a point far from any road is off the network, alone"
[ "$(legs 'answer = 1')" -eq 64 ] && [ "$(legs 'answer = 3')" -eq 17 ]
say $? "the pairs of the other points are kept"
# 1.5 km beside the grid it finds a street within its search, and moves the point there.
territory 4.79 46.28 4.846 46.28 4.79 46.32 4.846 46.32 4.818 46.3 4.832 46.29 4.797 46.31 4.818 46.295 4.866 46.3
check && grep -q '^- 16 pairs have an end too far from any road' out
say $? "a point that was moved by more than a kilometre is off the network"
stop
rm -f t.orbite.travel
check
[ $? -eq 1 ] && grep -q 'the server cannot be reached' err
say $? "a router that is gone is told"

if [ -f "$shared/data/osm/monaco.osm.gz" ] && command -v osmium >/dev/null 2>&1; then
    osmium cat -O -o monaco.osm.pbf "$shared/data/osm/monaco.osm.gz" >out 2>err && serve "$work/monaco.osm.pbf" monaco
    say $? "streets of Monaco make a router"
    territory 7.4167 43.7311 7.4217 43.7347 7.4256 43.7396 7.4197 43.7389 7.4281 43.7444 7.4139 43.7297 7.4262 43.7370 7.4300 43.7465
    check && [ "$(legs 'answer = 1')" -ge 56 ] && [ "$(legs 'seconds > 1800')" -eq 0 ]
    say $? "nowhere in Monaco is half an hour away from elsewhere in it"
else
    number=$((number + 1))
    echo "ok $number - streets of Monaco make a router # SKIP no extract of Monaco, or no osmium"
fi
echo "1..$number"
