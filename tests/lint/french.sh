#!/bin/sh
# The French catalogue says every message of the sources, each with the same places for values, in good typography.
. "$ORBITE_SRCDIR/tests/lint/tap.sh"
cd "$ORBITE_BUILDDIR" || exit 1
export LC_ALL=C.UTF-8

# The list of sources is the build's own, so that none is forgotten.
make po/orbite.pot >"$scratch/words" 2>&1 || cat "$scratch/words"
[ "$(grep -c '^msgid ' po/orbite.pot)" -gt 100 ] || echo "too few messages to be true" >"$scratch/few"
: >>"$scratch/few"
clean "the messages of the sources can be extracted" "$scratch/few"
sh "$ORBITE_SRCDIR/po/check.sh" po/orbite.pot "$ORBITE_SRCDIR/po/fr.po" >"$scratch/found" 2>&1
clean "the French catalogue is complete" "$scratch/found"

# The header of the real catalogue, so that nothing but the fault can be found.
sed '/^$/q' "$ORBITE_SRCDIR/po/fr.po" >"$scratch/header"
# fault NAME CATALOGUE: the same check finds what is wrong in a small catalogue.
fault() {
    { cat "$scratch/header" && printf 'msgid "the file %%s"\nmsgstr ""\n'; } >"$scratch/planted.pot"
    { cat "$scratch/header" && printf '%b' "$2"; } >"$scratch/planted.po"
    sh "$ORBITE_SRCDIR/po/check.sh" "$scratch/planted.pot" "$scratch/planted.po" >"$scratch/found" 2>&1
    planted "the French catalogue is complete ($1)" "$scratch/found"
}
fault empty 'msgid "the file %s"\nmsgstr ""\n'
fault fuzzy '#, fuzzy\nmsgid "the file %s"\nmsgstr "le fichier %s"\n'
fault absent 'msgid "a place"\nmsgstr "un lieu"\n'
fault format '#, c-format\nmsgid "the file %s"\nmsgstr "le fichier %d"\n'
fault apostrophe "msgid \"the file %s\"\nmsgstr \"l'essai %s\"\n"
{ cat "$scratch/header" && printf 'msgid "the file %%s"\nmsgstr "le fichier %%s"\n'; } >"$scratch/planted.po"
sh "$ORBITE_SRCDIR/po/check.sh" "$scratch/planted.pot" "$scratch/planted.po" >"$scratch/found" 2>&1
clean "a good catalogue is accepted" "$scratch/found"
finish
