#!/bin/sh
# Matches a person against a database made from a catalogue; the database is made once for each content of the catalogue.
# usage: stored.sh WORK PERSON CATALOGUE PROFILE POLICY IGAS
set -eu
sum=$(sha256sum "$3" | cut -c1-32)
database=$1/$sum.orbite
if [ ! -f "$database" ]; then
    "$ORBITE" import native "$3" -d "$database" >"$1/$sum.report" 2>&1 || {
        cat "$1/$sum.report" >&2
        exit 1
    }
fi
exec "$ORBITE" match "$2" -d "$database" --profile "$4" --policy "$5" "--igas=$6" --json --all
