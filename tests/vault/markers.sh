#!/bin/sh
# What is planted in a vault (words, births, positions) is in no other byte that the commands write: files, temporary files, messages, exports of a lower class,
# requests, cores; also when a command is killed while it works, or refuses what it was given. Prints TAP.
# The names of outputs are words of the commands too.
# shellcheck disable=SC2094,SC2129,SC2238,SC3045
set -u
folder=$(mktemp -d)
servers=
stop() {
    for pid in $servers; do kill "$pid" 2>/dev/null; done
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE ORBITE_DATABASE
command -v python3 >/dev/null 2>&1 || { echo '1..0 # SKIP no python3'; exit 0; }
number=0
say() { # status sentence [directive]
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then echo "ok $number - $2${3:+ # $3}"; else echo "not ok $number - $2"; fi
}
digits() { # count: at random
    od -An -N9 -tu1 /dev/urandom | tr -dc 0-9 | cut -c "1-$1"
}

# Unlike anything else on this machine, so that a file in the common temporary folder is told from others'. Letters alone: digits
# in a row may have the form of a telephone number, which is refused.
mark=qz$(printf %s "$$" | tr 0-9 a-j)$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n' | tr 0-9 k-t)
birth=1931-07
mkdir "$folder/given" "$folder/place" "$folder/place/tmp" "$folder/place/home"
given=$folder/given
place=$folder/place
cd "$place" || exit 99
# What is looked at afterwards is only what these commands made.
touch "$folder/before"
"$ORBITE" demo demo --seed 1 --offers 500 >log 2>&1 || exit 99
store=demo/territory.orbite
# A position within the demonstration whose digits it has not.
lon=3.7$(digits 4)1191
lat=46.3$(digits 4)2182
TMPDIR=$place/tmp HOME=$place/home XDG_CACHE_HOME=$place/home XDG_RUNTIME_DIR=$place/tmp
export TMPDIR HOME XDG_CACHE_HOME XDG_RUNTIME_DIR

case_of() { # local id, need
    cat <<END
{"format": "orbite-case/1",
 "situation": {"format": "orbite-person/1", "id": "$1", "reference_date": "2026-11-01", "birth": "$birth",
  "location": {"commune": "D1011", "lon": $lon, "lat": $lat, "precision": "housenumber"},
  "travel": {"modes": ["walk"], "max_minutes": {"default": 15}}, "needs": [{"code": "$2", "priority": 3, "frequency": "daily"}],
  "wishes": [{"domain": "AC.3", "text": "souhait $mark", "expressed": "self"}]},
 "referent": {"role": "coordinatrice", "service": "equipe", "phone": "04 00 00 00 12"}, "next_visit": "2026-11-20",
 "requests": [{"offer": "a", "date": "2026-03-01", "status": "180", "reason": "122", "note": "note $mark"}],
 "evaluation": [{"domain": "AC.3", "expectation": "attente $mark", "need": "besoin $mark", "tried": "essai $mark", "expressed": "self"}],
 "contacts": [{"date": "2026-10-01", "way": "visit", "person": "good", "staff": "mixed", "by": "par $mark", "person_words": "dit $mark",
  "staff_words": "mots $mark", "note": "note $mark"}],
 "commitments": [{"partner": "voisin $mark", "what": "aide $mark", "date": "2026-05-01"}],
 "plan": [{"need": "1.3.3.1", "objective": "but $mark", "step": "pas $mark", "actor": "acteur $mark", "result": "fait $mark", "state": "to_do"}]}
END
}
i=0
while [ $i -lt 12 ]; do
    case_of "$mark-$i" 1.3.3.4 >"$given/case$i.json"
    i=$((i + 1))
done
printf 'une phrase %s de cinq mots' "$mark" >"$given/passphrase"
printf 'une autre %s phrase de six mots' "$mark" >"$given/other"

planted() { # files and folders: those that hold something planted
    python3 "$ORBITE_SRCDIR/tests/vault/planted.py" "$mark" "$lon" "$lat" "$birth" "$@"
}
nothing() { # sentence: nowhere in the place, nor in the common temporary folders
    find /tmp /var/tmp /dev/shm -path "$folder" -prune -o -newer "$folder/before" -type f -print 2>/dev/null >"$folder/common"
    found=$(planted "$place"; while read -r file; do grep -lF -e "$mark" "$file" 2>/dev/null; done <"$folder/common")
    test -z "$found"
    status=$?
    test $status -eq 0 || printf '# %s\n' "$found"
    say $status "$1"
}
python3 - "$lon" "$lat" "$folder/binary" <<'PYTHON'
import struct, sys
open(sys.argv[3], "wb").write(b"x" + struct.pack(">d", float(sys.argv[1])) + b"y")
PYTHON
printf '{"lat": %.6f}' "$lat" >"$folder/rounded"
printf 'du %s' "$birth" >"$folder/month"
test "$(planted "$given" "$folder/binary" "$folder/rounded" "$folder/month" | wc -l)" -eq 17
say $? "what is planted is found where it was put, in digits or in binary too"
nothing "it is nowhere else before"

people() {
    verb=$1
    shift
    "$ORBITE" people "$verb" "$@" --vault vault --passphrase-fd 3 3<"$given/passphrase"
}
sorted() { # command and its options: over the persons of the vault
    "$ORBITE" "$@" -d "$store" --vault "${vault-vault}" --passphrase-fd 3 3<"$given/passphrase"
}

people new --user equipe --cost 2,64 >>log 2>&1
say $? "a vault is made"
people add "$given"/case*.json >pseudonyms 2>>log
say $? "cases are added"
people list >list 2>>log && people list --json >list.json 2>>log && people log >journal 2>>log
say $? "lists and the journal are read"
nothing "what is listed says nothing of what is planted"
first=$(head -n 1 pseudonyms)
people show "$first" --export --reason acces 2>>log >"$folder/shown" && test -n "$(planted "$folder/shown")" &&
    python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin)["document"]["situation"]))' <"$folder/shown" >"$folder/situation"
