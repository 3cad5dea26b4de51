#!/bin/sh
# Golden cases of the command: tests/cli/<command>/<case>/ holds "cmd" (shell, with orbite in its PATH) and what must come of it:
# "out", "err", "status" (absent: nothing, nothing, 0). Every other file is copied into the empty directory where cmd runs.
# "locale" gives another LC_ALL. A program named by ORBITE_WRAPPER is "orbite" instead, called with --new-case before each, and with --same-names and the files of
# what came of it after. Prints TAP. usage: run.sh [--accept] [COMMAND[/CASE]...]
set -u
srcdir=${ORBITE_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
builddir=${ORBITE_BUILDDIR:-$srcdir/build}
ORBITE=${ORBITE:-$builddir/orbite}
export ORBITE
cases=$srcdir/tests/cli
CASES=$cases
export CASES
accept=no
if [ "${1-}" = --accept ]; then
    accept=yes
    shift
fi
# What the caller's environment says must not change a case.
unset ORBITE_DATABASE ORBITE_OPERATOR ORBITE_PROFILE COLUMNS LANGUAGE LANG LC_MESSAGES
ORBITE_LOCALEDIR=$builddir/po
TZ=UTC
# Nor what day it is: every case runs on 2026-11-22.
SOURCE_DATE_EPOCH=1795348800
export ORBITE_LOCALEDIR TZ SOURCE_DATE_EPOCH
work=$(mktemp -d) || exit 99
trap 'chmod -R u+rwx "$work" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir "$work/bin" "$work/cache"
# What the command notes of the user's files stays out of the user's own.
XDG_CACHE_HOME=$work/cache
export XDG_CACHE_HOME
if [ -n "${ORBITE_WRAPPER-}" ]; then
    cp "$ORBITE_WRAPPER" "$work/bin/orbite"
else
    # shellcheck disable=SC2016 # for the script that is written
    printf '#!/bin/sh\nexec "$ORBITE" "$@"\n' >"$work/bin/orbite"
fi
chmod +x "$work/bin/orbite"
PATH=$work/bin:$PATH
export PATH

list() {
    if [ $# -eq 0 ]; then
        find "$cases" -mindepth 3 -maxdepth 3 -name cmd
    else
        for name; do
            find "$cases/$name" -maxdepth 2 -name cmd
        done
    fi | LC_ALL=C sort
}

# Runs one case into $work/got; its files are a copy, so that a case cannot spoil the sources.
run_case() {
    rm -rf "$work/run" "$work/got"
    mkdir "$work/run" "$work/got"
    # What is said to readers of a vault depends on who may read what is caught here.
    (umask 077 && : >"$work/got/out")
    [ -z "${ORBITE_WRAPPER-}" ] || "$ORBITE_WRAPPER" --new-case
    for f in "$1"/*; do
        case ${f##*/} in
        cmd | out | err | status | locale) ;;
        *) cp -R "$f" "$work/run/" && chmod -R u+w "$work/run/${f##*/}" ;;
        esac
    done
    locale=C.UTF-8
    [ ! -f "$1/locale" ] || locale=$(cat "$1/locale")
    (cd "$work/run" && LC_ALL=$locale exec sh "$1/cmd") >"$work/got/out" 2>"$work/got/err" </dev/null
    echo $? >"$work/got/status"
    [ -z "${ORBITE_WRAPPER-}" ] || "$ORBITE_WRAPPER" --same-names "$work/got/out" "$work/got/err"
}

same() {
    if [ -f "$1" ]; then
        cmp -s "$1" "$2"
    else
        [ "$3" = "$(cat "$2")" ]
    fi
}

store() {
    if [ "$(cat "$2")" = "$3" ]; then
        rm -f "$1"
    else
        cp "$2" "$1"
    fi
}

list "$@" >"$work/cases"
echo "1..$(wc -l <"$work/cases")"
n=0
failed=0
while read -r cmd; do
    dir=${cmd%/cmd}
    n=$((n + 1))
    name=${dir#"$cases"/}
    run_case "$dir"
    if [ "$(cat "$work/got/status")" = 77 ]; then
        echo "ok $n - $name # SKIP $(head -n 1 "$work/got/err")"
        continue
    fi
    if [ $accept = yes ]; then
        store "$dir/out" "$work/got/out" ""
        store "$dir/err" "$work/got/err" ""
        store "$dir/status" "$work/got/status" 0
    fi
    if same "$dir/out" "$work/got/out" "" && same "$dir/err" "$work/got/err" "" &&
        same "$dir/status" "$work/got/status" 0; then
        echo "ok $n - $name"
        continue
    fi
    failed=$((failed + 1))
    echo "not ok $n - $name"
    for f in out err status; do
        expected=$dir/$f
        if [ ! -f "$expected" ]; then
            expected=$work/expected
            : >"$expected"
            [ $f != status ] || echo 0 >"$expected"
        fi
        diff -u "$expected" "$work/got/$f" 2>&1 | sed '1,2d; s/^/# /' | head -n 40
    done
done <"$work/cases"
[ $failed = 0 ]
