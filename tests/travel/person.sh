#!/bin/sh
# What a router is told of a person, read from what it was asked. 0.0.0.0 reaches this machine, and is another one by its name. Prints TAP.
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
unset HTTP_PROXY

say() { # status sentence
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        sed 's/^/# /' "$work/out" "$work/err" | head -n 40
    fi
}
# person FILE COMMUNE LON LAT MODE NEED
person() {
    printf '{"format":"orbite-person/1","id":"inventee","reference_date":"2026-11-01","birth":"2006-03",
        "location":{"commune":"%s","lon":%s,"lat":%s,"precision":"housenumber"},"travel":{"modes":["%s"],"max_minutes":{"default":45}},
        "needs":[{"code":"%s","priority":2,"frequency":"weekly"}],"groups":["TSA"],"orientations":[]}' \
        "$2" "$3" "$4" "$5" "$6" >"$1"
}
# ask FAULT HOST PERSON [OPTION]...: with nothing that was answered before.
ask() {
    router=valhalla:http://$2:$port/$1
    who=$3
    shift 3
    rm -f t.orbite.travel
    "$ORBITE" match -d t.orbite --router "$router" "$who" "$@" >out 2>err
}
# requests FAULT EXPRESSION: of those that were asked under this fault, in Python.
requests() {
    python3 - "http://127.0.0.1:$port/requests" "$1" "$2" <<'PYTHON'
import json, sys, urllib.request
every = json.load(urllib.request.build_opener(urllib.request.ProxyHandler({})).open(sys.argv[1]))
def of(fault):
    return [r for r in every if r["path"].startswith("/%s/" % fault) and not r["path"].endswith("/status")]
asked = of(sys.argv[2])
text = json.dumps(every if sys.argv[2] == "all" else asked)
bodies = [json.loads(r["body"]) for r in asked if r["body"]]
sys.exit(not eval(sys.argv[3]))
PYTHON
}

command -v python3 >/dev/null 2>&1 || { echo '1..0 # SKIP no python3'; exit 0; }
mkfifo "$work/in"
python3 "$ORBITE_SRCDIR/tests/travel/stub.py" "$work" <>"$work/in" >"$work/port" 2>"$work/server.err" &
server=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -s "$work/port" ] && break
    sleep 0.5
done
port=$(cat "$work/port")
cd "$work" || exit 99
"$ORBITE" import -q -d t.orbite native "$ORBITE_SRCDIR/tests/cli/data/small.json" 2>err || { cat err >&2; exit 99; }
person a.json X0001 3.012345 46.512345 car 1.3.4.1
person b.json X0002 3.198765 46.698765 walk 1.3.4.1

ask far1 0.0.0.0 a.json && grep -q '^Minutes of travel by: valhalla, 0-far1\.' out && grep -q '^Offers by their minutes: 1 told, 0 estimated' out
say $? "a router of another machine tells the minutes of a person"
requests far1 'len(bodies) > 0 and all({(p["lon"], p["lat"]) for p in b["sources"]} >= {(3.0, 46.5), (3.1, 46.6)} for b in bodies)'
say $? "it is asked from all communes"
requests all '"3.0123" not in text and "46.5123" not in text'
say $? "the position of the person is in no request"
ask far2 0.0.0.0 b.json
requests far1 '[r["body"] for r in asked] == [r["body"] for r in of("far2")]'
say $? "somebody else, elsewhere, on foot, makes the same requests"
[ -f t.orbite.travel ] && grep -q 'nothing of the person is sent' err
say $? "which is told, and answers are kept"
cp out first && "$ORBITE" match -d t.orbite --router "valhalla:http://0.0.0.0:$port/far2" b.json >out 2>err && cmp -s out first &&
    requests far2 'len(asked) == len(of("far1"))'
say $? "what was answered is not asked again, and gives the same bytes"

ask near 127.0.0.1 a.json && grep -q '^Minutes of travel by: valhalla, 0-near\.' out && grep -q '^Offers by their minutes: 1 told, 0' out &&
    requests near 'len(bodies) == 1 and [(p["lon"], p["lat"]) for p in bodies[0]["sources"]] == [(3.012345, 46.512345)]'
