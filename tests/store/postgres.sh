#!/bin/sh
# The store in PostgreSQL with PostGIS: what comes out of it is, byte for byte, what comes out of the file.
set -u
. "$ORBITE_SRCDIR/tests/store/server.sh"

# same SENTENCE COMMAND...: the file and the server give the same bytes and the same status.
same() {
    sentence=$1
    shift
    "$ORBITE" "$@" -d "$folder/file.orbite" >"$folder/a" 2>"$folder/a.err"
    status=$?
    "$ORBITE" "$@" -d "$database" >"$folder/b" 2>"$folder/b.err"
    test $? -eq $status && test -s "$folder/a" && cmp "$folder/a" "$folder/b" >&2
    say $? "$sentence"
}

"$ORBITE" demo "$folder/demo" --seed 3 --offers 500 >"$folder/log" 2>&1 || exit 99
cd "$folder/demo" || exit 99
person=persons/p01-autisme-20-ans.json

"$ORBITE" import native territory.json -d "$database" >"$folder/log" 2>&1
test $? -eq 1 && grep -q 'orbite init' "$folder/log"
say $? "a database without a store says how to make one"
"$ORBITE" init -d "$database" >"$folder/log" 2>&1
say $? "init makes the store"
"$ORBITE" init -d "$database" >"$folder/log" 2>&1
test $? -eq 1 && grep -q 'has a store already' "$folder/log"
say $? "init leaves a store that is there alone"

"$ORBITE" init -d "$folder/file.orbite" >"$folder/log" 2>&1
same "an import tells the same" import native territory.json
same "all records come back the same" map native -o -
same "a person is matched the same" match "$person" --json
same "services are listed the same" list services --limit 1000
same "offers are listed the same" list offers --limit 1000 --json
same "a service is shown the same" show demo:s0000001
same "the quality is judged the same" check --json
same "who does what is the same" who
same "the map has the same points" map geojson -o -

sed 's/SESSAD/Sessad/' territory.json >changed.json
same "a changed file changes the same" import native changed.json
same "and leaves the same records" map native -o -
"$ORBITE" import native changed.json -d "$database" >"$folder/a" 2>&1
grep -q '^Nothing changed\.$' "$folder/a"
say $? "the same file again changes nothing"

"$ORBITE" list services -d "postgresql://reader:Secret7@localhost:1/nothing?sslmode=disable" >"$folder/log" 2>&1
test $? -eq 1 && ! grep -q Secret7 "$folder/log"
say $? "a password is in no message"
ORBITE_DATABASE="postgresql://orbite:Secret7@/postgres?host=$server&password=Secret7" "$ORBITE" config >"$folder/log" 2>&1
test $? -eq 0 && ! grep -q Secret7 "$folder/log" && grep -qF "postgresql://orbite@/postgres?host=$server " "$folder/log"
say $? "nor among the settings"
test -z "$(find "$XDG_CACHE_HOME" -name '*Secret7*')"
say $? "nor in a file name"
echo "1..$number"
