#!/bin/sh
# A store that many use: who may do what, who is at the other end of the line, what happens when the server goes away, two imports
# at once, a store of an older schema.
set -u
. "$ORBITE_SRCDIR/tests/store/server.sh"
deploy=$ORBITE_SRCDIR/engine/store/postgis/deploy

sql() { # DATABASE ARGUMENT...
    name=$1
    shift
    "$bin/psql" -q -A -t -X -v ON_ERROR_STOP=1 -h "$server" -U orbite "$name" "$@"
}
# of ROLE [DATABASE]: an address.
of() {
    echo "postgresql:///${2-postgres}?host=$server&user=$1"
}
# said STATUS TEXT COMMAND...: it ends so, and says that on one line.
said() {
    wanted=$1 text=$2
    shift 2
    "$ORBITE" "$@" >"$folder/out" 2>"$folder/said" </dev/null
    test $? -eq "$wanted" && grep -qF -- "$text" "$folder/said" && test "$(wc -l <"$folder/said")" -eq 1
}
: >"$folder/said"
"$ORBITE" demo "$folder/demo" --seed 3 --offers 500 >"$folder/log" 2>&1 || exit 99
cd "$folder/demo" || exit 99
person=persons/p01-autisme-20-ans.json

# ---- roles
sql postgres -c 'CREATE ROLE owner LOGIN CREATEROLE; CREATE ROLE marie LOGIN; CREATE ROLE paul LOGIN; CREATE ROLE anne LOGIN' \
    -c 'CREATE DATABASE roles OWNER owner' || exit 99
sql roles -c 'CREATE EXTENSION postgis'
said 1 'your role in the database may not do this' init -d "$(of marie roles)"
say $? "who owns nothing makes no store"
"$ORBITE" init -q -d "$(of owner roles)" >"$folder/said" 2>&1
say $? "the owner of a database makes a store, without being its master"
"$bin/psql" -q -X -v ON_ERROR_STOP=1 -h "$server" -U owner roles -f "$deploy/roles.sql" >"$folder/said" 2>&1 &&
    "$bin/psql" -q -X -v ON_ERROR_STOP=1 -h "$server" -U owner roles -f "$deploy/roles.sql" >"$folder/said" 2>&1
say $? "the roles are made, twice"
sql roles -c 'GRANT orbite_importer TO marie; GRANT orbite_reader TO paul'
"$ORBITE" import -q native territory.json -d "$(of marie roles)" >"$folder/said" 2>&1
say $? "an importer imports"
sed 's/SESSAD/Sessad/' territory.json >changed.json
"$ORBITE" import -q native changed.json -d "$(of marie roles)" >"$folder/said" 2>&1
say $? "and changes what is there"
"$ORBITE" init -q -d file.orbite && "$ORBITE" import -q native territory.json -d file.orbite && "$ORBITE" import -q native changed.json -d file.orbite
"$ORBITE" map native -o - -d file.orbite >a
"$ORBITE" map native -o - -d "$(of paul roles)" >b 2>"$folder/said"
cmp a b >>"$folder/said" 2>&1
say $? "a reader reads all of it"
"$ORBITE" match "$person" -d file.orbite >a 2>/dev/null
"$ORBITE" match "$person" -d "$(of paul roles)" >b 2>"$folder/said"
cmp a b >>"$folder/said" 2>&1
say $? "and matches"
said 1 'your role in the database may not do this' import -q native territory.json -d "$(of paul roles)"
say $? "a reader writes nothing"
said 1 'your role in the database may not do this' config operator none -d "$(of paul roles)"
say $? "not even a setting"
said 1 'your role in the database may not do this' list services -d "$(of anne roles)"
say $? "who has no role reads nothing"
for change in 'DROP TABLE orbite.offer' 'ALTER TABLE orbite.offer ADD COLUMN x int' 'CREATE TABLE orbite.x ()' 'TRUNCATE orbite.offer' \
    'CREATE INDEX x ON orbite.offer (name)'; do
    ! "$bin/psql" -q -X -v ON_ERROR_STOP=1 -h "$server" -U marie roles -c "$change" >"$folder/said" 2>&1
    say $? "an importer may not: $change"
done

# ---- an older schema
sql postgres -c 'CREATE DATABASE older'
sql older -c 'CREATE EXTENSION postgis' -c 'BEGIN' -c 'SET search_path = orbite, public' \
    -f "$ORBITE_SRCDIR/engine/store/postgis/schema/001_store.sql" -c "INSERT INTO meta VALUES ('schema', 1)" -c COMMIT
said 1 'older version of Orbite; any import brings it up to date' list services -d "$(of orbite older)"
say $? "who only reads says that the schema is older"
"$ORBITE" import -q native territory.json -d "$(of orbite older)" 2>"$folder/said" &&
    test "$(sql older -c "SELECT value FROM orbite.meta WHERE key = 'schema'")" -gt 1
say $? "an import brings it up to date"
"$ORBITE" init -q -d once.orbite && "$ORBITE" import -q native territory.json -d once.orbite
"$ORBITE" map native -o - -d once.orbite >a
"$ORBITE" map native -o - -d "$(of orbite older)" >b 2>"$folder/said"
cmp a b >>"$folder/said" 2>&1
say $? "and the records are there"
sql older -c "UPDATE orbite.meta SET value = 999 WHERE key = 'schema'"
said 1 'made by a newer version of Orbite' list services -d "$(of orbite older)"
say $? "a newer schema is refused"

