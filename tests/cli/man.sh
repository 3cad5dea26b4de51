#!/bin/sh
# Every command has its manual page, and page and -h name the same options. Prints TAP.
set -u
ORBITE_LOCALEDIR=$ORBITE_BUILDDIR/po
export ORBITE_LOCALEDIR
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0

options() {
    grep -oE -- '--[a-z][a-z-]*' | LC_ALL=C sort -u
}

"$ORBITE" help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' >"$work/commands"
while read -r command; do
    n=$((n + 1))
    page=$ORBITE_SRCDIR/cli/man/orbite-$command.1.md
    : >"$work/page"
    [ ! -f "$page" ] || sed -n '/^## Options/,/^## [^O]/p' "$page" | grep -E '^- \*\*' | sed 's/ — .*//' | options >"$work/page"
    "$ORBITE" "$command" -h | sed -n '/^options:/,$p' | sed -n 's/^ \{2,6\}\(-.*\)/\1/p' | sed 's/   .*//' | options >"$work/help"
    if [ -f "$page" ] && cmp -s "$work/page" "$work/help"; then
        echo "ok $n - orbite-$command(1) and -h name the same options"
    else
        echo "not ok $n - orbite-$command(1) and -h name the same options"
        diff "$work/page" "$work/help" | sed -n 's/^</# only in the page:/p; s/^>/# only in -h:/p'
    fi
    grep -q "^- \*\*$command\*\*" "$ORBITE_SRCDIR/cli/man/orbite.1.md" || echo "# orbite(1) does not name $command"
done <"$work/commands"
for page in "$ORBITE_SRCDIR"/cli/man/*.md; do
    n=$((n + 1))
    sh "$ORBITE_SRCDIR/build-aux/md2man.sh" 0 "$page" >"$work/man"
    if ! command -v groff >/dev/null 2>&1; then
        echo "ok $n - $(basename "$page" .md) is a manual page # SKIP no groff"
    elif groff -man -Tutf8 -Kutf8 -ww "$work/man" 2>&1 >/dev/null | grep -q .; then
        echo "not ok $n - $(basename "$page" .md) is a manual page"
    else
        echo "ok $n - $(basename "$page" .md) is a manual page"
    fi
done
echo "1..$n"
