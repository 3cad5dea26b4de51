#!/bin/sh
# Every product is opened by the programs people have: GDAL, QGIS, openpyxl, SQLite, npm's check-geojson. Prints TAP.
set -u
if ! [ -x /usr/bin/python3 ]; then
    echo "1..0 # SKIP python3 is not here"
    exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
# The library of node, in the build directory; without a network its checks are skipped.
here=$ORBITE_BUILDDIR/tests/clients
modules=$here/node_modules
if [ ! -d "$modules" ] && command -v npm >/dev/null 2>&1; then
    mkdir -p "$here" "$work/npm"
    cp "$ORBITE_SRCDIR/tests/clients/package.json" "$ORBITE_SRCDIR/tests/clients/package-lock.json" \
        "$ORBITE_SRCDIR/tests/clients/.npmrc" "$work/npm"
    (cd "$work/npm" && npm ci --ignore-scripts --no-audit --no-fund --fetch-retries 0) >"$here/npm.log" 2>&1 &&
        mv "$work/npm/node_modules" "$modules"
fi
ORBITE_MODULES=$modules /usr/bin/python3 "$ORBITE_SRCDIR/tests/clients/clients.py" "$work"
