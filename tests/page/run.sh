#!/bin/sh
# Tests of the one-file page in Debian's Chromium. "run.sh --accept" takes the looks as they are now; "run.sh SUITE..." runs only these.
set -u
sources=$ORBITE_SRCDIR/tests/page work=$ORBITE_BUILDDIR/tests/page/work

skip() {
    echo "1..0 # SKIP $1"
    exit 0
}
# The same page asked of the same browser by another build of the command says nothing new, and lasts minutes.
[ "${ORBITE_BROWSER-}" != no ] || skip "the browser is not asked (ORBITE_BROWSER=no)"
node=$(command -v node || command -v nodejs) || skip "no node"
"$node" -e 'process.exit(+process.versions.node.split(".")[0] >= 18 ? 0 : 1)' || skip "node is older than 18"
for chromium in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
    [ -n "$chromium" ] && [ -x "$chromium" ] && break
done
[ -x "$chromium" ] || skip "no chromium"
bundle=
for folder in "$ORBITE_BUILDDIR/maps/page/bundle" "$ORBITE_SRCDIR/maps/page/bundle"; do
    [ -z "$bundle" ] && [ -f "$folder/app.js" ] && bundle=$folder
done
[ -n "$bundle" ] || skip "the bundle of the page was not made (make page)"

# The tests are copied beside their libraries, which node looks for there; the sources stay as they are.
mkdir -p "$work" && cp -f "$sources"/*.mjs "$sources"/package.json "$sources"/package-lock.json "$sources"/.npmrc "$work" || exit 99
if ! cmp -s "$work/package-lock.json" "$work/installed"; then
    command -v npm >/dev/null 2>&1 || skip "no npm"
    (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund) >"$work/npm.log" 2>&1 || skip "npm could not bring playwright-core and axe-core"
    cp "$work/package-lock.json" "$work/installed"
fi
CHROMIUM=$chromium exec "$node" "$work/run.mjs" "$ORBITE_SRCDIR" "$bundle" "$work/pages" "$@"
