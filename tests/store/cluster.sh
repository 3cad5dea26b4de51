#!/bin/sh
# A store spread over three machines by postgres_fdw: the département is the shard key. What comes out is what comes out of a file
# and of one server; a machine that is down stops what needs it and nothing else; what moves to another département is not lost.
set -u
. "$ORBITE_SRCDIR/tests/store/server.sh"
deploy=$ORBITE_SRCDIR/engine/store/postgis/deploy

sql() { # MACHINE ARGUMENT...
    machine=$1
    shift
    "$bin/psql" -q -A -t -X -v ON_ERROR_STOP=1 -h "$folder/$machine" -U orbite postgres "$@"
}
of() { # MACHINE [OPTIONS]: an address
    echo "postgresql:///postgres?host=$folder/$1&user=orbite${2-}"
}
# same SENTENCE COMMAND...: the file, one server and the cluster give the same bytes.
same() {
    sentence=$1
    shift
    "$ORBITE" "$@" -d "$folder/file.orbite" >"$folder/a" 2>"$folder/said"
    status=$?
    for machine in one first; do
        "$ORBITE" "$@" -d "$(of $machine)" >"$folder/b" 2>"$folder/said"
        test $? -eq $status && test -s "$folder/a" && cmp "$folder/a" "$folder/b" >>"$folder/said" 2>&1
        say $? "$sentence, $machine"
    done
}
: >"$folder/said"
# The départements of the demonstration are D1, D2 and D3; the last one has no machine and stays on the first.
"$ORBITE" demo "$folder/demo" --seed 5 --offers 800 >"$folder/log" 2>&1 || exit 99
cd "$folder/demo" || exit 99

start_server one
start_server first
start_server south
start_server west
for machine in one first south west; do
    "$ORBITE" init -q -d "$(of $machine)" 2>"$folder/said" || exit 99
done
"$ORBITE" init -q -d "$folder/file.orbite"
{
    sql south -1 -v departements=D1,13 -f "$deploy/machine.sql" && sql west -1 -v departements=D2,2A -f "$deploy/machine.sql" &&
        sql first -1 -f "$deploy/spread.sql" &&
        sql first -1 -v machine=south -v departements=D1,13 -v "host=$folder/south" -v port=5432 -v dbname=postgres -v user=orbite \
            -f "$deploy/attach.sql"
} >"$folder/said" 2>&1
say $? "a store is spread, and a machine added"

same "an import tells the same" import native territory.json
sql first -1 -v machine=west -v departements=D2,2A -v "host=$folder/west" -v port=5432 -v dbname=postgres -v user=orbite \
    -f "$deploy/attach.sql" >"$folder/said" 2>&1
say $? "another machine takes what is there of its départements"
test "$(sql south -c 'SELECT count(*) > 100 FROM orbite.offer')$(sql west -c 'SELECT count(*) > 100 FROM orbite.offer')" = tt
say $? "each machine has its offers"
test "$(sql first -c "SELECT count(*) > 100, max(departement) FROM orbite.offer_here")" = 't|D3'
say $? "the first has the others"
same "all records come back the same" map native -o -
same "the quality is judged the same" check --json
same "services are listed the same" list services --limit 5000
sed 's/SESSAD/Sessad/' territory.json >changed.json
same "a changed file changes the same" import native changed.json
same "and leaves the same records" map native -o -

