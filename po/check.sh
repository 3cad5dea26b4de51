#!/bin/sh
# Fails when a message of the sources has no French, or when the French breaks the rules of its typography.
# usage: check.sh TEMPLATE CATALOGUE
set -u
pot=$1
po=$2
bad=0
fail() {
    printf 'po: %s\n' "$1" >&2
    bad=1
}
msgfmt --check --output-file=/dev/null "$po" || fail "$po does not compile"
missing=$(msgmerge --quiet --no-fuzzy-matching "$po" "$pot" | msgattrib --untranslated --no-obsolete --no-wrap |
    grep '^msgid "' | tail -n +2)
[ -z "$missing" ] || fail "not translated in $po:
$missing"
fuzzy=$(msgattrib --only-fuzzy --no-obsolete --no-wrap "$po" | grep '^msgid "' | tail -n +2)
[ -z "$fuzzy" ] || fail "marked fuzzy in $po:
$fuzzy"
# U+2019 for the apostrophe (quotes around %s or an option stay), U+00A0 or U+202F before ; ! ? and, outside paths, ':'.
french=$(msgattrib --no-obsolete --no-wrap "$po" | sed -n 's/^msgstr\(\[[01]\]\)\{0,1\} "\(.*\)"$/\2/p; s/^"\(.*\)"$/\1/p')
apostrophe=$(printf '%s\n' "$french" | grep -nE "[[:alpha:]]'[[:alpha:]éèêàâîôûœ]" | grep -v '^[0-9]*:[A-Z][A-Za-z-]*: ')
[ -z "$apostrophe" ] || fail "straight apostrophes: $apostrophe"
blank=$(printf '%s\n' "$french" | grep -v '^[A-Z][A-Za-z-]*: ' | grep -nE ' [;!?:»]|« ')
[ -z "$blank" ] || fail "no hard blank before a double sign: $blank"
exit $bad
