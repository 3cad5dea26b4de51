#!/bin/sh
# "orbite fetch" against a server of our own: nothing here needs a network. Prints TAP.
set -u
work=$(mktemp -d) || exit 99
number=0
servers=
stop() {
    for pid in $servers; do kill "$pid" 2>/dev/null; done
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE ORBITE_DATABASE

say() { # status sentence [directive]
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2${3:+ # $3}"
    else
        echo "not ok $number - $2"
        sed 's/^/# /' "$work/out" "$work/err" | head -n 20
    fi
}

# serve NAME ARGUMENTS: start a server; its port goes to $port. It ends when it is killed: nobody writes to its input.
serve() {
    name=$1
    shift
    mkfifo "$work/$name.in"
    # The command, not a shell around it, is what is ended.
    python3 "$ORBITE_SRCDIR/tests/net/server.py" "$@" <>"$work/$name.in" >"$work/$name.port" 2>"$work/$name.err" &
    servers="$servers $!"
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -s "$work/$name.port" ] && break
        sleep 0.5
    done
    port=$(cat "$work/$name.port")
    [ -n "$port" ] || exit 99
}

# list ROW...: the list of sources that the command is given.
list() {
    echo 'source,file,kind,address,pick,importer,give,edition,licence,attribution'
    for row; do echo "$row"; done
}

orbite() {
    "$ORBITE" "$@" >"$work/out" 2>"$work/err"
}
out() { grep -q "$1" "$work/out"; }
err() { grep -q "$1" "$work/err" && test "$(wc -l <"$work/err")" -eq 1; }

command -v python3 >/dev/null 2>&1 || { echo '1..0 # SKIP no python3'; exit 0; }
serve plain
here=http://127.0.0.1:$port
cd "$work" || exit 99
api=$here/data/cog-api
list "dataset,liste.txt,data.gouv,$here/dataset/good,liste-*.txt,,,,," \
    "damaged,liste.txt,data.gouv,$here/dataset/damaged,liste-*.txt,,,,," \
    "smaller,liste.txt,data.gouv,$here/dataset/smaller,liste-*.txt,,,,," \
    "renamed,liste.txt,data.gouv,$here/dataset/good,list-*.txt,,,,," \
    "no-dataset,liste.txt,data.gouv,$here/file/x,*,,,,," \
    "cut,x.txt,file,$here/cut/command,,,,,," \
    "gone,x.txt,file,$here/code/404,,,,,," \
    "away,x.txt,file,$here/scheme/file,,,,,," \
    "offline,x.txt,file,http://127.0.0.1:1/x,,,,,," \
    "by-proxy,x.txt,file,http://sources.invalid/file/proxy,,,,,," \
    "cog,communes.json,file,$api/communes.json,,cog,folder,2026,," \
    "cog,communes-associees-deleguees.json,file,$api/communes-associees-deleguees.json,,cog,folder,2026,," \
    "cog,epci.json,file,$api/epci.json,,cog,folder,2026,," \
    "contours,communes-{departement}.geojson,file,$here/data/contours/communes.geojson?d={departement},,contours,file,2018,Licence Ouverte 2.0,IGN" \
    "finess,structures.json,file,$here/data/finess/structures.json,,finess,file,,," \
    "finess,activites.json,file,$here/data/finess/activites.json,,finess,file,,," \
    "bpe,BPE24.csv,file,$here/data/bpe/equipments.csv,,bpe,file,2024,," >list.csv

orbite fetch dataset --sources list.csv && out 'sources/dataset/liste.txt: new, 200000 bytes'
say $? "the newest file of a dataset is brought, its size and digest checked"
orbite fetch dataset --sources list.csv && out 'unchanged'
say $? "the second time the file is unchanged"
echo more >>sources/dataset/liste.txt
orbite fetch dataset --sources list.csv && out 'changed, 200000 bytes'
say $? "a file that was spoilt is brought again"
orbite fetch damaged --sources list.csv
test $? -eq 1 && err 'has not the digest announced' && test -z "$(ls sources/damaged)"
say $? "a file whose digest differs is refused and leaves nothing"
orbite fetch smaller --sources list.csv
test $? -eq 1 && err '200000 bytes came where 10 were announced' && test -z "$(ls sources/smaller)"
say $? "a file whose size differs is refused and leaves nothing"
orbite fetch renamed --sources list.csv
test $? -eq 1 && err "no file of the dataset is called 'list-\*.txt'; it has: 'notice.pdf', 'liste-20260812.txt'"
say $? "a dataset whose files were renamed says what it has"
orbite fetch no-dataset --sources list.csv
test $? -eq 1 && err '/file/x'
say $? "what describes no dataset is refused with its address"
orbite fetch cut --sources list.csv && out 'new, 200000 bytes' && test "$(echo sources/cut/*)" = 'sources/cut/x.txt sources/cut/x.txt.fetch'
say $? "a transfer that breaks off is gone on with"
orbite fetch gone --sources list.csv
test $? -eq 1 && err 'nothing at this address (404)'
say $? "an address that moved is told"
orbite fetch away --sources list.csv
test $? -eq 1 && err 'another scheme, which is refused' && test -z "$(ls sources/away)"
say $? "a redirection to a file of this machine is refused"
orbite fetch offline --sources list.csv
test $? -eq 1 && err 'orbite: http://127.0.0.1:1/x: the server cannot be reached: is the network reachable?'
say $? "without a network the sentence says so"

orbite fetch cog --import --sources list.csv -d t.orbite && out 'sources/cog/communes.json: new' &&
    "$ORBITE" list communes -d t.orbite --json 2>/dev/null | grep -q "\"total\": 3"
say $? "communes are brought and imported"
"$ORBITE" list --changes 2000-01-01 -d t.orbite >before 2>&1
orbite fetch cog --import --sources list.csv -d t.orbite && out 'unchanged' && "$ORBITE" list --changes 2000-01-01 -d t.orbite 2>&1 | cmp -s - before
say $? "a second time changes nothing"
orbite fetch contours --import --sources list.csv -d t.orbite
test $? -eq 1 && err 'one département at a time: --departement 01'
say $? "a source cut by département asks for one"
orbite fetch contours --departement 01 --import --sources list.csv -d t.orbite &&
    test -f sources/contours/communes-01.geojson
say $? "the contours of a département are brought and imported"
orbite fetch finess --import --sources list.csv -d t.orbite &&
    "$ORBITE" list sources -d t.orbite 2>/dev/null | grep -q FINESS
say $? "both feeds of FINESS go into one import"
orbite fetch bpe --import --sources list.csv -d b.orbite &&
    "$ORBITE" list sources -d b.orbite 2>/dev/null | grep -q '^bpe .* 2024 '
say $? "the edition of the list is the year of the equipments"
orbite fetch dataset --import --sources list.csv -d t.orbite
test $? -eq 1 && err "nothing here reads 'dataset'"
say $? "what no importer reads is told before anything is brought"

orbite fetch by-proxy --sources list.csv
test $? -eq 1 && err "name is not found"
say $? "a server without a name is told"
http_proxy=$here orbite fetch by-proxy --sources list.csv && out 'new, 200000 bytes'
say $? "the proxy of the environment is used"

# Whatever was asked: no header that says more than a file needs, no body.
python3 - "$here/requests" >out 2>err <<'PYTHON'
import json, sys, urllib.request
allowed = {"host", "user-agent", "accept", "accept-encoding", "range", "if-range", "if-none-match", "if-modified-since",
           "proxy-connection"}
asked = json.load(urllib.request.urlopen(sys.argv[1]))[:-1]
bad = [r for r in asked if set(r["headers"]) - allowed or r["body"] or r["method"] != "GET"
       or not r["headers"]["user-agent"].startswith("Orbite/")]
print(len(asked), bad)
sys.exit(bool(bad) or len(asked) < 15)
PYTHON
say $? "requests say nothing but what file is wanted"

if command -v openssl >/dev/null 2>&1 && openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 \
    -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 >/dev/null 2>&1; then
    serve secure cert.pem key.pem
    list "secure,x.txt,file,https://127.0.0.1:$port/file/x,,,,,," >secure.csv
    orbite fetch secure --sources secure.csv
    test $? -eq 1 && err 'the certificate of the server is not trusted; SSL_CERT_FILE'
    say $? "a server that nobody vouches for is refused"
    SSL_CERT_FILE=$work/cert.pem orbite fetch secure --sources secure.csv && out 'new, 200000 bytes'
    say $? "the environment can name another authority"
else
    say 0 "a server that nobody vouches for is refused" "SKIP no openssl"
    say 0 "the environment can name another authority" "SKIP no openssl"
fi
echo "1..$number"