# A thousand questions, from four hundred places.
python3 - persons >questions.ndjson <<'PY'
import glob, json, sys
people = [json.load(open(name, encoding="utf-8")) for name in sorted(glob.glob(sys.argv[1] + "/*.json"))]
for i in range(1000):
    person = json.loads(json.dumps(people[i % len(people)]))
    position = person.get("position")
    if isinstance(position, dict) and "lon" in position:
        position["lon"] = round(position["lon"] + (i % 20 - 10) * 0.013, 6)
        position["lat"] = round(position["lat"] + (i // 20 % 20 - 10) * 0.009, 6)
    person["id"] = "q%04d" % i
    print(json.dumps(person, ensure_ascii=False))
PY
ask() { # DATABASE [OPTION...]
    asked=$1
    shift
    "$ORBITE" match --batch questions.ndjson --totals -d "$asked" "$@" 2>"$folder/said"
}
ask "$folder/file.orbite" >a
ask "$(of one)" >b
test "$(wc -l <a)" -eq 1000 && test "$(sort -u a | wc -l)" -eq 1000 && cmp a b >>"$folder/said" 2>&1
say $? "a thousand questions are answered the same by a file and by a server"
ask "$(of first)" --jobs 2 >b
cmp a b >>"$folder/said" 2>&1
say $? "and by three machines, on two threads"
for part in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
    ask "$(of first)" --part $part/16
done >b
cmp a b >>"$folder/said" 2>&1
say $? "and in sixteen parts"

# ---- moves
service=$(sql south -c "SELECT v.id FROM orbite.service v JOIN orbite.offer o ON o.service = v.id JOIN orbite.contact c ON c.owner = v.no AND c.owner_kind = 'service' ORDER BY v.id LIMIT 1")
site=$(sql south -c "SELECT site FROM orbite.service WHERE id = '$service'")
commune=$(sql west -c 'SELECT min(commune) FROM orbite.site')
python3 - changed.json moved.json "$site" "$commune" <<'PY'
import json, sys
with open(sys.argv[1], encoding="utf-8") as f:
    document = json.load(f)
for site in document["sites"]:
    if site["id"] == sys.argv[3]:
        site["commune"] = sys.argv[4]
with open(sys.argv[2], "w", encoding="utf-8") as f:
    json.dump(document, f, ensure_ascii=False, indent=1)
PY
same "a place that moves to another département changes the same" import native moved.json
same "and nothing of it is lost" map native -o -
test "$(sql west -c "SELECT count(*) FROM orbite.site WHERE id = '$site'")$(sql south -c "SELECT count(*) FROM orbite.site WHERE id = '$site'")" = 10
say $? "the place is on the other machine, and there only"
test "$(sql west -c "SELECT count(*) FROM orbite.service WHERE id = '$service'")$(sql south -c "SELECT count(*) FROM orbite.service WHERE id = '$service'")" = 10
say $? "so is its service"
sql first -c "SELECT o.id FROM orbite.offer o JOIN orbite.service v ON v.id = o.service WHERE o.site IS NULL AND o.departement <> v.departement" \
    -c "SELECT c.owner FROM orbite.contact c JOIN orbite.service v ON c.owner = v.no AND c.owner_kind = 'service' WHERE c.departement <> v.departement" \
    -c "SELECT c.owner FROM orbite.capacity c JOIN orbite.offer o ON c.owner = o.no WHERE c.departement <> o.departement" >"$folder/said" 2>&1
test ! -s "$folder/said"
say $? "with what belongs to it"
! sql first -c "UPDATE orbite.site SET departement = 'D2' WHERE id = (SELECT min(id) FROM orbite.site WHERE departement = 'D1')" >"$folder/said" 2>&1 &&
    grep -q 'site_of_machine' "$folder/said"
say $? "a key changed in place is an error"

# ---- one machine is down
"$ORBITE" list services --limit 5000 --json -d "$(of first "&departements=D2")" >a 2>"$folder/said"
test -s a
say $? "one département is asked for by its code"
"$ORBITE" import -q native moved.json -d "$(of first "&departements=D2")" >b 2>"$folder/said"
test $? -eq 1 && grep -q 'only reads' "$folder/said"
say $? "such an address is for reading only"
"$ORBITE" match persons/p01-autisme-20-ans.json --json -d "$(of first "&departements=D2")" >before 2>"$folder/said"
rm -rf "$XDG_CACHE_HOME/orbite"
stop_server south
"$ORBITE" list services --limit 5000 --json -d "$(of first "&departements=D2")" >b 2>"$folder/said"
test $? -eq 0 && cmp a b >>"$folder/said" 2>&1
say $? "questions of the other département are answered"
"$ORBITE" match persons/p01-autisme-20-ans.json --json -d "$(of first "&departements=D2")" >b 2>"$folder/said"
test $? -eq 0 && cmp before b >>"$folder/said" 2>&1
say $? "a person is matched there"
"$ORBITE" map native -o all.json -d "$(of first)" >b 2>"$folder/said"
test $? -eq 1 && grep -q 'a machine of the database does not answer' "$folder/said" && test ! -e all.json
say $? "what needs the machine fails clearly"
"$ORBITE" import -q native territory.json -d "$(of first)" >b 2>"$folder/said"
test $? -eq 1 && grep -q 'a machine of the database does not answer' "$folder/said"
say $? "so does an import"
run_server south
"$ORBITE" map native -o - -d "$(of first)" >b 2>"$folder/said"
"$ORBITE" map native -o - -d "$folder/file.orbite" >a 2>/dev/null
cmp a b >>"$folder/said" 2>&1
say $? "which left everything as it was"

# ---- a machine stops while all are committing: the order is not ours, so that one of these finds the other committed
python3 - moved.json torn.json <<'PY'
import json, sys
with open(sys.argv[1], encoding="utf-8") as f:
    document = json.load(f)
for i, service in enumerate(document["services"]):
    service["name"] = "Torn %d" % i
new = json.loads(json.dumps(document["offers"][::7]))
for i, offer in enumerate(document["offers"]):
    offer["age_max_months"] = 700 + i % 50
for offer in new:
    offer["id"] += ":new"
    offer["age_min_months"] = 1
document["offers"] += new
with open(sys.argv[2], "w", encoding="utf-8") as f:
    json.dump(document, f, ensure_ascii=False, indent=1)
PY
"$ORBITE" config backup "$folder/before.orbite" -d "$folder/file.orbite" 2>"$folder/said"
"$ORBITE" import -q native torn.json -d "$folder/file.orbite" 2>"$folder/said" && "$ORBITE" map native -o a -d "$folder/file.orbite" 2>"$folder/said"
say $? "there is more to import"
torn=0
for machine in south west; do
    sql $machine -c "CREATE FUNCTION orbite.stop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'" \
        -c "CREATE CONSTRAINT TRIGGER stop AFTER INSERT OR UPDATE ON orbite.offer DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION orbite.stop()" \
        >"$folder/said" 2>&1
    "$ORBITE" import -q native torn.json -d "$(of first)" >b 2>"$folder/said"
    test $? -eq 1 && grep -q 'while all were committing; when it answers, give the same files' "$folder/said"
    say $? "$machine stops while all are committing: the import fails and says what to do"
    if [ -n "$(sql first -c 'SELECT orbite.torn_machines()')" ]; then
        torn=$((torn + 1))
        "$ORBITE" list services -d "$(of first)" >b 2>"$folder/said"
        test $? -eq 1 && grep -q 'ended on some machines only; give its files' "$folder/said"
        say $? "and nobody reads half of it"
        hurt=$(sql first -c 'SELECT machine FROM orbite.torn_machines()')
    fi
    sql "$machine" -c 'DROP FUNCTION orbite.stop CASCADE' >"$folder/said" 2>&1
done
test "$torn" -gt 0
say $? "one of them left the other committed"
# Which machine that was is not ours to choose.
sound=D1 ill=D2
[ "$hurt" != south ] || { sound=D2 ill=D1; }
"$ORBITE" list services -d "$(of first "&departements=$sound")" >b 2>"$folder/said"
say $? "the départements of the others are read"
"$ORBITE" list services -d "$(of first "&departements=$sound,$ill")" >b 2>"$folder/said"
test $? -eq 1 && grep -q 'ended on some machines only' "$folder/said"
say $? "those of that machine are not"
# Another file is taken, and hides nothing.
"$ORBITE" import -q native "$ORBITE_SRCDIR/tests/cli/data/small.json" -d "$folder/before.orbite" 2>"$folder/said"
"$ORBITE" import native "$ORBITE_SRCDIR/tests/cli/data/small.json" -d "$(of first)" >b 2>"$folder/said"
test $? -eq 0 && grep -q "again the files of: demo:5$" "$folder/said"
say $? "an import of another file is taken, and says which files to give again"
for command in check "list services"; do
    # shellcheck disable=SC2086 # words
    "$ORBITE" $command -d "$(of first)" >b 2>"$folder/said"
    test $? -eq 1 && grep -q "again the files of: demo:5$" "$folder/said"
    say $? "so does $command"
done
"$ORBITE" import -q native torn.json -d "$folder/before.orbite" 2>"$folder/said"
"$ORBITE" map native -o a -d "$folder/before.orbite" 2>"$folder/said"
"$ORBITE" import -q native torn.json -d "$(of first)" 2>"$folder/said" && "$ORBITE" map native -o b -d "$(of first)" 2>"$folder/said" &&
    cmp a b >>"$folder/said" 2>&1
say $? "the same file puts all right"
test "$(sql first -c 'SELECT count(*) FROM orbite.torn_machines()' -c "SELECT count(*) FROM (SELECT id FROM orbite.offer GROUP BY id HAVING count(*) > 1) d" | tr '\n' ' ')" = '0 0 '
say $? "on every machine"
sql "$hurt" -c "UPDATE orbite.offer SET hash = 0" -c "UPDATE orbite.meta SET value = 1 WHERE key = 'torn'" >"$folder/said" 2>&1
! "$ORBITE" list services -d "$(of first)" >b 2>"$folder/said" && sql first -c 'SELECT orbite.accept_machines()' >"$folder/said" 2>&1 &&
    "$ORBITE" list services -d "$(of first)" >b 2>"$folder/said"
say $? "what is there is taken as it is by hand"

# ---- the statements of another way of spreading name what there is
sql one -c "CREATE FUNCTION create_distributed_table(t regclass, key text, colocate_with text DEFAULT '') RETURNS text LANGUAGE plpgsql AS \$\$
BEGIN
    IF EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t AND i.indisunique AND NOT EXISTS (
        SELECT FROM pg_attribute a WHERE a.attrelid = t AND a.attname = key AND a.attnum = ANY (i.indkey))) THEN
        RAISE EXCEPTION '% has a unique index without %', t, key;
    END IF;
    RETURN t;
END \$\$" -c "CREATE FUNCTION create_reference_table(t regclass) RETURNS text LANGUAGE sql AS 'SELECT t::text'" \
    -f "$deploy/citus.sql" >"$folder/tables" 2>"$folder/said"
test $? -eq 0 && test "$(sort -u "$folder/tables" | wc -l)" -eq "$(wc -l <"$folder/tables")"
say $? "those of Citus name tables that can be spread by the key"
sql one -c "SELECT relname FROM pg_class WHERE relnamespace = 'orbite'::regnamespace AND relkind = 'r' AND relname NOT IN
    ('meta', 'import_run', 'journal', 'operator') ORDER BY relname" >"$folder/a"
sed 's/^orbite\.//' "$folder/tables" | sort >"$folder/b"
cmp "$folder/a" "$folder/b" >"$folder/said" 2>&1
say $? "and all that are read together"
echo "1..$number"
test $failed = 0
