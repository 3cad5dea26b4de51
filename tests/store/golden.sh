#!/bin/sh
# The golden cases of the command, answered from PostgreSQL: a case that does not speak of files has its territory in a server,
# where the first import makes the store as it would make the file. Takes minutes: make check-postgres.
set -u
. "$ORBITE_SRCDIR/tests/store/server.sh"

cat >"$folder/wrapper" <<'EOF'
#!/bin/sh
case $1 in
--new-case)
    "$GOLDEN_BIN/psql" -q -h "$GOLDEN_SERVER" -U orbite postgres -c 'DROP SCHEMA IF EXISTS orbite CASCADE' >/dev/null 2>&1
    rm -rf "$GOLDEN_MADE" "$XDG_CACHE_HOME"
    mkdir "$XDG_CACHE_HOME" "$XDG_CACHE_HOME/orbite"
    exit 0
    ;;
--same-names)
    shift
    LC_ALL=C exec sed -i "s,$GOLDEN_NAME,territory.orbite,g; s,$GOLDEN_BESIDE,territory.orbite,g" "$@"
    ;;
esac
if [ ! -e territory.orbite ] && [ -z "${ORBITE_DATABASE-}" ]; then
    ORBITE_DATABASE=$GOLDEN_DATABASE
    export ORBITE_DATABASE
    # Answers of a geocoder that the case lays beside its file are beside this store, which keeps its own from then on.
    answers=$XDG_CACHE_HOME/orbite/${GOLDEN_BESIDE##*/}.geocode.csv
    if [ -f territory.orbite.geocode.csv ] && [ ! -e "$answers" ]; then
        cp territory.orbite.geocode.csv "$answers"
    fi
    case " $* " in
    *" -d "* | *" --database"* | *" -h "* | *" --help "* | *" --guess"*) ;;
    " init "*) : >"$GOLDEN_MADE" ;;
    " import "*)
        if [ ! -e "$GOLDEN_MADE" ]; then
            "$ORBITE" init >/dev/null 2>&1
            "$ORBITE" "$@" 2>"$GOLDEN_MADE"
            status=$?
            # A file is told of when an import made it, and is taken away when the import fails.
            case "$status $* " in
            2\ * | *" -q "*) ;;
            *) case ${LC_ALL-} in
                fr*) echo "orbite: « territory.orbite » n’existait pas : il est créé" >&2 ;;
                *) echo "orbite: 'territory.orbite' did not exist: made" >&2 ;;
                esac ;;
            esac
            cat "$GOLDEN_MADE" >&2
            case "$status $* " in
            [12]\ * | *" -n "* | *" --dry-run "*) "$0" --new-case ;;
            esac
            exit $status
        fi
        ;;
    esac
fi
exec "$ORBITE" "$@"
EOF
chmod 755 "$folder/wrapper"
# The names of a store and of what is kept of it.
"$ORBITE" init -q -d "$database" && "$ORBITE" import -q native "$ORBITE_SRCDIR/tests/cli/data/small.json" -d "$database" &&
    "$ORBITE" list -q -d "$database" >/dev/null || exit 99
beside=$(find "$XDG_CACHE_HOME/orbite" -name '*.cat')
GOLDEN_BIN=$bin GOLDEN_SERVER=$server GOLDEN_DATABASE=$database GOLDEN_MADE=$folder/made-store ORBITE_WRAPPER=$folder/wrapper
GOLDEN_NAME=postgresql://$server/postgres GOLDEN_BESIDE=${beside%.cat}
export GOLDEN_BIN GOLDEN_SERVER GOLDEN_DATABASE GOLDEN_MADE GOLDEN_NAME GOLDEN_BESIDE ORBITE_WRAPPER
# These speak of files by what they are: what lies in the folder, a damaged snapshot that the case puts there, a disk that is full, where a setting comes from, a file that is there already.
cat >"$folder/of-files" <<'EOF'
check/(geojson|no-store)
config/(backup-french|backup-nowhere|backup-there|defaults|json|no-territory|operator|origins)
geocode/(no-store)
import/(bpe-year|disk-full|rejects)
init/(exists|plain)
list/(damaged-snapshot|foreign-snapshot|no-store|snapshot-leftovers)
map/(no-store|xlsx)
match/(no-store)
people/(matched)
show/(no-store)
EOF
sh "$ORBITE_SRCDIR/tests/cli/run.sh" "$@" >"$folder/tap"
sed -E "s,^not (ok [0-9]+ - ($(paste -s -d '|' "$folder/of-files")))\$,\1 # SKIP speaks of files," "$folder/tap" >"$folder/told"
cat "$folder/told"
! grep -q '^not ok' "$folder/told"
