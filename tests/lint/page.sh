#!/bin/sh
# The list of what the bundle of the page is made of, in maps/page/local.mk, is whole: what it forgets would not be distributed.
. "$ORBITE_SRCDIR/tests/lint/tap.sh"
cd "$ORBITE_SRCDIR" || exit 1

# listed FILE: the names of PAGE_MADE_FROM.
listed() {
    awk '/^PAGE_MADE_FROM =/ { on = 1; next } on { print $1 } on && !/\\$/ { exit }' "$1" | grep '^maps/page/src/' | LC_ALL=C sort
}
find maps/page/src -type f | LC_ALL=C sort >"$scratch/there"
[ -s "$scratch/there" ] || echo "maps/page/src holds nothing" >"$scratch/there"
listed maps/page/local.mk | diff - "$scratch/there" >"$scratch/found"
clean "maps/page/local.mk lists every source of the page" "$scratch/found"
grep -v 'src/main.js' maps/page/local.mk >"$scratch/planted.mk"
listed "$scratch/planted.mk" | diff - "$scratch/there" >"$scratch/found"
planted "maps/page/local.mk lists every source of the page" "$scratch/found"
finish