say $? "shown to who asks, what is planted is there"

# ---- what others read, or the team hands about
wrong=0
# Beside the counts of the one, so few persons would be told by those of the other: each has a vault.
for copied in other paged; do cp vault $copied && cp vault.log $copied.log; done
for class in team partner public; do
    people export --class $class -o export.$class 2>>log || wrong=1
    vault=other sorted emerge --class $class >emerge.$class 2>>log || wrong=1
done
people export --class partner --format html -o export.html >>log 2>&1 || wrong=1
for format in json html xlsx; do
    sorted triage --format $format -o triage.$format --causes --needs >>log 2>&1 || wrong=1
    sorted emerge --format $format -o emerge.$format >>log 2>&1 || wrong=1
done
sorted triage --close 182 >triage 2>>log || wrong=1
sorted match --batch -o batch.ndjson 2>>log && sorted match --batch -f csv >batch.csv 2>>log || wrong=1
grep -q P- batch.csv && test "$(grep -c '' batch.ndjson)" -eq 12 || wrong=1
vault=paged sorted map page --class public -o counts.html >>log 2>&1 || wrong=1
# All twelve are told, and all twelve have no solution: how many have one would be told.
sorted map page --class public -o refused.html >>log 2>&1 && wrong=1
test ! -e refused.html || wrong=1
if "$ORBITE" map page -d "$store" >/dev/null 2>&1; then sorted map page --private -o team.html >>log 2>&1 || wrong=1; fi
"$ORBITE" emerge -d "$store" "$given"/case?.json --class partner >emerge.files 2>>log || wrong=1
people tour --from D1011 -d "$store" >tour 2>>log || wrong=1
people backup copy >>log 2>&1 && test -f copy.log || wrong=1
grep -q 1.3.3 emerge.team && grep -q 1.3.3 emerge.partner && grep -q 1.3.3 emerge.public || wrong=1
say $wrong "the caseload is sorted, grouped, exported, copied"
nothing "exports, reports, backup, messages and the snapshot say nothing of it"

# ---- what the team keeps of one person or of all, written while nothing is asked of the umask: for its owner alone
mkdir own
wrong=0
umask 0
for act in "tour --from D1011 -d $store" log list; do
    # shellcheck disable=SC2086 # a command and its options
    people $act -o "own/${act%% *}" 2>>log && people $act --json -o "own/${act%% *}.json" 2>>log || wrong=1
