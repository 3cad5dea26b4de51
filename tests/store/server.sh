# Sourced: PostgreSQL servers with PostGIS of our own, on sockets in a temporary folder that goes at the end; the first is started.
# Gives $folder, $server (its socket), $bin (its programs), $database (an address), XDG_CACHE_HOME, start_server NAME [OPTION...]
# (another one, whose socket is $folder/NAME), stop_server NAME and run_server NAME. Skips what it cannot start.
# say STATUS SENTENCE: a line of TAP. When it is wrong, what $folder/said holds is shown, and $failed is 1 from then on.
number=0 failed=0
say() {
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        # shellcheck disable=SC2034 # for who reads this file
        failed=1
        echo "not ok $number - $2"
        [ ! -f "$folder/said" ] || head -n 20 "$folder/said" | sed 's/^/# /'
    fi
}
unset PGHOST PGHOSTADDR PGPORT PGDATABASE PGUSER PGPASSWORD PGPASSFILE PGSERVICE PGSERVICEFILE PGOPTIONS PGSSLMODE PGSSLROOTCERT
skip() {
    echo "1..0 # SKIP $1"
    exit 0
}
grep -q '^#define HAVE_POSTGRES 1' "$ORBITE_BUILDDIR/config.h" || skip "built without libpq"
bin=
for candidate in $(command -v initdb) /usr/lib/postgresql/*/bin/initdb; do
    [ ! -x "$candidate" ] || bin=${candidate%/initdb}
done
[ -n "$bin" ] || skip "no PostgreSQL server (package postgresql)"
[ -f "$("$bin/pg_config" --sharedir 2>/dev/null)/extension/postgis.control" ] ||
    [ -f /usr/share/postgresql/15/extension/postgis.control ] || skip "no PostGIS (package postgresql-15-postgis-3)"

folder=$(mktemp -d) || exit 99
# The server refuses to be root, who lends it another name.
as_server() { "$@"; }
user=$(id -un)
if [ "$(id -u)" = 0 ]; then
    user=nobody
    ! id postgres >/dev/null 2>&1 || user=postgres
    chmod 711 "$folder"
    as_server() { setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups "$@"; }
fi
servers=
finish() {
    for name in $servers; do
        stop_server "$name" immediate
    done
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT TERM

run_server() {
    (cd "$folder/$1" && as_server "$bin/pg_ctl" -D "$folder/$1/data" -l "$folder/$1/log" -w start) >"$folder/log" 2>&1
}
stop_server() {
    (cd "$folder/$1" && as_server "$bin/pg_ctl" -D "$folder/$1/data" -m "${2-fast}" -w stop) >"$folder/log" 2>&1
}
# start_server NAME [SETTING...]
start_server() {
    name=$1
    shift
    mkdir "$folder/$name"
    chown "$user" "$folder/$name"
    if [ -d "$folder/made" ]; then
        cp -a "$folder/made" "$folder/$name/data"
    else
        (cd "$folder/$name" && as_server "$bin/initdb" -D "$folder/$name/data" -U orbite -A trust -E UTF8 --locale=C --no-sync) >"$folder/log" 2>&1 ||
            skip "initdb: $(tail -n 1 "$folder/log")"
        cp -a "$folder/$name/data" "$folder/made"
    fi
    for setting in "listen_addresses=''" "unix_socket_directories='$folder/$name'" fsync=off full_page_writes=off autovacuum=off \
        "shared_buffers=${POSTGRES_MEMORY:-32MB}" "$@"; do
        echo "$setting"
    done >>"$folder/$name/data/postgresql.conf"
    servers="$servers $name"
    run_server "$name" || skip "pg_ctl: $(tail -n 1 "$folder/$name/log")"
}
start_server server
server=$folder/server
database="postgresql:///postgres?host=$server&user=orbite"
XDG_CACHE_HOME=$folder/cache
export database XDG_CACHE_HOME
mkdir "$XDG_CACHE_HOME"
cd "$folder" || exit 99
