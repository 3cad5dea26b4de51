#!/bin/sh
# The opening hours that Orbite writes are read by the npm package opening_hours, and mean the same hours in every form.
set -u
here=$ORBITE_SRCDIR/tests/clients/opening_hours
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
    echo "1..0 # SKIP npm is not here"
    exit 0
fi
cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$here/hours.mjs" "$folder"
if ! (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund >log 2>&1); then
    echo "1..0 # SKIP npm cannot bring the package: $(tail -n 1 "$folder/log" | tr '#' ' ')"
    exit 0
fi
cd "$folder" || exit 99
if ! { node hours.mjs native >hours.json &&
    "$ORBITE" import -q native hours.json -d a.orbite &&
    "$ORBITE" map data-inclusion -d a.orbite -o a.json &&
    "$ORBITE" map hsds -d a.orbite -o hsds.json &&
    "$ORBITE" import -q hsds hsds.json --licence l --attribution a --date 2026-06-01 -d b.orbite &&
    "$ORBITE" map data-inclusion -d b.orbite -o b.json; }; then
    echo "Bail out! a product is not written"
    exit 1
fi
TZ=Europe/Paris exec node hours.mjs check a.json hsds.json b.json