done
people refusals -o own/refusals 2>>log && people refusals -f json -o own/refusals.json 2>>log || wrong=1
people export --class team -o own/export 2>>log || wrong=1
sorted triage --where --all -o own/where 2>>log || wrong=1
sorted triage --where --all -f csv --table points -o own/points.csv 2>>log && sorted triage --where --all -f geojson -o own/where.geojson 2>>log || wrong=1
sorted match "$first" -o own/match 2>>log && sorted match "$first" --json --all -o own/match.json 2>>log || wrong=1
(cd "$given" && "$ORBITE" match -d "$place/$store" case0.json --diff case1.json -o "$place/own/diff") 2>>log || wrong=1
(cd "$given" && "$ORBITE" match -d "$place/$store" case0.json --diff case1.json --json -o "$place/own/diff.json") 2>>log || wrong=1
(cd "$given" && "$ORBITE" match -d "$place/$store" case0.json --json -o "$place/own/one.json") 2>>log || wrong=1
# Notes of a plan are of the person: it is written, and looked at elsewhere.
mkdir "$folder/plans"
sorted plan "$first" --falc -f html -o "$folder/plans/falc.html" 2>>log && sorted plan "$first" -o "$folder/plans/plan" 2>>log || wrong=1
(cd "$given" && "$ORBITE" plan -d "$place/$store" case0.json -o "$folder/plans/file") 2>>log || wrong=1
sorted map circles --person "$first" --private -o own/circles.svg 2>>log || wrong=1
if "$ORBITE" map page -d "$store" >/dev/null 2>&1; then sorted map page --person "$first" --private -o own/person.html 2>>log || wrong=1; fi
umask 022
say $wrong "what the team keeps is written"
test -z "$(find own "$folder/plans" -type f -perm /077)" && [ "$(find own -type f | wc -l)" -ge 16 ]
say $? "it is for its owner alone, whatever the umask"
# The pseudonym of a situation from a file is its id.
sed -i "s/$mark-[01]/P/g" own/diff own/diff.json own/one.json
nothing "what the team keeps says nothing of notes, births and positions"

# ---- requests: everything that is sent while a person is looked at, recorded by whom it is sent to
serve() { # name program: its port goes to $port
    mkfifo "$folder/$1.in"
    python3 "$ORBITE_SRCDIR/tests/$2" <>"$folder/$1.in" >"$folder/$1.port" 2>"$folder/$1.err" &
    servers="$servers $!"
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -s "$folder/$1.port" ] && break
        sleep 0.2
    done
    port=$(cat "$folder/$1.port")
}
serve router travel/stub.py
router=$port
serve net net/server.py
net=$port
wrong=0
# 0.0.0.0 reaches this machine, and is another one by its name.
"$ORBITE" match -d "$store" --router "valhalla:http://0.0.0.0:$router/none" - <"$folder/situation" >matched 2>>log || wrong=1
"$ORBITE" match -d "$store" --router "osrm:http://0.0.0.0:$router/none" - <"$folder/situation" >>matched 2>>log || wrong=1
cat >mapping.json <<'JSON'
{"format": 1, "source": {"id": "list", "name": "List", "date": {"value": "2026-05-01"}}, "kind": {"value": "service"},
 "id": "id", "name": "name", "address": "address", "commune": "commune"}
JSON
printf 'id,name,address,commune\none,Un,12 rue Haute,01901\n' >list.csv
printf 'source,file,kind,address,pick,importer,give,edition,licence,attribution\nx,x.txt,file,http://127.0.0.1:%s/file/x,,,,,,\n' "$net" >sources.csv
"$ORBITE" import -q cog --edition 2026 "$ORBITE_SRCDIR/tests/data/cog" -d other.orbite 2>>log &&
    "$ORBITE" import -q table --mapping mapping.json --licence L --attribution A list.csv -d other.orbite 2>>log || wrong=1
"$ORBITE" geocode -d other.orbite --server "http://127.0.0.1:$net/geocoder/none/" >>log 2>&1 || wrong=1
"$ORBITE" fetch x --sources sources.csv >>log 2>&1 || wrong=1
python3 - "$router" "$net" >requests 2>>log <<'PYTHON'
import json, sys, urllib.request
for port in sys.argv[1:]:
    told = urllib.request.build_opener(urllib.request.ProxyHandler({})).open("http://127.0.0.1:%s/requests" % port)
    print(json.dumps(json.load(told)))
PYTHON
grep -q sources_to_targets requests && grep -q table/v1 requests && grep -q geocoder requests && grep -q file/x requests || wrong=1
say $wrong "routers, a geocoder and a server of files are asked"
nothing "requests, what is kept of the answers and the answers say nothing of it"