# ---- two imports at once
"$ORBITE" init -q -d "$database"
"$ORBITE" init -q -d both.orbite
"$ORBITE" demo "$folder/other" --seed 4 --offers 500 >"$folder/log" 2>&1
# The platform has one operator, which the last import would give.
sed 's/demo:/other:/g; s/"demo"/"other"/g' "$folder/other/territory.json" |
    python3 -c 'import json, sys; d = json.load(sys.stdin); del d["operator"]; json.dump(d, sys.stdout)' >other.json
"$ORBITE" import -q native territory.json -d "$database" 2>"$folder/first" &
first=$!
"$ORBITE" import -q native other.json -d "$database" 2>"$folder/second" &
second=$!
wait $first
status=$?
wait $second && test $status -eq 0
status=$?
cat "$folder/first" "$folder/second" >"$folder/said"
say $status "two imports at once both end well"
"$ORBITE" import -q native territory.json -d both.orbite
"$ORBITE" import -q native other.json -d both.orbite
"$ORBITE" list offers --limit 5000 --json -d both.orbite >a
"$ORBITE" list offers --limit 5000 --json -d "$database" >b 2>"$folder/said"
cmp a b >>"$folder/said" 2>&1 && grep -q other: a && grep -q demo: a
say $? "and leave what one after the other would"
sql postgres -c "SELECT count(*) FROM orbite.import_run" -c "SELECT no FROM orbite.offer GROUP BY no HAVING count(*) > 1" >"$folder/said" 2>&1
test "$(cat "$folder/said")" = 2
say $? "each has its own run, and each row its number"

# ---- the server goes away
mkfifo question answer
"$ORBITE_BUILDDIR/tests/store/reopen" "$database" <question >answer 2>"$folder/said" &
reopen=$!
exec 3>question 4<answer
read -r before <&4
stop_server server
run_server server 3>&- 4<&-
echo again >&3
read -r after <&4
test -n "$before" && test "$before" = "$after"
say $? "a store that was opened before its server started again is read all the same"
echo writes >&3
read -r begun <&4
stop_server server immediate
echo more >&3
read -r refused <&4
test "$begun" = begun && case "$refused" in *'no connection to the database'*) true ;; *) false ;; esac
status=$?
echo "$begun / $refused" >"$folder/said"
say $status "what was being written fails clearly when the server stops"
run_server server 3>&- 4<&-
echo again >&3
read -r after <&4
test "$before" = "$after"
say $? "and is undone"
echo alone >&3
read -r refused <&4
case "$refused" in *'the database refused'*) true ;; *) false ;; esac
status=$?
echo "$refused" >"$folder/said"
say $status "what is written outside of a transaction is refused at once"
exec 3>&- 4<&-
wait $reopen
say $? "then the store is closed"

# ---- who is at the other end
if ! command -v openssl >/dev/null; then
    number=$((number + 1))
    echo "ok $number - certificates # SKIP no openssl"
else
    certificate() { # NAME of a certificate that signs itself
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=localhost" -addext "subjectAltName=DNS:localhost" \
            -keyout "$folder/$1.key" -out "$folder/$1.pem" >"$folder/log" 2>&1
    }
    certificate right && certificate wrong || exit 99
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    cp "$folder/right.pem" "$folder/right.key" "$server/"
    chown "$user" "$server"/right.*
    chmod 600 "$server/right.key"
    printf '%s\n' ssl=on "ssl_cert_file='$server/right.pem'" "ssl_key_file='$server/right.key'" "listen_addresses='127.0.0.1'" "port=$port" \
        >>"$server/data/postgresql.conf"
    echo 'hostssl all all 127.0.0.1/32 trust' >>"$server/data/pg_hba.conf"
    stop_server server
    run_server server
    far="postgresql://orbite@localhost:$port/postgres?hostaddr=127.0.0.1"
    "$ORBITE" list services --limit 3 -d "$far&sslmode=verify-full&sslrootcert=$folder/right.pem" >a 2>"$folder/said"
    say $? "a server that shows the certificate we know is believed"
    said 1 'certificate verify failed' list services -d "$far&sslmode=verify-full&sslrootcert=$folder/wrong.pem"
    say $? "another authority is refused"
    said 1 'server certificate for "localhost" does not match host name "elsewhere"' list services \
        -d "postgresql://orbite@elsewhere:$port/postgres?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert=$folder/right.pem"
    say $? "so is another host"
    said 1 'nothing.pem" does not exist' list services -d "$far&sslmode=verify-full&sslrootcert=$folder/nothing.pem"
    say $? "an authority that is not there is named"
    sed -i '/^host.*127/s/hostssl/hostnossl/' "$server/data/pg_hba.conf"
    sed -i '/^host  *all/d' "$server/data/pg_hba.conf"
    (cd "$server" && as_server "$bin/pg_ctl" -D "$server/data" reload) >"$folder/log" 2>&1
    sleep 1
    said 1 'no connection to the database' list services -d "$far&sslmode=require"
    say $? "nothing goes in clear when TLS is required"
fi
echo "1..$number"
test $failed = 0
