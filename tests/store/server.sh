# Sourced: starts a PostgreSQL server with PostGIS of its own, without network, in a temporary folder that goes at the end. Gives
# $folder, $server (its socket), $bin (its programs), $database (an address), and XDG_CACHE_HOME. Skips what it cannot start.
unset PGHOST PGHOSTADDR PGPORT PGDATABASE PGUSER PGPASSWORD PGPASSFILE PGSERVICE PGSERVICEFILE PGOPTIONS
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
server=$folder/server
mkdir "$server"
# The server refuses to be root, who lends it another name.
as_server() { "$@"; }
if [ "$(id -u)" = 0 ]; then
    user=nobody
    ! id postgres >/dev/null 2>&1 || user=postgres
    chown "$user" "$server"
    chmod 711 "$folder"
    as_server() { setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups "$@"; }
fi
finish() {
    as_server "$bin/pg_ctl" -D "$server/data" -m immediate stop >/dev/null 2>&1
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT TERM
cd "$server" || exit 99
as_server "$bin/initdb" -D "$server/data" -U orbite -A trust -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1 ||
    skip "initdb: $(tail -n 1 "$folder/log")"
as_server "$bin/pg_ctl" -D "$server/data" -l "$server/log" -w -o "-c listen_addresses='' -c unix_socket_directories='$server' \
    -c fsync=off -c full_page_writes=off -c autovacuum=off -c shared_buffers=${POSTGRES_MEMORY:-32MB}" start >"$folder/log" 2>&1 ||
    skip "pg_ctl: $(tail -n 1 "$server/log")"
database="postgresql:///postgres?host=$server&user=orbite"
XDG_CACHE_HOME=$folder/cache
export database XDG_CACHE_HOME
mkdir "$XDG_CACHE_HOME"