# ---- refusals: the place and the reason, never the value
case_of "$mark-19" 1.3.3.4 | sed "s/\"$birth\"/\"$mark\"/" >"$given/bad-birth.json"
case_of "$mark-18" 1.3.3.4 | sed "s/\"wishes\"/\"$mark\"/" >"$given/bad-key.json"
case_of "$mark-17" 1.3.3.4 | sed 's/"to_do"}]}/"to_do"}/' >"$given/bad-json.json"
case_of "$mark-16" "$mark" >"$given/bad-need.json"
case_of "$mark-15" 1.3.3.4 | sed "s/\"lon\": $lon/\"lon\": \"$lon\"/" >"$given/bad-lon.json"
case_of "$mark-14" 1.3.3.4 | sed "s/\"lat\": $lat/\"lat\": 1$lat/" >"$given/bad-lat.json"
case_of "$mark-13" 1.3.3.4 | sed "s/\"2026-05-01\"/\"$birth-45\"/" >"$given/bad-date.json"
case_of "$mark-12" 1.3.3.4 | sed "s/\"status\": \"180\"/\"status\": \"$mark $mark\"/" >"$given/bad-status.json"
case_of "$mark-11" 1.3.3.4 | sed "s/\"expressed\": \"self\"}\]/\"expressed\": \"$mark\"}]/" >"$given/bad-choice.json"
refused=0
open_with() { # command: in the folder of what is given, so that operands are names alone
    (cd "$given" && "$ORBITE" "$@" --passphrase-fd 3 3<"$given/passphrase")
}
for bad in birth json need lon lat date status choice; do
    open_with people add "bad-$bad.json" --vault "$place/vault" >>refusals 2>&1 && { refused=1; echo "# bad-$bad is accepted"; }
    (cd "$given" && "$ORBITE" triage -d "$place/$store" "bad-$bad.json") >>refusals 2>&1
    sed 's/.*"situation": //' "$given/bad-$bad.json" | (cd "$given" && "$ORBITE" match -d "$place/$store" -) >>refusals 2>&1
    (cd "$given" && "$ORBITE" match --batch -d "$place/$store" case0.json "bad-$bad.json" >"$folder/answers") 2>>refusals
done
open_with people add bad-key.json --vault "$place/vault" >unknown 2>&1
people list >>refusals 2>&1 3<"$given/other"
"$ORBITE" people list --vault vault --passphrase-fd 3 3<"$given/other" >>refusals 2>&1 && refused=1
"$ORBITE" people show "$first" --vault vault --passphrase-fd 9 >>refusals 2>&1 && refused=1
sorted emerge -o /dev/full/x >>refusals 2>&1 && refused=1
sorted triage --catalogue "$given/case0.json" >>refusals 2>&1 && refused=1
sorted triage --profile "$given/case0.json" >>refusals 2>&1 && refused=1
sorted triage >/dev/full 2>>refusals && refused=1
dd if=vault of=short bs=1 count=900 2>>log && cp vault.log short.log
cp vault alone
cp vault turned && cp vault.log turned.log && printf X | dd of=turned bs=1 seek=2000 conv=notrunc 2>>log
cp vault newer && cp vault.log newer.log && printf '\011' | dd of=newer bs=1 seek=8 conv=notrunc 2>>log
cp vault foreign && echo '{}' >foreign.log
for bad in short alone turned newer foreign; do
    "$ORBITE" people list --vault $bad --passphrase-fd 3 3<"$given/passphrase" >>refusals 2>&1 && { refused=1; echo "# $bad is accepted"; }
    "$ORBITE" triage -d "$store" --vault $bad --passphrase-fd 3 3<"$given/passphrase" >>refusals 2>&1 && refused=1
done
say $refused "what cannot be read is refused"
rm -f unknown # a member that is not known may be told by its name
nothing "refusals do not quote it"

# ---- killed while it writes, lists, sorts, at random: the vault opens, and nothing is left
ulimit -c unlimited 2>/dev/null
moment=0
opens=0
while [ $moment -lt 5 ]; do
    for command in "people list" "people edit $first $given/case0.json" "people export --class partner" \
        "triage -d $store --format html -o killed.html" "emerge -d $store --format xlsx -o killed.xlsx"; do
        # shellcheck disable=SC2086 # a command and its operands
        "$ORBITE" $command --vault vault --passphrase-fd 3 >killed 2>&1 3<"$given/passphrase" &
        pid=$!
        sleep "0.$(printf '%03d' $(($(od -An -N1 -tu1 /dev/urandom) * 3 / 4 + 2)))"
        kill -KILL $pid 2>/dev/null
        wait $pid 2>/dev/null
    done
    moment=$((moment + 1))
