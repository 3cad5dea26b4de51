#!/bin/sh
# Makes the bundle of the one-file page in maps/page/bundle of the build directory: takes the one that comes with the sources when
# it was made from them, else builds it with node and the libraries that npm brings. Without it the rest is built all the same.
# usage: page.sh SRCDIR auto|yes|no NODE NPM FILE... (names relative to SRCDIR)
set -eu
srcdir=$1 mode=$2 node=$3 npm=$4
shift 4
page=maps/page
out=$page/bundle

# without REASON: the build goes on without page, or stops when a page was asked for.
without() {
    echo "page: $1" >&2
    rm -f "$out"/*
    [ "$mode" != yes ] || exit 1
    echo "page: built without 'orbite map page'; 'make page' tries again" >&2
    exit 0
}

# What is not in the list is neither watched nor distributed: "make lint" refuses that.
for file in "$srcdir/$page"/src/*.js "$srcdir/$page"/src/*/*.js; do
    case " $* " in
    *" ${file#"$srcdir"/} "*) continue ;;
    esac
    [ ! -f "$file" ] || set -- "$@" "${file#"$srcdir"/}"
done
[ "$mode" != no ] || exit 0

sum=$(for file; do cat "$srcdir/$file"; done | cksum)
mkdir -p "$out"
for made in "$out" "$srcdir/$out"; do
    [ "$(cat "$made/made-from" 2>/dev/null)" = "$sum" ] || continue
    if [ "$made" != "$out" ]; then
        cp -f "$made"/* "$out"
        chmod u+w "$out"/*
    fi
    exit 0
done

if [ -z "$node" ] || [ -z "$npm" ]; then without "node and npm are needed for it, and at least one is not installed"; fi
case $("$node" --version) in
v[0-9].* | v1[0-7].*) without "node 18 or later is needed for it, this is $("$node" --version)" ;;
esac
work=$page/npm
mkdir -p "$work"
for file in package.json package-lock.json .npmrc; do
    cp -f "$srcdir/$page/$file" "$work/"
    chmod u+w "$work/$file"
done
if ! cmp -s "$work/package-lock.json" "$work/node_modules/of-package-lock.json"; then
    (cd "$work" && "$npm" ci --ignore-scripts --no-audit --no-fund --prefer-offline --fetch-retries=2 \
        --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000 --update-notifier=false) >"$page/npm.log" 2>&1 </dev/null ||
        without "npm could not bring the libraries (is the network reachable? its own words are in $page/npm.log)"
    cp "$work/package-lock.json" "$work/node_modules/of-package-lock.json"
fi
"$node" "$srcdir/$page/build.mjs" "$out" "$work/node_modules" >"$page/bundle.log" 2>&1 </dev/null || {
    cat "$page/bundle.log" >&2
    echo "page: the bundle could not be made" >&2
    exit 1
}
# The policy of a page names its script and its style by these.
# shellcheck disable=SC2016 # for node
"$node" -e '
const { createHash } = require("crypto"), fs = require("fs");
for (const name of ["app.js", "app.css", "caseload.js", "caseload.css"]) {
    const hash = createHash("sha256").update(fs.readFileSync(`${process.argv[1]}/${name}`)).digest("base64");
    fs.writeFileSync(`${process.argv[1]}/${name}.sha256`, hash);
}' "$out"
printf '%s' "$sum" >"$out/made-from"
