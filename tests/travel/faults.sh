#!/bin/sh
# What the command makes of routers that fail, refuse or lie, on loopback. Prints TAP.
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
unset https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE ORBITE_DATABASE
# A router of this machine is not asked through a proxy.
http_proxy=http://127.0.0.1:9
export http_proxy

say() { # status sentence
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        sed 's/^/# /' "$work/out" "$work/err" | head -n 40
    fi
}
# ask ROUTER FAULT [OPTION]...: with nothing that was answered before.
ask() {
    router=$1:$here/$2
    shift 2
    rm -f t.orbite.travel
    "$ORBITE" check -d t.orbite --travel --router "$router" "$@" >out 2>err
}
told() { grep -q "^- Pairs of places by their minutes: $1 told" out; }
# requests FAULT EXPRESSION: of those that were asked under this fault, in Python.
requests() {
    python3 - "$here/requests" "$1" "$2" <<'PYTHON'
import json, sys, urllib.request
every = json.load(urllib.request.build_opener(urllib.request.ProxyHandler({})).open(sys.argv[1]))
asked = [r for r in every if r["path"].startswith("/%s/" % sys.argv[2]) and not r["path"].endswith("/status")]
sys.exit(not eval(sys.argv[3]))
PYTHON
}

command -v python3 >/dev/null 2>&1 || { echo '1..0 # SKIP no python3'; exit 0; }
mkfifo "$work/in"
python3 "$ORBITE_SRCDIR/tests/travel/stub.py" <>"$work/in" >"$work/port" 2>"$work/server.err" &
server=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -s "$work/port" ] && break
    sleep 0.5
done
here=http://127.0.0.1:$(cat "$work/port")
cd "$work" || exit 99
"$ORBITE" import -q -d t.orbite native "$ORBITE_SRCDIR/tests/cli/data/travel.json" 2>err || { cat err >&2; exit 99; }

ask valhalla none && told 56 && grep -q 'valhalla, 0-none' out
say $? "a router of this machine answers, whatever the proxy"
requests none 'len(asked) == 1 and all(p["search_cutoff"] == 2000 and set(p) == {"lat", "lon", "search_cutoff"}
    for s in ("sources", "targets") for p in json.loads(asked[0]["body"])[s])'
say $? "positions are sent with how far a road may be, and nothing else"
cp out first
ask valhalla miles && told 56 && sed 's/0-miles/0-none/' out | cmp -s - first
say $? "miles are read as miles"
ask osrm none && told 56 && grep -q 'Minutes of travel by: osrm\.' out
say $? "OSRM answers"
ask osrm dated && told 56 && grep -q 'Minutes of travel by: osrm, 2026-10-01\.' out && requests dated 'len(asked) == 2'
say $? "the version of its data is told when OSRM tells it"
requests none 'not any("fallback" in r["path"] for r in asked)'
say $? "no speed is asked for what has no way"
ask valhalla busy && told 56
say $? "a busy router is asked again"
ask valhalla big && told 56 && sed 's/0-big/0-none/' out | cmp -s - first && requests big 'len(asked) == 1 + 2 + 4'
say $? "a batch that is too big is cut in halves"
ask osrm big && told 56
say $? "so it is for OSRM"
for fault in html fewer negative; do
    ask valhalla $fault
    [ $? -eq 1 ] && grep -q 'the answer of the router is not what was asked' err && ! grep -q '56 told' out
    say $? "an answer that is wrong ($fault) gives no minutes"
done
ask valhalla away
[ $? -eq 1 ] && grep -q 'sends on to another address' err && requests away 'len(asked) == 1'
say $? "a redirection is not followed"
ask valhalla down
[ $? -eq 1 ] && grep -q 'out of order (503)' err && requests down 'len(asked) == 3'
say $? "a router that is out of order is asked three times"
ask osrm down
[ $? -eq 1 ] && grep -q "$here/down/table: " err && ! grep -q 'table/' err
say $? "the place of its error is the service, without the positions asked for"
ask osrm broken
[ $? -eq 1 ] && grep -q 'out of order (500)' err && requests broken 'len(asked) <= 3 and len({r["path"] for r in asked}) == len(asked)'
say $? "an error of a router that is not said to pass is told at once"
printf 'from,to,mode,minutes\n' >matrix.csv
awk 'BEGIN { for (i = 1; i <= 8; i++) for (j = 1; j <= 8; j++) printf "X000%d,X000%d,car,%d\n", i, j, 5 + i + j }' >>matrix.csv
ask valhalla none2 --matrix matrix.csv && told 56 && requests none2 'not asked'
say $? "what the matrix says is not asked"
echo "1..$number"