done 2>>log
people list >list 2>>log || opens=1
test "$(grep -c P- list)" -ge 12 || opens=1
say $opens "killed at any moment, the vault still opens"
nothing "a killed command leaves nothing of it"

# The address sanitizer locks nothing.
locks=true
grep -q __asan_init "$ORBITE" && locks=false
is_locked() { # process
    ! $locks || grep -q '^VmLck:.*[1-9]' "/proc/$1/status" 2>/dev/null
}

# ---- while it waits for its passphrase: no core can be written, none is by a signal that makes one, and its memory is locked
mkfifo wait
"$ORBITE" people list --vault vault --passphrase-fd 3 3<>wait >killed 2>&1 &
pid=$!
tries=0
until grep -q '^Max core file size *0 *0 ' "/proc/$pid/limits" 2>/dev/null && is_locked $pid || [ $tries -gt 1200 ]; do
    sleep 0.05
    tries=$((tries + 1))
done
grep -q '^Max core file size *0 *0 ' "/proc/$pid/limits"
say $? "core dumps are off before the passphrase is read"
is_locked $pid
say $? "the memory of the passphrase is locked before it is read"
grep -q '^Umask:.*0077' "/proc/$pid/status"
say $? "what it writes is for its owner alone"
kill -ABRT $pid
wait $pid 2>/dev/null
test -z "$(find "$place" -name 'core*' -type f)"
say $? "a signal that dumps a core leaves none"

# A process that may be read by others belongs to its user in /proc; one that may not, to root.
owner() { stat -c %u "/proc/$1/mem" 2>/dev/null; }
as=
[ "$(id -u)" -ne 0 ] || as='setpriv --reuid=65534 --clear-groups'
chmod 711 "$folder" "$place" && mkdir seen && cp vault vault.log seen && chmod 700 seen && chmod 666 wait
[ -z "$as" ] || chown -R 65534 seen
# shellcheck disable=SC2086 # a command and its options
$as sleep 300 2>>log &
plain=$!
# shellcheck disable=SC2086
$as "$ORBITE" people list --vault seen/vault --passphrase-fd 3 3<>wait >killed 2>&1 &
pid=$!
tries=0
# setpriv too belongs to root between its change of user and what it becomes.
until ! grep -q setpriv "/proc/$pid/comm" && [ "$(owner $pid)" = 0 ] && [ "$(owner $plain)" != 0 ] && is_locked $pid ||
    [ $tries -gt 1200 ]; do
    sleep 0.05
    tries=$((tries + 1))
done
if [ -n "$as" ] && ! $as test -x "$ORBITE" 2>/dev/null; then
    say 0 "other programs of the user may not read its memory" "SKIP nobody may not run the command here"
else
    [ "$(owner $pid)" = 0 ] && [ "$(owner $plain)" != 0 ]
    say $? "other programs of the user may not read its memory"
fi
kill -KILL $pid $plain 2>/dev/null
wait $pid $plain 2>/dev/null
rm -f wait

# Where all memory may be locked, all is: what is read of a person cannot reach the swap.
if $locks && (ulimit -l unlimited) 2>/dev/null; then
    (
        ulimit -l unlimited
        exec "$ORBITE" triage -d "$store" --vault vault --passphrase-fd 3 3<"$given/passphrase" >killed 2>&1
    ) &
    pid=$!
    most=0
    while kill -0 $pid 2>/dev/null; do
        locked=$(sed -n 's/^VmLck:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2>/dev/null)
        [ "${locked:-0}" -le "$most" ] || most=$locked
        [ "$most" -lt 10000 ] || kill -KILL $pid 2>/dev/null
    done
    wait $pid 2>/dev/null
    test "$most" -ge 10000
    say $? "where the limit allows it, all of its memory is locked"
else
    say 0 "where the limit allows it, all of its memory is locked" "SKIP the limit is lower here"
fi
nothing "the end leaves nothing of it"
echo "1..$number"