say $? "a router of this machine is asked from where the person lives"
[ ! -f t.orbite.travel ]
say $? "nothing of it is kept"
ask near2 localhost a.json && requests near2 'len(bodies) == 1 and bodies[0]["sources"][0]["lon"] == 3.012345'
say $? "localhost is this machine"

ask let 0.0.0.0 a.json --allow-person-coordinates 0.0.0.0 && grep -q "sent to '0.0.0.0', as you allow" err &&
    requests let 'len(bodies) == 1 and bodies[0]["sources"][0]["lon"] == 3.012345' && [ ! -f t.orbite.travel ]
say $? "the host that the user allows is asked from where the person lives, which is told, and nothing is kept"
http_proxy=http://127.0.0.1:9
export http_proxy
ask direct 0.0.0.0 a.json --allow-person-coordinates 0.0.0.0 && requests direct 'len(bodies) == 1'
say $? "in clear it is reached through no proxy"
unset http_proxy
for host in 0.0.0 0.0.0.0.example.org 127.0.0.1 localhost 0.0.0.0:"$port" ''; do
    ask refused 0.0.0.0 a.json --allow-person-coordinates "$host"
    [ $? -eq 2 ] && requests refused 'not asked'
    say $? "'$host' is not the host to the letter: refused, and nothing is sent"
done
ask down 0.0.0.0 a.json --allow-person-coordinates 0.0.0.0
grep -q 'out of order (503)' err && ! grep -q '3\.0123\|46\.5123\|inventee' err
say $? "an error tells nothing of the person"
"$ORBITE" match -d t.orbite a.json >plain 2>err && ask down 127.0.0.1 a.json && sed '/^Offers by their minutes/,$d; /^$/d' out >told && sed '/^$/d' plain | cmp -s - told
say $? "a router that is gone changes nothing of the answer"
ask down 127.0.0.1 a.json --strict-travel
[ $? -eq 3 ]
say $? "but for --strict-travel, which ends with 3"
for mode in car walk; do
    rm -f t.orbite.travel
    "$ORBITE" match -d t.orbite --router "osrm:http://127.0.0.1:$port/one$mode" --mode $mode b.json >out 2>err
done
requests onecar 'not asked' && requests onewalk 'len(asked) > 0 and all("/walking/" in r["path"] or "/foot/" in r["path"] for r in asked)'
say $? "OSRM goes one way, which is asked only when it is that of the person"

# Who waits for a router does not keep the log of the store from being cleaned away.
for command in "check --travel" "access --need 1.3.4.1" "gaps --need 1.3.4.1 --places" overlaps site "who --within 30" "match b.json" "plan b.json"; do
    fault=none-${command%% *}
    rm -f t.orbite.travel
    # shellcheck disable=SC2086 # words
    "$ORBITE" $command -d t.orbite --router "valhalla:http://127.0.0.1:$port/$fault" >out 2>err
    requests "$fault" 'asked and not any(r["held"] for r in asked)'
    say $? "${command%% *}: the store is not held while a router is asked"
done

# A page reads records beside the catalogue: when somebody writes while the router answers, all of it is of the version written.
sed 's/"name": "\([^"]*\)"/"name": "\1 bis"/g' "$ORBITE_SRCDIR/tests/cli/data/small.json" >changed.json
mkdir during after
for page in commune person; do
    router=osrm:http://127.0.0.1:$port/changes-$page
    set -- map page -d t.orbite --from X0001 --mode walk
    [ $page = commune ] || set -- map page -d t.orbite --private --situation b.json --mode walk
    "$ORBITE" import -q -d t.orbite native "$ORBITE_SRCDIR/tests/cli/data/small.json" 2>err && "$ORBITE" list -q -d t.orbite >before
    echo "'$ORBITE' import -q -d '$work/t.orbite' native '$work/changed.json'" >changes.sh
    rm -f t.orbite.travel
    "$ORBITE" "$@" --router "$router" -o during/page >out 2>err && "$ORBITE" "$@" --router "$router" -o after/page >out 2>>err &&
        cmp during/page after/page >>err 2>&1 && grep -q 'bis' during/page && [ -s before ] && ! grep -q ' bis' before
    say $? "the page of a $page is of one version of the territory"
    requests "changes-$page" 'len(asked) > 1 and not any(r["held"] for r in asked[:1])'
    say $? "the store is not held while its router is asked"
done
echo "1..$number"
